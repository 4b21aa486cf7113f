import { daysBetween, type IsoDate } from './dates';
import type { Centimos } from './money';

/** Interest of one period of a schedule, which the books take as earned evenly over its days. */
export interface AccrualPeriod {
  readonly from: IsoDate;
  /** The due date on which all of it is earned. */
  readonly until: IsoDate;
  readonly interest: Centimos;
}

/**
 * What a period has earned by a day within it, half up to the céntimo in whole numbers, as a database reckons it too.
 * 92.22 over the 30 days from 31 May: on 15 June 15/30 of it, 46.11; on the first day nothing.
 */
export function earnedEvenly({ from, until, interest }: AccrualPeriod, date: IsoDate): Centimos {
  if (date >= until) return interest;
  const days = daysBetween(from, until);
  const elapsed = Math.max(0, daysBetween(from, date));
  return Number((2n * BigInt(interest) * BigInt(elapsed) + BigInt(days)) / (2n * BigInt(days)));
}
