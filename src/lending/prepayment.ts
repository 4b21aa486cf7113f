import { allocateDue, type RowPayment } from './allocation';
import type { Payment } from './amortisation';
import type { IsoDate } from './dates';
import { debtRow } from './debt-row';
import { earnedOn, type Earned } from './earned';
import { countLate, debtOf, notePayments, payInto, type BookEntry, type LoanBook } from './loan-book';
import type { Centimos } from './money';
import { planInForce, resolvable, type PlanInForce } from './plan-in-force';
import { paidAhead, replaceRows, type PaidAhead } from './replace-plan';

export type PrepaymentIntent = 'prepay-reduce-term' | 'prepay-reduce-amount';

/**
 * Pago anticipado (Res. SBS 3274-2017, art. 29): pays what is due, then interest and insurance earned to the day and
 * not a céntimo more, then principal; the instalments that are left become fewer or smaller. An amount that reaches no
 * principal pays the next instalments like any other.
 */
export function prepay(book: LoanBook, entry: BookEntry, date: IsoDate, intent: PrepaymentIntent): void {
  const due = allocateDue(debtOf(book), entry.amount, countLate(book, date));
  entry.payments.push(...due.payments);
  notePayments(book, due.payments, date);

  const split = prepaymentSplit(book, due.left, date);
  if (!split) return payInto(book, entry, due.left, date);
  entry.payments.push(reducePrincipal(book, split, date, intent));
  payInto(book, entry, due.left - split.interest - split.insurance - split.principal, date);
}

/** How the part of a prepayment that is not due goes to what is earned and to principal. */
export interface PrepaymentSplit {
  readonly plan: PlanInForce;
  readonly earned: Earned;
  readonly ahead: PaidAhead;
  /** Negative where interest was paid ahead that a payment of the whole debt gives back. */
  readonly interest: Centimos;
  readonly insurance: Centimos;
  readonly principal: Centimos;
  readonly principalAfter: Centimos;
}

/** Undefined where there is no principal ahead of its due date, or the amount does not reach it. */
export function prepaymentSplit(book: LoanBook, amount: Centimos, date: IsoDate): PrepaymentSplit | undefined {
  const { plan } = book;
  const earned = plan && earnedOn(plan, date);
  if (!plan || !earned) return undefined;
  const ahead = paidAhead(book, date);
  const interest = earned.accrued + earned.waiting - ahead.parts.interest;
  const insurance = earned.insurance - ahead.parts.insurance;
  const owed = earned.principal - ahead.parts.principal;
  if (owed <= 0) return undefined;
  if (amount >= owed + interest + insurance)
    return { plan, earned, ahead, interest, insurance, principal: owed, principalAfter: 0 };

  const first = { interest: Math.max(0, interest), insurance: Math.max(0, insurance) };
  const principal = amount - first.interest - first.insurance;
  return principal > 0 ? { plan, earned, ahead, ...first, principal, principalAfter: owed - principal } : undefined;
}

/** The prepayment becomes an instalment of its own on its day, with what had been paid ahead; the rest is planned anew. */
function reducePrincipal(book: LoanBook, split: PrepaymentSplit, date: IsoDate, intent: PrepaymentIntent): RowPayment {
  const { plan, earned, ahead, principalAfter } = split;
  const row = debtRow(
    {
      due: date,
      principal: ahead.parts.principal + split.principal,
      interest: Math.min(earned.accrued + earned.waiting, ahead.parts.interest + split.interest),
      insurance: Math.min(earned.insurance, ahead.parts.insurance + split.insurance),
      fees: principalAfter === 0 ? ahead.parts.fees : 0,
      balance: principalAfter,
    },
    date,
  );
  row.left = { principal: 0, interest: 0, insurance: 0, fees: 0 };
  row.waived = ahead.waived;
  row.settledOn = date;

  const rest = planAfter(plan, earned.running, principalAfter, date, intent);
  const instalments = principalAfter === 0 && book.planned.length === 0 ? [] : rest.rows;
  replaceRows(book, date, {
    between: [row],
    instalments,
    prepaid: {
      principal: 0,
      interest: Math.max(0, ahead.parts.interest - row.interest),
      insurance: Math.max(0, ahead.parts.insurance - row.insurance),
      fees: ahead.parts.fees - row.fees,
    },
  });
  book.plan = { ...rest, rows: instalments };
  const { principal, interest, insurance } = split;
  return { row, principal, interest, insurance, fees: 0, penalties: 0, lateInterest: 0 };
}

function planAfter(
  plan: PlanInForce,
  running: number,
  principal: Centimos,
  date: IsoDate,
  intent: PrepaymentIntent,
): PlanInForce {
  const skipped = (plan.takeover?.skipped ?? 0) + running;
  const takeover = { date, skipped, principal, accrued: 0, waiting: 0 };
  const keep: readonly Payment[] = plan.plan.payments.slice(running);
  return intent === 'prepay-reduce-term' && principal > 0
    ? planInForce(plan.terms, { ...takeover, keep })
    : planInForce(resolvable(plan), takeover);
}
