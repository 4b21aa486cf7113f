import { addDays, addMonths, dayInMonth, dayOfWeek, monthOf, yearOf, type IsoDate } from '../lending/dates';
import type { WindowRule } from '../lending/harvest-calendar';
import type { Group } from './group-store';

/** A span of days with what falls due in it. */
export interface PeriodSum {
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly instalments: number;
  readonly amount: number;
}

/** Adds up groups whose members are dates by the period that each date lies in, in the order of time. */
export function byPeriod<Period extends { readonly from: IsoDate; readonly to: IsoDate }>(
  groups: readonly Pick<Group, 'member' | 'items' | 'amount'>[],
  periodOf: (date: IsoDate) => Period,
): (Period & PeriodSum)[] {
  const sums = new Map<string, Period & PeriodSum>();
  for (const { member, items, amount } of groups) {
    const period = periodOf(member);
    const sum = sums.get(period.from);
    const before = sum ?? { ...period, instalments: 0, amount: 0 };
    sums.set(period.from, { ...before, instalments: before.instalments + items, amount: before.amount + amount });
  }
  return [...sums.values()].toSorted((one, other) => (one.from < other.from ? -1 : 1));
}

/** Monday to Sunday: 2026-11-25, a Wednesday, lies in the week of 23 to 29 November. */
export function weekOf(date: IsoDate): { from: IsoDate; to: IsoDate } {
  const from = addDays(date, -((dayOfWeek(date) + 6) % 7));
  return { from, to: addDays(from, 6) };
}

export function monthOfDate(date: IsoDate): { from: IsoDate; to: IsoDate } {
  const from = dayInMonth(yearOf(date), monthOf(date), 1);
  return { from, to: addDays(addMonths(from, 1), -1) };
}

export interface HarvestPeriod {
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly season: WindowRule['season'];
}

/**
 * The harvest that pays what falls due on a date: the last one that began by then. With windows from April, June and
 * October, 15 September 2027 is paid by the window of June 2027, and 31 January 2028 by that of October 2027.
 */
export function harvestOf(date: IsoDate, windows: readonly WindowRule[]): HarvestPeriod {
  const year = yearOf(date);
  const starts = [year - 1, year, year + 1]
    .flatMap((one) => windows.map(({ season, fromMonth }) => ({ season, from: dayInMonth(one, fromMonth, 1) })))
    .toSorted((one, other) => (one.from < other.from ? -1 : 1));
  const index = starts.findLastIndex(({ from }) => from <= date);
  const start = starts[index];
  const next = starts[index + 1];
  if (!start || !next) throw new RangeError('there are no harvest windows');
  return { ...start, to: addDays(next.from, -1) };
}
