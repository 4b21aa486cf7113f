import fc from 'fast-check';
import {
  addDays,
  addMonths,
  dateOfDay,
  dayInMonth,
  dayNumber,
  dayOfWeek,
  days360,
  daysBetween,
  isDate,
  monthEnd,
  type MonthEnd,
} from '../../src/lending/dates';
import { RUNS } from './runs';

const day = fc.integer({ min: -25_567, max: 84_370 }).map((days) => dateOfDay(days));

describe('a date', () => {
  it.each(['2028-02-29', '2000-02-29', '1000-01-01', '9999-12-31'])('%s exists', (text) => {
    expect(isDate(text)).toBe(true);
  });

  it.each([
    '2027-02-29',
    '1900-02-29',
    '2027-13-01',
    '2027-00-10',
    '2027-04-31',
    '2027-1-1',
    '27-01-01',
    '',
    '2027-01-01T00',
  ])('"%s" does not', (text) => {
    expect(isDate(text)).toBe(false);
  });

  it('is the one of the engine, from 1900 to 2200', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -40_000, max: 40_000 }), (date, days) => {
        const later = new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000);
        expect(addDays(date, days)).toBe(later.toISOString().slice(0, 10));
        expect(dayOfWeek(addDays(date, days))).toBe(later.getUTCDay());
        expect(daysBetween(date, addDays(date, days))).toBe(days);
      }),
      RUNS,
    );
  });

  it('comes back from its number, day after day through four centuries', () => {
    for (let number = dayNumber('1999-12-25'); number < dayNumber('2400-03-05'); number += 1) {
      if (dayNumber(dateOfDay(number)) !== number) throw new Error(`day ${number} comes back as another`);
    }
    expect(dateOfDay(dayNumber('2000-02-29') + 1)).toBe('2000-03-01');
  });
});

describe('months later', () => {
  it.each<[string, number, MonthEnd, string]>([
    ['2027-01-31', 1, 'clamp', '2027-02-28'],
    ['2027-01-31', 1, 'roll', '2027-03-01'],
    ['2027-01-31', 2, 'roll', '2027-03-31'],
    ['2028-01-30', 1, 'roll', '2028-03-01'],
    ['2028-01-30', 1, 'clamp', '2028-02-29'],
    ['2027-10-31', 13, 'clamp', '2028-11-30'],
    ['2027-12-31', 2, 'roll', '2028-03-01'],
    ['2027-03-15', -14, 'clamp', '2026-01-15'],
  ])('%s and %i months (%s) is %s', (date, months, missingDay, later) => {
    expect(addMonths(date, months, missingDay)).toBe(later);
  });

  it.each([
    ['2027-02-10', '2027-02-28'],
    ['2028-02-10', '2028-02-29'],
    ['2027-12-31', '2027-12-31'],
  ])('%s is in a month that ends on %s', (date, end) => {
    expect(monthEnd(date)).toBe(end);
  });

  it('the 31st of a shorter month is its last day', () => {
    expect([dayInMonth(2027, 2, 31), dayInMonth(2027, 7, 31), dayInMonth(2027, 9, 5)]).toEqual([
      '2027-02-28',
      '2027-07-31',
      '2027-09-05',
    ]);
  });
});

describe('days with months of thirty', () => {
  it.each([
    ['2027-01-15', '2027-02-15', 30],
    ['2027-01-31', '2027-02-28', 28],
    ['2027-01-30', '2027-03-31', 60],
    ['2026-11-30', '2027-05-31', 180],
    ['2027-05-31', '2026-11-30', -180],
  ])('from %s to %s are %i', (from, to, days) => {
    expect(days360(from, to)).toBe(days);
  });
});
