import { allocate, type Debt, type RowPayment } from './allocation';
import type { PayableOn } from './arrears';
import type { IsoDate } from './dates';
import { debtRow, noteSettlement, type DebtCharge, type DebtRow } from './debt-row';
import type { Estimate } from './estimate';
import type { History } from './history';
import { countLateDays } from './late-interest';
import type { Modification } from './modification';
import type { Centimos } from './money';
import type { PlanInForce } from './plan-in-force';
import type { Disbursement } from './terms';

/** A loan while its history is replayed. It belongs to one call of `replay` and changes in place. */
export interface LoanBook {
  readonly history: History;
  readonly payableOn: PayableOn;
  readonly lateFactor: Estimate | undefined;
  /** What was paid out so far, and what the terms still plan for after the day of the report. */
  paidOut: Disbursement[];
  planned: readonly Disbursement[];
  /** Absent until something is disbursed. */
  plan?: PlanInForce;
  rows: DebtRow[];
  entries: BookEntry[];
  modification?: Modification;
  writtenOffOn?: IsoDate;
}

/** A transaction as it grows: overpaid money may find something to pay later. */
export interface BookEntry {
  readonly id: string;
  readonly type: 'disbursement' | 'repayment' | 'recovery';
  readonly date: IsoDate;
  readonly amount: Centimos;
  readonly reversed: boolean;
  overpaid: Centimos;
  payments: RowPayment[];
}

export function disbursedOf(book: LoanBook): Centimos {
  return book.paidOut.reduce((sum, { amount }) => sum + amount, 0);
}

export function undisbursedOf(book: LoanBook): Centimos {
  return book.planned.reduce((sum, { amount }) => sum + amount, 0);
}

export function debtOf(book: LoanBook): Debt {
  return {
    rows: book.rows,
    rule: book.history.allocation,
    lateFactor: book.lateFactor,
    undisbursed: undisbursedOf(book),
  };
}

/** Lays money against what is owed on a day; what is left over is overpaid. */
export function payInto(book: LoanBook, entry: BookEntry, amount: Centimos, date: IsoDate): void {
  countLate(book, date);
  const { payments, left } = allocate(debtOf(book), amount, date);
  for (const payment of payments) noteSettlement(payment.row, date);
  entry.payments.push(...payments);
  entry.overpaid += left;
}

export function countLate(book: LoanBook, date: IsoDate): void {
  if (book.lateFactor) countLateDays(book.rows, date);
}

/** Money that was paid too much pays what comes to be owed later, the oldest first. */
export function useOverpaid(book: LoanBook, date: IsoDate): void {
  for (const entry of book.entries) {
    if (entry.overpaid === 0 || entry.reversed) continue;
    const amount = entry.overpaid;
    entry.overpaid = 0;
    payInto(book, entry, amount, date);
  }
}

/** A charge belongs to the first instalment that falls due on its date or later; after the last it is one of its own. */
export function placeCharge(book: LoanBook, charge: DebtCharge): void {
  const index = book.rows.findIndex((row) => row.due >= charge.due);
  const row = book.rows[index] ?? rowForCharge(book, charge.due);
  row.charges.push(charge);
  row.charges.sort((one, other) => (one.due < other.due ? -1 : one.due > other.due ? 1 : 0));
  if (charge.left > 0) delete row.settledOn;
}

function rowForCharge(book: LoanBook, due: IsoDate): DebtRow {
  const row = debtRow({ due, principal: 0, interest: 0, insurance: 0, fees: 0, balance: 0 }, book.payableOn(due));
  book.rows.push(row);
  return row;
}
