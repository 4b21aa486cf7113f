import fc from 'fast-check';
import { carriedUnit } from '../../src/lending/carried-unit';
import { Decimal, ZERO } from '../../src/lending/decimal';
import { factorTable } from '../../src/lending/factors';
import type { Repayable } from '../../src/lending/unit-instalment';
import { RUNS } from './runs';

const period = fc.record({
  days: fc.integer({ min: 1, max: 900 }),
  weight: fc.integer({ min: 1, max: 100_000 }),
  drawn: fc.option(fc.record({ amount: fc.integer({ min: 1, max: 500_000 }), days: fc.nat(200) }), { freq: 5 }),
});

const debt = fc
  .record({
    balance: fc.integer({ min: 1, max: 100_000_000 }),
    percent: fc.integer({ min: 0, max: 12_000 }).map((hundredths) => new Decimal(hundredths).dividedBy(100)),
    periods: fc.array(period, { minLength: 1, maxLength: 40 }),
  })
  .map(({ balance, percent, periods }): Repayable => {
    const table = factorTable(percent);
    return {
      balance,
      periods: periods.map(({ days, drawn }) => ({
        from: '',
        due: '',
        opening: 0,
        factor: table.compound(days),
        drawn: drawn ? [{ amount: drawn.amount, factor: table.compound(drawn.days).exact(), insurance: ZERO }] : [],
      })),
      weights: periods.map(({ weight }) => new Decimal(weight).dividedBy(1_000)),
    };
  });

/** What is left when every instalment was paid, lived through period by period. */
function leftOf({ balance, periods, weights }: Repayable, waiting: number, unit: Decimal): Decimal {
  let principal = new Decimal(balance);
  let interest = new Decimal(waiting);
  periods.forEach(({ factor, drawn }, index) => {
    interest = interest.plus(principal.times(factor.exact()));
    for (const one of drawn) {
      interest = interest.plus(one.factor.times(one.amount));
      principal = principal.plus(one.amount);
    }
    const pays = unit.times(weights[index] ?? ZERO);
    const ofInterest = Decimal.min(pays, interest);
    interest = interest.minus(ofInterest);
    principal = principal.minus(pays.minus(ofInterest));
  });
  return principal.plus(interest);
}

/** A double as it is; the short text of one, which a decimal is made of otherwise, may lie half a unit in the last place off. */
function valueOf(double: number): Decimal {
  return new Decimal(double.toPrecision(60));
}

describe('the instalment of a plan whose unpaid interest waits', () => {
  it('pays principal and interest to the last céntimo, and its double is as near as it says', () => {
    fc.assert(
      fc.property(debt, fc.nat(50_000), (repayable, waiting) => {
        const unit = carriedUnit(repayable, waiting);
        const exact = unit.exact();
        expect(leftOf(repayable, waiting, exact).abs().toNumber()).toBeLessThan(1e-15);
        expect(exact.minus(valueOf(unit.double)).abs().toNumber()).toBeLessThanOrEqual(
          unit.relativeError * exact.toNumber(),
        );
      }),
      RUNS,
    );
  });

  it('is worked out in doubles almost always', () => {
    const estimates = fc.sample(debt, 500).map((repayable) => carriedUnit(repayable, 0));
    const inDoubles = estimates.filter(({ relativeError }) => relativeError === 1e-10);
    expect(inDoubles.length).toBeGreaterThan(450);
  });
});
