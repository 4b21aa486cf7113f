import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { once } from '../ledger/command';
import type { IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import { isRefusal, type Refusal, type RefusalReason } from '../lending/refusal';
import { replay } from '../lending/replay';
import { historyOf, lastDayOf, type Channel, type Intent, type StoredEvent } from '../loans/events';
import { foresee, outlookOf, type Foreseen, type NewEvent, type Outlook } from '../loans/outlook';
import { balancesOf } from '../loans/projections';
import { recordForeseen } from '../loans/record-event';
import { lockLoan, type Loan } from '../loans/store';
import { debtOf } from './debt-on';

/** What becomes of money beyond what is due: fewer instalments, smaller ones, or the next ones paid ahead. */
export type RepaymentIntent = Intent | 'advance';

export interface RepaymentInput {
  readonly commandId: string;
  readonly loanId: number;
  readonly amount: Centimos;
  /** The day on which the money changed hands; today or earlier. */
  readonly valueDate: IsoDate;
  readonly intent?: RepaymentIntent | undefined;
  /** Cash over the counter, unless it came through a bank. */
  readonly channel?: Channel | undefined;
  /** The delivery that the money was withheld from; the channel is then the organisation. */
  readonly deliveryId?: number | undefined;
  /** The client leaves money beyond the whole debt with the institution, which owes it back. */
  readonly acceptExcess?: boolean | undefined;
}

export type RepaymentOutcome =
  | { readonly type: 'done'; readonly loanId: number; readonly eventId: number; readonly receiptNumber: number }
  | RepaymentRefusal;

export type RepaymentRefusal =
  | {
      readonly type: 'refused';
      readonly reason:
        | 'command_reused'
        | 'loan_not_found'
        | 'loan_closed'
        | 'date_in_future'
        | 'date_before_disbursement'
        | 'intent_needed'
        | CoreReason;
    }
  /** `largest` is what can be paid on that day, `payoff` what ends the loan on it. */
  | {
      readonly type: 'refused';
      readonly reason: 'amount_exceeds_debt';
      readonly largest: Centimos;
      readonly payoff: Centimos;
    };

/** The core's reason for an excess has no figures; ours carries those that the counter needs. */
type CoreReason = Exclude<RefusalReason, 'amount_exceeds_debt'>;

export type PostedRepayment = RepaymentOutcome & { readonly repeated: boolean };

/**
 * Posts a payment of a farmer, once per command. It may be entered late (a back-dated payment divides the later ones
 * anew), never ahead. What covers more than two instalments needs an intent; exactly what ends the loan on the day is
 * taken as that; more than the debt is refused unless the client leaves the excess. Cashiers and managers do it; a
 * refusal changes nothing but the audit trail.
 */
export async function postRepayment(db: Knex, by: By, input: RepaymentInput): Promise<PostedRepayment> {
  const { commandId, ...content } = input;
  const command = { id: commandId, kind: 'post-repayment', content };
  const answer = await once<RepaymentOutcome>(db, by, command, async (trx) => {
    const loan = await lockLoan(trx, by.actor.institutionId, input.loanId);
    if (!loan) return { type: 'refused', reason: 'loan_not_found' };
    const outcome = await payLoan(trx, by, loan, input);
    if (outcome.type === 'refused') {
      const { amount, valueDate } = input;
      const details = { amount, currency: loan.currency, valueDate, reason: outcome.reason };
      await recordDeed(trx, by, { action: 'payment-refused', entity: 'loan', entityId: loan.id, details });
    }
    return outcome;
  });
  return answer.type === 'done' ? { ...answer.outcome, repeated: answer.repeated } : { ...answer, repeated: false };
}

/** The payment itself, for whoever holds the lock of the loan in a command of their own. */
export async function payLoan(
  trx: Knex.Transaction,
  by: By,
  loan: Loan,
  input: RepaymentInput,
): Promise<RepaymentOutcome> {
  const { amount, valueDate } = input;
  const reason = plainRefusal(loan, input, by.clock.today());
  if (reason) return { type: 'refused', reason };
  const outlook = await outlookOf(trx, by, loan);
  const decided = decideIntent(by, outlook, input);
  if ('type' in decided) return decided;
  const { foreseen } = decided;
  if (isRefusal(foreseen)) return { type: 'refused', reason: coreReason(foreseen.reason) };

  const recorded = await recordForeseen(trx, by, outlook, foreseen, input.commandId);
  const { event, before, after, journals } = recorded;
  const receiptNumber = event.receiptNumber ?? 0;
  const details = { amount, currency: loan.currency, valueDate, receipt: receiptNumber };
  await recordDeed(trx, by, {
    action: 'payment-posted',
    entity: 'loan',
    entityId: loan.id,
    details,
    before: before && balancesOf(before),
    after: balancesOf(after),
    journals,
  });
  return { type: 'done', loanId: loan.id, eventId: event.id, receiptNumber };
}

function plainRefusal(loan: Loan, { amount, valueDate }: RepaymentInput, today: IsoDate) {
  if (amount <= 0) return 'amount_must_be_positive';
  if (valueDate > today) return 'date_in_future';
  if (valueDate < loan.disbursedOn) return 'date_before_disbursement';
  return loan.status === 'active' ? undefined : 'loan_closed';
}

interface Decided {
  readonly foreseen: Foreseen | Refusal;
}

/** How the payment will be treated and what it leads to, or why the client has to say something first. */
function decideIntent(by: By, outlook: Outlook, input: RepaymentInput): Decided | RepaymentRefusal {
  const { amount, valueDate, intent, acceptExcess } = input;
  const { loan, past } = outlook;
  if (!past) throw new Error(`loan ${loan.id} was never disbursed`);
  const debt = debtOf(loan.id, past.replayed, valueDate);
  const paysOff = debt.payoff.total;
  const paysOffAndMore = acceptExcess === true && amount > paysOff;
  const chosen = intent === 'advance' ? undefined : (intent ?? (paysOffAndMore ? 'prepay-reduce-term' : undefined));
  const foreseen = foresee(by, outlook, paymentOf(input, chosen));
  const excess = isRefusal(foreseen) ? 0 : foreseen.after.overpaid - past.before.overpaid;
  if (excess > 0 && acceptExcess !== true) {
    return { type: 'refused', reason: 'amount_exceeds_debt', largest: amount - excess, payoff: paysOff };
  }
  if (intent !== undefined || chosen) return { foreseen };
  if (amount === paysOff) return { foreseen: foresee(by, outlook, paymentOf(input, 'prepay-reduce-term')) };
  return amount > debt.withoutChoice ? { type: 'refused', reason: 'intent_needed' } : { foreseen };
}

function paymentOf({ amount, valueDate, channel, deliveryId }: RepaymentInput, intent: Intent | undefined): NewEvent {
  return {
    type: 'repayment',
    valueDate,
    amount,
    details: {
      channel: channel ?? 'cash',
      ...(intent && { intent }),
      ...(deliveryId !== undefined && { deliveryId }),
    },
  };
}

/** What of a payment would find nothing to pay, also where later payments have paid it already. */
export function excessOf(
  loan: Loan,
  events: readonly StoredEvent[],
  date: IsoDate,
  amount: Centimos,
  intent: Intent | undefined,
): Centimos {
  const history = historyOf(loan, events);
  const repayment = { id: 'candidate', type: 'repayment' as const, date, amount, ...(intent && { intent }) };
  const asOf = lastDayOf([...events, { valueDate: date, bookingDate: date }]);
  const before = replay(history, asOf);
  const after = replay({ ...history, events: [...history.events, repayment] }, asOf);
  return isRefusal(before) || isRefusal(after) ? 0 : after.overpaid - before.overpaid;
}

/**
 * The excess of the payment was looked at before. What the core still finds to exceed the debt is a later waiver, of
 * which a back-dated payment would leave too little to forgive.
 */
function coreReason(reason: RefusalReason): CoreReason {
  return reason === 'amount_exceeds_debt' ? 'nothing_left_to_change' : reason;
}
