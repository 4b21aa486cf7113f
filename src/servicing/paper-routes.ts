import type { IsoDate } from '../lending/dates';
import { payoff } from '../lending/payoff';
import { isRefusal } from '../lending/refusal';
import { historyOf } from '../loans/events';
import { loadLoan } from '../loans/load';
import { partiesOf } from '../loans/parties';
import { loanReaders } from '../loans/roles';
import type { Loan } from '../loans/store';
import { nothing, readDate } from '../web/fields';
import { blankForm, type Form } from '../web/form';
import { date, money } from '../web/format';
import type { Translate } from '../web/locale';
import { notFound, page, type Reply } from '../web/reply';
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
      if (!loaded) return notFound;
      const { loan, events } = loaded;
      if (loan.status !== 'active') {
        return noPaper(loan, t('No hay qué cotizar: el crédito está pagado por completo o castigado.'), t);
      }
      const { day, errors } = quotedDay(query.fecha, loan, today, t);
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
          form: { ...blankForm({ fecha: query.fecha === '' ? date(day) : query.fecha }), errors },
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
      if (!loaded) return notFound;
      const { loan, state } = loaded;
      if (loan.status !== 'closed' && loan.status !== 'overpaid') {
        const owed = money(state.outstanding.total, loan.currency);
        return noPaper(
          loan,
          t('Todavía debe {amount}. La constancia se da cuando no queda deuda.', { amount: owed }),
          t,
        );
      }
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

/** A paper that cannot be given, with the reason: somebody else may have paid or reversed in the meantime. */
function noPaper(loan: Loan, why: string, t: Translate): Reply {
  const back = { to: `/creditos/${loan.id}`, label: t('Volver al crédito') };
  return page('servicing/no-paper', t('Crédito {number}', { number: loan.id }), { why }, { back, status: 422 });
}

/** The day of a quote: what was asked for, or today where that is no day of the loan, and then what is wrong with it. */
function quotedDay(typed: string, loan: Loan, today: IsoDate, t: Translate): { day: IsoDate; errors: Form['errors'] } {
  if (typed === '') return { day: today, errors: {} };
  const day = readDate(typed);
  if (day === undefined) {
    return { day: today, errors: { fecha: t('Escribe la fecha con día, mes y año, por ejemplo 27/03/2026') } };
  }
  if (day >= loan.disbursedOn) return { day, errors: {} };
  const message = t('El crédito se desembolsó el {day}: elige ese día o uno posterior', {
    day: date(loan.disbursedOn),
  });
  return { day: today, errors: { fecha: message } };
}
