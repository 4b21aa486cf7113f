import { amortise, type AmortisationRow, type Payment } from './amortisation';
import { Decimal } from './decimal';
import { periodsOf, type Period } from './periods';
import { paymentPlan, type PaymentPlan } from './plans';
import { instalmentOf } from './schedule';
import type { Instalment } from './schedule-rows';
import { restOfPlan, type Takeover } from './takeover';
import type { Terms } from './terms';

/** The instalments that are still to come under one set of terms, and how they were reckoned. */
export interface PlanInForce {
  readonly terms: Terms;
  readonly takeover?: Takeover;
  readonly periods: readonly Period[];
  readonly plan: PaymentPlan;
  readonly walk: readonly AmortisationRow[];
  readonly rows: readonly Instalment[];
}

/**
 * The instalments of terms: all of them, or those after a takeover. It is the walk of `schedule` without the cost and
 * the refusals of a quote.
 */
export function planInForce(terms: Terms, takeover?: Takeover): PlanInForce {
  const { periods, plan } = takeover ? restOfPlan(terms, takeover) : wholePlan(terms);
  const walk = amortise(periods, plan.payments, plan.rules);
  const paidOff = takeover?.keep ? walk.findIndex((row) => row.balance <= 0) : -1;
  if (takeover?.keep && paidOff < walk.length - 1) return shortened(terms, takeover, takeover.keep.slice(0, paidOff));
  const rows = walk.map((row, index) => instalmentOf(terms, periods[index], row, index));
  const planned = { terms, periods, plan, walk, rows };
  return takeover ? { ...planned, takeover } : planned;
}

function wholePlan(terms: Terms): { periods: readonly Period[]; plan: PaymentPlan } {
  const periods = periodsOf(terms);
  return { periods, plan: paymentPlan(terms, periods) };
}

/** Ends the terms with the instalment in which the ones before leave less than it used to pay. */
function shortened(terms: Terms, takeover: Takeover, before: readonly Payment[]): PlanInForce {
  const keep: Payment[] = [...before, { pays: 'rest' }];
  return planInForce(endedAfter(terms, takeover.skipped + keep.length), { ...takeover, keep });
}

function endedAfter(terms: Terms, count: number): Terms {
  const plan = terms.instalments;
  if (plan.plan === 'weighted') return { ...terms, instalments: { plan: 'weighted', rows: plan.rows.slice(0, count) } };
  if (plan.plan === 'free') return { ...terms, instalments: { plan: 'free', rows: plan.rows.slice(0, count) } };
  return plan.plan === 'bullet' ? terms : { ...terms, instalments: { ...plan, count } };
}

/** The same terms with weights where amounts were free, so that what is left can be planned anew. */
export function resolvable(plan: PlanInForce): Terms {
  const { terms } = plan;
  if (terms.instalments.plan !== 'free') return terms;
  const skipped = plan.takeover?.skipped ?? 0;
  const rows = terms.instalments.rows.map(({ due }, index) => {
    const row = plan.rows[index - skipped];
    return { due, weight: new Decimal(Math.max(1, row ? row.principal + row.interest : 1)) };
  });
  return { ...terms, instalments: { plan: 'weighted', rows } };
}
