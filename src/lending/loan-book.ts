import { allocate, type Debt, type RowPayment } from './allocation';
import type { PayableOn } from './arrears';
import { dayNumber, type IsoDate } from './dates';
import { debtRow, noteSettlement, outstandingOf, type DebtCharge, type DebtRow } from './debt-row';
import type { Estimate } from './estimate';
import type { History } from './history';
import { countLateDays, lateInterestOf } from './late-interest';
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
  /** Nothing is left of the rows before this one; found again whenever rows or charges are put in. */
  firstOpen: number;
  entries: BookEntry[];
  /** The last day on which something came to be owed, if overpaid money has not been laid against it yet. */
  owedMoreOn: IsoDate | undefined;
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
    firstOpen: book.firstOpen,
  };
}

/** Lays money against what is owed on a day; what is left over is overpaid. */
export function payInto(book: LoanBook, entry: BookEntry, amount: Centimos, date: IsoDate): void {
  const day = countLate(book, date);
  const { payments, left } = allocate(debtOf(book), amount, day);
  notePayments(book, payments, date);
  entry.payments.push(...payments);
  entry.overpaid += left;
}

export function notePayments(book: LoanBook, payments: readonly RowPayment[], date: IsoDate): void {
  for (const { row } of payments) noteSettlement(row, date);
  while (isSettled(book, book.rows[book.firstOpen])) book.firstOpen++;
}

function isSettled(book: LoanBook, row: DebtRow | undefined): boolean {
  return row !== undefined && outstandingOf(row) === 0 && lateInterestOf(row, book.lateFactor) === 0;
}

/** Counts late days up to a date and returns its day number. */
export function countLate(book: LoanBook, date: IsoDate): number {
  const day = dayNumber(date);
  if (book.lateFactor) countLateDays(book.rows, day, book.firstOpen);
  return day;
}

/**
 * Money that was paid too much pays what comes to be owed later, the oldest first: at the end of the day, so that it
 * does not matter in which order the day's charges were entered.
 */
export function useOverpaid(book: LoanBook): void {
  const date = book.owedMoreOn;
  if (date === undefined) return;
  book.owedMoreOn = undefined;
  for (const entry of book.entries) {
    if (entry.overpaid === 0 || entry.reversed) continue;
    const amount = entry.overpaid;
    entry.overpaid = 0;
    payInto(book, entry, amount, date);
  }
}

/** A charge belongs to the first instalment that falls due on its date or later; after the last it is one of its own. */
export function placeCharge(book: LoanBook, charge: DebtCharge): void {
  const row = book.rows.find((one) => one.dueDay >= charge.dueDay) ?? rowForCharge(book, charge.due);
  addCharge(book, row, charge);
}

/** Charges of one instalment stand in order of their own dates. */
export function addCharge(book: LoanBook, row: DebtRow, charge: DebtCharge): void {
  row.charges = [...row.charges, charge].toSorted((one, other) => one.dueDay - other.dueDay);
  if (charge.left > 0) row.settledOn = undefined;
  book.firstOpen = 0;
}

function rowForCharge(book: LoanBook, due: IsoDate): DebtRow {
  const row = debtRow({ due, principal: 0, interest: 0, insurance: 0, fees: 0, balance: 0 }, book.payableOn(due));
  book.rows.push(row);
  return row;
}
