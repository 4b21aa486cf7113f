import type { DebtRow } from './debt-row';
import { noteSettlement } from './debt-row';
import { forgive } from './forgiven';
import type { LoanEvent } from './history';
import { lateInterestOf } from './late-interest';
import { countLate, undisbursedOf, type LoanBook } from './loan-book';
import { refuse, type Refusal } from './refusal';

type Waiver = Extract<LoanEvent, { type: 'waiver' }>;

/**
 * Forgives part of a debt, the oldest instalment first; interest takes its insurance along. Interest may be forgiven
 * before it is earned; what is never earned, because the loan is prepaid, lapses and pays no principal.
 */
export function waive(book: LoanBook, { part, amount, date }: Waiver, path: string): Refusal | undefined {
  countLate(book, date);
  const notYetOwed = part === 'principal' ? undisbursedOf(book) : 0;
  const available = book.rows.reduce((sum, row) => sum + waivable(book, row, part), 0) - notYetOwed;
  if (amount > available) return refuse('amount_exceeds_debt', `${path}.amount`);
  let left = amount;
  for (const row of book.rows) {
    const forgiven = Math.min(left, waivable(book, row, part));
    if (forgiven === 0) continue;
    forgivePart(row, part, forgiven);
    left -= forgiven;
    noteSettlement(row, date);
  }
  return undefined;
}

function waivable(book: LoanBook, row: DebtRow, part: Waiver['part']): number {
  if (part === 'late-interest') return lateInterestOf(row, book.lateFactor);
  if (part === 'principal') return row.left.principal;
  if (part === 'interest') return row.left.interest + row.left.insurance;
  const charges = row.charges.reduce((sum, charge) => (charge.kind === part ? sum + charge.left : sum), 0);
  return part === 'fee' ? charges + row.left.fees : charges;
}

function forgivePart(row: DebtRow, part: Waiver['part'], amount: number): void {
  if (part === 'late-interest') {
    row.lateSettled += amount;
    return;
  }
  if (part === 'interest') {
    const insurance = Math.min(amount, row.left.insurance);
    return forgive(row, { interest: amount - insurance, insurance });
  }
  row.waived += amount;
  if (part === 'principal') row.left.principal -= amount;
  else forgiveCharges(row, part, amount);
}

function forgiveCharges(row: DebtRow, kind: 'fee' | 'penalty', amount: number): void {
  let left = amount;
  if (kind === 'fee') {
    const fees = Math.min(left, row.left.fees);
    row.left.fees -= fees;
    left -= fees;
  }
  for (const charge of row.charges) {
    if (charge.kind !== kind) continue;
    const forgiven = Math.min(left, charge.left);
    charge.left -= forgiven;
    left -= forgiven;
  }
}
