import type { IsoDate } from './dates';
import { addParts, NO_PARTS, outstandingOf, settledParts, type RowParts } from './debt-row';
import { earnedOn } from './earned';
import { forgivenUnearned, type Forgiven } from './forgiven';
import type { LoanBook } from './loan-book';
import type { Centimos } from './money';
import type { PlanInForce } from './plan-in-force';

/**
 * What the instalments that are not yet due would ask for if the plan ended on a day: principal, and what has been
 * earned by then, less what was forgiven of it and what was paid ahead. A part is negative where more was paid ahead
 * than was left of what had been earned.
 */
export interface EarlyDebt {
  readonly plan: PlanInForce;
  /** How many due dates of the plan's terms lie behind the day. */
  readonly skipped: number;
  readonly principal: Centimos;
  /** `waiting` + `accrued`, and what was paid ahead of neither. */
  readonly interest: Centimos;
  /** Of `interest`, what comes from earlier periods, and from the running one. */
  readonly waiting: Centimos;
  readonly accrued: Centimos;
  readonly insurance: Centimos;
  /** Fees that an earlier change brought along; those of the instalments themselves are not owed yet. */
  readonly fees: Centimos;
  /** Interest and insurance that were forgiven and have not been earned; they are in no other part. */
  readonly forgivenUnearned: Forgiven;
  /** Interest that was to become principal later and has been paid ahead as such. */
  readonly capitalised: Centimos;
}

/** Undefined where nothing is left of instalments after the day. */
export function earlyDebtOn(book: LoanBook, date: IsoDate): EarlyDebt | undefined {
  const open = book.rows.some((row) => row.due > date && outstandingOf(row) > 0);
  return open && book.plan ? runningDebtOn(book, book.plan, date) : undefined;
}

/** The same, also where all of it is paid; undefined after the last due date. */
export function runningDebtOn(book: LoanBook, plan: PlanInForce, date: IsoDate): EarlyDebt | undefined {
  const earned = earnedOn(plan, date);
  if (!earned) return undefined;
  const ahead = book.rows.filter((row) => row.due > date);
  const unearned = forgivenUnearned(ahead, {
    interest: earned.waiting + earned.accrued,
    insurance: earned.insurance,
  });
  const settled = ahead.map(settledParts).reduce(addParts, { ...NO_PARTS });
  const paid = {
    ...settled,
    interest: settled.interest - unearned.interest,
    insurance: settled.insurance - unearned.insurance,
  };
  const brought = (plan.brought ?? []).slice(earned.running);
  const toCapitalise = ahead.reduce((sum, row) => sum + Math.max(0, -row.principal), 0);
  const capitalised = Math.min(toCapitalise, Math.max(0, paid.principal - earned.principal));
  const principal = earned.principal + capitalised - paid.principal;
  if (principal < 0) return undefined;
  const paidInterest = paid.interest + capitalised - brought.reduce((sum, one) => sum + one.interest, 0);
  const interest = earned.waiting + earned.accrued - paidInterest;
  const waiting = Math.max(0, Math.min(interest, earned.waiting - paidInterest));
  return {
    plan,
    skipped: (plan.takeover?.skipped ?? 0) + earned.running,
    principal,
    interest,
    waiting,
    accrued: Math.max(0, interest - waiting),
    insurance: earned.insurance + brought.reduce((sum, { insurance }) => sum + insurance, 0) - paid.insurance,
    fees: brought.reduce((sum, { fees }) => sum + fees, 0) - paid.fees,
    forgivenUnearned: unearned,
    capitalised,
  };
}

/**
 * What pays all of it on the day. Interest and insurance that were paid ahead and not earned are given back with the
 * last principal, and no further.
 */
export function wholeOf({ principal, interest, insurance, fees }: EarlyDebt): RowParts {
  const paidInterest = Math.max(interest, -principal) + 0;
  const paidInsurance = Math.max(insurance, -(principal + Math.min(0, paidInterest))) + 0;
  return { principal, interest: paidInterest, insurance: paidInsurance, fees: Math.max(0, fees) };
}
