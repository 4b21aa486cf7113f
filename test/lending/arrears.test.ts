import fc from 'fast-check';
import { daysLate, oldestUnpaidDue } from '../../src/lending/arrears';
import { addDays } from '../../src/lending/dates';
import { portfolioAtRisk } from '../../src/lending/portfolio-at-risk';
import { RUNS } from './runs';

const mondayAfterSunday = (due: string) => (due === '2027-01-03' ? '2027-01-04' : due);

describe('days late', () => {
  it.each([
    ['nothing is unpaid', undefined, '2027-01-10', 0],
    ['the day before it is due', '2027-01-05', '2027-01-04', 0],
    ['the due date itself', '2027-01-05', '2027-01-05', 0],
    ['the day after', '2027-01-05', '2027-01-06', 1],
    ['over a leap day', '2028-02-28', '2028-03-01', 2],
    ['due on Sunday, seen on Monday', '2027-01-03', '2027-01-04', 0],
    ['due on Sunday, seen on Tuesday', '2027-01-03', '2027-01-05', 1],
  ])('%s', (_name, due, asOf, days) => {
    expect(daysLate(due, asOf, mondayAfterSunday)).toBe(days);
  });

  it('counts from the oldest row with something left to pay', () => {
    const rows = [
      { due: '2027-01-03', outstanding: 0 },
      { due: '2027-02-03', outstanding: 1 },
      { due: '2027-03-03', outstanding: 900 },
    ];
    expect(oldestUnpaidDue(rows, '2027-02-03')).toBeUndefined();
    expect(oldestUnpaidDue(rows, '2027-02-04')).toBe('2027-02-03');
    expect(oldestUnpaidDue(rows, '2027-12-31')).toBe('2027-02-03');
  });

  it('a due date on a closed day is not unpaid before the next open day has passed', () => {
    const rows = [{ due: '2027-01-03', outstanding: 500 }];
    expect(oldestUnpaidDue(rows, '2027-01-04', mondayAfterSunday)).toBeUndefined();
    expect(oldestUnpaidDue(rows, '2027-01-05', mondayAfterSunday)).toBe('2027-01-03');
  });

  it('grows by one from day to day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4000 }), (days) => {
        expect(daysLate('2026-11-30', addDays('2026-11-30', days))).toBe(days);
      }),
      RUNS,
    );
  });
});

describe('portfolio at risk', () => {
  it.each([
    [30, 0, undefined],
    [31, 60_000, '30'],
  ])('a loan %i days late counts %i céntimos of PAR30', (days, atRisk, percent) => {
    const par = portfolioAtRisk(
      [
        { principal: 60_000, daysLate: days },
        { principal: 140_000, daysLate: 0 },
      ],
      30,
    );
    expect(par.atRisk).toBe(atRisk);
    expect(par.percent?.toString()).toBe(percent ?? '0');
  });

  it('has no ratio without a portfolio', () => {
    expect(portfolioAtRisk([], 30)).toEqual({ atRisk: 0, gross: 0 });
  });

  it('never grows with the threshold and never exceeds the portfolio', () => {
    const loans = fc.array(fc.record({ principal: fc.nat(1_000_000), daysLate: fc.nat(400) }), { maxLength: 30 });
    fc.assert(
      fc.property(loans, fc.nat(400), fc.nat(400), (portfolio, one, other) => {
        const strict = portfolioAtRisk(portfolio, Math.max(one, other));
        const loose = portfolioAtRisk(portfolio, Math.min(one, other));
        expect(strict.atRisk).toBeLessThanOrEqual(loose.atRisk);
        expect(loose.atRisk).toBeLessThanOrEqual(loose.gross);
      }),
      RUNS,
    );
  });
});
