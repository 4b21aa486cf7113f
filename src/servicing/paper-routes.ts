import { payoff } from '../lending/payoff';
import { isRefusal } from '../lending/refusal';
import { historyOf } from '../loans/events';
import { loadLoan } from '../loans/load';
import { partiesOf } from '../loans/parties';
import { loanReaders } from '../loans/roles';
import { nothing } from '../web/fields';
import { blankForm } from '../web/form';
import { date } from '../web/format';
import { notFound, page } from '../web/reply';
import { route, type Route } from '../web/route';
import { loanParams, payoffQuery } from './form';

/** What is handed over: what ends a loan on a day, and that it has ended. */
export const servicingPaperRoutes: Route[] = [
  route({
    method: 'get',
    path: '/creditos/:id/pago-total',
    roles: loanReaders,
    scope: 'institution',
    params: loanParams,
    query: payoffQuery,
    body: nothing,
    handle: async ({ db, clock, params, query, t, user }) => {
      const today = clock.today();
      const loaded = await loadLoan(db, user.institutionId, params.id, today);
      if (!loaded || loaded.loan.status !== 'active') return notFound;
      const { loan, events } = loaded;
      const day = query.fecha !== undefined && query.fecha >= loan.disbursedOn ? query.fecha : today;
      const parties = await partiesOf(db, user.institutionId, loan.id);
      const quote = payoff(historyOf(loan, events), day);
      if (isRefusal(quote)) throw new Error(`loan ${loan.id} cannot be paid off on ${day}: ${quote.reason}`);
      const parts = [
        { label: t('Capital'), amount: quote.principal },
        { label: t('Interés hasta la fecha'), amount: quote.interest },
        { label: t('Seguro de desgravamen'), amount: quote.insurance },
        { label: t('Comisiones'), amount: quote.fees },
        { label: t('Penalidades'), amount: quote.penalties },
        { label: t('Interés moratorio'), amount: quote.lateInterest },
        { label: t('Menos: saldo a favor'), amount: -quote.overpaid },
      ].filter(({ amount }) => amount !== 0);
      return page(
        'servicing/payoff',
        t('Cotización de pago total del crédito {number}', { number: loan.id }),
        {
          id: loan.id,
          parties,
          currency: loan.currency,
          day,
          issuedOn: today,
          parts,
          total: quote.total,
          form: blankForm({ fecha: date(day) }),
        },
        { layout: 'print', back: { to: `/creditos/${loan.id}`, label: t('Volver al crédito') } },
      );
    },
  }),
  route({
    method: 'get',
    path: '/creditos/:id/no-adeudo',
    roles: loanReaders,
    scope: 'institution',
    params: loanParams,
    query: nothing,
    body: nothing,
    handle: async ({ db, clock, params, t, user }) => {
      const loaded = await loadLoan(db, user.institutionId, params.id, clock.today());
      if (!loaded || (loaded.loan.status !== 'closed' && loaded.loan.status !== 'overpaid')) return notFound;
      const { loan, state } = loaded;
      const paidOn = state.transactions
        .filter(({ type, reversed }) => type !== 'disbursement' && !reversed)
        .reduce((last, one) => (one.date > last ? one.date : last), '');
      return page(
        'servicing/no-debt',
        t('Constancia de no adeudo'),
        {
          parties: await partiesOf(db, user.institutionId, loan.id),
          id: loan.id,
          principal: loan.principal,
          currency: loan.currency,
          disbursedOn: loan.disbursedOn,
          paidOn: paidOn === '' ? null : paidOn,
          overpaid: state.overpaid,
          issuedOn: clock.today(),
          issuedBy: user.name,
        },
        { layout: 'print', back: { to: `/creditos/${loan.id}`, label: t('Volver al crédito') } },
      );
    },
  }),
];
