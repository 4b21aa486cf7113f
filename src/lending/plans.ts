import type { AmortisationRules, Payment } from './amortisation';
import { ONE } from './decimal';
import type { Decimal } from './decimal';
import { equalPrincipalPlan } from './equal-principal-plan';
import type { Estimate } from './estimate';
import { flatPlan } from './flat-plan';
import type { Centimos } from './money';
import type { Period } from './periods';
import { solvedPlan } from './solved-plan';
import type { Terms } from './terms';

/** What each instalment pays, worked out from a plan's dates and weights. */
export interface PaymentPlan {
  readonly payments: readonly Payment[];
  readonly rules: AmortisationRules;
  /** What weight 1 pays, in céntimos. */
  readonly unit?: Estimate;
}

export function paymentPlan(terms: Terms, periods: readonly Period[]): PaymentPlan {
  const plan = terms.instalments;
  const rules = { grace: terms.grace, unpaidInterest: terms.unpaidInterest, mode: terms.rounding.mode };
  if (plan.plan === 'free') return { payments: freePayments(plan.rows), rules };
  if (terms.interestMethod === 'flat') return flatPlan(terms, periods, weightsOf(terms, periods));
  if (plan.plan === 'bullet' || plan.plan === 'interest-only') return { payments: interestThenRest(periods), rules };
  if (plan.plan === 'equal-principal') return equalPrincipalPlan(terms, periods, rules);
  return solvedPlan(terms, periods, weightsOf(terms, periods), rules);
}

/** A level plan is a weighted one with equal weights. */
function weightsOf(terms: Terms, periods: readonly Period[]): Decimal[] {
  const plan = terms.instalments;
  return plan.plan === 'weighted' ? plan.rows.map((row) => row.weight) : periods.map(() => ONE);
}

function freePayments(rows: readonly { readonly amount?: Centimos }[]): Payment[] {
  return rows.map(({ amount }) => (amount === undefined ? { pays: 'rest' } : { pays: 'amount', amount }));
}

function interestThenRest(periods: readonly Period[]): Payment[] {
  return periods.map((_, index) => (index === periods.length - 1 ? { pays: 'rest' } : { pays: 'interest' }));
}
