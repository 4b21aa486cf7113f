import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { once } from '../ledger/command';
import type { IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import { isRefusal, type RefusalReason } from '../lending/refusal';
import { balancesOf } from '../loans/projections';
import { recordLoanEvent } from '../loans/record-event';
import { lockLoan } from '../loans/store';

export interface Charge {
  readonly commandId: string;
  readonly loanId: number;
  /** A service that was rendered, or a penalty that the contract names. */
  readonly kind: 'fee' | 'penalty';
  readonly amount: Centimos;
  /** From today on; it is asked for with the instalment of that time. */
  readonly due: IsoDate;
  readonly reason: string;
}

export type ChargeOutcome =
  | { readonly type: 'done'; readonly eventId: number }
  | {
      readonly type: 'refused';
      readonly reason:
        'command_reused' | 'loan_not_found' | 'role_not_allowed' | 'loan_closed' | 'due_in_the_past' | RefusalReason;
    };

/** Adds a charge to what is owed. It is income only when it is paid, so nothing is posted yet. A manager does it. */
export async function chargeLoan(db: Knex, by: By, input: Charge): Promise<ChargeOutcome> {
  const { commandId, ...content } = input;
  const command = { id: commandId, kind: 'charge-loan', content };
  const answer = await once<ChargeOutcome>(db, by, command, (trx) => charge(trx, by, input));
  return answer.type === 'done' ? answer.outcome : answer;
}

async function charge(trx: Knex.Transaction, by: By, input: Charge): Promise<ChargeOutcome> {
  const { kind, amount, due, reason } = input;
  const today = by.clock.today();
  if (by.actor.role !== 'manager') return { type: 'refused', reason: 'role_not_allowed' };
  const loan = await lockLoan(trx, by.actor.institutionId, input.loanId);
  if (!loan) return { type: 'refused', reason: 'loan_not_found' };
  if (loan.status !== 'active') return { type: 'refused', reason: 'loan_closed' };
  if (due < today) return { type: 'refused', reason: 'due_in_the_past' };
  const event = { type: 'charge' as const, valueDate: today, amount, details: { kind, due }, reason };
  const recorded = await recordLoanEvent(trx, by, loan, event, input.commandId);
  if (isRefusal(recorded)) return { type: 'refused', reason: recorded.reason };
  await recordDeed(trx, by, {
    action: 'loan-charged',
    entity: 'loan',
    entityId: loan.id,
    details: { amount, currency: loan.currency, valueDate: due },
    before: recorded.before && balancesOf(recorded.before),
    after: balancesOf(recorded.after),
    journals: recorded.journals,
  });
  return { type: 'done', eventId: recorded.event.id };
}
