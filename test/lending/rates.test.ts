import fc from 'fast-check';
import { yearParts } from '../../src/lending/day-count';
import { Decimal } from '../../src/lending/decimal';
import { factorTable } from '../../src/lending/factors';
import {
  bcpNominalPercent,
  dailyPercent,
  effectiveFactor,
  monthlyPercent,
  nominalPercent,
  teaOfDailyPercent,
  teaOfMonthlyPercent,
  teaOfNominalPercent,
} from '../../src/lending/rates';
import type { DayCount } from '../../src/lending/terms';
import { RUNS } from './runs';

jest.setTimeout(600_000);

const tea = (text: string) => new Decimal(text);

describe('a rate under another name', () => {
  it.each([
    ['TED of TEA 18 %', dailyPercent(tea('18')), '0.0459868'],
    ['TEM of TEA 18 %', monthlyPercent(tea('18')), '1.3888430'],
    ['TEA of TEM 3.2 %', teaOfMonthlyPercent(tea('3.2')), '45.9339600'],
    ['TNA of TEA 20 % in twelve parts', nominalPercent(tea('20'), 12), '18.3713646'],
    ['TNA of the BCP for TEA 20 %', bcpNominalPercent(tea('20')), '18.6265224'],
    ['180 days at TEA 25 %', effectiveFactor(tea('25'), 180).times(100), '11.8033989'],
  ])('%s is %s percent', (_name, percent, expected) => {
    expect(percent.toFixed(7)).toBe(expected);
  });

  it('comes back to the TEA that it came from', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 366 }), (hundredths, periods) => {
        const percent = new Decimal(hundredths).dividedBy(100);
        const back = [
          teaOfDailyPercent(dailyPercent(percent)),
          teaOfMonthlyPercent(monthlyPercent(percent)),
          teaOfNominalPercent(nominalPercent(percent, periods), periods),
        ];
        for (const again of back) expect(again.minus(percent).abs().lessThan('1e-30')).toBe(true);
      }),
      { numRuns: RUNS.numRuns / 10 },
    );
  });

  it('central bank factors compound on 360 days: 109.83 % for one day is 1.002061', () => {
    expect(effectiveFactor(tea('109.83'), 1).plus(1).toFixed(6)).toBe('1.002061');
  });
});

describe('a day count', () => {
  it.each<[DayCount, string, string, { days: number; basis: number }[]]>([
    ['30/360', '2027-01-31', '2027-02-28', [{ days: 30, basis: 360 }]],
    ['30/360', '2027-01-15', '2027-02-20', [{ days: 35, basis: 360 }]],
    ['actual/360', '2027-01-31', '2027-02-28', [{ days: 28, basis: 360 }]],
    ['actual/364', '2027-01-01', '2027-01-08', [{ days: 7, basis: 364 }]],
    ['actual/365', '2028-02-01', '2028-03-01', [{ days: 29, basis: 365 }]],
    ['actual/actual', '2027-02-01', '2027-03-01', [{ days: 28, basis: 365 }]],
    [
      'actual/actual',
      '2023-12-12',
      '2024-01-12',
      [
        { days: 19, basis: 365 },
        { days: 12, basis: 366 },
      ],
    ],
  ])('%s from %s to %s', (dayCount, from, to, parts) => {
    expect(yearParts(dayCount, from, to)).toEqual(parts);
  });
});

describe('the doubles of a factor', () => {
  const percent = fc.integer({ min: 0, max: 1_000_000 }).map((value) => new Decimal(value).dividedBy(1000));

  it('are as near to the exact factor as they say', () => {
    fc.assert(
      fc.property(
        percent,
        fc.integer({ min: 1, max: 3000 }),
        fc.constantFrom(360, 364, 365, 366),
        (rate, days, basis) => {
          const table = factorTable(rate);
          for (const factor of [table.compound(days), table.simple(days, basis)]) {
            const error = factor.exact().minus(factor.double).abs();
            expect(error.lessThanOrEqualTo(factor.exact().times(factor.relativeError))).toBe(true);
          }
        },
      ),
      RUNS,
    );
  });

  it('stand for what the definition says, to 35 digits', () => {
    fc.assert(
      fc.property(percent, fc.integer({ min: 1, max: 3000 }), (rate, days) => {
        const exact = factorTable(rate).compound(days).exact();
        expect(exact.minus(effectiveFactor(rate, days)).abs().lessThan(exact.plus(1).times('1e-35'))).toBe(true);
      }),
      { numRuns: RUNS.numRuns / 10 },
    );
  });
});
