import { addMonths, daysBetween, type IsoDate } from './dates';
import { Decimal, HUNDRED, ONE, ZERO } from './decimal';
import { roundCentimos, type Centimos } from './money';

export type Stage = 1 | 2 | 3;

/** IFRS 9 backstops, both rebuttable: 5.5.11 (more than 30 days) and B5.5.37 (90 days). */
export interface StageRule {
  readonly stage2AfterDays: number;
  readonly stage3FromDays: number;
}

export interface LoanToStage {
  readonly daysLate: number;
  /** Signs of a significant increase in credit risk other than days late, e.g. a harvest lost or a loan refinanced. */
  readonly riskIncreased: boolean;
  /** Evidence of impairment other than days late, e.g. judicial collection. */
  readonly creditImpaired: boolean;
}

/** 30 days late is stage 1, 31 stage 2, 89 stage 2, 90 stage 3. */
export function stageOf(loan: LoanToStage, rule: StageRule): Stage {
  if (loan.creditImpaired || loan.daysLate >= rule.stage3FromDays) return 3;
  if (loan.riskIncreased || loan.daysLate > rule.stage2AfterDays) return 2;
  return 1;
}

/** One period of a loan's remaining life. */
export interface DefaultPoint {
  readonly date: IsoDate;
  /** Probability, from 0 to 1, that the loan defaults in this period and not before. */
  readonly defaultProbability: Decimal;
  readonly exposure: Centimos;
}

export interface ExpectedLossInput {
  readonly asOf: IsoDate;
  readonly stage: Stage;
  readonly exposureNow: Centimos;
  /** From 0 to 1. */
  readonly lossGivenDefault: Decimal;
  /** The loan's own effective annual rate, on 360 days. */
  readonly effectivePercent: Decimal;
  readonly points: readonly DefaultPoint[];
}

/**
 * Expected credit loss: Σ PD × LGD × EAD, discounted at the loan's effective rate; the points of the next twelve months
 * in stage 1, of the whole life in stage 2; in stage 3 the loan has defaulted, so it is LGD × exposure today. One point
 * a year (360 days) ahead with PD 5 %, LGD 60 % and S/ 10,000 at 25 %: 10,000 × 0.05 × 0.6 / 1.25 = S/ 240.00.
 */
export function expectedCreditLoss(input: ExpectedLossInput): Centimos {
  const lossGivenDefault = new Decimal(input.lossGivenDefault);
  if (input.stage === 3) return roundCentimos(lossGivenDefault.times(input.exposureNow), 'half-even');

  const horizon = input.stage === 1 ? addMonths(input.asOf, 12) : undefined;
  const growthPerYear = ONE.plus(new Decimal(input.effectivePercent).dividedBy(HUNDRED));
  const loss = input.points
    .filter((point) => point.date > input.asOf && (horizon === undefined || point.date <= horizon))
    .map((point) => {
      const years = new Decimal(daysBetween(input.asOf, point.date)).dividedBy(360);
      return lossGivenDefault.times(point.defaultProbability).times(point.exposure).dividedBy(growthPerYear.pow(years));
    })
    .reduce((sum, part) => sum.plus(part), ZERO);
  return roundCentimos(loss, 'half-even');
}
