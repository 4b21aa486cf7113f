import { Decimal, HUNDRED, ONE } from './decimal';
import type { Centimos } from './money';

/**
 * Seguro de desgravamen as a single premium that the loan itself finances, in céntimos, unrounded: the premium insures
 * its own amount too, so it is M·t·n / (1 − t·n) with n = days/30. 7,950.00 for 180 days at 0.023 % a month is 10.986…;
 * Agrobanco lends 7,960.98616… and prints 7,960.99.
 */
export function financedPremium(amount: Centimos, percentPer30Days: Decimal, days: number): Decimal {
  const rate = new Decimal(percentPer30Days).dividedBy(HUNDRED).times(days).dividedBy(30);
  return rate.times(amount).dividedBy(ONE.minus(rate));
}
