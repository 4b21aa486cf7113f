import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { scheduleAnswer } from '../../src/contract/schedule-command';
import { parseTerms, termsJson } from '../../src/contract/terms-json';
import { debtPeak } from '../../src/lending/debt-peak';
import {
  firstBearingYear,
  harvestRows,
  harvestWindows,
  type HarvestCalendar,
  type Orchard,
} from '../../src/lending/harvest-calendar';
import { isRefusal } from '../../src/lending/refusal';
import { schedule } from '../../src/lending/schedule';
import type { MonthShares } from '../../src/lending/yield';
import { contract } from './contract';
import { RUNS } from './runs';

const csv = (name: string) =>
  readFileSync(`${__dirname}/data/${name}`, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));

const column = (rows: number[][], index: number) => rows.map((row) => row[index] ?? NaN);
const curves = csv('cocoa-yield-curve-ASSUMPTION.csv');
const CCN51 = column(curves, 1);
const FINE = column(curves, 2);
const SAN_MARTIN = column(csv('cocoa-harvest-weights-ASSUMPTION.csv'), 1);

const calendar: HarvestCalendar = {
  region: 'san_martin',
  crop: 'cocoa',
  variety: 'ccn51',
  monthShares: twelve(SAN_MARTIN),
  windows: [
    { season: 'main', fromMonth: 4, toMonth: 5, dueMonth: 5, dueDay: 31 },
    { season: 'main', fromMonth: 6, toMonth: 8, dueMonth: 8, dueDay: 31 },
    { season: 'minor', fromMonth: 10, toMonth: 12, dueMonth: 12, dueDay: 31 },
  ],
};

describe('the windows of a harvest calendar', () => {
  it('follow each other season after season, with the share of the year that comes in', () => {
    const windows = harvestWindows(calendar, { year: 2027, season: 'minor' }, 2);
    expect(windows.map(({ due, season, sharePercent }) => [due, season, sharePercent.toNumber()])).toEqual([
      ['2027-12-31', 'minor', 19],
      ['2028-05-31', 'main', 25],
      ['2028-08-31', 'main', 33],
    ]);
    expect(windows[0]).toMatchObject({ from: '2027-10-01', to: '2027-12-31', year: 2027 });
  });

  it('may run over the turn of the year', () => {
    const overNewYear = { season: 'minor', fromMonth: 11, toMonth: 1, dueMonth: 2, dueDay: 31 } as const;
    const [window] = harvestWindows({ ...calendar, windows: [overNewYear] }, { year: 2027, season: 'minor' }, 1);
    expect(window).toMatchObject({ from: '2027-11-01', to: '2028-01-31', due: '2028-02-29' });
    expect(window?.sharePercent.toNumber()).toBe(7 + 6 + 5);
  });

  it.each([
    ['CCN-51', CCN51, 100, 3],
    ['fine cocoa', FINE, 100, 3],
    ['CCN-51, any bean', CCN51, 1, 2],
    ['CCN-51, more than it ever bears', CCN51, 5000, 0],
  ])('%s first bears %3$s kg in year %4$s', (_name, curve, least, year) => {
    expect(firstBearingYear(curve, least)).toBe(year);
  });

  it('take the share of an orchard that has come of age, and less of a young one', () => {
    const orchard: Orchard = { plantedOn: '2026-10-01', yieldCurve: CCN51 };
    const windows = harvestWindows(calendar, { year: 2027, season: 'main' }, 14, orchard);
    const mainShares = windows.filter(({ due }) => due.endsWith('-08-31')).map(({ sharePercent }) => sharePercent);
    expect(mainShares.map((share) => share.toFixed(3))).toEqual([
      '0.000', // year 1
      '0.825', // 30 of 1,200 kg
      '8.250',
      '16.500',
      '23.375',
      '27.500',
      '33.000', // year 7 bears in full
    ]);
  });
});

describe('a harvest plan', () => {
  it('has an instalment for each window that brings anything', () => {
    const orchard: Orchard = { plantedOn: '2026-10-01', yieldCurve: CCN51 };
    const rows = harvestRows(calendar, { firstSeason: { year: 2027, season: 'main' }, seasons: 4, orchard });
    expect(isRefusal(rows) ? rows : rows.map(({ due }) => due)).toEqual([
      '2027-12-31',
      '2028-05-31',
      '2028-08-31',
      '2028-12-31',
    ]);
  });

  it('has weights that are the same after they were written down in the contract', () => {
    const orchard: Orchard = { plantedOn: '2026-10-01', yieldCurve: CCN51.map((kg) => (kg === 1200 ? 1170 : kg)) };
    const rows = harvestRows(calendar, { firstSeason: { year: 2027, season: 'main' }, seasons: 14, orchard });
    if (isRefusal(rows)) throw new Error(rows.reason);
    const terms = { ...contract(), instalments: { plan: 'weighted' as const, rows } };
    expect(parseTerms(JSON.parse(JSON.stringify(termsJson(terms))))).toEqual(terms);
  });

  it('has none without a window in the term', () => {
    const orchard: Orchard = { plantedOn: '2027-01-01', yieldCurve: CCN51 };
    const refusal = { type: 'refused', reason: 'calendar_without_window', path: 'instalments.seasons' };
    expect(harvestRows(calendar, { firstSeason: { year: 2027, season: 'main' }, seasons: 1, orchard })).toEqual(
      refusal,
    );
    const noMinor = { ...calendar, windows: calendar.windows.slice(0, 1) };
    expect(harvestRows(noMinor, { firstSeason: { year: 2027, season: 'minor' }, seasons: 3 })).toEqual(refusal);
  });

  it('is due when the beans have come in, not before', () => {
    const early = { season: 'main', fromMonth: 4, toMonth: 7, dueMonth: 6, dueDay: 30 } as const;
    const plan = { firstSeason: { year: 2027, season: 'main' as const }, seasons: 1 };
    expect(harvestRows({ ...calendar, windows: [early] }, plan)).toMatchObject({ reason: 'dates_out_of_order' });
  });

  it('never asks a window for more than its share of what the year can pay', () => {
    const amounts = fc.integer({ min: 100_000, max: 5_000_000 });
    let affordable = 0;
    fc.assert(
      fc.property(amounts, amounts, fc.integer({ min: 1, max: 6 }), (amount, payableFromYear, seasons) => {
        const rows = harvestRows(calendar, { firstSeason: { year: 2027, season: 'main' }, seasons, payableFromYear });
        if (isRefusal(rows)) throw new Error(rows.reason);
        const terms = contract({ disbursements: [{ date: '2026-11-30', amount: (amount / 100).toFixed(2) }] });
        const result = schedule({ ...terms, instalments: { plan: 'weighted', rows } });
        const loosely = schedule({
          ...terms,
          instalments: { plan: 'weighted', rows: rows.map(({ due, weight }) => ({ due, weight })) },
        });
        if (isRefusal(loosely)) throw new Error(loosely.reason);
        const tooMuch = loosely.instalments.some((row, index) => {
          const share = rows[index]?.weight.toNumber() ?? 0;
          return row.total > Math.floor((payableFromYear * share) / 100);
        });
        affordable += tooMuch ? 0 : 1;
        expect(isRefusal(result) ? result.reason : result).toEqual(tooMuch ? 'instalment_exceeds_harvest' : loosely);
      }),
      RUNS,
    );
    expect(affordable).toBeGreaterThan(RUNS.numRuns / 20);
  });
});

describe('a loan for planting', () => {
  const planting = {
    disbursements: [{ date: '2026-10-01', amount: '9000.00' }],
    rate: { kind: 'effective', percent: '30' },
    instalments: {
      plan: 'harvest',
      region: 'san_martin',
      crop: 'cocoa',
      variety: 'ccn51',
      monthShares: SAN_MARTIN.map(String),
      windows: [{ season: 'main', fromMonth: 4, toMonth: 8, dueMonth: 9, dueDay: 15 }],
      firstSeason: { year: 2029, season: 'main' },
      seasons: 5,
      orchard: { plantedOn: '2026-10-01', yieldCurve: CCN51.map(String) },
    },
  };

  it('asks for nothing in three years and then for more each harvest', () => {
    const { instalments } = scheduleOf(planting);
    expect(instalments[0]?.due).toBe('2029-09-15');
    const totals = instalments.map((row) => row.total);
    expect(totals).toEqual(totals.toSorted((one, other) => one - other));
    expect((totals[4] ?? 0) / (totals[0] ?? 1)).toBeCloseTo(4, 3); // 1,200 to 300 kg
  });

  it('shows how waiting multiplies the debt', () => {
    const afterThreeYears = { plan: 'bullet', count: 36, every: { days: 30 } };
    const peak = debtPeak(scheduleOf({ ...planting, instalments: afterThreeYears }));
    expect(peak).toMatchObject({ on: '2029-09-15', debt: 1_977_300 });
    expect(peak.times.toFixed(3)).toBe('2.197');
    expect(debtPeak(scheduleOf(planting)).times.greaterThan('2.19')).toBe(true);
  });

  it('that may not bear interest on interest grows less', () => {
    const carried = debtPeak(scheduleOf({ ...planting, unpaidInterest: 'carry' }));
    expect(carried.times.lessThan(debtPeak(scheduleOf(planting)).times)).toBe(true);
    expect(carried).toMatchObject({ on: '2030-09-15' });
  });

  it('is refused in the answer when the harvest cannot pay it', () => {
    const instalments = { ...planting.instalments, payableFromYear: '3000.00' };
    expect(scheduleAnswer({ currency: 'PEN', ...planting, instalments })).toMatchObject({
      error: { code: 'instalment_exceeds_harvest', path: 'instalments.rows.0' },
    });
  });
});

function scheduleOf(changes: object) {
  const result = schedule(contract(changes));
  if (isRefusal(result)) throw new Error(result.reason);
  return result;
}

function twelve(shares: readonly number[]): MonthShares {
  const at = (month: number) => shares[month - 1] ?? NaN;
  return [at(1), at(2), at(3), at(4), at(5), at(6), at(7), at(8), at(9), at(10), at(11), at(12)];
}
