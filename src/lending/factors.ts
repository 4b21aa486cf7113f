import { Decimal, HUNDRED } from './decimal';
import { estimateOf, type Estimate } from './estimate';
import { effectiveFactor } from './rates';

/**
 * Interest of one céntimo over some days under one yearly rate. A lender has few rates and a month has four lengths,
 * so each power is taken once and remembered: the same arguments always give the same number.
 */
export interface FactorTable {
  /** (1 + rate)^(days/360) − 1 */
  compound(days: number): Estimate;
  /** rate × days / basis */
  simple(days: number, basis: number): Estimate;
}

export function factorTable(percent: Decimal): FactorTable {
  const key = percent.toString();
  const known = tables.get(key);
  if (known) return known;
  if (tables.size >= REMEMBERED_RATES) tables.clear();
  const table = newTable(new Decimal(percent));
  tables.set(key, table);
  return table;
}

const REMEMBERED_RATES = 2000;
const tables = new Map<string, FactorTable>();

function newTable(percent: Decimal): FactorTable {
  const powers = new Map<number, Estimate>();
  const fractions = new Map<number, Estimate>();
  return {
    compound: (days) => remember(powers, days, () => effectiveFactor(percent, days)),
    simple: (days, basis) =>
      remember(fractions, days * 1000 + basis, () => percent.times(days).dividedBy(HUNDRED.times(basis))),
  };
}

function remember(known: Map<number, Estimate>, key: number, compute: () => Decimal): Estimate {
  const found = known.get(key);
  if (found) return found;
  const estimate = estimateOf(compute());
  known.set(key, estimate);
  return estimate;
}
