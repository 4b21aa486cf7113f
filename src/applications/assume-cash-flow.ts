import type { Knex } from '../db/connect';
import { parcelsOf } from '../farmers/store';
import { Decimal } from '../lending/decimal';
import type { Centimos } from '../lending/money';
import { decimalOf } from '../parameters/read-figures';
import {
  cropOf,
  cropParameterNames,
  harvestParametersOn,
  stressOf,
  VARIETIES,
  type Variety,
} from '../parameters/read-harvests';
import { parametersOn } from '../parameters/store';
import type { AssumedCrop, CashFlow, CountedParcel } from './cash-flow';

/** What the officer says of a household; a figure that is left out is taken from the parameters of the day. */
export interface HouseholdFigures {
  readonly pricePerKg?: Readonly<Partial<Record<Variety, Centimos>>>;
  /** Percent of the technical yield. */
  readonly haircutPercent?: string;
  readonly costPerKg?: Centimos;
  readonly costPerHectareYear?: Centimos;
  readonly otherIncomeMonthly: Centimos;
  readonly livingCostMonthly: Centimos;
  readonly otherDebtMonthly: Centimos;
  readonly otherDebtMonths: number;
}

export type Assumed =
  | { readonly type: 'assumed'; readonly cashFlow: CashFlow }
  | { readonly type: 'refused'; readonly reason: 'parameters_missing' };

/** Puts the figures of a household together with the parameters of the day and the parcels as they are. */
export async function assumeCashFlow(
  db: Knex,
  institutionId: number,
  { farmerId, parcelIds, asOf }: { farmerId: number; parcelIds: readonly number[]; asOf: string },
  figures: HouseholdFigures,
): Promise<Assumed> {
  const defaults = await defaultsOn(db, institutionId, asOf);
  const parcels = await countedParcels(db, institutionId, farmerId, parcelIds, asOf);
  if (!defaults || !parcels) return { type: 'refused', reason: 'parameters_missing' };
  const crop = (variety: Variety): AssumedCrop => ({
    pricePerKg: figures.pricePerKg?.[variety] ?? defaults.crops[variety].pricePerKg,
    yieldCurve: defaults.crops[variety].yieldCurve,
  });
  const { ccn51 } = defaults.crops;
  const haircut =
    figures.haircutPercent === undefined ? ccn51.haircut : new Decimal(figures.haircutPercent).dividedBy(100);
  const cashFlow: CashFlow = {
    asOf,
    parcels,
    crops: { ccn51: crop('ccn51'), 'fine-native': crop('fine-native') },
    haircut: haircut.toFixed(),
    costPerKg: figures.costPerKg ?? ccn51.costPerKg,
    costPerHectareYear: figures.costPerHectareYear ?? ccn51.costPerHectareYear,
    careShares: ccn51.careShares,
    otherIncomeMonthly: figures.otherIncomeMonthly,
    livingCostMonthly: figures.livingCostMonthly,
    otherDebtMonthly: figures.otherDebtMonthly,
    otherDebtMonths: figures.otherDebtMonths,
    surplusSharePercent: defaults.surplusShare.toFixed(),
    stress: defaults.stress,
    solesPerDollar: defaults.solesPerDollar,
  };
  return { type: 'assumed', cashFlow };
}

/** What was said of the household, as it was recorded. */
export function figuresOf(cashFlow: CashFlow): Required<HouseholdFigures> {
  const { ccn51, 'fine-native': fineNative } = cashFlow.crops;
  return {
    pricePerKg: { ccn51: ccn51.pricePerKg, 'fine-native': fineNative.pricePerKg },
    haircutPercent: new Decimal(cashFlow.haircut).times(100).toFixed(),
    costPerKg: cashFlow.costPerKg,
    costPerHectareYear: cashFlow.costPerHectareYear,
    otherIncomeMonthly: cashFlow.otherIncomeMonthly,
    livingCostMonthly: cashFlow.livingCostMonthly,
    otherDebtMonthly: cashFlow.otherDebtMonthly,
    otherDebtMonths: cashFlow.otherDebtMonths,
  };
}

/** What a blank cash flow form starts with, and what stands in for what is left out. */
export async function defaultsOn(db: Knex, institutionId: number, date: string) {
  const names = [...VARIETIES.flatMap(cropParameterNames), 'stress', 'capacity-share', 'exchange-rate.USD'] as const;
  const values = await parametersOn(db, institutionId, names, date);
  const ccn51 = cropOf('ccn51', values);
  const fineNative = cropOf('fine-native', values);
  const stress = stressOf(values.get('stress'));
  const share = values.get('capacity-share');
  if (!ccn51 || !fineNative || !share || !stress) return undefined;
  const exchange = values.get('exchange-rate.USD');
  return {
    crops: { ccn51, 'fine-native': fineNative },
    surplusShare: decimalOf(share, 'ofSurplus'),
    stress,
    solesPerDollar: exchange ? decimalOf(exchange, 'perDollar').toFixed() : null,
  };
}

/** The chosen parcels with the harvest months of their department; nothing where a department has none. */
async function countedParcels(
  db: Knex,
  institutionId: number,
  farmerId: number,
  parcelIds: readonly number[],
  asOf: string,
): Promise<CountedParcel[] | undefined> {
  const parcels = (await parcelsOf(db, institutionId, farmerId)).filter((parcel) => parcelIds.includes(parcel.id));
  const counted: CountedParcel[] = [];
  for (const { id, name, areaHa, plantedOn, variety, ubigeo } of parcels) {
    const department = ubigeo.slice(0, 2);
    const harvest = await harvestParametersOn(db, institutionId, department, asOf);
    if (!harvest) return undefined;
    counted.push({ id, name, areaHa, plantedOn, variety, department, harvestShares: harvest.monthShares });
  }
  return counted;
}
