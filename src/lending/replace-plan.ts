import type { IsoDate } from './dates';
import { addParts, debtRow, NO_PARTS, noteSettlement, settledParts, type DebtRow, type RowParts } from './debt-row';
import type { Instalment } from './schedule-rows';
import { placeCharge, type LoanBook } from './loan-book';

/** What was paid, before a change of terms, of instalments that were not yet due. */
export interface PaidAhead {
  readonly parts: RowParts;
  readonly waived: number;
}

export function paidAhead(book: LoanBook, date: IsoDate): PaidAhead {
  const ahead = book.rows.filter((row) => row.due > date);
  return {
    parts: ahead.map(settledParts).reduce(addParts, { ...NO_PARTS }),
    waived: ahead.reduce((sum, row) => sum + row.waived, 0),
  };
}

export interface NewRows {
  /** Instalments of the change itself, due on its day, e.g. what a prepayment has paid. */
  readonly between: readonly DebtRow[];
  readonly instalments: readonly Instalment[];
  /** Interest, insurance and fees paid ahead that the new instalments are to count as paid. */
  readonly prepaid: RowParts;
}

/** Puts new instalments in the place of those that are not yet due; charges go where their own dates say. */
export function replaceRows(book: LoanBook, date: IsoDate, { between, instalments, prepaid }: NewRows): void {
  const dropped = book.rows.filter((row) => row.due > date);
  const fresh = instalments.map((instalment) => debtRow(instalment, book.payableOn(instalment.due)));
  book.rows = [...book.rows.filter((row) => row.due <= date), ...between, ...fresh];
  book.firstOpen = 0;
  const heir = between[0] ?? fresh[0];
  for (const row of dropped) if (heir) row.replacedBy = heir;

  countAsPaid(fresh, 'interest', prepaid.interest);
  countAsPaid(fresh, 'insurance', prepaid.insurance);
  countAsPaid(fresh, 'fees', prepaid.fees);
  for (const charge of dropped.flatMap((row) => row.charges)) placeCharge(book, charge);
  for (const row of fresh) noteSettlement(row, date);
}

function countAsPaid(rows: readonly DebtRow[], part: 'interest' | 'insurance' | 'fees', amount: number): void {
  let left = amount;
  for (const row of rows) {
    const paid = Math.min(left, row.left[part]);
    row.left[part] -= paid;
    left -= paid;
  }
}
