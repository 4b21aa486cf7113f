import { addDays, addMonths, dayInMonth, dayOfWeek, daysBetween, monthOf, yearOf, type IsoDate } from './dates';

/** The days on which an institution does not take payments. */
export interface ClosedDays {
  /** Many cajas open on Saturday morning. */
  readonly weekend: 'sunday' | 'saturday-and-sunday';
  /** National and regional holidays of the branch, by date. */
  readonly holidays: ReadonlySet<IsoDate>;
}

export function isBusinessDay(date: IsoDate, closed: ClosedDays): boolean {
  const weekday = dayOfWeek(date);
  const weekend = weekday === SUNDAY || (weekday === SATURDAY && closed.weekend === 'saturday-and-sunday');
  return !weekend && !closed.holidays.has(date);
}

const SUNDAY = 0;
const SATURDAY = 6;

/**
 * The day on which an instalment may still be paid on time: its due date, or the next business day (Código Civil art.
 * 183). Interest stops at the due date all the same. Due on Sunday 31 December 2023, with 1 January a holiday, it is
 * payable on 2 January 2024.
 */
export function payableUntil(due: IsoDate, closed: ClosedDays): IsoDate {
  let date = due;
  while (!isBusinessDay(date, closed)) date = addDays(date, 1);
  return date;
}

/** Due dates moved to business days, for contracts whose interest runs to the day of payment; two never become one. */
export function onBusinessDays(dues: readonly IsoDate[], closed: ClosedDays): IsoDate[] {
  const moved: IsoDate[] = [];
  for (const due of dues) {
    const last = moved.at(-1);
    moved.push(payableUntil(last !== undefined && due <= last ? addDays(last, 1) : due, closed));
  }
  return moved;
}

/**
 * The first due date on a fixed day of the month: the earliest that leaves at least so many days, on the month's last
 * day where it is shorter. Disbursed on 20 January, on the 5th, at least 20 days later: 5 March.
 */
export function firstDueOn(dayOfMonth: number, disbursedOn: IsoDate, leastDays: number): IsoDate {
  for (let month = dayInMonth(yearOf(disbursedOn), monthOf(disbursedOn), 1); ; month = addMonths(month, 1)) {
    const due = dayInMonth(yearOf(month), monthOf(month), dayOfMonth);
    if (due > disbursedOn && daysBetween(disbursedOn, due) >= leastDays) return due;
  }
}
