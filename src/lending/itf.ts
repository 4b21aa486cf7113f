import { Decimal, HUNDRED } from './decimal';
import type { Centimos } from './money';

/**
 * Impuesto a las transacciones financieras on one debit or credit, rounded down to a multiple of S/ 0.05. It is a tax
 * and no part of the TCEA. 8,900.65 at 0.005 % is 0.445, so S/ 0.40; below S/ 1,000.00 nothing is due.
 */
export function itf(amount: Centimos, ratePercent: Decimal): Centimos {
  const exact = new Decimal(amount).times(ratePercent).dividedBy(HUNDRED);
  return exact.dividedBy(FIVE_CENTIMOS).floor().toNumber() * FIVE_CENTIMOS;
}

const FIVE_CENTIMOS = 5;
