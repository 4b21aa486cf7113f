import { amortise, drawnIn, type AmortisationRules, type Payment } from './amortisation';
import { carriedUnit } from './carried-unit';
import { Decimal, ONE } from './decimal';
import { disbursedBetween, disbursedUpTo, periodsWithDisbursement } from './disbursed-so-far';
import { roundProduct, type Estimate } from './estimate';
import { roundToMultiple, type Centimos } from './money';
import type { Period } from './periods';
import type { PaymentPlan } from './plans';
import { spread } from './spread';
import type { InstalmentRounding, Terms } from './terms';
import { unitInstalment, type Repayable } from './unit-instalment';

/**
 * Instalments in proportion to weights, level ones included. Instalments in grace pay interest only; those after it
 * pay weight × unit rounded to the multiple, and the last takes the rest. A further disbursement solves the plan anew
 * from the period that contains it.
 */
export function solvedPlan(
  terms: Terms,
  periods: readonly Period[],
  weights: readonly Decimal[],
  rules: AmortisationRules,
): PaymentPlan {
  let payments: readonly Payment[] = periods.map(() => ({ pays: 'interest' }));
  let unit: Estimate | undefined;
  for (const start of periodsWithDisbursement(periods)) {
    const stage = stageFrom(start, terms, periods, weights, payments, rules);
    unit = unitOf(stage, terms);
    payments = paymentsOf(stage, unit, terms, payments, rules);
  }
  return { payments, rules, ...(unit && { unit }) };
}

/** A plan as it is made when something is disbursed, without knowing what will be disbursed later. */
interface Stage {
  readonly periods: readonly Period[];
  /** The first instalment that pays principal. */
  readonly first: number;
  readonly debt: Repayable;
  /** Interest carried into the stage. */
  readonly waiting: Centimos;
}

function stageFrom(
  start: number,
  { grace }: Terms,
  all: readonly Period[],
  weights: readonly Decimal[],
  payments: readonly Payment[],
  rules: AmortisationRules,
): Stage {
  const periods = disbursedUpTo(all, start);
  const first = Math.max(start, grace.principal);
  const before = amortise(periods.slice(0, start), payments, rules).at(-1);
  const opening = disbursedBetween(periods, start, first) + (periods[first]?.opening ?? 0);
  const debt = {
    balance: (before?.balance ?? 0) + opening,
    periods: periods.slice(first),
    weights: weights.slice(first),
  };
  return { periods, first, debt, waiting: start > grace.interest ? (before?.waiting ?? 0) : 0 };
}

function unitOf({ debt, waiting }: Stage, terms: Terms): Estimate {
  return terms.unpaidInterest === 'carry' ? carriedUnit(debt, waiting) : unitInstalment(asPublished(debt, terms));
}

/**
 * Lenders that spread the residue set the level instalment as if a disbursement inside a period of a nominal rate had
 * been owed from the period's first day, and let the spread take the difference back.
 */
function asPublished(debt: Repayable, terms: Terms): Repayable {
  const [first, ...rest] = debt.periods;
  if (!first || terms.rate.kind === 'effective' || terms.rounding.residue === 'last') return debt;
  return { ...debt, balance: debt.balance + drawnIn(first), periods: [{ ...first, drawn: [] }, ...rest] };
}

function paymentsOf(
  { periods, first, debt }: Stage,
  unit: Estimate,
  { rounding }: Terms,
  before: readonly Payment[],
  rules: AmortisationRules,
): readonly Payment[] {
  const amounts = instalmentsOf(debt.weights, unit, rounding);
  if (rounding.residue === 'last') return followedBy(before, first, amounts);
  const residueOf = (tried: readonly Centimos[]) => {
    const last = amortise(periods, followedBy(before, first, tried), rules).at(-1);
    return (last?.principal ?? 0) + (last?.interest ?? 0) - (tried.at(-1) ?? 0);
  };
  return followedBy(before, first, spread(amounts, debt.weights, residueOf, rounding));
}

function instalmentsOf(weights: readonly Decimal[], unit: Estimate, rounding: InstalmentRounding): Centimos[] {
  if (weights.some((weight) => weight !== ONE)) return weights.map((weight) => weighted(weight, unit, rounding));
  const level = roundProduct(1, unit, rounding.mode, rounding.instalmentMultiple);
  return weights.map(() => level);
}

function weighted(weight: Decimal, unit: Estimate, { mode, instalmentMultiple }: InstalmentRounding): Centimos {
  if (weight.isInteger()) return roundProduct(weight.toNumber(), unit, mode, instalmentMultiple);
  return roundToMultiple(new Decimal(weight).times(unit.exact()), instalmentMultiple, mode);
}

function followedBy(payments: readonly Payment[], first: number, amounts: readonly Centimos[]): Payment[] {
  const last = payments.length - 1;
  return payments.map((payment, index): Payment => {
    if (index < first) return payment;
    return index === last ? { pays: 'rest' } : { pays: 'amount', amount: amounts[index - first] ?? 0 };
  });
}
