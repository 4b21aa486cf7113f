import DecimalJs from 'decimal.js';

/**
 * The only decimal arithmetic of the core: 40 significant digits, half-even. Forty digits keep the error of a power
 * such as 1.245^(182/360) far below a céntimo of any amount that a double can hold. Values made elsewhere must be
 * wrapped with `new Decimal(value)` before they are reckoned with, since a value computes with its own precision.
 */
export const Decimal = DecimalJs.clone({
  precision: 40,
  rounding: DecimalJs.ROUND_HALF_EVEN,
  toExpNeg: -40,
  toExpPos: 40,
});
export type Decimal = DecimalJs;

/**
 * Digits to spare: a power of the growth of one day, over fifty years of days, still has forty right ones. Only
 * factors are made with it, and handed on as `Decimal`.
 */
export const Wide = DecimalJs.clone({ precision: 50, rounding: DecimalJs.ROUND_HALF_EVEN });

export const ZERO = new Decimal(0);
export const ONE = new Decimal(1);
export const HUNDRED = new Decimal(100);
