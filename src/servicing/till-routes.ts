import { loadLoan } from '../loans/load';
import { partiesOf } from '../loans/parties';
import { tellers } from '../loans/roles';
import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import { date } from '../web/format';
import { notFound, page, redirect, type Reply } from '../web/reply';
import { route, type Ask, type Route } from '../web/route';
import { chargeLoan } from './charge-loan';
import { chargeForm, loanParams, recoveryForm } from './form';
import { channelOptions, chargeOptions } from './page';
import { recordRecovery } from './record-recovery';
import { changeRefusalWords } from './refusal-words';

/** What needs no second person: a charge that the contract names, and money for a loan that was written off. */
export const tillRoutes: Route[] = [
  route({
    method: 'get',
    path: '/creditos/:id/cambios/cargo',
    roles: ['manager'],
    scope: 'institution',
    params: loanParams,
    query: nothing,
    body: nothing,
    handle: (ask) => chargePage(ask, blankForm({ kind: 'fee', due: date(ask.clock.today()) })),
  }),
  route({
    method: 'post',
    path: '/creditos/:id/cambios/cargo',
    roles: ['manager'],
    scope: 'institution',
    params: loanParams,
    query: nothing,
    body: chargeForm,
    invalid: (ask, form) => chargePage(ask, form),
    handle: async (ask) => {
      const loanId = ask.params.id;
      const outcome = await chargeLoan(ask.db, ask.by, { commandId: ask.commandId, loanId, ...ask.body });
      if (outcome.type === 'done') return redirect(`/creditos/${loanId}`, ask.t('Cargo registrado'));
      if (outcome.reason === 'loan_not_found') return notFound;
      const { field, message } = changeRefusalWords(outcome.reason, ask.t);
      const again = await chargePage(ask, refusedForm(blankForm(ask.typed), field, message));
      return again.type === 'page' ? { ...again, status: 422 } : again;
    },
  }),
  route({
    method: 'get',
    path: '/creditos/:id/recuperaciones/nueva',
    roles: tellers,
    scope: 'institution',
    params: loanParams,
    query: nothing,
    body: nothing,
    handle: (ask) => recoveryPage(ask, blankForm({ valueDate: date(ask.clock.today()), channel: 'cash' })),
  }),
  route({
    method: 'post',
    path: '/creditos/:id/recuperaciones',
    roles: tellers,
    scope: 'institution',
    params: loanParams,
    query: nothing,
    body: recoveryForm,
    invalid: (ask, form) => recoveryPage(ask, form),
    handle: async (ask) => {
      const loanId = ask.params.id;
      const outcome = await recordRecovery(ask.db, ask.by, { commandId: ask.commandId, loanId, ...ask.body });
      if (outcome.type === 'done') {
        const number = String(outcome.receiptNumber).padStart(6, '0');
        return redirect(
          `/creditos/${loanId}/pagos/${outcome.eventId}`,
          ask.t('Recuperación registrada con el recibo {number}', { number }),
        );
      }
      if (outcome.reason === 'loan_not_found') return notFound;
      const { field, message } = changeRefusalWords(outcome.reason, ask.t);
      const again = await recoveryPage(ask, refusedForm(blankForm(ask.typed), field, message));
      return again.type === 'page' ? { ...again, status: 422 } : again;
    },
  }),
];

type LoanAsk = Ask<{ readonly id: number }, unknown, unknown>;

async function chargePage(ask: LoanAsk, form: Form): Promise<Reply> {
  const loaded = await loadLoan(ask.db, ask.user.institutionId, ask.params.id, ask.clock.today());
  if (!loaded) return notFound;
  const { loan } = loaded;
  return page(
    'servicing/charge',
    ask.t('Cargo al crédito {number}', { number: loan.id }),
    {
      id: loan.id,
      currency: loan.currency,
      impossible: loan.status === 'active' ? null : changeRefusalWords('loan_closed', ask.t).message,
      kinds: chargeOptions(ask.t),
      form,
    },
    { back: { to: `/creditos/${loan.id}/cambios`, label: ask.t('Volver a cambios del crédito') } },
  );
}

async function recoveryPage(ask: LoanAsk, form: Form): Promise<Reply> {
  const loaded = await loadLoan(ask.db, ask.user.institutionId, ask.params.id, ask.clock.today());
  if (!loaded) return notFound;
  const { loan, state } = loaded;
  const parties = await partiesOf(ask.db, ask.user.institutionId, loan.id);
  const possible = loan.status === 'written-off';
  return page(
    'servicing/recovery',
    ask.t('Recuperación del crédito castigado {number}', { number: loan.id }),
    {
      id: loan.id,
      currency: loan.currency,
      farmer: parties.farmer,
      owed: state.outstanding.total,
      writtenOffOn: state.writtenOffOn ?? null,
      impossible: possible ? null : changeRefusalWords('loan_not_written_off', ask.t).message,
      channels: channelOptions(ask.t),
      form,
    },
    { back: { to: `/creditos/${loan.id}`, label: ask.t('Volver al crédito') } },
  );
}
