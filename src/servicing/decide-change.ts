import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import { staffIdOf, type By } from '../ledger/by';
import { once } from '../ledger/command';
import { isRefusal } from '../lending/refusal';
import { eventsOf } from '../loans/events';
import { balancesOf } from '../loans/projections';
import { recordLoanEvent } from '../loans/record-event';
import { lockLoan } from '../loans/store';
import { changeRefusal, type ChangeRefusal } from './check-change';
import { eventOf } from './event-of-request';
import { lockRequest, writeDecision, type ServicingRequest } from './store';

export interface ChangeDecision {
  readonly commandId: string;
  readonly requestId: number;
  readonly decision: 'approved' | 'denied';
  /** Needed where the answer is no. */
  readonly reason: string;
}

export type DecisionRefusal =
  | 'command_reused'
  | 'request_not_found'
  | 'role_not_allowed'
  | 'same_person'
  | 'already_decided'
  | 'reason_needed'
  | ChangeRefusal;

export type DecisionOutcome =
  | { readonly type: 'done'; readonly loanId: number; readonly eventId: number | null }
  | { readonly type: 'refused'; readonly reason: DecisionRefusal };

/**
 * Decides what somebody else asked for a loan. An approval enters the event with the date of today, after the same
 * questions as the request: the loan may have been paid since. A manager decides; a write-off an administrator too.
 */
export async function decideChange(db: Knex, by: By, input: ChangeDecision): Promise<DecisionOutcome> {
  const { commandId, ...content } = input;
  const command = { id: commandId, kind: 'decide-change', content };
  const answer = await once<DecisionOutcome>(db, by, command, async (trx) => {
    const { institutionId } = by.actor;
    const request = await lockRequest(trx, institutionId, input.requestId);
    if (!request) return { type: 'refused', reason: 'request_not_found' };
    const outcome = await decide(trx, by, request, input);
    if (outcome.type === 'refused') {
      const details = { request: request.id, kind: request.kind, reason: outcome.reason };
      await recordDeed(trx, by, { action: 'change-refused', entity: 'loan', entityId: request.loanId, details });
    }
    return outcome;
  });
  return answer.type === 'done' ? answer.outcome : answer;
}

/** Why somebody may not decide a request, or nothing; the page asks it too. */
export function deciderRefusal(request: ServicingRequest, by: By): DecisionRefusal | undefined {
  const { role } = by.actor;
  const may = role === 'manager' || (role === 'administrator' && request.kind === 'write-off');
  if (!may) return 'role_not_allowed';
  if (request.state !== 'open') return 'already_decided';
  return staffIdOf(by) === request.requestedBy ? 'same_person' : undefined;
}

async function decide(
  trx: Knex.Transaction,
  by: By,
  request: ServicingRequest,
  { decision, reason, commandId }: ChangeDecision,
): Promise<DecisionOutcome> {
  const { institutionId } = by.actor;
  const impossible = deciderRefusal(request, by);
  if (impossible) return { type: 'refused', reason: impossible };
  const decided = { state: decision, decidedBy: staffIdOf(by), decidedAt: by.clock.now(), reason };
  if (decision === 'denied') {
    if (reason === '') return { type: 'refused', reason: 'reason_needed' };
    await writeDecision(trx, institutionId, request.id, { ...decided, eventId: null });
    const details = { request: request.id };
    await recordDeed(trx, by, {
      ...{ action: `${request.kind}-denied`, entity: 'loan', entityId: request.loanId, details, after: decided },
    });
    return { type: 'done', loanId: request.loanId, eventId: null };
  }

  const loan = await lockLoan(trx, institutionId, request.loanId);
  if (!loan) throw new Error(`request ${request.id} is of no loan`);
  const event = eventOf({ ...request, details: { ...request.details, requestId: request.id } }, by.clock.today());
  const refused = await changeRefusal(trx, loan, await eventsOf(trx, institutionId, loan.id), event);
  if (refused) return { type: 'refused', reason: refused };
  const recorded = await recordLoanEvent(trx, by, loan, event, commandId);
  if (isRefusal(recorded)) return { type: 'refused', reason: recorded.reason };
  await writeDecision(trx, institutionId, request.id, { ...decided, eventId: recorded.event.id });
  const { amount } = recorded.event;
  await recordDeed(trx, by, {
    action: `${request.kind}-approved`,
    entity: 'loan',
    entityId: loan.id,
    details: { request: request.id, ...(amount > 0 && { amount, currency: loan.currency }) },
    before: recorded.before && balancesOf(recorded.before),
    after: balancesOf(recorded.after),
    journals: recorded.journals,
  });
  return { type: 'done', loanId: loan.id, eventId: recorded.event.id };
}
