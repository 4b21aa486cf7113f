import { addDays, daysInMonth, yearOf } from './dates';
import { windowsBetween, type Household, type Parcel } from './household-income';
import type { Centimos } from './money';
import type { LoanUnderStress } from './stress';
import { kgPerHectare, monthsIn, plantationYear, type MonthPart, type Window } from './yield';

/**
 * How one window of a loan answers to price and yield: `yield × (price × revenue − picking) + other − instalment`, in
 * céntimos, as doubles. `revenue` and `picking` are those of the parcels that a shock is about.
 */
export interface WindowExposure {
  readonly revenue: number;
  readonly picking: number;
  /** The harvest of all other parcels and other income, less care of the trees, living cost and other debts. */
  readonly other: number;
  readonly instalment: Centimos;
}

export interface LoanExposure {
  /** Of the first parcel: a farm has one weather. */
  readonly region: string;
  readonly windows: readonly WindowExposure[];
}

/** What a stress is about: the parcels of a region, of a variety, or all, and how late their harvest comes. */
export interface Shock {
  readonly region?: string;
  readonly variety?: string;
  readonly weeksLate: number;
}

/** Factors on price and yield; 1 is as expected. */
export interface Fall {
  readonly price: number;
  readonly yield: number;
}

/**
 * Takes loans apart so that thousands of harvests can be tried on them. In plain numbers: over a window they differ from
 * the exact `windowIncome` by less than a céntimo for each of its roundings, which a test holds them to. Months are worked
 * out once for all loans that fall due on the same days.
 */
export function exposures(shock: Shock): (loan: LoanUnderStress) => LoanExposure {
  const parts = new Map<string, readonly PartOfMonth[]>();
  const partsOf = (key: string, windowOf: () => Window): readonly PartOfMonth[] => {
    const known = parts.get(key) ?? monthsIn(windowOf()).map(partOf);
    parts.set(key, known);
    return known;
  };
  return ({ household, asOf, earnsSince = asOf, instalments }) => {
    const dues = instalments.map(({ due }) => due);
    const windows = windowsBetween(asOf, dues);
    const start = windows[0]?.from ?? '';
    const parcels = household.parcels.map((parcel) => numbersOf(parcel, shock));
    const before = { from: addDays(earnsSince, 1), to: asOf };
    const earned =
      earnsSince < asOf
        ? earnedIn(
            household,
            parcels,
            before,
            partsOf(keyOf(before), () => before),
          )
        : 0;
    return {
      region: household.parcels[0]?.region ?? '',
      windows: windows.map((window, index) => {
        const key = keyOf(window);
        const months = partsOf(key, () => window);
        const late =
          shock.weeksLate === 0 ? months : partsOf(`${key}${start}`, () => asIfOnTime(window, shock.weeksLate, start));
        let revenue = 0;
        let picking = 0;
        let other = ofHousehold(household, window, months) + (index === 0 ? earned : 0);
        for (const numbers of parcels) {
          const { pricePerKg, costPerKg } = numbers.parcel;
          other -= cared(numbers, months);
          const kg = harvested(numbers, numbers.isHit ? late : months);
          if (numbers.isHit) {
            revenue += kg * pricePerKg;
            picking += kg * costPerKg;
          } else other += kg * (pricePerKg - costPerKg);
        }
        return { revenue, picking, other, instalment: instalments[index]?.total ?? 0 };
      }),
    };
  };
}

/**
 * What the household could not pay of its instalments, each window by itself: the family pays all it has left in one and
 * keeps nothing for the next. S/ 6,000.00 due from a window of 1,000 kg at S/ 10.00 less S/ 2.00 a kg: nothing is
 * missing; at half the price 5,000 − 2,000 = 3,000 are there and S/ 3,000.00 missing.
 */
export function shortfallUnder({ windows }: LoanExposure, fall: Fall): Centimos {
  let shortfall = 0;
  for (const { revenue, picking, other, instalment } of windows) {
    const left = fall.yield * (fall.price * revenue - picking) + other;
    const missing = instalment - Math.max(0, left);
    if (missing > 0) shortfall += Math.round(missing);
  }
  return shortfall;
}

interface PartOfMonth {
  /** 0 is January. */
  readonly month: number;
  readonly on: string;
  /** Of the whole month: 15 of 30 days is 0.5. */
  readonly share: number;
}

function partOf({ month, days, on }: MonthPart): PartOfMonth {
  return { month: month - 1, on, share: days / daysInMonth(yearOf(on), month) };
}

/** The days whose beans come in during a window that is so late; those of before the first window came in on time. */
function asIfOnTime({ from, to }: Window, weeksLate: number, start: string): Window {
  const early = addDays(from, -7 * weeksLate);
  return { from: early < start ? start : early, to: addDays(to, -7 * weeksLate) };
}

/** A parcel with its decimals as numbers, read once for all windows. */
interface ParcelNumbers {
  readonly parcel: Parcel;
  readonly isHit: boolean;
  readonly kgPerCurveKg: number;
  readonly carePerYear: number;
}

function numbersOf(parcel: Parcel, shock: Shock): ParcelNumbers {
  const hectares = parcel.areaHectares.toNumber();
  return {
    parcel,
    isHit:
      (shock.region === undefined || shock.region === parcel.region) &&
      (shock.variety === undefined || shock.variety === parcel.variety),
    kgPerCurveKg: hectares * parcel.haircut.toNumber(),
    carePerYear: hectares * parcel.costPerHectareYear,
  };
}

function harvested({ parcel, kgPerCurveKg }: ParcelNumbers, months: readonly PartOfMonth[]): number {
  let kg = 0;
  for (const { month, on, share } of months) {
    const perHectare = kgPerHectare(parcel.yieldCurve, plantationYear(parcel.plantedOn, on));
    kg += perHectare * share * ((parcel.harvestShares[month] ?? 0) / 100);
  }
  return kg * kgPerCurveKg;
}

/** What a household had left of a time that is over, as it was expected. */
function earnedIn(
  household: Household,
  parcels: readonly ParcelNumbers[],
  window: Window,
  months: readonly PartOfMonth[],
): number {
  let left = ofHousehold(household, window, months);
  for (const numbers of parcels) {
    const { pricePerKg, costPerKg } = numbers.parcel;
    left += harvested(numbers, months) * (pricePerKg - costPerKg) - cared(numbers, months);
  }
  return left;
}

function keyOf({ from, to }: Window): string {
  return `${from}${to}`;
}

function cared({ parcel, carePerYear }: ParcelNumbers, months: readonly PartOfMonth[]): number {
  let years = 0;
  for (const { month, share } of months) years += share * ((parcel.costShares[month] ?? 0) / 100);
  return years * carePerYear;
}

function ofHousehold(household: Household, { from, to }: Window, months: readonly PartOfMonth[]): number {
  let left = 0;
  for (const { month, share } of months) {
    left += share * ((household.otherIncome[month] ?? 0) - (household.livingCost[month] ?? 0));
  }
  for (const { due, amount } of household.otherDebts) if (due >= from && due <= to) left -= amount;
  return left;
}
