import fc from 'fast-check';
import { breakEven } from '../../src/lending/break-even';
import { affordability, capacity } from '../../src/lending/capacity';
import { addDays } from '../../src/lending/dates';
import { Decimal } from '../../src/lending/decimal';
import { everyMonth, windowIncome, windowsBetween, type Outlook } from '../../src/lending/household-income';
import { harvestKg, kgPerHectare, plantationYear } from '../../src/lending/yield';
import { CCN51, farm, sevenYearParcel } from './cocoa-farm';
import { RUNS } from './runs';

const mayAndJune = { from: '2027-05-01', to: '2027-06-30' };
const asExpected: Outlook = { pricePercent: 100, yieldPercent: 100, weeksLate: 0 };

describe('what a parcel bears', () => {
  it.each([
    ['before planting', '2020-09-30', 0, 0],
    ['on the day of planting', '2020-10-01', 1, 0],
    ['on the eve of the second anniversary', '2022-09-30', 2, 30],
    ['in the third year', '2022-10-01', 3, 300],
    ['in the seventh year', '2027-05-01', 7, 1200],
    ['long after the curve ends', '2050-05-01', 30, 1200],
  ])('%s', (_name, on, year, kg) => {
    expect(plantationYear('2020-10-01', on)).toBe(year);
    expect(kgPerHectare(CCN51, plantationYear('2020-10-01', on))).toBe(kg);
  });

  it('in May and June is 28 % of the year: 2 ha × 1,200 kg × 0.65 × 0.28 = 436.8 kg', () => {
    expect(harvestKg(sevenYearParcel, mayAndJune).toString()).toBe('436.8');
  });

  it('in a plantation year is the curve, the area and the haircut', () => {
    const seventhYear = { from: '2026-10-01', to: '2027-09-30' };
    expect(harvestKg(sevenYearParcel, seventhYear).toDecimalPlaces(20).toString()).toBe('1560');
  });

  it('over neighbouring windows is what it is over the whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700 }), fc.integer({ min: 1, max: 700 }), (one, other) => {
        const planting = '2021-03-10';
        const [first, second] = windowsBetween(planting, [addDays(planting, one), addDays(planting, one + other)]);
        const [both] = windowsBetween(planting, [addDays(planting, one + other)]);
        const kg = (window: typeof both) => harvestKg(sevenYearParcel, window ?? mayAndJune);
        expect(kg(first).plus(kg(second)).minus(kg(both)).abs().lessThan('1e-30')).toBe(true);
      }),
      RUNS,
    );
  });
});

describe('what a window brings', () => {
  it('is harvest less its costs, other income, the table and other debts', () => {
    const household = { ...farm, otherDebts: [{ due: '2027-06-15', amount: 15_000 }] };
    expect(windowIncome(household, [mayAndJune])).toMatchObject([
      {
        harvestIncome: 698_880, // 436.8 kg × S/ 16.00
        productionCost: 109_200 + 120_000, // 436.8 kg × S/ 2.50, and 20 % of S/ 3,000 × 2 ha
        netHarvest: 469_680,
        otherIncome: 60_000,
        livingCost: 140_000,
        otherDebts: 15_000,
        surplus: 374_680,
      },
    ]);
  });

  it.each([
    ['a price 30 % lower', { ...asExpected, pricePercent: 70 }, 489_216, 229_200],
    ['a yield 30 % lower, which also saves picking', { ...asExpected, yieldPercent: 70 }, 489_216, 196_440],
    ['both', { ...asExpected, pricePercent: 70, yieldPercent: 70 }, 342_451, 196_440],
    ['another region', { ...asExpected, region: 'ucayali', pricePercent: 0 }, 698_880, 229_200],
    ['its own variety', { ...asExpected, variety: 'ccn51', pricePercent: 50 }, 349_440, 229_200],
  ])('under stress: %s', (_name, outlook, harvestIncome, productionCost) => {
    expect(windowIncome(farm, [mayAndJune], [outlook])).toMatchObject([{ harvestIncome, productionCost }]);
  });

  it('two outlooks that concern a parcel multiply', () => {
    const outlooks = [
      { ...asExpected, pricePercent: 70 },
      { ...asExpected, region: 'san_martin', yieldPercent: 70 },
    ];
    expect(windowIncome(farm, [mayAndJune], outlooks)[0]?.harvestIncome).toBe(342_451);
  });

  it('four weeks late, May and June bring what 1 May to 2 June would have', () => {
    const late = windowIncome(farm, [mayAndJune], [{ ...asExpected, weeksLate: 4 }]);
    const onTime = harvestKg(sevenYearParcel, { from: '2027-05-01', to: '2027-06-02' });
    expect(late[0]?.harvestKg.toString()).toBe(onTime.toString());
    expect(late[0]?.productionCost).toBeGreaterThan(120_000);
  });
});

describe('what a window can bear', () => {
  const share = { ofSurplusPercent: new Decimal(70), ofNetHarvestPercent: new Decimal(50) };

  it('is the smaller share of surplus and net harvest, rounded down', () => {
    // surplus 3,896.80 × 70 % = 2,727.76; net harvest 4,696.80 × 50 % = 2,348.40
    expect(capacity(farm, [mayAndJune], share)).toMatchObject([{ surplus: 389_680, limit: 234_840 }]);
    expect(capacity(farm, [mayAndJune], { ofSurplusPercent: new Decimal(70) })).toMatchObject([{ limit: 272_776 }]);
  });

  it('is nothing where the family lives on debt', () => {
    const poor = { ...farm, livingCost: everyMonth(900_000) };
    expect(capacity(poor, [mayAndJune], share)).toMatchObject([{ limit: 0 }]);
  });

  it('is set against what falls due in it', () => {
    const windows = capacity(farm, windowsBetween('2027-04-30', ['2027-06-30', '2027-08-31']), share);
    const rows = affordability(windows, [
      { due: '2027-06-30', total: 200_000 },
      { due: '2027-08-31', total: 999_900 },
    ]);
    expect(rows.map((row) => row.instalment)).toEqual([200_000, 999_900]);
    expect(rows[0]?.margin).toBe(34_840);
    expect(rows[1]?.margin).toBeLessThan(0);
  });

  it('never grows when price or yield fall', () => {
    const percent = fc.integer({ min: 0, max: 150 });
    fc.assert(
      fc.property(percent, percent, percent, (price, lower, yieldPercent) => {
        const limitAt = (pricePercent: number, ofYield: number) =>
          capacity(farm, [mayAndJune], share, [{ pricePercent, yieldPercent: ofYield, weeksLate: 0 }])[0]?.limit ?? 0;
        expect(limitAt(Math.min(price, lower), yieldPercent)).toBeLessThanOrEqual(limitAt(price, yieldPercent));
        expect(limitAt(price, Math.min(yieldPercent, lower))).toBeLessThanOrEqual(limitAt(price, yieldPercent));
      }),
      RUNS,
    );
  });
});

describe('the point at which a loan breaks', () => {
  const share = { ofSurplusPercent: new Decimal(100) };
  const input = {
    household: { ...farm, otherIncome: everyMonth(0), livingCost: everyMonth(0) },
    share,
    windows: [mayAndJune],
    instalments: [{ due: '2027-06-30', total: 200_000 }],
  };

  it('is the price at which the harvest still pays its costs and the instalment', () => {
    // (2,000.00 + 1,092.00 + 1,200.00) / 6,988.80 = 61.412 %
    expect(breakEven(input).pricePercent).toBe(61.42);
    // (2,000.00 + 1,200.00) / (6,988.80 − 1,092.00) = 54.266 %
    expect(breakEven(input).yieldPercent).toBe(54.27);
  });

  it('is zero where other income pays it all, and none where no harvest would', () => {
    expect(breakEven({ ...input, household: { ...farm, otherIncome: everyMonth(900_000) } })).toEqual({
      pricePercent: 0,
      yieldPercent: 0,
    });
    expect(breakEven({ ...input, instalments: [{ due: '2027-06-30', total: 90_000_000 }] })).toEqual({});
  });
});
