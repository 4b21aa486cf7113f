import { dayNumber, type IsoDate } from './dates';
import { thirtyDayMonths } from './day-count';
import { dueDates } from './due-dates';
import type { InstalmentPlan, Terms } from './terms';

/** The days between two due dates, or between the first disbursement and the first of them. */
export interface Span {
  readonly from: IsoDate;
  readonly due: IsoDate;
  readonly days: number;
  /** The days with every month counted as 30. */
  readonly days30: number;
}

export function spansOf({ instalments, disbursements }: Terms): Span[] {
  let from = disbursements[0]?.date ?? '';
  let day = dayNumber(from);
  return dueDates(instalments, from).map((due, index) => {
    const dueDay = dayNumber(due);
    const days = dueDay - day;
    const span = { from, due, days, days30: days30(instalments, index, { from, due, days }) };
    from = due;
    day = dueDay;
    return span;
  });
}

/** A step of one month counts 30 days whatever its dates; steps of weeks and days count as they are. */
function days30(plan: InstalmentPlan, index: number, { from, due, days }: Omit<Span, 'days30'>): number {
  if (!('every' in plan) || plan.plan === 'bullet') return thirtyDayMonths(from, due);
  if (!('months' in plan.every)) return days;
  const wholeStep = index > 0 || plan.firstDue === undefined;
  return wholeStep ? 30 * plan.every.months : thirtyDayMonths(from, due);
}
