import { Decimal, ZERO } from './decimal';
import { estimateOf, type Estimate } from './estimate';
import type { Centimos } from './money';
import { unitInstalment, type Repayable } from './unit-instalment';

/**
 * The instalment of weight 1 where unpaid interest waits without bearing interest: the one with which the balance and
 * the waiting interest both end at zero.
 *
 * What is left after the last instalment falls in straight pieces as the unit grows, and bends only downwards (an
 * instalment that begins to reach the principal saves interest as well). Newton's steps from a unit that is too large
 * therefore come down to the root and land on it exactly once they are on its piece. The unit of the capitalised plan
 * is too large, since interest on interest costs more.
 */
export function carriedUnit(repayable: Repayable, waiting: Centimos): Estimate {
  let unit = unitInstalment(repayable).exact();
  for (let step = 0; step < MOST_STEPS; step++) {
    const { left, slope } = leftAfterLast(repayable, waiting, unit);
    const next = unit.minus(left.dividedBy(slope));
    if (next.minus(unit).abs().lessThan(CLOSE_ENOUGH)) return estimateOf(next);
    unit = next;
  }
  throw new Error('the instalment of a plan with carried interest was not found');
}

/** Each step but the last leaves one piece for good, and there are at most as many pieces as 600 instalments make. */
const MOST_STEPS = 700;
/** In céntimos. */
const CLOSE_ENOUGH = new Decimal('1e-25');

/** What is left, and by how much that changes for each céntimo of the unit. */
function leftAfterLast({ balance, periods, weights }: Repayable, waiting: Centimos, unit: Decimal) {
  let principal = { value: new Decimal(balance), slope: ZERO };
  let interest = { value: new Decimal(waiting), slope: ZERO };
  periods.forEach((period, index) => {
    const weight = weights[index] ?? ZERO;
    const factor = period.factor.exact();
    const accrued = period.drawn.reduce((sum, { amount, factor: part }) => sum.plus(part.times(amount)), ZERO);
    const drawn = period.drawn.reduce((sum, { amount }) => sum + amount, 0);
    const unpaid = {
      value: interest.value.plus(principal.value.times(factor)).plus(accrued).minus(weight.times(unit)),
      slope: interest.slope.plus(principal.slope.times(factor)).minus(weight),
    };
    const owed = { value: principal.value.plus(drawn), slope: principal.slope };
    const reachesPrincipal = unpaid.value.isNegative();
    interest = reachesPrincipal ? { value: ZERO, slope: ZERO } : unpaid;
    principal = reachesPrincipal
      ? { value: owed.value.plus(unpaid.value), slope: owed.slope.plus(unpaid.slope) }
      : owed;
  });
  return { left: principal.value.plus(interest.value), slope: principal.slope.plus(interest.slope) };
}
