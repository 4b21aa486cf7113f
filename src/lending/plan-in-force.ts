import { amortise, type AmortisationRow, type Payment } from './amortisation';
import { Decimal } from './decimal';
import type { Centimos } from './money';
import { periodsOf, type Period } from './periods';
import { paymentPlan, type PaymentPlan } from './plans';
import { instalmentOf } from './schedule';
import type { Instalment } from './schedule-rows';
import { NOTHING_BROUGHT, restOfPlan, type Brought, type Takeover } from './takeover';
import type { Terms } from './terms';

/** The instalments that are still to come under one set of terms, and how they were reckoned. */
export interface PlanInForce {
  readonly terms: Terms;
  readonly takeover?: Takeover;
  readonly periods: readonly Period[];
  readonly plan: PaymentPlan;
  readonly walk: readonly AmortisationRow[];
  readonly rows: readonly Instalment[];
  /** What a takeover brought into each of the rows. */
  readonly brought?: readonly Brought[];
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
  const planned = { terms, periods, plan, walk };
  if (!takeover) return { ...planned, rows };
  const brought = broughtInto(rows, takeover.brought);
  return { ...planned, takeover, brought, rows: rows.map((row, index) => withBrought(row, brought[index])) };
}

function wholePlan(terms: Terms): { periods: readonly Period[]; plan: PaymentPlan } {
  const periods = periodsOf(terms);
  return { periods, plan: paymentPlan(terms, periods) };
}

/** All that comes on top goes into the first row; what comes off comes off the first rows that ask for as much. */
function broughtInto(rows: readonly Instalment[], brought: Brought): Brought[] {
  const left = { ...brought };
  return rows.map((row) => {
    const here = { ...NOTHING_BROUGHT };
    for (const part of ['interest', 'insurance', 'fees'] as const) {
      here[part] = Math.max(left[part], -askedFor(row, part));
      left[part] -= here[part];
    }
    return here;
  });
}

function withBrought(row: Instalment, brought: Brought = NOTHING_BROUGHT): Instalment {
  const { interest, insurance, fees } = brought;
  if (interest === 0 && insurance === 0 && fees === 0) return row;
  return {
    ...row,
    interest: row.interest + interest,
    insurance: row.insurance + insurance,
    fees: row.fees + fees,
    total: row.total + interest + insurance + fees,
  };
}

/** Interest that joins the principal is not asked for. */
function askedFor(row: Instalment, part: keyof Brought): Centimos {
  return part === 'interest' ? row.interest + Math.min(0, row.principal) : row[part];
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
