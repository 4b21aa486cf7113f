import { Decimal, ZERO } from './decimal';
import { estimateOf, UNIT_ROUNDOFF, type Estimate } from './estimate';
import type { Centimos } from './money';
import { unitInstalment, type Repayable } from './unit-instalment';

/**
 * The instalment of weight 1 where unpaid interest waits without bearing interest: the one with which the balance and
 * the waiting interest both end at zero.
 *
 * What is left after the last instalment falls in straight pieces as the unit grows, and bends only downwards (an
 * instalment that begins to reach the principal saves interest as well). Newton's steps from a unit that is too large
 * therefore come down to the root and land on it exactly once they are on its piece; from one that is too small the
 * first step leads to one that is too large. The unit of the capitalised plan is too large, since interest on interest
 * costs more.
 */
export function carriedUnit(repayable: Repayable, waiting: Centimos): Estimate {
  const near = unitInDoubles(repayable, waiting);
  let exact: Decimal | undefined;
  const estimate = {
    double: near,
    relativeError: ENCLOSED,
    exact: () => (exact ??= exactUnit(repayable, waiting, new Decimal(near))),
  };
  return isEnclosed(repayable, waiting, near) ? estimate : estimateOf(estimate.exact());
}

/** Relative to the unit. The doubles are far nearer to the root; this is what two looks at its neighbours prove. */
const ENCLOSED = 1e-10;

/**
 * Something is left with a little less than the unit, and too much is paid with a little more. Both are larger than what
 * rounding can have done to them, so that the root lies between: each of a dozen operations of a period errs by half a
 * unit in the last place of at most `largest`, its factor by its own bound, and an error grows no faster than the debt.
 */
function isEnclosed(repayable: Repayable, waiting: Centimos, unit: number): boolean {
  const { left: tooLittle, largest } = leftInDoubles(repayable, waiting, unit * (1 - ENCLOSED));
  const { left: tooMuch } = leftInDoubles(repayable, waiting, unit * (1 + ENCLOSED));
  const ofPeriods = repayable.periods.reduce((sum, { factor }) => sum + 12 * UNIT_ROUNDOFF + factor.relativeError, 0);
  const error = (12 * UNIT_ROUNDOFF + ofPeriods) * largest;
  return tooLittle > error && tooMuch < -error;
}

function unitInDoubles(repayable: Repayable, waiting: Centimos): number {
  let unit = unitInstalment(repayable).double;
  for (let step = 0; step < MOST_STEPS; step++) {
    const { left, slope } = leftInDoubles(repayable, waiting, unit);
    const next = unit - left / slope;
    if (Math.abs(next - unit) <= Math.abs(unit) * CLOSE_IN_DOUBLES) return next;
    unit = next;
  }
  return unit;
}

const CLOSE_IN_DOUBLES = 1e-14;

/** `leftAfterLast` in doubles, with the largest amount on the way, grown to the last due date. */
function leftInDoubles({ balance, periods, weights }: Repayable, waiting: Centimos, unit: number) {
  let principal = balance;
  let interest = waiting;
  let principalSlope = 0;
  let interestSlope = 0;
  let largest = balance + waiting;
  for (const [index, period] of periods.entries()) {
    const { double: factor } = period.factor;
    const weight = weights[index]?.toNumber() ?? 0;
    interest += principal * factor - weight * unit;
    interestSlope += principalSlope * factor - weight;
    largest += largest * factor + Math.abs(weight * unit);
    for (const { amount, factor: part } of period.drawn) {
      interest += part.toNumber() * amount;
      principal += amount;
      largest += 2 * amount;
    }
    if (interest >= 0) continue;
    principal += interest;
    principalSlope += interestSlope;
    interest = 0;
    interestSlope = 0;
  }
  return { left: principal + interest, slope: principalSlope + interestSlope, largest };
}

function exactUnit(repayable: Repayable, waiting: Centimos, near: Decimal): Decimal {
  let unit = near;
  for (let step = 0; step < MOST_STEPS; step++) {
    const { left, slope } = leftAfterLast(repayable, waiting, unit);
    const next = unit.minus(left.dividedBy(slope));
    if (next.minus(unit).abs().lessThan(CLOSE_ENOUGH)) return next;
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
