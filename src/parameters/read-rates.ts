import type { Knex } from '../db/connect';
import type { Decimal } from '../lending/decimal';
import type { RateCap } from '../lending/rate-caps';
import type { Centimos } from '../lending/money';
import { isParameterName } from './kinds';
import { decimalOf, moneyOf } from './read-figures';
import { parameterOn } from './store';

/** A legal maximum with the publication that says so. */
export interface SourcedRateCap extends Required<RateCap> {
  readonly source: string;
}

/** The highest lawful TEA and late rate in a currency on a date (Ley 31143); nothing where no cap is registered. */
export async function rateCapOn(
  db: Knex,
  institutionId: number,
  currency: string,
  date: string,
): Promise<SourcedRateCap | undefined> {
  const name = `rate-cap.${currency}`;
  const cap = isParameterName(name) ? await parameterOn(db, institutionId, name, date) : undefined;
  return (
    cap && {
      validFrom: cap.validFrom,
      validTo: cap.validTo ?? date,
      currency,
      compensatoryPercent: decimalOf(cap, 'compensatory'),
      moratoryPercent: decimalOf(cap, 'moratory'),
      source: cap.source,
    }
  );
}

/** Soles for one dollar, e.g. 3.40. */
export async function exchangeRateOn(db: Knex, institutionId: number, date: string): Promise<Decimal | undefined> {
  const rate = await parameterOn(db, institutionId, 'exchange-rate.USD', date);
  return rate && decimalOf(rate, 'perDollar');
}

export async function uitOn(db: Knex, institutionId: number, date: string): Promise<Centimos | undefined> {
  const uit = await parameterOn(db, institutionId, 'uit', date);
  return uit && moneyOf(uit, 'amount');
}

/** The percent of a debit or credit that the tax on financial transactions takes. */
export async function itfOn(db: Knex, institutionId: number, date: string): Promise<Decimal | undefined> {
  const itf = await parameterOn(db, institutionId, 'itf', date);
  return itf && decimalOf(itf, 'rate');
}
