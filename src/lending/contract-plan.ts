import { planInForce, type PlanInForce } from './plan-in-force';
import { refuse, type Refusal } from './refusal';
import { scheduleRefusal } from './schedule-refusal';
import type { Disbursement, Terms } from './terms';
import { termsRefusal } from './terms-refusal';

/**
 * What `schedule` says of signed terms with what was really paid out, or why they are refused. Where that is what was
 * signed, it is reckoned once, however often the loan is replayed: it is of the contract alone, and nobody changes
 * either.
 */
export function contractPlan(signed: Terms, terms: Terms): PlanInForce | Refusal {
  if (!sameDisbursements(signed.disbursements, terms.disbursements)) return reckoned(terms);
  const known = plans.get(signed);
  if (known) return known;
  const plan = reckoned(signed);
  plans.set(signed, plan);
  return plan;
}

const plans = new WeakMap<Terms, PlanInForce | Refusal>();

function reckoned(terms: Terms): PlanInForce | Refusal {
  const fault = termsRefusal(terms);
  if (fault) return fault;
  const plan = planInForce(terms);
  const unpayable = scheduleRefusal(terms, plan.plan.payments, plan.rows);
  if (unpayable) return unpayable;
  if (plan.rows.some((row) => row.interest < 0)) return refuse('instalment_rounds_to_nothing', 'instalments');
  return plan;
}

export function sameDisbursements(before: readonly Disbursement[], after: readonly Disbursement[]): boolean {
  return (
    before.length === after.length &&
    before.every(({ date, amount }, index) => date === after[index]?.date && amount === after[index]?.amount)
  );
}
