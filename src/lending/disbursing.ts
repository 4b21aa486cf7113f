import { contractPlan, sameDisbursements } from './contract-plan';
import type { IsoDate } from './dates';
import { outstandingOf, totalOf } from './debt-row';
import { runningDebtOn } from './early-debt';
import type { LoanBook } from './loan-book';
import { planInForce, resolvable, type PlanInForce } from './plan-in-force';
import { isRefusal, refuse, type Refusal } from './refusal';
import { capitalisedRow, replacePlan } from './replace-plan';
import type { Disbursement, Terms } from './terms';
import { termsRefusal } from './terms-refusal';

/**
 * Money is paid out. What happens takes the place of what the terms had planned, tranche by tranche; where date and
 * amount are those of the plan, the instalments stay as they were. Instalments that are already due never change.
 */
export function disburse(
  book: LoanBook,
  paidOut: Disbursement,
  planned: readonly Disbursement[],
  path: string,
): Refusal | undefined {
  const before = book.plan;
  const terms = { ...(before?.terms ?? book.history.terms), disbursements: [...happened(book), paidOut, ...planned] };
  if (!before || !sameDisbursements(before.terms.disbursements, terms.disbursements)) {
    const fault = planAnew(book, terms, paidOut);
    if (fault) return refuse(fault.reason, path);
  }
  book.paidOut.push(paidOut);
  book.planned = planned;
  book.owedMoreOn = paidOut.date;
  return undefined;
}

/** What the plan in force counts as paid out already: after a reprogramming, the debt that it took over. */
function happened(book: LoanBook): readonly Disbursement[] {
  if (!book.plan) return [];
  const { disbursements } = book.plan.terms;
  return disbursements.slice(0, disbursements.length - book.planned.length);
}

/**
 * As long as nothing was changed or paid ahead, the plan is what `schedule` says of the terms; afterwards what is left
 * of it takes the new principal on.
 */
function planAnew(book: LoanBook, terms: Terms, { date, amount }: Disbursement): Refusal | undefined {
  const before = book.plan;
  if (before && (before.takeover || isPaidAhead(book, date)))
    return termsRefusal(terms) ?? addPrincipal(book, before, terms, { date, amount });
  const plan = contractPlan(before?.terms ?? book.history.terms, terms);
  if (isRefusal(plan)) return plan;
  replacePlan(book, before ? date : NOTHING_DUE, plan);
  return undefined;
}

/** A day before which nothing falls due. */
const NOTHING_DUE = '0000-00-00';

function isPaidAhead(book: LoanBook, date: IsoDate): boolean {
  return book.rows.some((row) => row.due > date && outstandingOf(row) < totalOf(row));
}

function addPrincipal(
  book: LoanBook,
  before: PlanInForce,
  terms: Terms,
  { date, amount }: Disbursement,
): Refusal | undefined {
  const running = runningDebtOn(book, before, date);
  if (!running) return refuse('dates_out_of_order', 'disbursements');
  const { skipped, waiting, accrued, interest, insurance, fees, forgivenUnearned, capitalised } = running;
  const brought = { interest: Math.min(0, interest), insurance, fees };
  const takeover = { date, skipped, principal: running.principal + amount, accrued, waiting, brought };
  const { instalments } = resolvable(before);
  const plan = planInForce({ ...terms, instalments }, takeover);
  const between = capitalisedRow(date, capitalised, takeover.principal);
  replacePlan(book, date, plan, { between, forgivenUnearned });
  return undefined;
}
