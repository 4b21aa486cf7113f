import { addDays, addMonths, monthEnd, monthOf, yearOf, type IsoDate } from '../lending/dates';

/** A quarter of a year: `2026-3` is July to September. */
export interface Quarter {
  readonly key: string;
  readonly from: IsoDate;
  readonly to: IsoDate;
}

/** The quarter that a day lies in. */
export function quarterOf(date: IsoDate): Quarter {
  const number = Math.ceil(monthOf(date) / 3);
  const from = `${yearOf(date)}-${String(number * 3 - 2).padStart(2, '0')}-01`;
  return { key: `${yearOf(date)}-${number}`, from, to: monthEnd(addMonths(from, 2)) };
}

/** From the one that a day lies in back to the first, the latest first; at most so many. */
export function quartersBack(last: IsoDate, first: IsoDate, most: number): Quarter[] {
  const quarters: Quarter[] = [];
  for (let quarter = quarterOf(last); quarters.length < most && quarter.to >= first;) {
    quarters.push(quarter);
    quarter = quarterOf(addDays(quarter.from, -1));
  }
  return quarters;
}
