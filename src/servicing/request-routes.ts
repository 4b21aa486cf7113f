import type { z } from 'zod';
import type { Knex } from '../db/connect';
import { loadLoan, type LoadedLoan } from '../loans/load';
import { partiesOf } from '../loans/parties';
import type { Loan } from '../loans/store';
import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import { notFound, page, redirect, type Reply } from '../web/reply';
import { route, type Ask, type Route } from '../web/route';
import type { Role } from '../web/user';
import { changeRefusal } from './check-change';
import { compareChange } from './compare-change';
import { comparisonData } from './comparison-words';
import { eventOf } from './event-of-request';
import { graceForm, loanParams, rateForm, reprogrammingForm, waiverForm, writeOffForm } from './form';
import { askedGrace, askedRate, askedReprogramming, askedWaiver, type Asked } from './kinds';
import { changeName } from '../loans/words';
import { causeOptions, partOptions, planOptions, unpaidInterestOptions } from './words';
import { debtsOf } from './page';
import { changeRefusalWords } from './refusal-words';
import { requestChange } from './request-change';
import { requestsOfLoan, type RequestKind } from './store';
import { writeOffConditions } from './write-off-conditions';

/** Who knows the farmer asks; who decides is another person. */
export const requesters: Role[] = ['officer', 'manager'];

type LoanAsk = Ask<{ readonly id: number }, unknown, unknown>;

interface Step {
  readonly reason: string;
  readonly step: 'compare' | 'send';
}

/** One kind of request: its page, and what its form asks for. */
function requestRoutes<Shape extends z.ZodType<Step>>(
  kind: RequestKind,
  path: string,
  body: Shape,
  askedOf: (form: z.output<Shape>, loaded: LoadedLoan) => Asked,
): Route[] {
  const common = { path: `/creditos/:id/cambios/${path}`, roles: requesters, scope: 'institution' as const };
  return [
    route({
      ...common,
      method: 'get',
      params: loanParams,
      query: nothing,
      body: nothing,
      handle: (ask) => requestPage(ask, kind, path),
    }),
    route({
      ...common,
      method: 'post',
      params: loanParams,
      query: nothing,
      body,
      invalid: (ask, form) => requestPage(ask, kind, path, form),
      handle: async (ask) => {
        const loaded = await loadLoan(ask.db, ask.user.institutionId, ask.params.id, ask.clock.today());
        if (!loaded) return notFound;
        const asked = askedOf(ask.body, loaded);
        const { reason, step } = ask.body;
        if (step === 'compare') return requestPage(ask, kind, path, blankForm(ask.typed), asked);
        const input = { commandId: ask.commandId, loanId: loaded.loan.id, kind, ...asked, reason };
        const outcome = await requestChange(ask.db, ask.by, input);
        if (outcome.type === 'done') {
          return redirect(
            `/creditos/${loaded.loan.id}/cambios/${outcome.requestId}`,
            ask.t('Solicitud enviada. La decide otra persona'),
          );
        }
        const { field, message } = changeRefusalWords(outcome.reason, ask.t);
        const again = await requestPage(ask, kind, path, refusedForm(blankForm(ask.typed), field, message));
        return again.type === 'page' ? { ...again, status: 422 } : again;
      },
    }),
  ];
}

async function requestPage(ask: LoanAsk, kind: RequestKind, path: string, form?: Form, asked?: Asked): Promise<Reply> {
  const { db, t, user } = ask;
  const today = ask.clock.today();
  const loaded = await loadLoan(db, user.institutionId, ask.params.id, today);
  if (!loaded) return notFound;
  const { loan, events, state } = loaded;
  const parties = await partiesOf(db, user.institutionId, loan.id);
  const event = asked && eventOf({ kind, ...asked, reason: '' }, today);
  const compared = event && compareChange(loan, events, event);
  const refused =
    event && ((await changeRefusal(db, loan, events, event)) ?? (compared && 'reason' in compared && compared.reason));
  const shown = form ?? blankForm(startingValues(loaded));
  const fault = refused ? changeRefusalWords(refused, t) : undefined;
  const title = t('{kind} · crédito {number}', { kind: changeName(kind, t), number: loan.id });
  const impossible = await impossibleFor(db, loan);
  return page(
    'servicing/request',
    title,
    {
      id: loan.id,
      kind,
      action: `/creditos/${loan.id}/cambios/${path}`,
      farmer: parties.farmer.name,
      currency: loan.currency,
      debts: debtsOf(state.outstanding, t),
      daysLate: state.daysLate,
      impossible: impossible === undefined ? null : changeRefusalWords(impossible, t).message,
      conditions:
        kind === 'write-off' && impossible === undefined ? await writeOffConditions(db, loan, events, today) : null,
      comparison: compared && !fault && kind !== 'write-off' ? comparisonData(compared, loan.currency, t) : null,
      parts: partOptions(t),
      causes: causeOptions(t),
      plans: planOptions(t),
      treatments: unpaidInterestOptions(t),
      form: fault ? refusedForm(shown, fault.field, fault.message) : shown,
    },
    {
      back: { to: `/creditos/${loan.id}/cambios`, label: t('Volver a cambios del crédito') },
      ...(fault && { status: 422 }),
    },
  );
}

/** What no form can mend: nobody should fill one in to be told so. */
async function impossibleFor(db: Knex, loan: Loan): Promise<'loan_closed' | 'already_requested' | undefined> {
  if (loan.status !== 'active') return 'loan_closed';
  const earlier = await requestsOfLoan(db, loan.institutionId, loan.id);
  return earlier.some(({ state }) => state === 'open') ? 'already_requested' : undefined;
}

function startingValues({ loan }: LoadedLoan): Form['values'] {
  return {
    ratePercent: loan.terms.rate.percent.toFixed(),
    plan: loan.terms.instalments.plan === 'weighted' ? 'weighted' : 'level',
    unpaidInterest: 'carry',
    cause: 'difficulty',
    everyMonths: '1',
  };
}

export const changeRequestRoutes: Route[] = [
  ...requestRoutes('waiver', 'condonacion', waiverForm, askedWaiver),
  ...requestRoutes('rate-change', 'tasa', rateForm, askedRate),
  ...requestRoutes('extra-grace', 'gracia', graceForm, askedGrace),
  ...requestRoutes('reprogramming', 'nuevo-cronograma', reprogrammingForm, (form, { loan }) =>
    askedReprogramming(form, loan.terms.rate.percent.toFixed()),
  ),
  ...requestRoutes('write-off', 'castigo', writeOffForm, () => ({ amount: 0, details: {} })),
];
