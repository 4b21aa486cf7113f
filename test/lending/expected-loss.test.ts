import fc from 'fast-check';
import { Decimal } from '../../src/lending/decimal';
import { addMonths } from '../../src/lending/dates';
import { groupLoss, monthlyHazard, type LossGroup } from '../../src/lending/expected-loss';
import { expectedCreditLoss } from '../../src/lending/stages';
import { RUNS } from './runs';

/** S/ 12,000.00 due in two parts, 1 % a month, half of it lost, at 24 % a year. */
const twoMonths: LossGroup = {
  stage: 1,
  defaultIn12Months: 0.113615128,
  lossGivenDefault: 0.5,
  effectivePercent: 24,
  exposure: 12_000_00,
  principalDue: [6_000_00, 6_000_00],
};

describe('the expected loss of a group of loans', () => {
  it.each([
    // 12,000 × 0.01 × 0.5 ÷ 1.24^(1/12) = 58.934; 6,000 × 0.0099 × 0.5 ÷ 1.24^(2/12) = 28.654
    ['that runs off in two months', {}, 87_59],
    ['nothing of which can be lost', { lossGivenDefault: 0 }, 0],
    ['that never defaults', { defaultIn12Months: 0 }, 0],
    ['in default: half of all that is owed', { stage: 3 as const }, 6_000_00],
    // 1,000 a month for fifteen months, no discount: Σ 0.01 × 0.99^(k−1) × (16 − k) × 1,000 × 0.5, the first 12 of them
    [
      'of fifteen months, in stage 1',
      { effectivePercent: 0, exposure: 15_000_00, principalDue: fifteenMonths() },
      546_47,
    ],
    [
      'of fifteen months, in stage 2',
      { stage: 2 as const, effectivePercent: 0, exposure: 15_000_00, principalDue: fifteenMonths() },
      572_89,
    ],
    // 12,000 × (1 − 0.99^12) × 0.5
    ['all of it overdue, for twelve months', { effectivePercent: 0, principalDue: [] }, 681_69],
  ])('%s', (_name, more, loss) => {
    expect(groupLoss({ ...twoMonths, ...more })).toBe(loss);
  });

  it('is that of the exact arithmetic, point by point', () => {
    const dues = fc.array(fc.integer({ min: 0, max: 5_000_00 }), { minLength: 1, maxLength: 30 });
    const share = fc.double({ min: 0.001, max: 0.9, noNaN: true });
    fc.assert(
      fc.property(dues, share, share, fc.constantFrom(1 as const, 2 as const), (principalDue, pd, lgd, stage) => {
        const exposure = principalDue.reduce((sum, due) => sum + due, 0);
        const group = {
          stage,
          defaultIn12Months: pd,
          lossGivenDefault: lgd,
          effectivePercent: 0,
          exposure,
          principalDue,
        };
        const hazard = monthlyHazard(pd);
        const points = principalDue.map((_, index) => ({
          date: addMonths('2026-01-31', index + 1),
          defaultProbability: new Decimal(hazard * (1 - hazard) ** index),
          exposure: principalDue.slice(index).reduce((sum, due) => sum + due, 0),
        }));
        const exact = expectedCreditLoss({
          ...{ asOf: '2026-01-31', stage, exposureNow: exposure, lossGivenDefault: new Decimal(lgd) },
          ...{ effectivePercent: new Decimal(0), points },
        });
        expect(Math.abs(groupLoss(group) - exact)).toBeLessThanOrEqual(1);
      }),
      RUNS,
    );
  });
});

function fifteenMonths(): number[] {
  return new Array<number>(15).fill(1_000_00);
}
