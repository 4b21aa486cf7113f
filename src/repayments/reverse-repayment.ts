import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import { staffIdOf, type By } from '../ledger/by';
import { once } from '../ledger/command';
import { isRefusal, type RefusalReason } from '../lending/refusal';
import { eventsOf, type StoredEvent } from '../loans/events';
import { balancesOf } from '../loans/projections';
import { recordLoanEvent } from '../loans/record-event';
import { lockLoan, type Loan } from '../loans/store';

export interface ReversalInput {
  readonly commandId: string;
  readonly loanId: number;
  /** The event of the payment that is taken back. */
  readonly eventId: number;
  /** In the person's own words; it is printed on the receipt. */
  readonly reason: string;
}

export type ReversalRefusal =
  | 'command_reused'
  | 'loan_not_found'
  | 'event_not_found'
  | 'reversal_of_reversal'
  | 'already_reversed'
  | 'same_person'
  | 'loan_written_off'
  | 'withheld_from_delivery';

export type ReversalOutcome =
  | { readonly type: 'done'; readonly loanId: number; readonly eventId: number }
  | { readonly type: 'refused'; readonly reason: ReversalRefusal | RefusalReason };

export type ReversedRepayment = ReversalOutcome & { readonly repeated: boolean };

/**
 * Takes a payment back (extorno): the mirror of its journal, and the later payments divided as if it had never been.
 * Somebody else than who registered it does it, says why, and does it once; a reversal itself is never reversed.
 */
export async function reverseRepayment(db: Knex, by: By, input: ReversalInput): Promise<ReversedRepayment> {
  const { commandId, ...content } = input;
  const command = { id: commandId, kind: 'reverse-repayment', content };
  const answer = await once<ReversalOutcome>(db, by, command, async (trx) => {
    const loan = await lockLoan(trx, by.actor.institutionId, input.loanId);
    if (!loan) return { type: 'refused', reason: 'loan_not_found' };
    const outcome = await takeBackAlone(trx, by, loan, input);
    if (outcome.type === 'refused') {
      const details = { event: input.eventId, reason: outcome.reason };
      await recordDeed(trx, by, { action: 'reversal-refused', entity: 'loan', entityId: loan.id, details });
    }
    return outcome;
  });
  return answer.type === 'done' ? { ...answer.outcome, repeated: answer.repeated } : { ...answer, repeated: false };
}

/** What was withheld from a delivery goes back with the delivery and not alone. */
async function takeBackAlone(
  trx: Knex.Transaction,
  by: By,
  loan: Loan,
  input: ReversalInput,
): Promise<ReversalOutcome> {
  const events = await eventsOf(trx, loan.institutionId, loan.id);
  const isWithheld = isOfDelivery(events.find(({ id }) => id === input.eventId));
  return isWithheld ? { type: 'refused', reason: 'withheld_from_delivery' } : takeBack(trx, by, loan, input);
}

export function isOfDelivery(event: StoredEvent | undefined): boolean {
  return event?.details.deliveryId !== undefined;
}

/** The reversal itself, for whoever holds the lock of the loan in a command of their own. */
export async function takeBack(
  trx: Knex.Transaction,
  by: By,
  loan: Loan,
  input: ReversalInput,
): Promise<ReversalOutcome> {
  const events = await eventsOf(trx, loan.institutionId, loan.id);
  const event = events.find(({ id }) => id === input.eventId);
  const refused = reversalRefusal(events, event, staffIdOf(by));
  if (refused || !event) return { type: 'refused', reason: refused ?? 'event_not_found' };

  const recorded = await recordLoanEvent(
    trx,
    by,
    loan,
    {
      type: 'reversal',
      valueDate: by.clock.today(),
      amount: event.amount,
      details: {},
      reason: input.reason,
      reverses: event.id,
    },
    input.commandId,
  );
  if (isRefusal(recorded)) return { type: 'refused', reason: recorded.reason };
  const { before, after, journals } = recorded;
  await recordDeed(trx, by, {
    action: 'payment-reversed',
    entity: 'loan',
    entityId: loan.id,
    details: {
      amount: event.amount,
      currency: loan.currency,
      valueDate: event.valueDate,
      receipt: event.receiptNumber,
    },
    before: before && balancesOf(before),
    after: balancesOf(after),
    journals,
  });
  return { type: 'done', loanId: loan.id, eventId: recorded.event.id };
}

/** Why a payment may not be taken back by this person, or nothing; the confirmation page asks it too. */
export function reversalRefusal(
  events: readonly StoredEvent[],
  event: StoredEvent | undefined,
  staffId: number,
): ReversalRefusal | undefined {
  if (event?.type === 'reversal') return 'reversal_of_reversal';
  if (event?.type !== 'repayment' && event?.type !== 'recovery') return 'event_not_found';
  if (event.type === 'repayment' && events.some(({ type }) => type === 'write-off')) return 'loan_written_off';
  if (events.some(({ reverses }) => reverses === event.id)) return 'already_reversed';
  return event.staffId === staffId ? 'same_person' : undefined;
}
