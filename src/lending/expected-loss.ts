import type { Centimos } from './money';
import type { Stage } from './stages';

const { max, pow, round } = Math;

/** Loans that share stage, probability, rate and security, as one debt that runs off month by month. */
export interface LossGroup {
  readonly stage: Stage;
  /** From 0 to 1: the probability that a loan defaults within twelve months. */
  readonly defaultIn12Months: number;
  readonly lossGivenDefault: number;
  /** Effective annual rate in percent, on 360 days. */
  readonly effectivePercent: number;
  readonly exposure: Centimos;
  /** Principal that falls due in each month ahead, the coming one first. What is overdue is in none of them. */
  readonly principalDue: readonly Centimos[];
}

/** Months that stage 1 looks ahead; later stages look at the whole life. */
const STAGE_1_MONTHS = 12;

/**
 * Expected credit loss of a group: for each month ahead the probability to default in it and not before, times what is
 * owed at its beginning, times the loss given default, discounted at the loans' own rate to its end; in stage 3, where the
 * default is a fact, the loss given default of all that is owed. The hazard is the same in every month. What is overdue
 * stays owed as long as the group lives, and no less than twelve months.
 *
 * S/ 12,000.00 due in two equal parts after one and two months, 11.3615 % in twelve months (1 % a month), 50 %, 24 % a
 * year: 12,000 × 0.01 × 0.5 ÷ 1.24^(1/12) + 6,000 × 0.99 × 0.01 × 0.5 ÷ 1.24^(2/12) = 58.934 + 28.654 = S/ 87.59.
 */
export function groupLoss(group: LossGroup): Centimos {
  const { stage, lossGivenDefault, exposure, principalDue } = group;
  if (stage === 3) return round(lossGivenDefault * exposure);
  const hazard = monthlyHazard(group.defaultIn12Months);
  const overdue = max(0, exposure - principalDue.reduce((sum, due) => sum + due, 0));
  const life = overdue > 0 ? max(STAGE_1_MONTHS, principalDue.length) : principalDue.length;
  const months = stage === 1 ? Math.min(STAGE_1_MONTHS, life) : life;
  let owed = exposure;
  let survives = 1;
  let loss = 0;
  for (let month = 1; month <= months; month++) {
    loss += (survives * hazard * owed * lossGivenDefault) / pow(1 + group.effectivePercent / 100, month / 12);
    survives *= 1 - hazard;
    owed -= principalDue[month - 1] ?? 0;
  }
  return round(loss);
}

/** 11.3615 % within twelve months is 1 % each month: 1 − 0.99¹² = 0.113615. */
export function monthlyHazard(defaultIn12Months: number): number {
  return 1 - pow(1 - defaultIn12Months, 1 / 12);
}
