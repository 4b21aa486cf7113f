import type { Knex } from '../db/connect';
import type { Decimal } from '../lending/decimal';
import type { HarvestCalendar, WindowRule } from '../lending/harvest-calendar';
import type { HarvestModel } from '../lending/loss-distribution';
import type { Centimos } from '../lending/money';
import type { MonthShares, YieldCurve } from '../lending/yield';
import { isParameterName, MONTH_KEYS, WINDOW_KEYS, YEAR_KEYS, type ParameterName } from './kinds';
import { decimalOf, moneyOf, numberOf } from './read-figures';
import { parameterOrSeedOn } from './read-risk';
import { parametersOn, type Parameter, type ParameterStatus } from './store';

export const VARIETIES = ['ccn51', 'fine-native'] as const;
export type Variety = (typeof VARIETIES)[number];

export interface HarvestParameters {
  readonly monthShares: MonthShares;
  /** In which months an instalment is earned, and when it is due. */
  readonly windows: readonly WindowRule[];
  readonly status: ParameterStatus;
  readonly source: string;
}

/** When the harvest of a department comes in; `department` is its code, `10` Huánuco, `22` San Martín, `25` Ucayali. */
export async function harvestParametersOn(
  db: Knex,
  institutionId: number,
  department: string,
  date: string,
): Promise<HarvestParameters | undefined> {
  const name = `harvest-months.${department}`;
  if (!isParameterName(name)) return undefined;
  const values = await parametersOn(db, institutionId, [name, 'harvest-windows'], date);
  const months = values.get(name);
  const windows = values.get('harvest-windows');
  if (!months || !windows) return undefined;
  return {
    monthShares: monthSharesOf(months),
    windows: WINDOW_KEYS.map((key) => windowOf(windows, key)),
    status: months.status,
    source: months.source,
  };
}

/** The same as the calendar of a schedule, e.g. of CCN-51 in San Martín on a date. */
export async function harvestCalendarOn(
  db: Knex,
  institutionId: number,
  department: string,
  variety: Variety,
  date: string,
): Promise<HarvestCalendar | undefined> {
  const harvest = await harvestParametersOn(db, institutionId, department, date);
  if (!harvest) return undefined;
  const { monthShares, windows } = harvest;
  return { region: department, crop: 'cacao', variety, monthShares, windows };
}

/** What a variety bears, brings and costs, as assumed on a date. */
export interface CropParameters {
  readonly yieldCurve: YieldCurve;
  /** The part of the curve that a farmer reaches where nothing better is known. */
  readonly haircut: Decimal;
  readonly pricePerKg: Centimos;
  readonly costPerKg: Centimos;
  readonly costPerHectareYear: Centimos;
  readonly careShares: MonthShares;
}

export async function cropParametersOn(
  db: Knex,
  institutionId: number,
  variety: Variety,
  date: string,
): Promise<CropParameters | undefined> {
  return cropOf(variety, await parametersOn(db, institutionId, cropParameterNames(variety), date));
}

/** What has to be known of a variety, for reading it together with other names in one query. */
export function cropParameterNames(variety: Variety): ParameterName[] {
  return [`yield-curve.${variety}`, `farm-gate-price.${variety}`, 'yield-haircut', 'production-cost', 'care-months'];
}

export function cropOf(variety: Variety, values: ReadonlyMap<ParameterName, Parameter>): CropParameters | undefined {
  const curve = values.get(`yield-curve.${variety}`);
  const price = values.get(`farm-gate-price.${variety}`);
  const haircut = values.get('yield-haircut');
  const cost = values.get('production-cost');
  const care = values.get('care-months');
  if (!curve || !haircut || !price || !cost || !care) return undefined;
  return {
    yieldCurve: YEAR_KEYS.map((key) => numberOf(curve, key)),
    haircut: decimalOf(haircut, 'factor'),
    pricePerKg: moneyOf(price, 'perKg'),
    costPerKg: moneyOf(cost, 'perKg'),
    costPerHectareYear: moneyOf(cost, 'perHectareYear'),
    careShares: monthSharesOf(care),
  };
}

export interface Stress {
  readonly priceFallPercent: number;
  readonly yieldFallPercent: number;
}

/** How far price and yield are supposed to fall when a loan is tried for hard times. */
export async function stressOn(db: Knex, institutionId: number, date: string): Promise<Stress | undefined> {
  const values = await parametersOn(db, institutionId, ['stress'], date);
  return stressOf(values.get('stress'));
}

export function stressOf(stress: Parameter | undefined): Stress | undefined {
  return stress && { priceFallPercent: numberOf(stress, 'priceFall'), yieldFallPercent: numberOf(stress, 'yieldFall') };
}

/** How prices and harvests vary from one year to the next, with where the figures come from; never without a value. */
export async function harvestRiskOn(
  db: Knex,
  institutionId: number,
  date: string,
): Promise<{ readonly model: HarvestModel; readonly status: ParameterStatus; readonly source: string }> {
  const risk = await parameterOrSeedOn(db, institutionId, 'harvest-risk', date);
  const part = (key: string) => numberOf(risk, key) / 100;
  const model = {
    priceVolatility: part('priceVolatility'),
    regionVolatility: part('regionVolatility'),
    regionCorrelation: part('regionCorrelation'),
    farmVolatility: part('farmVolatility'),
    lossGivenShortfall: part('lossGivenShortfall'),
  };
  return { model, status: risk.status, source: risk.source };
}

function windowOf(parameter: Parameter, key: (typeof WINDOW_KEYS)[number]): WindowRule {
  return {
    season: key === 'minor' ? 'minor' : 'main',
    fromMonth: numberOf(parameter, `${key}.fromMonth`),
    toMonth: numberOf(parameter, `${key}.toMonth`),
    dueMonth: numberOf(parameter, `${key}.dueMonth`),
    dueDay: numberOf(parameter, `${key}.dueDay`),
  };
}

function monthSharesOf(parameter: Parameter): MonthShares {
  return MONTH_KEYS.map((key) => numberOf(parameter, key)) as unknown as MonthShares;
}
