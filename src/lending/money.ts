import { Decimal } from './decimal';

/** An amount in céntimos, the hundredth of a sol or a dollar: a safe whole number, never a fraction. */
export type Centimos = number;

/** Named ways to round. Nothing in the core rounds without one of these. */
export type Rounding = 'half-even' | 'half-up' | 'down' | 'up';

/** The largest amount that the core accepts, S/ 10,000,000,000.00: sums of 600 such rows are still safe integers. */
export const LARGEST_AMOUNT: Centimos = 1_000_000_000_000;

/**
 * Reads the text of an amount with up to two decimals: `'12.3'` is 1230 céntimos. Throws on anything else, since the
 * edge of the program has checked the shape of what was typed.
 */
export function centimosOf(text: string): Centimos {
  if (!isAmountText(text)) throw new RangeError(`not an amount with up to two decimals: ${text}`);
  const [units = '', decimals = ''] = text.replace('-', '').split('.');
  const centimos = Number(units) * 100 + Number(decimals.padEnd(2, '0'));
  return text.startsWith('-') && centimos !== 0 ? -centimos : centimos;
}

/** Up to thirteen digits before the point, so that the céntimos are a safe integer. */
export function isAmountText(text: string): boolean {
  return /^-?\d{1,13}(\.\d{1,2})?$/.test(text);
}

/** The amount in units with two decimals: 1230 is `'12.30'`. */
export function decimalText(centimos: Centimos): string {
  const digits = String(Math.abs(centimos)).padStart(3, '0');
  return `${centimos < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Rounds a fraction of céntimos to whole céntimos: 937.235… is 937. */
export function roundCentimos(centimos: Decimal, mode: Rounding): Centimos {
  return centimos.toDecimalPlaces(0, DECIMAL_MODE[mode]).toNumber() + 0;
}

/** Rounds to a multiple, both in céntimos: 30491.03 to 5 (S/ 0.05) is 30490, to 100 (S/ 1) is 30500. */
export function roundToMultiple(centimos: Decimal, multiple: Centimos, mode: Rounding): Centimos {
  if (multiple === 1) return roundCentimos(centimos, mode);
  return roundCentimos(new Decimal(centimos).dividedBy(multiple), mode) * multiple + 0;
}

/**
 * What is asked for in cash, where the smallest coin is worth `coin` céntimos: rounded down, in the payer's favour
 * (Ley 29571). 30494 with a coin of 10 is 30490.
 */
export function cashAmount(centimos: Centimos, coin: 5 | 10): Centimos {
  return Math.floor(centimos / coin) * coin;
}

/**
 * Divides an amount in proportion to weights and loses nothing: each share is rounded down, then the céntimos that are
 * left go one by one to the largest remainders, the earlier share first. 100 by weights 1, 1, 1 is 34, 33, 33.
 */
export function shareOut(amount: Centimos, weights: readonly (Decimal | number)[]): Centimos[] {
  const total = weights.reduce((sum: Decimal, weight) => sum.plus(weight), new Decimal(0));
  if (!total.isPositive() || total.isZero()) throw new RangeError('weights to share by must add up to more than zero');
  const exact = weights.map((weight) => new Decimal(amount).times(weight).dividedBy(total));
  const shares = exact.map((share) => share.floor().toNumber());
  const left = amount - sumOf(shares);
  const byRemainder = exact
    .map((share, index) => ({ index, remainder: share.minus(share.floor()) }))
    .toSorted((one, other) => other.remainder.comparedTo(one.remainder) || one.index - other.index);
  for (const { index } of byRemainder.slice(0, left)) shares[index] = (shares[index] ?? 0) + 1;
  return shares;
}

export function sumOf(amounts: readonly Centimos[]): Centimos {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

const DECIMAL_MODE = {
  'half-even': Decimal.ROUND_HALF_EVEN,
  'half-up': Decimal.ROUND_HALF_UP,
  down: Decimal.ROUND_DOWN,
  up: Decimal.ROUND_UP,
} as const;
