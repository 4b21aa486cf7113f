import { addDays, monthEnd, monthOf, type IsoDate } from '../lending/dates';
import { Decimal } from '../lending/decimal';
import type { Covenant, Measure, Test, Waiver } from './store';

export type CovenantState = 'met' | 'curing' | 'waived' | 'breached' | 'not-measurable';

/** Whether a measure keeps the promise; nothing is broken where there is nothing to measure. */
export function isMet({ operator, threshold }: Pick<Covenant, 'operator' | 'threshold'>, measure: Measure): boolean {
  const percent = percentOf(measure);
  if (percent === undefined) return true;
  return operator === 'at-most' ? percent.lte(threshold) : percent.gte(threshold);
}

/** 300 of 1,000 is 30. */
export function percentOf({ part, whole }: Measure): Decimal | undefined {
  return whole === 0 ? undefined : new Decimal(part).times(100).dividedBy(whole);
}

/** How far the value may still move before the promise is broken, in percent points; below zero where it is. */
export function headroomOf({ operator, threshold }: Covenant, measure: Measure): Decimal | undefined {
  const percent = percentOf(measure);
  if (!percent) return undefined;
  return operator === 'at-most' ? new Decimal(threshold).minus(percent) : percent.minus(threshold);
}

/** Month and quarter end with their last day. */
export function isTestDate({ testEvery }: Pick<Covenant, 'testEvery'>, date: IsoDate): boolean {
  if (testEvery === 'day') return true;
  if (date !== monthEnd(date)) return false;
  return testEvery === 'month' || monthOf(date) % 3 === 0;
}

/**
 * Where a covenant stands on a day. One that is not kept has `cureDays` from the first failed test of the row, and a
 * waiver lets it pass for its days. Failed on 30 September with 30 cure days: curing until 30 October, then breached.
 */
export function stateOn(
  covenant: Covenant,
  measure: Measure,
  tests: readonly Test[],
  waivers: readonly Waiver[],
  date: IsoDate,
): CovenantState {
  if (measure.whole === 0) return 'not-measurable';
  if (isMet(covenant, measure)) return 'met';
  if (waivers.some(({ from, until }) => from <= date && date <= until)) return 'waived';
  return date <= cureEnds(covenant, tests, date) ? 'curing' : 'breached';
}

/** How a failed test stood on its own day. */
export function breachedOn(
  covenant: Covenant,
  test: Test,
  tests: readonly Test[],
  waivers: readonly Waiver[],
): CovenantState {
  return stateOn(covenant, test, tests, waivers, test.date);
}

/** The last day on which it may still be put right: `cureDays` after the first failed test of the row. */
export function cureEnds(covenant: Covenant, tests: readonly Test[], date: IsoDate): IsoDate {
  const past = tests.filter((test) => test.date <= date).toSorted((one, other) => (one.date < other.date ? 1 : -1));
  const lastMet = past.findIndex(({ met }) => met);
  const failed = lastMet === -1 ? past : past.slice(0, lastMet);
  return addDays(failed.at(-1)?.date ?? date, covenant.cureDays);
}
