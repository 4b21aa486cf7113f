import { drawnIn } from './amortisation';
import { sumOf, type Centimos } from './money';
import type { Period } from './periods';

/**
 * The periods that contain a disbursement. Each gives a new plan from there on, made without what is disbursed
 * later; one that falls on a due date counts from the period that begins there.
 */
export function periodsWithDisbursement(periods: readonly Period[]): number[] {
  return periods.flatMap((period, index) => (period.opening > 0 || period.drawn.length > 0 ? [index] : []));
}

/** The same periods as they look before anything is disbursed after the given one. */
export function disbursedUpTo(periods: readonly Period[], last: number): readonly Period[] {
  if (!periods.some((period, index) => index > last && disbursedIn(period) > 0)) return periods;
  return periods.map((period, index) => (index > last ? { ...period, opening: 0, drawn: [] } : period));
}

export function disbursedIn(period: Period): Centimos {
  return period.opening + drawnIn(period);
}

export function disbursedBetween(periods: readonly Period[], first: number, end: number): Centimos {
  return sumOf(periods.slice(first, end).map(disbursedIn));
}
