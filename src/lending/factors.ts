import { Decimal, HUNDRED, ONE, Wide } from './decimal';
import { UNIT_ROUNDOFF, type Estimate } from './estimate';

/** Interest of one céntimo over some days under one yearly rate. */
export interface FactorTable {
  /** (1 + rate)^(days/360) − 1 */
  compound(days: number): Estimate;
  /** rate × days / basis */
  simple(days: number, basis: number): Estimate;
}

/**
 * The exact factors cost thousands of times more than the doubles and are seldom asked for. A lender has few rates and
 * a month has four lengths, so both are remembered: the same arguments always give the same number.
 */
export function factorTable(percent: Decimal): FactorTable {
  const key = percent.toString();
  const known = tables.get(key);
  if (known) return known;
  if (tables.size >= REMEMBERED_RATES) tables.clear();
  const table = newTable(percent);
  tables.set(key, table);
  return table;
}

const REMEMBERED_RATES = 5000;
const tables = new Map<string, FactorTable>();

function newTable(percent: Decimal): FactorTable {
  const exact = exactFactors(percent);
  const rate = percent.toNumber() / 100;
  const logarithm = Math.log1p(rate);
  const compounds = new Map<number, Estimate>();
  const simples = new Map<number, Estimate>();
  return {
    compound: (days) =>
      remember(compounds, days, () => {
        const power = (logarithm * days) / 360;
        const relativeError = (1 + power) * POWER_ERROR;
        return { double: Math.expm1(power), relativeError, exact: () => exact.compound(days) };
      }),
    simple: (days, basis) =>
      remember(simples, days * 1000 + basis, () => {
        const double = (rate * days) / basis;
        return { double, relativeError: 5 * UNIT_ROUNDOFF, exact: () => exact.simple(days, basis) };
      }),
  };
}

/**
 * log1p and expm1 of the engine (fdlibm) err by less than one unit in the last place, and an error of the power grows
 * by at most 1 + power on its way through expm1: 6 half units in all. Sixteen are allowed.
 */
const POWER_ERROR = 16 * UNIT_ROUNDOFF;

function exactFactors(percent: Decimal) {
  const compounds = new Map<number, Decimal>();
  const simples = new Map<number, Decimal>();
  let growthOfDay: Decimal | undefined;
  return {
    compound: (days: number) =>
      remember(compounds, days, () => {
        growthOfDay ??= new Wide(percent).dividedBy(HUNDRED).plus(ONE).pow(new Wide(1).dividedBy(360));
        return new Decimal(growthOfDay.pow(days).minus(ONE));
      }),
    simple: (days: number, basis: number) =>
      remember(simples, days * 1000 + basis, () => new Decimal(percent).times(days).dividedBy(HUNDRED.times(basis))),
  };
}

function remember<Value>(known: Map<number, Value>, key: number, compute: () => Value): Value {
  const found = known.get(key);
  if (found !== undefined) return found;
  const computed = compute();
  known.set(key, computed);
  return computed;
}
