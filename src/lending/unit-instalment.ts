import { Decimal, ONE, ZERO } from './decimal';
import { UNIT_ROUNDOFF, type Estimate } from './estimate';
import type { Centimos } from './money';
import type { Period } from './periods';

/** What is owed when a plan begins to pay back, and the weights of the instalments that pay it. */
export interface Repayable {
  readonly balance: Centimos;
  /** From the period in which the first of the instalments falls due, to the last. */
  readonly periods: readonly Period[];
  readonly weights: readonly Decimal[];
}

/**
 * What an instalment of weight 1 pays so that the balance ends at zero, in céntimos. Everything is brought forward to
 * the last due date: `unit = debt there / Σ weightₖ · Π(1 + factor of each later period)`. With equal weights this is
 * the level instalment, with a TEA it is P / Σ wₖ·(1 + TEA)^(−dₖ/360). 8,000 at TEA 24.5 % on 30 November in shares
 * of 28, 25 and 13 at the end of May, of July and in mid-December is 140.49 a unit.
 */
export function unitInstalment(repayable: Repayable): Estimate {
  const { debt, weighted } = inDoubles(repayable);
  // One factor, one sum and one product of growth per period, one product and one sum per weight, and the quotient.
  const operations = 10 * repayable.periods.length + 10;
  return {
    double: debt / weighted,
    relativeError: operations * UNIT_ROUNDOFF,
    exact: () => exactUnit(repayable),
  };
}

/** All terms are positive, so the relative errors of the operations add up and never cancel. */
function inDoubles({ balance, periods, weights }: Repayable): { debt: number; weighted: number } {
  let growth = 1;
  let weighted = 0;
  for (let index = periods.length - 1; index > 0; index--) {
    weighted += growth * doubleOf(weights[index]);
    growth *= 1 + (periods[index]?.factor.double ?? 0);
  }
  weighted += growth * doubleOf(weights[0]);
  return { debt: growth * firstDebtInDoubles(balance, periods[0]), weighted };
}

function doubleOf(weight: Decimal | undefined): number {
  return weight === ONE ? 1 : (weight?.toNumber() ?? 0);
}

function firstDebtInDoubles(balance: Centimos, first: Period | undefined): number {
  if (!first) return balance;
  const drawn = first.drawn.reduce((sum, { amount, factor }) => sum + amount * (1 + factor.toNumber()), 0);
  return balance * (1 + first.factor.double) + drawn;
}

function exactUnit({ balance, periods, weights }: Repayable): Decimal {
  let growth = ONE;
  let weighted = ZERO;
  for (let index = periods.length - 1; index > 0; index--) {
    weighted = weighted.plus(growth.times(weights[index] ?? ZERO));
    growth = growth.times(ONE.plus(periods[index]?.factor.exact() ?? ZERO));
  }
  weighted = weighted.plus(growth.times(weights[0] ?? ZERO));
  return growth.times(firstDebt(balance, periods[0])).dividedBy(weighted);
}

/** The debt on the first due date, before anything is paid. */
function firstDebt(balance: Centimos, first: Period | undefined): Decimal {
  if (!first) return new Decimal(balance);
  const drawn = first.drawn.reduce((sum, { amount, factor }) => sum.plus(factor.plus(ONE).times(amount)), ZERO);
  return ONE.plus(first.factor.exact()).times(balance).plus(drawn);
}
