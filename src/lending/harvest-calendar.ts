import { addDays, addMonths, dayInMonth, isDate, monthEnd, monthOf, yearOf, type IsoDate } from './dates';
import { Decimal, ZERO } from './decimal';
import { roundCentimos, type Centimos } from './money';
import { refuse, type Refusal } from './refusal';
import type { WeightedRow } from './terms';
import { kgPerHectare, plantationYear, type MonthShares, type Window, type YieldCurve } from './yield';

/**
 * When a crop brings money in a region. The shares are those of the variety there; they and the windows are planning
 * assumptions of the institution, so they come in as data.
 */
export interface HarvestCalendar {
  readonly region: string;
  readonly crop: string;
  readonly variety?: string;
  readonly monthShares: MonthShares;
  readonly windows: readonly WindowRule[];
}

/** `main` is the campaña grande (April to August, most of it in June and July), `minor` the campaña chica. */
export type Season = 'main' | 'minor';

/** Months of a season whose beans pay one instalment, and the day in or after the last of them on which it is due. */
export interface WindowRule {
  readonly season: Season;
  readonly fromMonth: number;
  readonly toMonth: number;
  readonly dueMonth: number;
  readonly dueDay: number;
}

/** What bears: the figures of the curve are kg per hectare by plantation year. */
export interface Orchard {
  readonly plantedOn: IsoDate;
  readonly yieldCurve: YieldCurve;
}

export interface HarvestWindow extends Window {
  readonly season: Season;
  readonly year: number;
  readonly due: IsoDate;
  /** Percent of the income of a full-bearing year that comes in between `from` and `to`. */
  readonly sharePercent: Decimal;
}

/**
 * The windows of some seasons in a row, those that bring nothing included. In San Martín April to July bring
 * 11 + 14 + 14 + 11 = 50 % of a year; of an orchard in its fourth year (600 of 1,200 kg) that is 25 %.
 */
export function harvestWindows(
  calendar: HarvestCalendar,
  first: { readonly year: number; readonly season: Season },
  seasons: number,
  orchard?: Orchard,
): HarvestWindow[] {
  const inYear = seasonsOf(calendar);
  const start = inYear.indexOf(first.season);
  if (start < 0) return [];
  return Array.from({ length: seasons }, (_, index) => start + index).flatMap((position) => {
    const season = inYear[position % inYear.length];
    const year = first.year + Math.floor(position / inYear.length);
    return calendar.windows
      .filter((window) => window.season === season)
      .map((window) => windowIn(calendar, window, year, orchard));
  });
}

/** The plantation year from which an orchard bears at least so much: year 3 for CCN-51 and 100 kg; 0 where it never does. */
export function firstBearingYear(curve: YieldCurve, leastKgPerHectare: number): number {
  return curve.findIndex((kg) => kg > 0 && kg >= leastKgPerHectare) + 1;
}

export interface HarvestPlan {
  readonly firstSeason: { readonly year: number; readonly season: Season };
  readonly seasons: number;
  readonly orchard?: Orchard;
  /** The most that instalments may take of the harvest of one full-bearing year. */
  readonly payableFromYear?: Centimos;
}

/**
 * The rows of a plan whose instalments follow the harvest: one for each window that brings anything, weighted by its
 * share. Where `payableFromYear` is given, no instalment may be larger than the window's share of it: with S/ 12,000.00
 * a window of 25 % pays at most S/ 3,000.00. A loan for planting gets no instalment in the years that bear nothing and
 * growing ones after, along the yield curve.
 */
export function harvestRows(calendar: HarvestCalendar, plan: HarvestPlan): WeightedRow[] | Refusal {
  if (plan.orchard && !isDate(plan.orchard.plantedOn)) {
    return refuse('date_does_not_exist', 'instalments.orchard.plantedOn');
  }
  const late = calendar.windows.findIndex(dueTooEarly);
  if (late >= 0) return refuse('dates_out_of_order', `instalments.windows.${late}.dueMonth`);
  const windows = harvestWindows(calendar, plan.firstSeason, plan.seasons, plan.orchard);
  const bearing = windows.filter((window) => window.sharePercent.greaterThan(0));
  if (bearing.length === 0) return refuse('calendar_without_window', 'instalments.seasons');
  return bearing.map(({ due, sharePercent }) => ({
    due,
    weight: sharePercent.toDecimalPlaces(WEIGHT_DECIMALS),
    ...(plan.payableFromYear !== undefined && { atMost: shareOf(plan.payableFromYear, sharePercent) }),
  }));
}

/** A share of 8.33… % never ends, and a weight must be written into the contract and read back as the same. */
const WEIGHT_DECIMALS = 10;

/** The seasons of a year in order of their first month. */
function seasonsOf({ windows }: HarvestCalendar): Season[] {
  const ordered = windows.toSorted((one, other) => one.fromMonth - other.fromMonth);
  return [...new Set(ordered.map((window) => window.season))];
}

function windowIn(calendar: HarvestCalendar, rule: WindowRule, year: number, orchard?: Orchard): HarvestWindow {
  const from = dayInMonth(year, rule.fromMonth, 1);
  const months = monthsFrom(rule.fromMonth, rule.toMonth) + 1;
  const to = addDays(addMonths(from, months), -1);
  const due = addMonths(from, monthsFrom(rule.fromMonth, rule.dueMonth));
  const shares = Array.from({ length: months }, (_, index) => shareIn(calendar, addMonths(from, index), orchard));
  return {
    season: rule.season,
    year,
    from,
    to,
    due: dayInMonth(yearOf(due), monthOf(due), rule.dueDay),
    sharePercent: shares.reduce((sum, share) => sum.plus(share), ZERO),
  };
}

/** A month's share of a full-bearing year, in proportion to what an orchard of that age bears. */
function shareIn({ monthShares }: HarvestCalendar, month: IsoDate, orchard?: Orchard): Decimal {
  const share = new Decimal(monthShares[monthOf(month) - 1] ?? 0);
  if (!orchard) return share;
  const kg = kgPerHectare(orchard.yieldCurve, plantationYear(orchard.plantedOn, monthEnd(month)));
  return kg > 0 ? share.times(kg).dividedBy(Math.max(...orchard.yieldCurve)) : ZERO;
}

/** From November to January are two months. */
function monthsFrom(month: number, later: number): number {
  return (later - month + 12) % 12;
}

function dueTooEarly({ fromMonth, toMonth, dueMonth }: WindowRule): boolean {
  return monthsFrom(fromMonth, dueMonth) < monthsFrom(fromMonth, toMonth);
}

function shareOf(payable: Centimos, sharePercent: Decimal): Centimos {
  return roundCentimos(new Decimal(payable).times(sharePercent).dividedBy(100), 'down');
}
