import { addMonths, days360, daysBetween, daysInYear, monthOf, yearOf, type IsoDate } from './dates';
import type { DayCount } from './terms';

/** Part of a year over which interest runs, as whole days of a year of `basis` days; two parts at a year's end. */
export interface YearPart {
  readonly days: number;
  readonly basis: number;
}

/**
 * The days of a period and the year they are counted in. `30/360` counts every month as 30 days. `actual/actual`
 * splits the period at 31 December: from 12 December 2023 to 12 January 2024 are 19/365 and 12/366.
 */
export function yearParts(dayCount: DayCount, from: IsoDate, to: IsoDate): YearPart[] {
  if (dayCount === '30/360') return [{ days: thirtyDayMonths(from, to), basis: 360 }];
  if (dayCount === 'actual/actual') return partsByYear(from, to);
  return [{ days: daysBetween(from, to), basis: BASIS[dayCount] }];
}

const BASIS = { 'actual/360': 360, 'actual/364': 364, 'actual/365': 365 } as const;

/** Whole months are 30 days each, also from 31 January to 28 February; what is no whole month follows 30E/360. */
export function thirtyDayMonths(from: IsoDate, to: IsoDate): number {
  const months = (yearOf(to) - yearOf(from)) * 12 + monthOf(to) - monthOf(from);
  return addMonths(from, months) === to ? 30 * months : days360(from, to);
}

function partsByYear(from: IsoDate, to: IsoDate): YearPart[] {
  const parts: YearPart[] = [];
  let start = from;
  for (let year = yearOf(from); year <= yearOf(to); year++) {
    const end = year === yearOf(to) ? to : `${year}-12-31`;
    parts.push({ days: daysBetween(start, end), basis: daysInYear(year) });
    start = end;
  }
  return parts;
}
