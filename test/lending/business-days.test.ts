import { readFileSync } from 'node:fs';
import {
  firstDueOn,
  isBusinessDay,
  onBusinessDays,
  payableUntil,
  type ClosedDays,
} from '../../src/lending/business-days';

const holidays = readFileSync(`${__dirname}/data/holidays-peru-2018-2035.csv`, 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','))
  .filter(([, , scope]) => scope === 'national')
  .map(([date = '']) => date);

const caja: ClosedDays = { weekend: 'sunday', holidays: new Set(holidays) };
const bank: ClosedDays = { weekend: 'saturday-and-sunday', holidays: new Set(holidays) };

describe('the day on which an instalment may be paid on time', () => {
  it.each([
    ['a working day', '2027-02-03', '2027-02-03', '2027-02-03'],
    ['a Saturday', '2027-02-06', '2027-02-06', '2027-02-08'],
    ['a Sunday', '2027-02-07', '2027-02-08', '2027-02-08'],
    ['Sunday before New Year', '2023-12-31', '2024-01-02', '2024-01-02'],
    ['Holy Thursday', '2027-03-25', '2027-03-27', '2027-03-29'],
    ['Independence days', '2028-07-28', '2028-07-31', '2028-07-31'],
  ])('%s', (_name, due, atCaja, atBank) => {
    expect(payableUntil(due, caja)).toBe(atCaja);
    expect(payableUntil(due, bank)).toBe(atBank);
    expect(isBusinessDay(due, caja)).toBe(due === atCaja);
  });

  it('never makes two due dates one', () => {
    expect(onBusinessDays(['2027-02-06', '2027-02-07', '2027-02-08'], caja)).toEqual([
      '2027-02-06',
      '2027-02-08',
      '2027-02-09',
    ]);
  });
});

describe('the first due date on a fixed day', () => {
  it.each([
    [5, '2027-01-20', 20, '2027-03-05'],
    [5, '2027-01-05', 0, '2027-02-05'],
    [31, '2027-01-31', 15, '2027-02-28'],
    [15, '2026-12-20', 20, '2027-01-15'],
  ])('the %i., from %s and at least %i days later, is %s', (day, disbursedOn, leastDays, due) => {
    expect(firstDueOn(day, disbursedOn, leastDays)).toBe(due);
  });
});
