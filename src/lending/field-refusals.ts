import { isDate, type IsoDate } from './dates';
import type { Decimal } from './decimal';
import { LARGEST_AMOUNT, type Centimos } from './money';
import { refuse, type Refusal } from './refusal';

/** What is wrong with one field of a contract; undefined where nothing is. */

/** The last day of the calendar that contracts may use; the first is 1 January 1900. */
export const LAST_DATE: IsoDate = '2200-12-31';
const FIRST_DATE: IsoDate = '1900-01-01';

export function dateRefusal(date: IsoDate, path: string): Refusal | undefined {
  if (!isDate(date)) return refuse('date_does_not_exist', path);
  return date < FIRST_DATE || date > LAST_DATE ? refuse('date_out_of_range', path) : undefined;
}

export function amountRefusal(amount: Centimos, path: string): Refusal | undefined {
  if (!Number.isSafeInteger(amount)) return refuse('amount_too_large', path);
  if (amount <= 0) return refuse('amount_must_be_positive', path);
  return amount > LARGEST_AMOUNT ? refuse('amount_too_large', path) : undefined;
}

export function percentRefusal(percent: Decimal, largest: number, path: string): Refusal | undefined {
  if (percent.lessThan(0)) return refuse('rate_must_not_be_negative', path);
  return percent.lessThanOrEqualTo(largest) ? undefined : refuse('rate_too_large', path);
}
