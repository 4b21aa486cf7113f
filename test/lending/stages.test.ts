import { Decimal } from '../../src/lending/decimal';
import { expectedCreditLoss, stageOf } from '../../src/lending/stages';

const backstops = { stage2AfterDays: 30, stage3FromDays: 90 };
const sound = { daysLate: 0, riskIncreased: false, creditImpaired: false };

describe('the IFRS 9 stage', () => {
  it.each([
    [0, 1],
    [30, 1],
    [31, 2],
    [89, 2],
    [90, 3],
  ])('%i days late is stage %i', (daysLate, stage) => {
    expect(stageOf({ ...sound, daysLate }, backstops)).toBe(stage);
  });

  it('a lost harvest is stage 2 before any day late; a lawsuit is stage 3', () => {
    expect(stageOf({ ...sound, riskIncreased: true }, backstops)).toBe(2);
    expect(stageOf({ ...sound, creditImpaired: true }, backstops)).toBe(3);
  });
});

describe('the expected credit loss', () => {
  const input = {
    asOf: '2026-11-30',
    exposureNow: 1_000_000,
    lossGivenDefault: new Decimal('0.6'),
    effectivePercent: new Decimal(25),
    points: [
      { date: '2027-11-25', defaultProbability: new Decimal('0.05'), exposure: 1_000_000 },
      { date: '2028-11-19', defaultProbability: new Decimal('0.10'), exposure: 500_000 },
    ],
  };

  it.each([
    // 10,000 × 0.05 × 0.6 / 1.25, 360 days ahead
    [1, 24_000],
    // and 5,000 × 0.10 × 0.6 / 1.25², 720 days ahead
    [2, 24_000 + 19_200],
    // it has defaulted: 60 % of what is owed today
    [3, 600_000],
  ] as const)('in stage %i is %i céntimos', (stage, loss) => {
    expect(expectedCreditLoss({ ...input, stage })).toBe(loss);
  });
});
