import { Decimal } from '../../src/lending/decimal';
import { everyMonth, type Household, type Parcel } from '../../src/lending/household-income';
import type { MonthShares, YieldCurve } from '../../src/lending/yield';

/** Planning assumptions for CCN-51 in San Martín: kg of dry beans per hectare, and the months they come in. */
export const CCN51: YieldCurve = [0, 30, 300, 600, 850, 1000, 1200];
export const SAN_MARTIN: MonthShares = [5, 5, 7, 11, 14, 14, 11, 8, 6, 6, 7, 6];

/** Weeding after the harvest and before the rains; adds up to 100. */
export const CARE: MonthShares = [10, 10, 5, 5, 10, 10, 5, 10, 10, 10, 10, 5];

export const sevenYearParcel: Parcel = {
  region: 'san_martin',
  variety: 'ccn51',
  areaHectares: new Decimal(2),
  plantedOn: '2020-10-01',
  yieldCurve: CCN51,
  haircut: new Decimal('0.65'),
  harvestShares: SAN_MARTIN,
  pricePerKg: 1600,
  costPerKg: 250,
  costPerHectareYear: 300_000,
  costShares: CARE,
};

/** Two hectares in full bearing, a shop that brings S/ 300 a month, S/ 700 a month to live on. */
export const farm: Household = {
  parcels: [sevenYearParcel],
  otherIncome: everyMonth(30_000),
  livingCost: everyMonth(70_000),
  otherDebts: [],
};
