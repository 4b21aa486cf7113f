import { dayNumber, type IsoDate } from './dates';
import { debtRow, isWorthKeeping, NO_PARTS, settledParts, type DebtCharge, type DebtRow } from './debt-row';
import { moveForgiven, NOTHING_FORGIVEN, type Forgiven } from './forgiven';
import { takeLateInterest } from './late-interest';
import { placeCharge, type LoanBook } from './loan-book';
import { sumOf, type Centimos } from './money';
import type { PlanInForce } from './plan-in-force';

/**
 * Puts a new plan in the place of the instalments that are not yet due. One of which something was paid ahead ends
 * with what was paid, on the day of the change; charges go where their own dates say.
 */
export function replacePlan(book: LoanBook, date: IsoDate, plan: PlanInForce, change: PlanChange = NO_CHANGE): void {
  const { between, forgivenUnearned } = change;
  const due = book.rows.filter((row) => row.due <= date);
  const ahead = book.rows.filter((row) => row.due > date);
  const fresh = plan.rows.filter((row) => row.due > date).map((row) => debtRow(row, book.payableOn(row.due)));
  moveForgiven(forgivenUnearned, ahead, fresh, date);
  const charges = ahead.flatMap(endWithWhatWasPaid);
  const lateInterest = sumOf(ahead.map((row) => takeLateInterest(row, book.lateFactor)));
  const started = ahead.filter(isWorthKeeping);
  endOn(date, started, (plan.takeover?.principal ?? 0) + sumOf(between.map((row) => row.principal)));
  book.rows = [...due, ...started, ...between, ...fresh];
  book.plan = plan;
  book.firstOpen = 0;
  if (fresh[0]) fresh[0].lateBrought = lateInterest;
  for (const charge of charges) placeCharge(book, charge);
}

/** What a change of the plan puts between the old instalments and the new ones, and takes from the ones to the others. */
export interface PlanChange {
  /** Instalments of the change itself, e.g. what a prepayment pays. */
  readonly between: readonly DebtRow[];
  readonly forgivenUnearned: Forgiven;
}

const NO_CHANGE: PlanChange = { between: [], forgivenUnearned: NOTHING_FORGIVEN };

/** Takes what is left away from a row that is not yet due, and returns what is left of its charges. */
function endWithWhatWasPaid(row: DebtRow): DebtCharge[] {
  const { principal, interest, insurance, fees } = settledParts(row);
  row.principal = principal;
  row.interest = interest;
  row.insurance = insurance;
  row.fees = fees;
  row.left = { ...NO_PARTS };
  return takeOpenCharges(row);
}

/** What is paid of a charge stays where it was paid. */
export function takeOpenCharges(row: DebtRow): DebtCharge[] {
  const open = row.charges.filter((charge) => charge.left > 0);
  row.charges = row.charges
    .map((charge) => ({ ...charge, amount: charge.amount - charge.left, left: 0 }))
    .filter((charge) => charge.amount > 0);
  return open.map((charge) => ({ ...charge, amount: charge.left }));
}

function endOn(date: IsoDate, rows: readonly DebtRow[], principalAfter: Centimos): void {
  let balance = principalAfter;
  for (const row of rows.toReversed()) {
    row.due = date;
    row.dueDay = dayNumber(date);
    row.lateFromDay = row.dueDay;
    row.balance = balance;
    row.interestCarried = undefined;
    row.settledOn ??= date;
    balance += row.principal;
  }
}

/** Interest that becomes principal: an instalment that asks for nothing and raises the balance. */
export function capitalisedRow(due: IsoDate, interest: Centimos, balance: Centimos): DebtRow[] {
  return interest === 0 ? [] : [debtRow({ due, principal: -interest, interest, insurance: 0, fees: 0, balance }, due)];
}
