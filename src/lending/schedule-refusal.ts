import type { Payment } from './amortisation';
import { refuse, type Refusal } from './refusal';
import type { Instalment } from './schedule-rows';
import type { Terms } from './terms';

/** What is wrong with a schedule that was worked out from terms that looked well; undefined where nothing is. */
export function scheduleRefusal(
  terms: Terms,
  payments: readonly Payment[],
  instalments: readonly Instalment[],
): Refusal | undefined {
  const last = instalments.length - 1;
  for (const [index, row] of instalments.entries()) {
    const path = pathOf(terms, index);
    const debt = row.balance + (row.interestCarried ?? 0);
    const beyondCounting = !Number.isSafeInteger(row.total) || Math.abs(debt) > LARGEST_DEBT;
    if (beyondCounting) return refuse('interest_outgrows_instalments', path);
    if (paysNothing(payments[index], row)) return refuse('instalment_rounds_to_nothing', path);
    if (index < last ? debt <= 0 : row.principal <= 0) return refuse('instalments_exceed_debt', path);
    if (row.total > atMost(terms, index)) return refuse('instalment_exceeds_harvest', path);
  }
  return neverFalls(terms, instalments) ? refuse('interest_outgrows_instalments', pathOf(terms, last)) : undefined;
}

/** In céntimos: beyond this a double no longer holds every céntimo. */
const LARGEST_DEBT = 2 ** 50;

function paysNothing(payment: Payment | undefined, { principal, interest }: Instalment): boolean {
  if (payment?.pays === 'principal') return principal <= 0;
  return payment?.pays === 'amount' && principal + interest <= 0;
}

function pathOf({ instalments }: Terms, index: number): string {
  return 'rows' in instalments ? `instalments.rows.${index}` : 'instalments';
}

function atMost({ instalments }: Terms, index: number): number {
  return (instalments.plan === 'weighted' ? instalments.rows[index]?.atMost : undefined) ?? Infinity;
}

/**
 * True where the instalments before the last leave the debt as large as it was: free ones that pay less than the
 * interest between them, level ones that round to the interest alone. A weighted plan may let the debt grow, since its
 * weights say so.
 */
function neverFalls(terms: Terms, instalments: readonly Instalment[]): boolean {
  const { plan } = terms.instalments;
  const debts = instalments.slice(0, -1).map((row) => row.balance + (row.interestCarried ?? 0));
  const beforeLast = debts.at(-1);
  if (beforeLast === undefined) return false;
  if (plan === 'free') return beforeLast > terms.disbursements.reduce((sum, { amount }) => sum + amount, 0);
  if (plan !== 'level') return false;
  const lastDisbursed = terms.disbursements.at(-1)?.date ?? '';
  const first = instalments.findIndex((row, index) => index >= terms.grace.principal && row.due > lastDisbursed);
  return debts.length - first >= 2 && beforeLast >= (debts[first] ?? Infinity);
}
