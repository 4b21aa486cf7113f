import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import { recordDeed } from '../ledger/audit';
import { staffIdOf, type By } from '../ledger/by';
import { once } from '../ledger/command';
import type { Centimos } from '../lending/money';
import { isRefusal } from '../lending/refusal';
import { eventsOf, type EventDetails } from '../loans/events';
import { lockLoan } from '../loans/store';
import { changeRefusal, type ChangeRefusal } from './check-change';
import { compareChange } from './compare-change';
import { eventOf } from './event-of-request';
import { insertRequest, requestsOfLoan, type RequestKind } from './store';

export interface ChangeRequest {
  readonly commandId: string;
  readonly loanId: number;
  readonly kind: RequestKind;
  /** What is to be forgiven; 0 of everything else. */
  readonly amount: Centimos;
  readonly details: EventDetails;
  /** In the person's own words; it stays with the loan. */
  readonly reason: string;
}

export type RequestRefusal =
  'command_reused' | 'loan_not_found' | 'role_not_allowed' | 'already_requested' | ChangeRefusal;

export type RequestOutcome =
  { readonly type: 'done'; readonly requestId: number } | { readonly type: 'refused'; readonly reason: RequestRefusal };

/**
 * Asks for a waiver, a change of terms or a write-off; nothing happens to the loan until another person approves. What
 * could not be done today is refused at once, and one request of a loan waits at a time.
 */
export async function requestChange(db: Knex, by: By, input: ChangeRequest): Promise<RequestOutcome> {
  const { commandId, ...content } = input;
  const command = { id: commandId, kind: 'request-change', content };
  const answer = await once<RequestOutcome>(db, by, command, (trx) => request(trx, by, input));
  return answer.type === 'done' ? answer.outcome : answer;
}

async function request(trx: Knex.Transaction, by: By, input: ChangeRequest): Promise<RequestOutcome> {
  const { institutionId, role } = by.actor;
  if (role !== 'officer' && role !== 'manager') return { type: 'refused', reason: 'role_not_allowed' };
  const loan = await lockLoan(trx, institutionId, input.loanId);
  if (!loan) return { type: 'refused', reason: 'loan_not_found' };
  const earlier = await requestsOfLoan(trx, institutionId, loan.id);
  if (earlier.some(({ state }) => state === 'open')) return { type: 'refused', reason: 'already_requested' };
  const events = await eventsOf(trx, institutionId, loan.id);
  const event = eventOf(input, by.clock.today());
  const impossible = await changeRefusal(trx, loan, events, event);
  if (impossible) return { type: 'refused', reason: impossible };
  const compared = compareChange(loan, events, event);
  if (isRefusal(compared)) return { type: 'refused', reason: compared.reason };

  const id = await nextNumber(trx, institutionId, 'servicing_request');
  const { kind, amount, details, reason } = input;
  const requestedBy = staffIdOf(by);
  const requestedAt = by.clock.now();
  await insertRequest(trx, institutionId, {
    ...{ id, loanId: loan.id, kind, amount, details, reason, requestedBy, requestedAt },
  });
  await recordDeed(trx, by, {
    action: `${kind}-requested`,
    entity: 'loan',
    entityId: loan.id,
    details: { request: id, ...(amount > 0 && { amount, currency: loan.currency }) },
    after: { kind, amount, details, reason },
  });
  return { type: 'done', requestId: id };
}
