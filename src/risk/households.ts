import { defaultsOn } from '../applications/assume-cash-flow';
import { householdOf, type CountedParcel } from '../applications/cash-flow';
import type { Knex } from '../db/connect';
import type { Household } from '../lending/household-income';
import { harvestParametersOn } from '../parameters/read-harvests';
import type { RiskBook } from './cuts';
import { parcelsWithoutCashFlow, type AheadLoan, type LoanSpan } from './stress-store';

/**
 * The household behind each loan: as it was judged with its application, or else the farmer's parcels as they are with
 * the parameters of the day, where nothing is known of other income and living cost. Loans of which neither is known
 * have none.
 */
export async function householdsOf(
  db: Knex,
  book: RiskBook,
  loans: readonly AheadLoan[],
  span: LoanSpan,
): Promise<ReadonlyMap<number, Household>> {
  const assumed: ReadonlyMap<number, Household> = loans.some(({ cashFlow }) => cashFlow === null)
    ? await assumedHouseholds(db, book, span)
    : new Map();
  const households = new Map<number, Household>();
  for (const { id, farmerId, cashFlow } of loans) {
    const household = cashFlow ? householdOf(cashFlow) : assumed.get(farmerId);
    if (household && household.parcels.length > 0) households.set(id, household);
  }
  return households;
}

async function assumedHouseholds(db: Knex, book: RiskBook, span: LoanSpan): Promise<Map<number, Household>> {
  const defaults = await defaultsOn(db, book.institutionId, book.asOf);
  const parcels = defaults ? await parcelsWithoutCashFlow(db, book, span) : [];
  const shares = new Map<string, CountedParcel['harvestShares']>();
  for (const department of new Set(parcels.map((parcel) => parcel.department))) {
    const harvest = await harvestParametersOn(db, book.institutionId, department, book.asOf);
    if (harvest) shares.set(department, harvest.monthShares);
  }
  const counted = new Map<number, CountedParcel[]>();
  for (const { farmerId, ...parcel } of parcels) {
    const harvestShares = shares.get(parcel.department);
    if (harvestShares) counted.set(farmerId, [...(counted.get(farmerId) ?? []), { ...parcel, harvestShares }]);
  }
  if (!defaults) return new Map();
  const { ccn51 } = defaults.crops;
  const rest = {
    asOf: book.asOf,
    crops: defaults.crops,
    haircut: ccn51.haircut.toFixed(),
    costPerKg: ccn51.costPerKg,
    costPerHectareYear: ccn51.costPerHectareYear,
    careShares: ccn51.careShares,
    otherIncomeMonthly: 0,
    livingCostMonthly: 0,
    otherDebtMonthly: 0,
    otherDebtMonths: 0,
    surplusSharePercent: defaults.surplusShare.toFixed(),
    stress: defaults.stress,
    solesPerDollar: defaults.solesPerDollar,
  };
  return new Map([...counted].map(([farmerId, own]) => [farmerId, householdOf({ ...rest, parcels: own })]));
}
