import { writeFileSync } from 'node:fs';
import { everyMonth } from '../src/lending/household-income';
import { Decimal } from '../src/lending/decimal';
import { exposures } from '../src/lending/exposure';
import { lossDistribution } from '../src/lending/loss-distribution';
import type { MonthShares } from '../src/lending/yield';
import { stressTrial, type TriedLoan } from '../src/risk/stress';
import type { AheadLoan } from '../src/risk/stress-store';

/*
 * The stress of a whole book without its database: each loan is taken apart and tried at all severities, then a thousand
 * seasons are tried on all of them. Two sizes in the same run, so that growth shows. `--json <file>` keeps the figures.
 */
const SIZES = [10_000, 100_000];
const SCENARIOS = 1_000;

const shares = (months: Readonly<Record<number, number>>) =>
  Array.from({ length: 12 }, (_, index) => months[index + 1] ?? 0) as unknown as MonthShares;

const HARVEST = shares({ 3: 7, 4: 11, 5: 14, 6: 14, 7: 11, 8: 8, 9: 6, 10: 6, 11: 7, 12: 6, 1: 5, 2: 5 });
const CARE = shares({ 1: 10, 2: 10, 3: 10, 8: 20, 9: 20, 10: 15, 11: 15 });
const CURVE = [0, 30, 300, 600, 850, 1_000, 1_200, 1_200, 1_200, 1_200];
const MODEL = {
  priceVolatility: 0.4,
  regionVolatility: 0.2,
  regionCorrelation: 0.5,
  farmVolatility: 0.25,
  lossGivenShortfall: 0.5,
};

interface Measured {
  readonly loans: number;
  readonly scenarios: number;
  readonly tryingSeconds: number;
  readonly scenarioSeconds: number;
  readonly totalSeconds: number;
  readonly heapMb: number;
}

const measured = SIZES.map(measure);
console.table(measured);
const report = { what: 'stress of a book, pure part', node: process.version, measured };
console.log(JSON.stringify(report));
const file = process.argv[process.argv.indexOf('--json') + 1];
if (process.argv.includes('--json') && file) writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);

function measure(loans: number): Measured {
  const shock = { weeksLate: 4 };
  const fall = { price: 0.5, yield: 0.7 };
  const trial = stressTrial({ asOf: '2026-11-23', shock, fall, coverage: 0.8, solesPerUnit: 1 });
  const start = performance.now();
  const tried: TriedLoan[] = [];
  const apart: ReturnType<ReturnType<typeof exposures>>[] = [];
  for (let index = 0; index < loans; index++) {
    const result = trial(loanOf(index), householdOf(index));
    tried.push(result.tried);
    if (result.exposure) apart.push(result.exposure);
  }
  const between = performance.now();
  lossDistribution(apart, MODEL, { seed: 1, scenarios: SCENARIOS });
  const end = performance.now();
  return {
    loans: tried.length,
    scenarios: SCENARIOS,
    tryingSeconds: seconds(between - start),
    scenarioSeconds: seconds(end - between),
    totalSeconds: seconds(end - start),
    heapMb: Math.round(process.memoryUsage().heapUsed / 2 ** 20),
  };
}

/** Four instalments in the year ahead, as a loan of the harvest has them. */
function loanOf(index: number): AheadLoan {
  const dues = ['2026-12-15', '2027-05-31', '2027-07-31', '2027-10-31'];
  return {
    id: index + 1,
    farmerId: index + 1,
    department: ['10', '22', '25'][index % 3] ?? '10',
    lineId: (index % 6) + 1,
    creditType: 'microempresa',
    outstanding: 600_000,
    daysLate: index % 20 === 0 ? 40 : 0,
    cashFlow: null,
    earnsSince: '2026-07-31',
    instalments: dues.map((due) => ({ due, total: 120_000 + (index % 701) * 100 })),
  };
}

function householdOf(index: number) {
  const parcel = (variety: string, hectares: string) => ({
    region: ['10', '22', '25'][index % 3] ?? '10',
    variety,
    areaHectares: new Decimal(hectares),
    plantedOn: '2016-03-01',
    yieldCurve: CURVE,
    haircut: new Decimal('0.65'),
    harvestShares: HARVEST,
    pricePerKg: 16_00,
    costPerKg: 2_50,
    costPerHectareYear: 2_400_00,
    costShares: CARE,
  });
  return {
    parcels: [parcel('ccn51', '1.5'), parcel('fine-native', '0.75')],
    otherIncome: everyMonth(60_000 + (index % 97) * 100),
    livingCost: everyMonth(90_000),
    otherDebts: [],
  };
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds) / 1_000;
}
