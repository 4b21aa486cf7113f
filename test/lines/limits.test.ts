import * as fc from 'fast-check';
import { addDays } from '../../src/lending/dates';
import { debtAt, largestDrawdown, largestRepayment, type Movement } from '../../src/lines/limits';
import { fundsOf, type CreditLine } from '../../src/lines/store';

const draw = (valueDate: string, amount: number): Movement => ({ kind: 'drawdown', amount, valueDate });
const repay = (valueDate: string, amount: number): Movement => ({ kind: 'repayment', amount, valueDate });

const line: CreditLine = {
  institutionId: 2,
  id: 1,
  investorId: 1,
  name: 'Línea cacao',
  currency: 'USD',
  commitment: 1_000,
  ratePercent: '9.5',
  revolving: true,
  availableFrom: '2026-01-01',
  availableUntil: '2026-12-31',
  maturesOn: '2028-12-31',
  drawn: 600,
  repaid: 200,
  lent: 300,
  recovered: 100,
};

describe('the funds of a line', () => {
  it.each`
    what                                         | revolving | drawn    | repaid   | lent   | recovered | outstanding | lentOn | toDraw   | toLend | utilised
    ${'nothing drawn yet'}                       | ${true}   | ${0}     | ${0}     | ${0}   | ${0}      | ${0}        | ${0}   | ${1_000} | ${0}   | ${0}
    ${'what a revolving line gets back is free'} | ${true}   | ${600}   | ${200}   | ${300} | ${100}    | ${400}      | ${200} | ${600}   | ${200} | ${400}
    ${'what another gets back is used up'}       | ${false}  | ${600}   | ${200}   | ${300} | ${100}    | ${400}      | ${200} | ${400}   | ${200} | ${600}
    ${'drawn money is lent once'}                | ${false}  | ${600}   | ${0}     | ${600} | ${600}    | ${600}      | ${0}   | ${400}   | ${0}   | ${600}
    ${'or again and again'}                      | ${true}   | ${600}   | ${0}     | ${600} | ${600}    | ${600}      | ${0}   | ${400}   | ${600} | ${600}
    ${'money that went back is not lent'}        | ${false}  | ${1_000} | ${1_000} | ${0}   | ${0}      | ${0}        | ${0}   | ${0}     | ${0}   | ${1_000}
    ${'the lender repaid out of its own pocket'} | ${true}   | ${600}   | ${500}   | ${300} | ${0}      | ${100}      | ${300} | ${900}   | ${0}   | ${100}
  `('$what (revolving: $revolving)', ({ outstanding, lentOn, toDraw, toLend, utilised, ...balances }) => {
    expect(fundsOf({ ...line, ...balances })).toMatchObject({
      committed: 1_000,
      outstanding,
      lentOn,
      availableToDraw: toDraw,
      availableToLend: toLend,
      utilised,
    });
  });
});

describe('the largest drawdown of a day', () => {
  const history = [draw('2026-03-01', 900), repay('2026-05-01', 500)];
  it.each`
    what                                          | revolving | day             | largest
    ${'before anything was drawn, room is taken'} | ${true}   | ${'2026-02-01'} | ${100}
    ${'on the day of the drawdown'}               | ${true}   | ${'2026-03-01'} | ${100}
    ${'between drawdown and repayment'}           | ${true}   | ${'2026-04-15'} | ${100}
    ${'on the day of the repayment'}              | ${true}   | ${'2026-05-01'} | ${600}
    ${'a repayment gives no room'}                | ${false}  | ${'2026-05-02'} | ${100}
  `('$what (revolving: $revolving): $largest', ({ revolving, day, largest }) => {
    expect(largestDrawdown({ commitment: 1_000, revolving }, history, day)).toBe(largest);
  });
});

describe('the largest repayment of a day', () => {
  const history = [draw('2026-03-01', 900), repay('2026-05-01', 500), draw('2026-07-01', 300)];
  it.each`
    what                                              | day             | largest
    ${'nothing is owed before the first drawdown'}    | ${'2026-02-28'} | ${0}
    ${'what was left after the later repayment'}      | ${'2026-04-01'} | ${400}
    ${'the same on the day before the next drawdown'} | ${'2026-06-30'} | ${400}
    ${'all of it today'}                              | ${'2026-07-01'} | ${700}
  `('$what: $largest', ({ day, largest }) => {
    expect(largestRepayment(history, day)).toBe(largest);
  });
});

describe('whatever is entered within the limits, in whatever order', () => {
  const day = fc.nat({ max: 30 }).map((days) => addDays('2026-03-01', days));
  const attempt = fc.record({
    kind: fc.constantFrom('drawdown' as const, 'repayment' as const),
    valueDate: day,
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  it.each([true, false])('no day ends below zero or beyond the commitment (revolving: %s)', (revolving) => {
    fc.assert(
      fc.property(fc.array(attempt, { maxLength: 12 }), (attempts) => {
        const movements: Movement[] = [];
        for (const { kind, valueDate, share } of attempts) {
          const largest =
            kind === 'drawdown'
              ? largestDrawdown({ commitment: 1_000, revolving }, movements, valueDate)
              : largestRepayment(movements, valueDate);
          movements.push({ kind, valueDate, amount: Math.floor(largest * share) });
        }
        for (let days = 0; days <= 31; days++) {
          const debt = debtAt(movements, addDays('2026-03-01', days));
          expect(debt).toBeGreaterThanOrEqual(0);
          expect(debt).toBeLessThanOrEqual(1_000);
        }
      }),
    );
  });
});
