import { allocateDue, type RowPayment } from './allocation';
import type { IsoDate } from './dates';
import { debtRow, NO_PARTS, totalOf, type RowParts } from './debt-row';
import { earlyDebtOn, wholeOf, type EarlyDebt } from './early-debt';
import { countLate, debtOf, notePayments, payInto, useOverpaid, type BookEntry, type LoanBook } from './loan-book';
import type { Centimos } from './money';
import { planInForce, resolvable, type PlanInForce } from './plan-in-force';
import { capitalisedRow, replacePlan } from './replace-plan';
import type { Takeover } from './takeover';

export type PrepaymentIntent = 'prepay-reduce-term' | 'prepay-reduce-amount';

/**
 * Pago anticipado (Res. SBS 3274-2017, art. 29): pays what is due, then interest and insurance earned to the day and
 * not a céntimo more, then principal; the instalments that are left become fewer or smaller. An amount that reaches no
 * principal pays the next instalments like any other.
 */
export function prepay(book: LoanBook, entry: BookEntry, date: IsoDate, intent: PrepaymentIntent): void {
  useOverpaid(book);
  const due = allocateDue(debtOf(book), entry.amount, countLate(book, date));
  entry.payments.push(...due.payments);
  notePayments(book, due.payments, date);

  const early = earlyDebtOn(book, date);
  const split = early && splitOf(early, due.left);
  if (!split) return payInto(book, entry, due.left, date);
  const payment = reducePrincipal(book, early, split, date, intent);
  entry.payments.push(payment);
  payInto(book, entry, due.left - totalOf(payment.row), date);
}

/** How much of each part a prepayment pays. */
type PrepaymentSplit = RowParts;

/** Undefined where the amount does not reach the principal. */
function splitOf(early: EarlyDebt, amount: Centimos): PrepaymentSplit | undefined {
  const { interest, insurance, fees } = early;
  const whole = wholeOf(early);
  const first = { interest: Math.max(0, interest), insurance: Math.max(0, insurance), fees: Math.max(0, fees) };
  if (amount >= whole.principal + whole.interest + whole.insurance + whole.fees) return whole;
  const reached = amount - first.interest - first.insurance - first.fees;
  return reached > 0 ? { ...first, principal: reached } : undefined;
}

/** The prepayment becomes an instalment of its own, due and paid on its day; the rest is planned anew. */
function reducePrincipal(
  book: LoanBook,
  early: EarlyDebt,
  paid: PrepaymentSplit,
  date: IsoDate,
  intent: PrepaymentIntent,
): RowPayment {
  const principalAfter = early.principal - paid.principal;
  const row = debtRow({ due: date, ...paid, balance: principalAfter }, date);
  row.left = { ...NO_PARTS };
  row.settledOn = date;
  const takeover: Takeover = {
    date,
    skipped: early.skipped,
    principal: principalAfter,
    accrued: 0,
    waiting: 0,
    brought: {
      interest: early.interest - paid.interest,
      insurance: early.insurance - paid.insurance,
      fees: early.fees - paid.fees,
    },
  };
  const fewer = intent === 'prepay-reduce-term' && principalAfter > 0 && book.planned.length === 0;
  const plan = fewer ? shorterPlan(early.plan, takeover) : planInForce(resolvable(early.plan), takeover);
  const nothingLeft = principalAfter === 0 && book.planned.length === 0;
  const capitalised = capitalisedRow(date, early.capitalised, early.principal);
  const { forgivenUnearned } = early;
  const between = [...capitalised, row];
  replacePlan(book, date, nothingLeft ? { ...plan, rows: [] } : plan, { between, forgivenUnearned });
  return { row, ...paid, penalties: 0, lateInterest: 0 };
}

/** The instalments stay as large as they were. While more is to be paid out there is no telling which is the last. */
function shorterPlan(before: PlanInForce, takeover: Takeover): PlanInForce {
  const keep = before.plan.payments.slice(takeover.skipped - (before.takeover?.skipped ?? 0));
  return planInForce(before.terms, { ...takeover, keep });
}
