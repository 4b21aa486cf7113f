import { isRefusal } from '../lending/refusal';
import { quoteTerms } from '../products/quote';
import { quoteData } from '../products/quote-words';
import { nothing } from '../web/fields';
import { percent } from '../web/format';
import { notFound, page } from '../web/reply';
import { route, type Route } from '../web/route';
import { loanParams } from './form';
import { loadLoan } from './load';
import { conditions, headerCard, scheduleRows } from './page';
import { partiesOf } from './parties';
import { loanReaders } from './roles';
import { statementRows } from './statement';

/** What is printed and signed, or handed over. */
export const paperRoutes: Route[] = [
  route({
    method: 'get',
    path: '/creditos/:id/hoja-resumen',
    roles: loanReaders,
    scope: 'institution',
    params: loanParams,
    query: nothing,
    body: nothing,
    handle: async ({ db, clock, params, t, user }) => {
      const loaded = await loadLoan(db, user.institutionId, params.id, clock.today());
      if (!loaded) return notFound;
      const quote = await quoteTerms(db, user.institutionId, loaded.loan.terms);
      if (isRefusal(quote)) throw new Error(`the terms of loan ${params.id} have no schedule: ${quote.reason}`);
      const parties = await partiesOf(db, user.institutionId, params.id);
      return page(
        'loans/hoja-resumen',
        t('Hoja resumen y cronograma del crédito {number}', { number: params.id }),
        {
          institution: parties.institution,
          conditions: conditions(loaded, parties, percent(quote.schedule.tceaPercent), t),
          quote: quoteData(quote, t),
        },
        { layout: 'print', back: { to: `/creditos/${params.id}`, label: t('Volver al crédito') } },
      );
    },
  }),
  route({
    method: 'get',
    path: '/creditos/:id/cronograma',
    roles: loanReaders,
    scope: 'institution',
    params: loanParams,
    query: nothing,
    body: nothing,
    handle: async ({ db, clock, params, t, user }) => {
      const loaded = await loadLoan(db, user.institutionId, params.id, clock.today());
      if (!loaded) return notFound;
      const parties = await partiesOf(db, user.institutionId, params.id);
      return page(
        'loans/schedule',
        t('Cronograma del crédito {number}', { number: params.id }),
        {
          institution: parties.institution,
          farmer: parties.farmer,
          product: parties.product,
          currency: loaded.loan.currency,
          principal: loaded.state.outstanding.principal,
          asOf: loaded.state.asOf,
          schedule: scheduleRows(loaded, t),
        },
        { layout: 'print', back: { to: `/creditos/${params.id}`, label: t('Volver al crédito') } },
      );
    },
  }),
  route({
    method: 'get',
    path: '/creditos/:id/estado-de-cuenta',
    roles: loanReaders,
    scope: 'institution',
    params: loanParams,
    query: nothing,
    body: nothing,
    handle: async ({ db, clock, params, t, user }) => {
      const loaded = await loadLoan(db, user.institutionId, params.id, clock.today());
      if (!loaded) return notFound;
      const parties = await partiesOf(db, user.institutionId, params.id);
      return page(
        'loans/statement',
        t('Estado de cuenta del crédito {number}', { number: params.id }),
        {
          institution: parties.institution,
          conditions: conditions(loaded, parties, null, t),
          card: headerCard(loaded, undefined, t),
          statement: statementRows(loaded, t),
        },
        { layout: 'print', back: { to: `/creditos/${params.id}`, label: t('Volver al crédito') } },
      );
    },
  }),
];
