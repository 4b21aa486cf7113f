import { amortise, type Payment } from './amortisation';
import { Decimal, ZERO } from './decimal';
import { disbursedBetween, disbursedUpTo, periodsWithDisbursement } from './disbursed-so-far';
import { roundCentimos, roundToMultiple, sumOf, type Centimos } from './money';
import type { Period } from './periods';
import type { PaymentPlan } from './plans';
import type { InstalmentRounding, Terms } from './terms';

/**
 * Interest on the amount disbursed for the whole term, whatever has been paid back: reckoned once, rounded, and
 * divided among the instalments by weight, as the principal is; the last takes the rest of both. 5,000.00 at 12 % over
 * 18 months bears 900.00, 50.00 each; the principal of 277.78 becomes 278.00 with a multiple of S/ 1.
 */
export function flatPlan(terms: Terms, periods: readonly Period[], weights: readonly Decimal[]): PaymentPlan {
  const payments: Payment[] = periods.map(() => ({ pays: 'principal', amount: 0 }));
  const fixedInterest = periods.map(() => 0);
  const rules = { grace: terms.grace, unpaidInterest: terms.unpaidInterest, mode: terms.rounding.mode, fixedInterest };
  const last = periods.length - 1;
  const firstRepaying = firstThatRepays(terms, periods);
  for (const start of periodsWithDisbursement(periods)) {
    const known = disbursedUpTo(periods, start);
    const interest = interestOver(known.slice(start), terms.rounding);
    shares(interest, weights.slice(start), { ...terms.rounding, instalmentMultiple: 1 }).forEach((share, index) => {
      fixedInterest[start + index] = (fixedInterest[start + index] ?? 0) + share;
    });
    const first = Math.max(start, firstRepaying);
    const before = amortise(known.slice(0, start), payments, rules).at(-1);
    const owed = (before?.balance ?? 0) + disbursedBetween(known, start, first + 1);
    shares(owed, weights.slice(first), principalRounding(terms)).forEach((amount, index) => {
      payments[first + index] = first + index === last ? { pays: 'rest' } : { pays: 'principal', amount };
    });
  }
  return { payments, rules };
}

/** Rounded in proportion to the weights, the last share taking the rest. */
function shares(amount: Centimos, weights: readonly Decimal[], rounding: InstalmentRounding): Centimos[] {
  const total = weights.reduce((sum, weight) => sum.plus(weight), ZERO);
  const rounded = weights
    .slice(0, -1)
    .map((weight) =>
      roundToMultiple(new Decimal(amount).times(weight).dividedBy(total), rounding.instalmentMultiple, rounding.mode),
    );
  return [...rounded, amount - sumOf(rounded)];
}

/** Interest, from the first of these periods to the last, on what is disbursed in the first. */
function interestOver(periods: readonly Period[], { mode }: InstalmentRounding): Centimos {
  const [first, ...later] = periods;
  if (!first) return 0;
  const wholeTerm = (factor: Decimal) => later.reduce((sum, period) => sum.plus(period.factor.exact()), factor);
  const onDrawn = first.drawn.reduce((sum, { amount, factor }) => sum.plus(wholeTerm(factor).times(amount)), ZERO);
  return roundCentimos(wholeTerm(first.factor.exact()).times(first.opening).plus(onDrawn), mode);
}

function firstThatRepays({ instalments: { plan }, grace }: Terms, periods: readonly Period[]): number {
  return plan === 'bullet' || plan === 'interest-only' ? periods.length - 1 : grace.principal;
}

/** The multiple applies to level instalments only. */
function principalRounding({ instalments, rounding }: Terms): InstalmentRounding {
  return instalments.plan === 'equal-principal' ? { ...rounding, instalmentMultiple: 1 } : rounding;
}
