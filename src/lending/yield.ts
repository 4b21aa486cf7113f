import { addDays, daysBetween, daysInMonth, dayOfMonth, monthEnd, monthOf, yearOf, type IsoDate } from './dates';
import { Decimal, HUNDRED, ZERO } from './decimal';

/** Percent of a year that falls in each month, January first; they add up to 100. */
export type MonthShares = readonly [
  number, number, number, number, number, number, number, number, number, number, number, number,
]; // prettier-ignore

/** Dry beans in kg per hectare by plantation year: the first figure is the year that begins on the planting date. */
export type YieldCurve = readonly number[];

/** What of a parcel decides how much it bears, and when. */
export interface Planting {
  readonly areaHectares: Decimal;
  readonly plantedOn: IsoDate;
  readonly yieldCurve: YieldCurve;
  /** The part of the technical curve that this farmer reaches: 0.65 where nothing better is known. */
  readonly haircut: Decimal;
  readonly harvestShares: MonthShares;
}

/** Days from `from` to `to`, both counted. */
export interface Window {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

/** 1 from the planting date to the eve of its first anniversary, 0 before it is planted. */
export function plantationYear(plantedOn: IsoDate, on: IsoDate): number {
  if (on < plantedOn) return 0;
  const years = yearOf(on) - yearOf(plantedOn);
  return on.slice(5) < plantedOn.slice(5) ? years : years + 1;
}

/** Kg per hectare in a plantation year; an orchard older than the curve bears what its last year says. */
export function kgPerHectare(curve: YieldCurve, year: number): number {
  if (year < 1) return 0;
  return curve[Math.min(year, curve.length) - 1] ?? 0;
}

/**
 * Dry beans in kg that a parcel bears in a period. Each month bears its share of the year's harvest, a part of a month
 * in proportion to its days. 2 ha in their seventh year (1,200 kg/ha) at 0.65, in May and June with 14 % each:
 * 2 × 1,200 × 0.65 × 0.28 = 436.8 kg.
 */
export function harvestKg(planting: Planting, period: Window): Decimal {
  const curveKg = monthsIn(period)
    .map(({ month, days, on }) => {
      const kg = kgPerHectare(planting.yieldCurve, plantationYear(planting.plantedOn, on));
      const share = new Decimal(planting.harvestShares[month - 1] ?? 0).dividedBy(HUNDRED);
      return share
        .times(kg)
        .times(days)
        .dividedBy(daysInMonth(yearOf(on), month));
    })
    .reduce((sum, kg) => sum.plus(kg), ZERO);
  return curveKg.times(planting.areaHectares).times(planting.haircut);
}

/** A calendar month as far as it lies in a period. */
export interface MonthPart {
  readonly month: number;
  readonly days: number;
  /** Its first day in the period. */
  readonly on: IsoDate;
}

export function monthsIn({ from, to }: Window): MonthPart[] {
  const parts: MonthPart[] = [];
  for (let on = from; on <= to; on = addDays(monthEnd(on), 1)) {
    const last = monthEnd(on) < to ? monthEnd(on) : to;
    parts.push({ month: monthOf(on), days: daysBetween(on, last) + 1, on });
  }
  return parts;
}

/** What part of its month lies in the period: 15 of 30 days is 0.5. */
export function partOfMonth({ days, on }: MonthPart): Decimal {
  return new Decimal(days).dividedBy(dayOfMonth(monthEnd(on)));
}
