import type { IsoDate } from './dates';
import { debtRow, noteSettlement, settledParts, type DebtRow } from './debt-row';
import { placeCharge, useOverpaid, type LoanBook } from './loan-book';
import { planInForce, type PlanInForce } from './plan-in-force';
import { refuse, type Refusal } from './refusal';
import { scheduleRefusal } from './schedule-refusal';
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
  const disbursements = [...happened(book), paidOut, ...planned];
  if (before && sameDisbursements(before.terms.disbursements, disbursements)) {
    notePaidOut(book, paidOut, planned);
    return undefined;
  }
  const terms = { ...(before?.terms ?? book.history.terms), disbursements };
  const fault = termsRefusal(terms);
  if (fault) return refuse(fault.reason, path);
  const plan = before ? furtherPlan(before, terms, paidOut) : planInForce(terms);
  const unpayable = plan.takeover ? undefined : scheduleRefusal(terms, plan.plan.payments, plan.rows);
  if (unpayable) return refuse(unpayable.reason, path);

  book.plan = plan;
  placeRows(book, plan, before ? paidOut.date : undefined);
  notePaidOut(book, paidOut, planned);
  return undefined;
}

function notePaidOut(book: LoanBook, paidOut: Disbursement, planned: readonly Disbursement[]): void {
  book.paidOut.push(paidOut);
  book.planned = planned;
  useOverpaid(book, paidOut.date);
}

/** What the plan in force counts as paid out already: after a reprogramming, the debt that it took over. */
function happened(book: LoanBook): readonly Disbursement[] {
  if (!book.plan) return [];
  const { disbursements } = book.plan.terms;
  return disbursements.slice(0, disbursements.length - book.planned.length);
}

function sameDisbursements(before: readonly Disbursement[], after: readonly Disbursement[]): boolean {
  return (
    before.length === after.length &&
    before.every(({ date, amount }, index) => date === after[index]?.date && amount === after[index]?.amount)
  );
}

function furtherPlan(plan: PlanInForce, terms: Terms, { date, amount }: Disbursement): PlanInForce {
  if (!plan.takeover) return planInForce(terms);
  const { keep: _, ...takeover } = plan.takeover;
  const onTheDay = takeover.date === date ? amount : 0;
  return planInForce(terms, { ...takeover, principal: takeover.principal + onTheDay });
}

/** The new instalments after a day; what was paid of the old ones counts for those with the same due date. */
function placeRows(book: LoanBook, plan: PlanInForce, since: IsoDate | undefined): void {
  const old = since === undefined ? book.rows : book.rows.filter((row) => row.due > since);
  const kept = since === undefined ? [] : book.rows.filter((row) => row.due <= since);
  const fresh = plan.rows
    .filter((row) => since === undefined || row.due > since)
    .map((row) => debtRow(row, book.payableOn(row.due)));
  if (old.length > 0) inheritPayments(old, fresh);
  book.rows = [...kept, ...fresh];
  book.firstOpen = 0;
  for (const charge of old.flatMap((row) => row.charges)) placeCharge(book, charge);
  if (since !== undefined) for (const row of fresh) noteSettlement(row, since);
}

function inheritPayments(old: readonly DebtRow[], fresh: readonly DebtRow[]): void {
  const over = { principal: 0, interest: 0, insurance: 0, fees: 0 };
  for (const row of fresh) {
    const before = old.find(({ due }) => due === row.due);
    const settled = before && settledParts(before);
    for (const part of ['principal', 'interest', 'insurance', 'fees'] as const) {
      const paid = over[part] + (settled?.[part] ?? 0);
      const here = Math.min(paid, row.left[part]);
      row.left[part] -= here;
      over[part] = paid - here;
    }
    if (!before) continue;
    row.waived = before.waived;
    before.replacedBy = row;
    if (before.settledOn !== undefined) row.settledOn = before.settledOn;
  }
}
