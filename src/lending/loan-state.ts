import { oldestUnpaidDue, daysLate } from './arrears';
import type { IsoDate } from './dates';
import { outstandingOf, totalOf, type DebtRow } from './debt-row';
import type { Allocation, InstalmentState, LoanState, LoanStatus, Outstanding, Transaction } from './history';
import type { RowPayment } from './allocation';
import { lateInterestOf } from './late-interest';
import { disbursedOf, undisbursedOf, type BookEntry, type LoanBook } from './loan-book';
import type { Centimos } from './money';

/** A loan at the end of a day, as everybody else sees it. Days late have been counted up to the day. */
export function loanState(book: LoanBook, asOf: IsoDate): LoanState {
  const rows = book.plan ? book.rows : [];
  for (const [index, row] of rows.entries()) row.number = index + 1;
  const instalments = rows.map((row) => instalmentState(book, row));
  const capitalisedInterest = capitalisedBy(book, rows, asOf);
  const outstanding = outstandingBy(book, rows, capitalisedInterest);
  const overpaid = book.entries.reduce((sum, entry) => (entry.reversed ? sum : sum + entry.overpaid), 0);
  const oldest = oldestUnpaidDue(instalments, asOf, book.payableOn);
  return {
    status: statusOf(book, outstanding, overpaid),
    asOf,
    daysLate: daysLate(oldest, asOf, book.payableOn),
    ...(oldest !== undefined && { oldestUnpaidDue: oldest }),
    outstanding,
    overpaid,
    instalments,
    transactions: book.entries.map(transactionOf),
    capitalisedInterest,
    ...(book.modification && { modification: book.modification }),
    ...(book.writtenOffOn !== undefined && { writtenOffOn: book.writtenOffOn }),
  };
}

function instalmentState(book: LoanBook, row: DebtRow): InstalmentState {
  const outstanding = outstandingOf(row);
  const total = totalOf(row);
  const paid = total - outstanding - row.waived;
  return {
    number: row.number,
    due: row.due,
    principal: row.principal,
    interest: row.interest,
    insurance: row.insurance,
    fees: row.fees + chargesOf(row, 'fee'),
    penalties: chargesOf(row, 'penalty'),
    total,
    balance: row.balance,
    ...(row.interestCarried !== undefined && { interestCarried: row.interestCarried }),
    paid,
    outstanding,
    waived: row.waived,
    lateInterest: lateInterestOf(row, book.lateFactor),
    ...(row.settledOn !== undefined && outstanding === 0 && total > 0 && { paidOn: row.settledOn }),
  };
}

function chargesOf(row: DebtRow, kind: 'fee' | 'penalty'): Centimos {
  return row.charges.reduce((sum, charge) => (charge.kind === kind ? sum + charge.amount : sum), 0);
}

/**
 * Interest joins the principal on the due date of the instalment that does not cover it; before, where principal that
 * contains it has been paid ahead.
 */
function capitalisedBy(book: LoanBook, rows: readonly DebtRow[], asOf: IsoDate): Centimos {
  const due = rows.reduce((sum, row) => (row.due <= asOf ? sum + Math.max(0, -row.principal) : sum), 0);
  return Math.max(due, repaidPrincipal(rows) - disbursedOf(book));
}

function repaidPrincipal(rows: readonly DebtRow[]): Centimos {
  return rows.reduce((sum, row) => sum + Math.max(0, row.principal) - row.left.principal, 0);
}

function outstandingBy(book: LoanBook, rows: readonly DebtRow[], capitalised: Centimos): Outstanding {
  const total = rows.reduce((sum, row) => sum + outstandingOf(row), 0) - (book.plan ? undisbursedOf(book) : 0);
  const principal = book.plan ? disbursedOf(book) + capitalised - repaidPrincipal(rows) : 0;
  const fees = rows.reduce((sum, row) => sum + row.left.fees + leftOfCharges(row, 'fee'), 0);
  const penalties = rows.reduce((sum, row) => sum + leftOfCharges(row, 'penalty'), 0);
  const lateInterest = rows.reduce((sum, row) => sum + lateInterestOf(row, book.lateFactor), 0);
  const interest = total - principal - fees - penalties;
  return { principal, interest, fees, penalties, lateInterest, total: total + lateInterest };
}

function leftOfCharges(row: DebtRow, kind: 'fee' | 'penalty'): Centimos {
  return row.charges.reduce((sum, charge) => (charge.kind === kind ? sum + charge.left : sum), 0);
}

function statusOf(book: LoanBook, outstanding: Outstanding, overpaid: Centimos): LoanStatus {
  if (!book.plan) return 'approved';
  if (outstanding.total > 0) return book.writtenOffOn === undefined ? 'active' : 'written-off';
  if (overpaid > 0) return 'overpaid';
  return undisbursedOf(book) > 0 ? 'active' : 'closed';
}

function transactionOf(entry: BookEntry): Transaction {
  const split = { ...NOTHING };
  for (const payment of entry.payments) add(split, payment);
  return {
    id: entry.id,
    type: entry.type,
    date: entry.date,
    amount: entry.amount,
    principal: entry.type === 'disbursement' ? entry.amount : split.principal,
    interest: split.interest,
    insurance: split.insurance,
    fees: split.fees,
    penalties: split.penalties,
    lateInterest: split.lateInterest,
    overpaid: entry.overpaid,
    reversed: entry.reversed,
    allocations: entry.reversed ? [] : allocationsOf(entry.payments),
  };
}

/** One line for each instalment of today's schedule. */
function allocationsOf(payments: readonly RowPayment[]): Allocation[] {
  const lines: (Split & { instalment: number })[] = [];
  for (const payment of payments) {
    const instalment = payment.row.number;
    let line = lines.find((one) => one.instalment === instalment);
    if (!line) {
      line = { instalment, principal: 0, interest: 0, insurance: 0, fees: 0, penalties: 0, lateInterest: 0 };
      lines.push(line);
    }
    add(line, payment);
  }
  return lines;
}

type Split = Omit<RowPayment, 'row'>;

const NOTHING: Readonly<Split> = { principal: 0, interest: 0, insurance: 0, fees: 0, penalties: 0, lateInterest: 0 };

function add(to: Split, payment: Readonly<Split>): void {
  to.principal += payment.principal;
  to.interest += payment.interest;
  to.insurance += payment.insurance;
  to.fees += payment.fees;
  to.penalties += payment.penalties;
  to.lateInterest += payment.lateInterest;
}
