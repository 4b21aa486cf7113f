import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import { staffIdOf, type By } from '../ledger/by';
import { once } from '../ledger/command';
import { isRefusal, type RefusalReason } from '../lending/refusal';
import { eventsOf, type StoredEvent } from '../loans/events';
import { balancesOf } from '../loans/projections';
import { recordLoanEvent } from '../loans/record-event';
import { chargeReversers } from '../loans/roles';
import { lockLoan } from '../loans/store';

export interface ChargeReversal {
  readonly commandId: string;
  readonly loanId: number;
  /** The event of the charge that is taken back. */
  readonly eventId: number;
  readonly reason: string;
}

export type ChargeReversalRefusal =
  | 'command_reused'
  | 'loan_not_found'
  | 'charge_not_found'
  | 'role_not_allowed'
  | 'loan_written_off'
  | 'already_reversed'
  | 'own_charge'
  | 'charge_already_waived'
  | RefusalReason;

export type ChargeReversalOutcome =
  | { readonly type: 'done'; readonly eventId: number }
  | { readonly type: 'refused'; readonly reason: ChargeReversalRefusal };

/**
 * Takes back a charge that was entered by mistake (extorno): the loan stands as if it had never been, and what was paid
 * of it pays what else is owed. Somebody else than who entered it does it, and says why. A charge that was right but is
 * not asked for any more is waived instead.
 */
export async function reverseCharge(db: Knex, by: By, input: ChargeReversal): Promise<ChargeReversalOutcome> {
  const { commandId, ...content } = input;
  const command = { id: commandId, kind: 'reverse-charge', content };
  const answer = await once<ChargeReversalOutcome>(db, by, command, (trx) => takeBack(trx, by, input));
  return answer.type === 'done' ? answer.outcome : answer;
}

async function takeBack(trx: Knex.Transaction, by: By, input: ChargeReversal): Promise<ChargeReversalOutcome> {
  const { institutionId, role } = by.actor;
  if (!chargeReversers.some((allowed) => allowed === role)) return { type: 'refused', reason: 'role_not_allowed' };
  const loan = await lockLoan(trx, institutionId, input.loanId);
  if (!loan) return { type: 'refused', reason: 'loan_not_found' };
  const events = await eventsOf(trx, institutionId, loan.id);
  const charge = events.find(({ id }) => id === input.eventId);
  const impossible = chargeReversalRefusal(events, charge, staffIdOf(by));
  if (impossible || !charge) return { type: 'refused', reason: impossible ?? 'charge_not_found' };

  const event = {
    ...{ type: 'reversal' as const, valueDate: by.clock.today(), amount: charge.amount, details: {} },
    ...{ reason: input.reason, reverses: charge.id },
  };
  const recorded = await recordLoanEvent(trx, by, loan, event, input.commandId);
  if (isRefusal(recorded)) {
    // What was forgiven of it is not owed any more: the history with the waiver and without the charge cannot be.
    const wasWaived = recorded.reason === 'amount_exceeds_debt' && events.some(({ type }) => type === 'waiver');
    return { type: 'refused', reason: wasWaived ? 'charge_already_waived' : recorded.reason };
  }
  await recordDeed(trx, by, {
    action: 'charge-reversed',
    entity: 'loan',
    entityId: loan.id,
    details: { amount: charge.amount, currency: loan.currency, valueDate: charge.valueDate },
    before: recorded.before && balancesOf(recorded.before),
    after: balancesOf(recorded.after),
    journals: recorded.journals,
  });
  return { type: 'done', eventId: recorded.event.id };
}

/** Why a charge may not be taken back by this person, or nothing; the confirmation page asks it too. */
export function chargeReversalRefusal(
  events: readonly StoredEvent[],
  charge: StoredEvent | undefined,
  staffId: number,
): ChargeReversalRefusal | undefined {
  if (charge?.type !== 'charge') return 'charge_not_found';
  if (events.some(({ type }) => type === 'write-off')) return 'loan_written_off';
  if (events.some(({ reverses }) => reverses === charge.id)) return 'already_reversed';
  return charge.staffId === staffId ? 'own_charge' : undefined;
}
