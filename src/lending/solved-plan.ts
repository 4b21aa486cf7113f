import { amortise, drawnIn, type AmortisationRow, type AmortisationRules, type Payment } from './amortisation';
import { carriedUnit } from './carried-unit';
import { Decimal, ONE } from './decimal';
import { disbursedBetween, disbursedUpTo, periodsWithDisbursement } from './disbursed-so-far';
import { roundProduct, type Estimate } from './estimate';
import { roundToMultiple, type Centimos } from './money';
import type { Period } from './periods';
import type { PaymentPlan } from './plans';
import type { InstalmentRounding, Terms } from './terms';
import { spread } from './spread';
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
  let payments: Payment[] = periods.map(() => ({ pays: 'interest' }));
  let unit: Estimate | undefined;
  for (const start of periodsWithDisbursement(periods)) {
    const known = disbursedUpTo(periods, start);
    const first = Math.max(start, terms.grace.principal);
    const before = amortise(known.slice(0, start), payments, rules).at(-1);
    const carried = start > terms.grace.interest ? (before?.waiting ?? 0) : 0;
    const balance = (before?.balance ?? 0) + disbursedBetween(known, start, first) + (known[first]?.opening ?? 0);
    const debt = { balance, periods: known.slice(first), weights: weights.slice(first) };
    const solved =
      terms.unpaidInterest === 'carry' ? carriedUnit(debt, carried) : unitInstalment(asPublished(debt, terms));
    const amounts = instalmentsOf(debt.weights, solved, terms.rounding);
    const paying = (instalments: readonly Centimos[]) => followedBy(payments, first, instalments);
    const residue = (instalments: readonly Centimos[]) =>
      residueOf(amortise(known, paying(instalments), rules), instalments);
    payments = paying(
      terms.rounding.residue === 'spread' ? spread(amounts, debt.weights, residue, terms.rounding) : amounts,
    );
    unit = solved;
  }
  return { payments, rules, ...(unit && { unit }) };
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

/** By how much the last instalment is larger than its share. */
function residueOf(rows: readonly AmortisationRow[], instalments: readonly Centimos[]): Centimos {
  const last = rows.at(-1);
  return (last?.principal ?? 0) + (last?.interest ?? 0) - (instalments.at(-1) ?? 0);
}
