import fc from 'fast-check';
import { everyMonth, windowIncome } from '../../src/lending/household-income';
import { lossDistribution, type HarvestModel } from '../../src/lending/loss-distribution';
import { randomStream } from '../../src/lending/random';
import { exposures, shortfallUnder, type LoanExposure } from '../../src/lending/exposure';
import { normalQuantile } from '../../src/lending/normal-quantile';
import { stressLoan, type LoanUnderStress } from '../../src/lending/stress';
import { farm, sevenYearParcel } from './cocoa-farm';
import { RUNS } from './runs';

/** The main season and the minor one of a farm that can pay a little more than it owes. */
const loan: LoanUnderStress = {
  household: farm,
  asOf: '2027-03-31',
  instalments: [
    { due: '2027-07-31', total: 400_000 },
    { due: '2027-12-15', total: 150_000 },
  ],
};

const asExpected = { pricePercent: 100, yieldPercent: 100, weeksLate: 0 };

const exposureOf = exposures({ weeksLate: 0 });

describe('a season that fails', () => {
  it('leaves nothing unpaid where it does not fail', () => {
    expect(stressLoan(loan, [])).toMatchObject({ instalments: 550_000, shortfall: 0 });
  });

  it('leaves unpaid what each window lacks, and no window helps another', () => {
    const { windows, shortfall } = stressLoan(loan, [{ ...asExpected, pricePercent: 50 }]);
    const lacking = windows.map((window) => Math.max(0, window.instalment - Math.max(0, window.surplus)));
    expect(shortfall).toBe(lacking.reduce((sum, one) => sum + one, 0));
    expect(shortfall).toBeGreaterThan(0);
  });

  it.each([
    ['its region', { region: 'san_martin' }, true],
    ['another region', { region: 'ucayali' }, false],
    ['its variety', { variety: 'ccn51' }, true],
    ['another variety', { variety: 'criollo' }, false],
  ])('in %s', (_name, where, hit) => {
    const { shortfall } = stressLoan(loan, [{ ...asExpected, ...where, yieldPercent: 10 }]);
    expect(shortfall > 0).toBe(hit);
  });

  it('that comes late moves income out of the first window', () => {
    const surpluses = [0, 4, 8].map(
      (weeksLate) => stressLoan(loan, [{ ...asExpected, weeksLate }]).windows[0]?.surplus ?? 0,
    );
    expect(surpluses).toEqual(surpluses.toSorted((one, other) => other - one));
  });

  it('never leaves less unpaid when price and yield are lower', () => {
    const percent = fc.integer({ min: 0, max: 120 });
    fc.assert(
      fc.property(percent, percent, fc.nat(50), (pricePercent, yieldPercent, less) => {
        const mild = stressLoan(loan, [{ ...asExpected, pricePercent, yieldPercent }]).shortfall;
        const price = Math.max(0, pricePercent - less);
        const hard = stressLoan(loan, [{ ...asExpected, pricePercent: price, yieldPercent }]).shortfall;
        const harvest = Math.max(0, yieldPercent - less);
        const harder = stressLoan(loan, [{ ...asExpected, pricePercent: price, yieldPercent: harvest }]).shortfall;
        expect(hard).toBeGreaterThanOrEqual(mild);
        expect(harder).toBeGreaterThanOrEqual(hard);
      }),
      { numRuns: Math.ceil(RUNS.numRuns / 4) },
    );
  });
});

describe('a loan taken apart', () => {
  const where = fc.constantFrom({}, { region: 'san_martin' }, { region: 'ucayali' }, { variety: 'ccn51' });
  const percent = fc.integer({ min: 0, max: 120 });
  const weeks = fc.constantFrom(0, 2, 4, 8, 12);
  const dues = fc
    .uniqueArray(fc.constantFrom('2027-04-15', '2027-05-31', '2027-07-31', '2027-12-15', '2028-02-29'), {
      minLength: 1,
    })
    .map((dates) => dates.toSorted());

  it('falls as short as the exact arithmetic says, to a céntimo for each rounding', () => {
    fc.assert(
      fc.property(where, percent, percent, weeks, dues, (part, pricePercent, yieldPercent, weeksLate, dates) => {
        const tried = { ...loan, instalments: dates.map((due) => ({ due, total: 350_000 })) };
        const exact = stressLoan(tried, [{ ...part, pricePercent, yieldPercent, weeksLate }]).shortfall;
        const exposure = exposures({ ...part, weeksLate })(tried);
        const close = shortfallUnder(exposure, { price: pricePercent / 100, yield: yieldPercent / 100 });
        const roundings = dates.length * (4 + 2 * farm.parcels.length);
        expect(Math.abs(close - exact)).toBeLessThanOrEqual(roundings);
      }),
      RUNS,
    );
  });

  it('has what it earned since the instalment before, whatever comes afterwards', () => {
    const since = exposures({ weeksLate: 0 })({ ...loan, earnsSince: '2026-12-15' });
    const [earned] = windowIncome(farm, [{ from: '2026-12-16', to: '2027-03-31' }]);
    const without = exposureOf(loan);
    expect((since.windows[0]?.other ?? 0) - (without.windows[0]?.other ?? 0)).toBeCloseTo(earned?.surplus ?? 0, -1);
    expect(since.windows[0]).toMatchObject({ revenue: without.windows[0]?.revenue });
    expect(since.windows.slice(1)).toEqual(without.windows.slice(1));
  });

  it.each([
    ['as expected', 1, 1, 0],
    ['at half the price: 5,000 − 2,000 = 3,000', 0.5, 1, 3_000_00],
    ['at half the yield: 5,000 − 1,000 = 4,000', 1, 0.5, 2_000_00],
    ['at half of both: 2,500 − 1,000 = 1,500', 0.5, 0.5, 4_500_00],
    ['without a harvest', 1, 0, 6_000_00],
  ])(
    'leaves of S/ 6,000.00 unpaid what 1,000 kg at S/ 10.00 less S/ 2.00 lack: %s',
    (_name, price, harvest, missing) => {
      const window = { revenue: 10_000_00, picking: 2_000_00, other: 0, instalment: 6_000_00 };
      expect(shortfallUnder({ region: '', windows: [window] }, { price, yield: harvest })).toBe(missing);
    },
  );
});

describe('the normal quantile', () => {
  it.each([
    [0.5, 0],
    [0.975, 1.959964],
    [0.99, 2.326348],
    [0.001, -3.090232],
    [0.01, -2.326348],
  ])('of %d is %d', (share, value) => {
    expect(normalQuantile(share)).toBeCloseTo(value, 5);
  });
});

describe('random numbers', () => {
  const stream = randomStream(2026, 0);
  const drawn = Array.from({ length: 50_000 }, (_, position) => stream.normal(position));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  it('are a function of seed, name and position', () => {
    expect(randomStream(2026, 0).uniform(17)).toBe(stream.uniform(17));
    expect(randomStream(2027, 0).uniform(17)).not.toBe(stream.uniform(17));
    expect(randomStream(2026, 1).uniform(17)).not.toBe(stream.uniform(17));
  });

  it('stay what they were in earlier versions', () => {
    expect([0, 1, 2].map((position) => randomStream(1, 0).uniform(position))).toEqual([
      0.7283534988528118, 0.6171154108596966, 0.9332090028328821,
    ]);
  });

  it('are uniform: each of 64 cells of 50,000 holds about as many', () => {
    const cells = new Array<number>(64).fill(0);
    for (let position = 0; position < 50_000; position++) {
      const cell = Math.floor(stream.uniform(position) * 64);
      cells[cell] = (cells[cell] ?? 0) + 1;
    }
    const expected = 50_000 / 64;
    const chiSquare = cells.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(110); // 63 degrees of freedom: exceeded once in 5,000 seeds
  });

  it('are normal: mean 0, variance 1, fourth moment 3, neighbours unrelated', () => {
    expect(mean(drawn)).toBeCloseTo(0, 1);
    expect(mean(drawn.map((z) => z ** 2))).toBeCloseTo(1, 1);
    expect(mean(drawn.map((z) => z ** 4))).toBeGreaterThan(2.8);
    expect(mean(drawn.map((z) => z ** 4))).toBeLessThan(3.2);
    expect(Math.abs(mean(drawn.slice(1).map((z, index) => z * (drawn[index] ?? 0))))).toBeLessThan(0.03);
  });
});

describe('the losses of a season tried many times', () => {
  const still: HarvestModel = {
    priceVolatility: 0,
    regionVolatility: 0,
    regionCorrelation: 0,
    farmVolatility: 0,
    lossGivenShortfall: 1,
  };
  const lively: HarvestModel = { ...still, priceVolatility: 0.35, regionVolatility: 0.25, farmVolatility: 0.3 };
  const of = (region: string): LoanExposure => ({ ...exposureOf(loan), region });
  const loans = Array.from({ length: 300 }, (_, index) => of(['san_martin', 'huanuco', 'ucayali'][index % 3] ?? ''));
  const run = { seed: 7, scenarios: 400 };

  it('with nothing that varies are the shortfall of the expected season', () => {
    const poor = { ...loan, household: { ...farm, livingCost: everyMonth(200_000) } };
    const { losses, expectedLoss } = lossDistribution([exposureOf(poor)], still, run);
    expect(new Set(losses)).toEqual(new Set([stressLoan(poor, []).shortfall]));
    expect(expectedLoss).toBe(stressLoan(poor, []).shortfall);
  });

  it('are the same from the same seed, and others from another', () => {
    const first = lossDistribution(loans, lively, run);
    expect(lossDistribution(loans, lively, run).losses).toEqual(first.losses);
    expect(lossDistribution(loans, lively, { ...run, seed: 8 }).losses).not.toEqual(first.losses);
  });

  it('are worse on average beyond the value at risk than at it', () => {
    const distribution = lossDistribution(loans, lively, run);
    expect(distribution.expectedLoss).toBeGreaterThan(0);
    expect(distribution.valueAtRisk(0.95)).toBe(distribution.losses[379]);
    expect(distribution.expectedShortfall(0.95)).toBeGreaterThanOrEqual(distribution.valueAtRisk(0.95));
    expect(distribution.valueAtRisk(0.99)).toBeGreaterThanOrEqual(distribution.valueAtRisk(0.95));
  });

  it('are on average those of the expected season where every season falls short', () => {
    const hopeless = {
      ...of('ucayali'),
      windows: [{ revenue: 700_000, picking: 100_000, other: 0, instalment: 9_000_000 }],
    };
    const { expectedLoss } = lossDistribution(new Array(300).fill(hopeless), lively, { seed: 7, scenarios: 2_000 });
    // 90,000.00 − (7,000.00 − 1,000.00) each: price and yield vary around what is expected
    expect(expectedLoss / (300 * 8_400_000)).toBeCloseTo(1, 2);
  });

  it('are larger in the tail when one weather hits all regions', () => {
    const weather: HarvestModel = { ...still, regionVolatility: 0.6 };
    const apart = lossDistribution(loans, { ...weather, regionCorrelation: 0 }, { seed: 7, scenarios: 2_000 });
    const together = lossDistribution(loans, { ...weather, regionCorrelation: 1 }, { seed: 7, scenarios: 2_000 });
    expect(together.expectedShortfall(0.95)).toBeGreaterThan(1.2 * apart.expectedShortfall(0.95));
    expect(together.expectedLoss / apart.expectedLoss).toBeCloseTo(1, 0);
  });

  it('cancel out between farms that fail on their own', () => {
    const farms: HarvestModel = { ...still, farmVolatility: 0.6 };
    const { losses, expectedLoss } = lossDistribution(loans, farms, run);
    expect((losses.at(-1) ?? 0) / expectedLoss).toBeLessThan(1.5);
  });

  it('of the regions add up to the whole', () => {
    const { byRegion, expectedLoss } = lossDistribution(loans, lively, run);
    expect(byRegion.map(({ region }) => region).toSorted()).toEqual(['huanuco', 'san_martin', 'ucayali']);
    expect(Math.abs(byRegion.reduce((sum, one) => sum + one.expectedLoss, 0) - expectedLoss)).toBeLessThan(5);
  });

  it('of no loan are nothing', () => {
    const empty = lossDistribution([], lively, run);
    expect([empty.expectedLoss, empty.valueAtRisk(0.99), empty.expectedShortfall(0.99)]).toEqual([0, 0, 0]);
  });

  it('of loans on a parcel that bears nothing do not depend on price or yield', () => {
    const young = { ...farm, parcels: [{ ...sevenYearParcel, plantedOn: '2027-01-01' }] };
    const { losses } = lossDistribution([exposureOf({ ...loan, household: young })], lively, run);
    expect(losses[0]).toBe(losses.at(-1));
  });
});
