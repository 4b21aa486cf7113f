import { assess } from '../../src/applications/assess';
import { householdOf, type CashFlow } from '../../src/applications/cash-flow';
import { affordability, capacity } from '../../src/lending/capacity';
import { Decimal } from '../../src/lending/decimal';
import { windowsBetween } from '../../src/lending/household-income';
import { schedule } from '../../src/lending/schedule';
import { termsOf } from '../../src/products/terms-of';
import type { LoanConditions } from '../../src/products/store';

const conditions: LoanConditions = {
  currency: 'PEN',
  plan: 'level',
  ratePercent: new Decimal('24.5'),
  unpaidInterest: 'carry',
  insurancePercent: new Decimal('0'),
  disbursementFee: 0,
  instalmentFee: 0,
};

/** Two hectares of 1,200 kg at half of what the technical curve says: a tenth of it, 120 kg, in January. */
const evenFarm: CashFlow = {
  asOf: '2026-11-30',
  parcels: [
    {
      id: 1,
      name: 'La Banda',
      areaHa: '2',
      plantedOn: '2016-01-01',
      variety: 'ccn51',
      department: '10',
      harvestShares: [10, 10, 10, 10, 10, 10, 10, 10, 5, 5, 5, 5],
    },
  ],
  crops: {
    ccn51: { pricePerKg: 1000, yieldCurve: [0, 0, 1200] },
    'fine-native': { pricePerKg: 1000, yieldCurve: [0, 0, 650] },
  },
  haircut: '0.5',
  costPerKg: 200,
  costPerHectareYear: 0,
  careShares: [10, 10, 10, 10, 10, 10, 10, 10, 5, 5, 5, 5],
  otherIncomeMonthly: 20_000,
  livingCostMonthly: 40_000,
  otherDebtMonthly: 0,
  otherDebtMonths: 0,
  surplusSharePercent: '70',
  stress: { priceFallPercent: 50, yieldFallPercent: 30 },
  solesPerDollar: '3.40',
};

function loan(currency: string, amount = 100_000) {
  const terms = termsOf(
    { ...conditions, currency },
    {
      amount,
      disburseOn: '2026-11-30',
      instalments: { plan: 'level', count: 2, everyMonths: 1, firstDue: '2026-12-31' },
    },
  );
  if ('reason' in terms) throw new Error(terms.reason);
  const planned = schedule(terms);
  if ('reason' in planned) throw new Error(planned.reason);
  return { terms, planned };
}

const half = new Decimal(50);

describe('the capacity of a household', () => {
  it('is reckoned window by window, here January: 120 kg at S/ 8.00 net, S/ 200 more, S/ 400 for the table', () => {
    const { terms, planned } = loan('PEN');
    const january = assess(terms, planned, evenFarm, half)?.windows[1];
    expect(january).toMatchObject({
      from: '2027-01-01',
      to: '2027-01-31',
      harvestIncome: 120_000,
      productionCost: 24_000,
      netHarvest: 96_000,
      otherIncome: 20_000,
      livingCost: 40_000,
      surplus: 76_000,
      // The smaller of 70 % of the surplus (532.00) and 50 % of the net harvest (480.00).
      limit: 48_000,
      instalment: planned.instalments[1]?.total,
    });
    expect(january?.margin).toBe(48_000 - (planned.instalments[1]?.total ?? 0));
  });

  it('under stress is what is left when the price halves, the yield falls by 30 %, or both', () => {
    const { terms, planned } = loan('PEN');
    const january = assess(terms, planned, evenFarm, half)?.windows[1];
    const instalment = planned.instalments[1]?.total ?? 0;
    // Half the price: 600 − 240 = 360 net, surplus 160, 70 % of it 112.00.
    expect((january?.underPrice ?? 0) + instalment).toBe(11_200);
    // 84 kg: 840 − 168 = 672 net, surplus 472, half of the harvest 336.00 and 70 % of the surplus 330.40.
    expect((january?.underYield ?? 0) + instalment).toBe(33_040);
    // 84 kg at S/ 5.00: 420 − 168 = 252 net, surplus 52, 70 % of it 36.40.
    expect((january?.underBoth ?? 0) + instalment).toBe(3_640);
  });

  it('counts the instalments of other debts in the window in which they fall', () => {
    const { terms, planned } = loan('PEN');
    const indebted = { ...evenFarm, otherDebtMonthly: 10_000, otherDebtMonths: 1 };
    const [december, january] = assess(terms, planned, indebted, half)?.windows ?? [];
    expect([december?.otherDebts, january?.otherDebts]).toEqual([10_000, 0]);
  });

  it('says how many windows cannot bear their instalment', () => {
    const { terms, planned } = loan('PEN', 1_000_000);
    expect(assess(terms, planned, evenFarm, half)?.shortWindows).toBe(2);
  });

  it('is the lending core’s own figure', () => {
    const { terms, planned } = loan('PEN');
    const windows = windowsBetween('2026-11-30', ['2026-12-31', '2027-01-31']);
    const share = { ofSurplusPercent: new Decimal(70), ofNetHarvestPercent: half };
    const core = affordability(capacity(householdOf(evenFarm), windows, share), planned.instalments);
    expect(assess(terms, planned, evenFarm, half)?.windows).toMatchObject(core);
  });
});

describe('a loan in dollars', () => {
  it('is held against the harvest in soles, rounded against the loan', () => {
    const { terms, planned } = loan('USD');
    const [first] = assess(terms, planned, evenFarm, half)?.windows ?? [];
    expect(first?.instalment).toBe(Math.ceil((planned.instalments[0]?.total ?? 0) * 3.4));
  });

  it('is not judged where no exchange rate was registered', () => {
    const { terms, planned } = loan('USD');
    expect(assess(terms, planned, { ...evenFarm, solesPerDollar: null }, half)).toBeUndefined();
  });
});
