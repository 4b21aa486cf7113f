import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { once } from '../ledger/command';
import type { IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import { isRefusal, type RefusalReason } from '../lending/refusal';
import { eventsOf, type Channel } from '../loans/events';
import { stateOf } from '../loans/load';
import { balancesOf } from '../loans/projections';
import { recordLoanEvent } from '../loans/record-event';
import { lockLoan } from '../loans/store';

export interface Recovery {
  readonly commandId: string;
  readonly loanId: number;
  readonly amount: Centimos;
  /** The day on which the money changed hands: from the write-off up to today. */
  readonly valueDate: IsoDate;
  readonly channel: Channel;
}

export type RecoveryOutcome =
  | { readonly type: 'done'; readonly eventId: number; readonly receiptNumber: number }
  | {
      readonly type: 'refused';
      readonly reason:
        | 'command_reused'
        | 'loan_not_found'
        | 'role_not_allowed'
        | 'date_in_future'
        | 'amount_exceeds_debt'
        | RefusalReason;
    };

/**
 * Takes money of a farmer whose loan was written off. The debt is still owed and gets smaller; in the books all of it
 * is income of recovered loans. What principal it brings back goes to the line. Cashiers and managers do it.
 */
export async function recordRecovery(db: Knex, by: By, input: Recovery): Promise<RecoveryOutcome> {
  const { commandId, ...content } = input;
  const command = { id: commandId, kind: 'record-recovery', content };
  const answer = await once<RecoveryOutcome>(db, by, command, (trx) => recover(trx, by, input));
  return answer.type === 'done' ? answer.outcome : answer;
}

async function recover(trx: Knex.Transaction, by: By, input: Recovery): Promise<RecoveryOutcome> {
  const { amount, valueDate, channel } = input;
  const { institutionId, role } = by.actor;
  if (role !== 'cashier' && role !== 'manager') return { type: 'refused', reason: 'role_not_allowed' };
  const loan = await lockLoan(trx, institutionId, input.loanId);
  if (!loan) return { type: 'refused', reason: 'loan_not_found' };
  if (loan.status !== 'written-off') return { type: 'refused', reason: 'loan_not_written_off' };
  if (valueDate > by.clock.today()) return { type: 'refused', reason: 'date_in_future' };
  const events = await eventsOf(trx, institutionId, loan.id);
  if (amount > stateOf(loan, events, valueDate).outstanding.total) {
    return { type: 'refused', reason: 'amount_exceeds_debt' };
  }
  const event = { type: 'recovery' as const, valueDate, amount, details: { channel } };
  const recorded = await recordLoanEvent(trx, by, loan, event, input.commandId);
  if (isRefusal(recorded)) return { type: 'refused', reason: recorded.reason };
  const receiptNumber = recorded.event.receiptNumber ?? 0;
  await recordDeed(trx, by, {
    action: 'recovery-recorded',
    entity: 'loan',
    entityId: loan.id,
    details: { amount, currency: loan.currency, valueDate, receipt: receiptNumber },
    before: recorded.before && balancesOf(recorded.before),
    after: balancesOf(recorded.after),
    journals: recorded.journals,
  });
  return { type: 'done', eventId: recorded.event.id, receiptNumber };
}
