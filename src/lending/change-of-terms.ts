import { oldestUnpaidDue } from './arrears';
import { addMonths, daysBetween, type IsoDate } from './dates';
import { outstandingOf } from './debt-row';
import { afterSteps } from './due-dates';
import { earlyDebtOn } from './early-debt';
import type { LoanEvent } from './history';
import type { LoanBook } from './loan-book';
import { graver, modificationOf, type Cause } from './modification';
import { planInForce, resolvable } from './plan-in-force';
import { refuse, type Refusal } from './refusal';
import { capitalisedRow, replacePlan } from './replace-plan';
import type { InstalmentPlan, Terms } from './terms';
import { termsRefusal } from './terms-refusal';

type RateChange = Extract<LoanEvent, { type: 'rate-change' }>;
type ExtraGrace = Extract<LoanEvent, { type: 'extra-grace' }>;

/** Another rate from a day on; interest earned before it stays as it was. */
export function changeRate(book: LoanBook, event: RateChange, path: string): Refusal | undefined {
  return changeRest(book, event.date, path, (terms, skipped) => ({ terms: { ...terms, rate: event.rate }, skipped }));
}

/**
 * A failed harvest: every instalment that is not yet due falls due so many months later, and interest goes on running.
 * What is overdue stays overdue.
 */
export function postpone(book: LoanBook, event: ExtraGrace, path: string): Refusal | undefined {
  const before = lastDueOf(book);
  const daysLate = daysLateOn(book, event.date);
  const refused = changeRest(book, event.date, path, (terms, skipped) => postponed(terms, skipped, event.months));
  return refused ?? noteModification(book, event.date, event.cause, daysLate, before);
}

/** Keeps in mind what the SBS calls the loan after this change. */
export function noteModification(
  book: LoanBook,
  date: IsoDate,
  cause: Cause,
  daysLate: number,
  lastDueBefore: IsoDate,
): undefined {
  const lastDueAfter = lastDueOf(book);
  book.modification = graver(book.modification, modificationOf({ date, cause, daysLate, lastDueBefore, lastDueAfter }));
}

/** Of the plan: a charge that falls due later does not make the term longer. */
export function lastDueOf({ plan }: LoanBook): IsoDate {
  return plan?.rows.at(-1)?.due ?? '';
}

export function daysLateOn(book: LoanBook, date: IsoDate): number {
  const rows = book.rows.map((row) => ({ due: row.due, outstanding: outstandingOf(row) }));
  const oldest = oldestUnpaidDue(rows, date, book.payableOn);
  return oldest === undefined ? 0 : daysBetween(book.payableOn(oldest), date);
}

type Change = (terms: Terms, skipped: number) => ChangedTerms;

/** New terms, and how many of their due dates lie behind the change. */
interface ChangedTerms {
  readonly terms: Terms;
  readonly skipped: number;
}

/** Interest and insurance that were earned and not paid are brought along; those paid and not earned come off. */
function changeRest(book: LoanBook, date: IsoDate, path: string, change: Change): Refusal | undefined {
  const early = earlyDebtOn(book, date);
  if (!early || early.principal <= 0) return refuse('nothing_left_to_change', `${path}.date`);
  const { terms, skipped } = change(resolvable(early.plan), early.skipped);
  const fault = termsRefusal(terms);
  if (fault) return refuse(fault.reason, `${path}.${fault.path}`);
  const { principal, interest, waiting, accrued, insurance, fees, forgivenUnearned, capitalised } = early;
  const brought = { interest: Math.min(0, interest), insurance, fees };
  const plan = planInForce(terms, { date, skipped, principal, accrued, waiting, brought });
  replacePlan(book, date, plan, { between: capitalisedRow(date, capitalised, principal), forgivenUnearned });
  book.owedMoreOn = date;
  return undefined;
}

function postponed(terms: Terms, skipped: number, months: number): ChangedTerms {
  const plan = terms.instalments;
  if (plan.plan === 'free') throw new Error('free amounts are planned anew by weight');
  if (plan.plan === 'weighted') {
    const rows = plan.rows.map((row, index) => (index < skipped ? row : { ...row, due: addMonths(row.due, months) }));
    return { terms: { ...terms, instalments: { ...plan, rows } }, skipped };
  }
  if ('months' in plan.every && months % plan.every.months === 0)
    return moreSteps(terms, plan, skipped, months / plan.every.months);
  const start = terms.disbursements[0]?.date ?? '';
  const firstDue = plan.firstDue ?? afterSteps(start, plan.every, 1, plan.monthEnd);
  const moved = { ...plan, firstDue: addMonths(firstDue, months, plan.monthEnd) };
  return { terms: { ...terms, instalments: moved }, skipped };
}

/** Steps are passed over rather than the start moved, so that the 31st comes back after February. */
function moreSteps(terms: Terms, plan: PeriodicPlan, skipped: number, steps: number): ChangedTerms {
  const { principal, interest } = terms.grace;
  const grace = { principal: principal && principal + steps, interest: interest && interest + steps };
  const instalments = { ...plan, count: plan.count + steps };
  return { terms: { ...terms, grace, instalments }, skipped: plan.plan === 'bullet' ? skipped : skipped + steps };
}

type PeriodicPlan = Extract<InstalmentPlan, { count: number }>;
