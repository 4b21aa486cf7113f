import { casesOfLoan } from '../loans/court-store';
import { loadLoan } from '../loans/load';
import { partiesOf } from '../loans/parties';
import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import { date } from '../web/format';
import { notFound, page, redirect, type Reply } from '../web/reply';
import { route, type Ask, type Route } from '../web/route';
import { endSuit, fileSuit, type SuitOutcome } from './court-case';
import { loanParams, suitEndForm, suitForm } from './form';
import { changeRefusalWords } from './refusal-words';

type LoanAsk = Ask<{ readonly id: number }, unknown, unknown>;

/** Cobranza judicial: what is owed stays the same, where it stands in the books does not. */
export const courtRoutes: Route[] = [
  route({
    method: 'get',
    path: '/creditos/:id/cambios/demanda',
    roles: ['manager'],
    scope: 'institution',
    params: loanParams,
    query: nothing,
    body: nothing,
    handle: (ask) => courtPage(ask, blankForm({ filedOn: date(ask.clock.today()) })),
  }),
  route({
    method: 'post',
    path: '/creditos/:id/cambios/demanda',
    roles: ['manager'],
    scope: 'institution',
    params: loanParams,
    query: nothing,
    body: suitForm,
    invalid: (ask, form) => courtPage(ask, form),
    handle: async (ask) => {
      const outcome = await fileSuit(ask.db, ask.by, { commandId: ask.commandId, loanId: ask.params.id, ...ask.body });
      return answer(ask, outcome, ask.t('Demanda registrada. El crédito está en cobranza judicial'));
    },
  }),
  route({
    method: 'post',
    path: '/creditos/:id/cambios/demanda/fin',
    roles: ['manager'],
    scope: 'institution',
    params: loanParams,
    query: nothing,
    body: suitEndForm,
    invalid: (ask, form) => courtPage(ask, form),
    handle: async (ask) => {
      const outcome = await endSuit(ask.db, ask.by, { commandId: ask.commandId, loanId: ask.params.id, ...ask.body });
      return answer(ask, outcome, ask.t('Fin de la demanda registrado'));
    },
  }),
];

async function answer(ask: LoanAsk, outcome: SuitOutcome, notice: string): Promise<Reply> {
  if (outcome.type === 'done') return redirect(`/creditos/${outcome.loanId}`, notice);
  if (outcome.reason === 'loan_not_found') return notFound;
  const { field, message } = changeRefusalWords(outcome.reason, ask.t);
  const again = await courtPage(ask, refusedForm(blankForm(ask.typed), field, message));
  return again.type === 'page' ? { ...again, status: 422 } : again;
}

async function courtPage({ db, clock, params, t, user }: LoanAsk, form: Form): Promise<Reply> {
  const loaded = await loadLoan(db, user.institutionId, params.id, clock.today());
  if (!loaded) return notFound;
  const { loan, state } = loaded;
  const parties = await partiesOf(db, user.institutionId, loan.id);
  const cases = await casesOfLoan(db, user.institutionId, loan.id);
  return page(
    'servicing/court',
    t('Cobranza judicial · crédito {number}', { number: loan.id }),
    {
      id: loan.id,
      farmer: parties.farmer.name,
      currency: loan.currency,
      owed: state.outstanding.total,
      daysLate: state.daysLate,
      impossible: loan.status === 'active' ? null : changeRefusalWords('loan_closed', t).message,
      pending: cases.find(({ until }) => until === null) ?? null,
      ended: cases.filter(({ until }) => until !== null),
      form,
    },
    { back: { to: `/creditos/${loan.id}/cambios`, label: t('Volver a cambios del crédito') } },
  );
}
