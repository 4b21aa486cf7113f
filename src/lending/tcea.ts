import { Decimal, HUNDRED, ONE, ZERO } from './decimal';
import { UNIT_ROUNDOFF } from './estimate';
import type { Centimos } from './money';

/** Money that the client receives (positive) or pays (negative), some days after the first disbursement. */
export interface CashFlow {
  readonly day: number;
  readonly amount: Centimos;
}

/**
 * Tasa de costo efectivo anual: the yearly rate on 360 days at which what the client pays is worth what the client
 * received (Res. SBS 3274-2017), in percent, rounded half-even to six decimals. 10,000.00 received and 10,598.11 paid
 * after 30 days cost 100.789535 %. The flows are in order of day, begin with money received and end with a payment.
 *
 * It is solved with doubles and a bound of their error; only a result that lies nearer to a tie of the sixth decimal
 * than that bound is solved again with 40 digits.
 */
export function tceaPercent(flows: readonly CashFlow[], guessPercent: number): Decimal {
  const discount = dailyDiscount(flows, guessPercent);
  const { percent, error } = yearlyPercent(flows, discount);
  const millionths = percent * 1e6;
  const fromTie = Math.abs(millionths - Math.floor(millionths) - 0.5);
  if (error < SMALL_ERROR && fromTie > error * 1e6) return new Decimal(Math.round(millionths) + 0).dividedBy(1e6);
  return exactTceaPercent(flows, discount).toDecimalPlaces(6, Decimal.ROUND_HALF_EVEN);
}

const SMALL_ERROR = 1e-7;

/**
 * The discount of one day at which the flows are worth nothing, by Newton's method. Days are whole, so the worth of
 * the flows is a polynomial in it; for one disbursement it is concave, and the steps close in from one side.
 */
function dailyDiscount(flows: readonly CashFlow[], guessPercent: number): number {
  let discount = (1 + guessPercent / 100) ** (-1 / 360);
  for (let step = 0; step < 50; step++) {
    const { value, slope } = worth(flows, discount);
    const change = value / slope;
    discount -= change;
    if (!(Math.abs(change) > 2 * UNIT_ROUNDOFF * discount)) return discount;
  }
  return NaN;
}

interface Worth {
  readonly value: number;
  readonly slope: number;
  readonly error: number;
}

/** Horner's scheme over the days between flows; errors of at most half a unit in the last place add up. */
function worth(flows: readonly CashFlow[], discount: number): Worth {
  let value = 0;
  let slope = 0;
  let size = 0;
  let operations = 0;
  for (let index = flows.length - 1; index >= 0; index--) {
    const flow = flows[index] ?? NO_FLOW;
    const gap = (flows[index + 1]?.day ?? flow.day) - flow.day;
    const discounted = power(discount, gap);
    slope = discounted * slope + ((gap * discounted) / discount) * value;
    value = discounted * value + flow.amount;
    size = discounted * size + Math.abs(flow.amount);
    operations += 2 * Math.ceil(Math.log2(gap + 1)) + 2;
  }
  return { value, slope, error: operations * size * UNIT_ROUNDOFF };
}

const NO_FLOW: CashFlow = { day: 0, amount: 0 };

/** By repeated squaring, whose error is known: at most two products per binary digit of the exponent. */
function power(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let left = exponent; left > 0; left = left >> 1) {
    if (left & 1) result *= square;
    square *= square;
  }
  return result;
}

/** The yearly rate of a daily discount, and how far it may be from the one at which the flows are worth nothing. */
function yearlyPercent(flows: readonly CashFlow[], discount: number): { percent: number; error: number } {
  const { value, slope, error } = worth(flows, discount);
  const discountError = (2 * (Math.abs(value) + error)) / Math.abs(slope);
  const growth = 1 / power(discount, 360);
  const relative = (360 * discountError) / discount + 25 * UNIT_ROUNDOFF;
  return { percent: (growth - 1) * 100, error: Number.isFinite(growth) ? growth * 100 * relative * 2 : Infinity };
}

/** The same to some 35 digits, unrounded. At this rate the flows are worth less than a millionth of a céntimo. */
export function exactTceaPercent(flows: readonly CashFlow[], nearDiscount = NaN): Decimal {
  let discount = Number.isFinite(nearDiscount) && nearDiscount > 0 ? new Decimal(nearDiscount) : farDiscount(flows);
  for (let step = 0; step < 400; step++) {
    const { value, slope } = exactWorth(flows, discount);
    const change = value.dividedBy(slope);
    discount = discount.minus(change);
    if (change.abs().lessThan(discount.times('1e-36'))) break;
  }
  return discount.pow(-360).minus(ONE).times(HUNDRED);
}

function exactWorth(flows: readonly CashFlow[], discount: Decimal): { value: Decimal; slope: Decimal } {
  let value = ZERO;
  let slope = ZERO;
  for (let index = flows.length - 1; index >= 0; index--) {
    const flow = flows[index] ?? NO_FLOW;
    const gap = (flows[index + 1]?.day ?? flow.day) - flow.day;
    const discounted = discount.pow(gap);
    slope = discounted.times(slope).plus(discounted.times(gap).dividedBy(discount).times(value));
    value = discounted.times(value).plus(flow.amount);
  }
  return { value, slope };
}

/** A discount at which the payments outweigh what was received: from there Newton's steps come down to the root. */
function farDiscount(flows: readonly CashFlow[]): Decimal {
  let discount = ONE;
  while (exactWorth(flows, discount).value.isPositive() && discount.lessThan(1000)) discount = discount.times('1.1');
  return discount;
}
