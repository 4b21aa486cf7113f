import type { Knex } from '../db/connect';
import { isRefusal } from '../lending/refusal';
import { quoteTerms } from '../products/quote';
import { quoteData } from '../products/quote-words';
import { nothing } from '../web/fields';
import { percent } from '../web/format';
import type { Translate } from '../web/locale';
import { notFound, page } from '../web/reply';
import { route, type Route } from '../web/route';
import { loanParams } from './form';
import { loadLoan, type LoadedLoan } from './load';
import { conditions, headerCard, scheduleRows } from './page';
import { partiesOf, type Parties } from './parties';
import { loanReaders } from './roles';
import { statementRows } from './statement';

/** What is printed and signed, or handed over. */
export const paperRoutes: Route[] = [
  paper({
    path: '/creditos/:id/hoja-resumen',
    view: 'loans/hoja-resumen',
    title: (number, t) => t('Hoja resumen y cronograma del crédito {number}', { number }),
    data: async ({ db, loaded, parties, t }) => {
      const { id, institutionId, terms } = loaded.loan;
      const quote = await quoteTerms(db, institutionId, terms);
      if (isRefusal(quote)) throw new Error(`the terms of loan ${id} have no schedule: ${quote.reason}`);
      return {
        conditions: conditions(loaded, parties, percent(quote.schedule.tceaPercent), t),
        quote: quoteData(quote, t),
      };
    },
  }),
  paper({
    path: '/creditos/:id/cronograma',
    view: 'loans/schedule',
    title: (number, t) => t('Cronograma del crédito {number}', { number }),
    data: ({ loaded, parties, t }) => ({
      farmer: parties.farmer,
      product: parties.product,
      currency: loaded.loan.currency,
      principal: loaded.state.outstanding.principal,
      asOf: loaded.state.asOf,
      schedule: scheduleRows(loaded, t),
    }),
  }),
  paper({
    path: '/creditos/:id/estado-de-cuenta',
    view: 'loans/statement',
    title: (number, t) => t('Estado de cuenta del crédito {number}', { number }),
    data: ({ loaded, parties, t }) => ({
      conditions: conditions(loaded, parties, null, t),
      card: headerCard(loaded, undefined, t),
      statement: statementRows(loaded, t),
    }),
  }),
];

interface Paper {
  readonly path: string;
  readonly view: string;
  readonly title: (number: number, t: Translate) => string;
  /** What stands on it beside the name of the institution. */
  readonly data: (about: OfLoan) => object | Promise<object>;
}

interface OfLoan {
  readonly db: Knex;
  readonly loaded: LoadedLoan;
  readonly parties: Parties;
  readonly t: Translate;
}

function paper({ path, view, title, data }: Paper): Route {
  return route({
    method: 'get',
    path,
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
        view,
        title(params.id, t),
        { institution: parties.institution, ...(await data({ db, loaded, parties, t })) },
        { layout: 'print', back: { to: `/creditos/${params.id}`, label: t('Volver al crédito') } },
      );
    },
  });
}
