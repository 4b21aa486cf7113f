import fc from 'fast-check';
import { Decimal } from '../../src/lending/decimal';
import { exactTceaPercent, tceaPercent, type CashFlow } from '../../src/lending/tcea';
import { RUNS } from './runs';

const loan = (received: number, ...paid: [day: number, amount: number][]): CashFlow[] => [
  { day: 0, amount: received },
  ...paid.map(([day, amount]) => ({ day, amount: -amount })),
];

describe('the yearly cost of cash flows', () => {
  it.each([
    ['nothing', loan(100, [360, 100]), '0.000000'],
    ['a tenth in a year of 360 days', loan(1000, [360, 1100]), '10.000000'],
    ['a tenth in half of it', loan(1000, [180, 1100]), '21.000000'],
    ['30 days at 5.9811 %', loan(1_000_000, [30, 1_059_811]), '100.789535'],
    ['less than was lent', loan(1000, [360, 900]), '-10.000000'],
    ['paid back in two halves', loan(1000, [180, 550], [360, 605]), '21.000000'],
  ])('%s', (_name, flows, percent) => {
    expect(tceaPercent(flows, 20).toFixed(6)).toBe(percent);
  });

  it('of one day may be astronomical and still be right: 1.5^360', () => {
    const flows = loan(1000, [1, 1500]);
    expect(tceaPercent(flows, 20).toSignificantDigits(20)).toEqual(
      new Decimal('1.5').pow(360).minus(1).times(100).toDecimalPlaces(6).toSignificantDigits(20),
    );
  });

  it('does not depend on where the search begins', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(
        amounts,
        fc.integer({ min: 1, max: 300 }),
        fc.double({ min: 0, max: 900, noNaN: true }),
        (paid, gap, guess) => {
          const total = paid.reduce((sum, amount) => sum + amount, 0);
          const flows = loan(
            Math.ceil(total * 0.8),
            ...paid.map((amount, index): [number, number] => [(index + 1) * gap, amount]),
          );
          const exact = exactTceaPercent(flows).toDecimalPlaces(6, Decimal.ROUND_HALF_EVEN);
          const difference = tceaPercent(flows, guess).minus(exact).abs();
          // Six decimals of anything that people pay; of a rate with thirty figures before the point, its first 33.
          const allowed = exact.lessThan('1e25') ? 0 : exact.times('1e-33');
          expect(difference.lessThanOrEqualTo(allowed)).toBe(true);
        },
      ),
      { numRuns: RUNS.numRuns / 2 },
    );
  });
});
