import type { Knex } from '../db/connect';
import type { Decimal } from '../lending/decimal';
import { moratoryRateAllowed, rateAllowed } from '../lending/rate-caps';
import type { Terms } from '../lending/terms';
import { rateCapOn } from '../parameters/read-rates';

export type CapRefusal = 'no_cap_known' | 'rate_above_cap' | 'late_rate_above_cap';

/**
 * Whether the law allows the rates of a contract on a date (Ley 31143): its TEA and its late rate against the caps that
 * are registered. Where no cap is registered for the day, nobody can say, and the loan is not made.
 */
export async function capRefusal(
  db: Knex,
  institutionId: number,
  terms: Terms,
  lateRatePercent: Decimal | undefined,
  on: string,
): Promise<CapRefusal | undefined> {
  const cap = await rateCapOn(db, institutionId, terms.currency, on);
  if (!cap) return 'no_cap_known';
  const rate = rateAllowed(terms, [cap], on);
  if (rate) return rate.reason === 'no_cap_known' ? 'no_cap_known' : 'rate_above_cap';
  if (lateRatePercent === undefined) return undefined;
  return moratoryRateAllowed(lateRatePercent, terms.currency, [cap], on) && 'late_rate_above_cap';
}
