import { addDays, addMonths, type IsoDate, type MonthEnd } from './dates';
import type { InstalmentPlan, Periodic, Step } from './terms';

/**
 * The due dates of a plan, in order. A periodic plan steps from `firstDue` where it is given, else from the first
 * disbursement; every date is stepped from that one start, so that the 31st comes back after February:
 * 31 January, 28 February, 31 March. A bullet has one due date, that of its last step.
 */
export function dueDates(plan: InstalmentPlan, disbursedOn: IsoDate): IsoDate[] {
  if ('rows' in plan) return plan.rows.map((row) => row.due);
  if (plan.plan === 'bullet') return [lastDueDate(plan, disbursedOn)];
  return Array.from({ length: plan.count }, (_, index) => dueDate(plan, disbursedOn, index));
}

export function lastDueDate(plan: InstalmentPlan, disbursedOn: IsoDate): IsoDate {
  return 'rows' in plan ? (plan.rows.at(-1)?.due ?? '') : dueDate(plan, disbursedOn, plan.count - 1);
}

function dueDate(plan: Periodic, disbursedOn: IsoDate, index: number): IsoDate {
  if (plan.firstDue !== undefined) return afterSteps(plan.firstDue, plan.every, index, plan.monthEnd);
  return afterSteps(disbursedOn, plan.every, index + 1, plan.monthEnd);
}

/** The date a number of steps later: three steps of two weeks are 42 days. */
export function afterSteps(date: IsoDate, step: Step, times: number, monthEnd: MonthEnd): IsoDate {
  if ('months' in step) return addMonths(date, step.months * times, monthEnd);
  return addDays(date, ('weeks' in step ? step.weeks * 7 : step.days) * times);
}
