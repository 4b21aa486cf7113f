import type { Knex } from '../db/connect';
import { pipelined } from '../db/pipeline';
import type { BookingDay } from '../ledger/booking-date';
import type { LoanState } from '../lending/history';
import { isMoneyIn } from './postings';
import { replaceStanding } from './replace-standing';
import { changedColumns, isSameRow } from './same-row';
import type { Loan } from './store';

/** Several rows go into one statement; SQLite takes 32,766 values in one. */
const ROWS_PER_INSERT = 100;

/** The balances of a loan that lists and reports read without replaying it. */
export interface Balances {
  readonly status: Loan['status'];
  readonly principal_outstanding: number;
  readonly oldest_unpaid_due: string | null;
  readonly next_due: string | null;
  readonly next_amount: number | null;
}

/**
 * The due date of the first instalment with something left to pay is stored whether or not it has passed: days late then
 * follow on any day by comparing dates, and no nightly run has to touch the loan.
 */
export function balancesOf(state: LoanState): Balances {
  if (state.status === 'approved') throw new Error('a loan that is not disbursed has no balances');
  const next = state.instalments.find((row) => row.outstanding > 0);
  return {
    status: state.status,
    principal_outstanding: state.outstanding.principal,
    oldest_unpaid_due: next?.due ?? null,
    next_due: next?.due ?? null,
    next_amount: next?.outstanding ?? null,
  };
}

export interface InstalmentRow {
  readonly number: number;
  readonly due: string;
  readonly principal: number;
  readonly interest: number;
  readonly insurance: number;
  readonly fees: number;
  readonly penalties: number;
  readonly total: number;
  readonly paid: number;
  readonly balance: number;
  readonly waived: number;
  readonly paid_on: string | null;
}

export function instalmentRows(state: LoanState): InstalmentRow[] {
  return state.instalments.map((row) => ({
    number: row.number,
    due: row.due,
    principal: row.principal,
    interest: row.interest,
    insurance: row.insurance,
    fees: row.fees,
    penalties: row.penalties,
    total: row.total,
    paid: row.paid,
    balance: row.balance,
    waived: row.waived,
    paid_on: row.paidOn ?? null,
  }));
}

export interface AllocationRow {
  readonly event_id: number;
  readonly instalment: number;
  readonly value_date: string;
  readonly principal: number;
  readonly interest: number;
  readonly insurance: number;
  readonly fees: number;
  readonly penalties: number;
  readonly late_interest: number;
}

/** Only what counts: the allocations of a reversed payment are gone. */
export function allocationRows(state: LoanState): AllocationRow[] {
  return state.transactions.filter(isMoneyIn).flatMap((transaction) =>
    transaction.allocations.map((allocation) => ({
      event_id: Number(transaction.id),
      instalment: allocation.instalment,
      value_date: transaction.date,
      principal: allocation.principal,
      interest: allocation.interest,
      insurance: allocation.insurance,
      fees: allocation.fees,
      penalties: allocation.penalties,
      late_interest: allocation.lateInterest,
    })),
  );
}

/**
 * Writes what the replay says now where it says something else than before. The caller holds the lock of the loan.
 * The allocations come after the event that they name (`rewriteAllocations`).
 */
export async function rewriteSchedule(
  trx: Knex.Transaction,
  loan: Loan,
  before: LoanState | undefined,
  after: LoanState,
  booking: BookingDay,
): Promise<void> {
  await pipelined(trx, [
    () => replaceStanding(trx, loan, before, after, booking),
    () => rewriteInstalments(trx, loan, before, after),
    () => rewriteBalances(trx, loan, after),
  ]);
}

async function rewriteInstalments(
  trx: Knex.Transaction,
  loan: Loan,
  before: LoanState | undefined,
  after: LoanState,
): Promise<void> {
  const earlier = before ? instalmentRows(before) : [];
  const rows = instalmentRows(after);
  const changed = rows
    .map((row, index) => [row, earlier[index]] as const)
    .filter(([row, stored]) => !isSameRow(row, stored));
  await putRows(trx, loan, 'instalment', ['number'], changed);
  if (earlier.length > rows.length) {
    await trx('instalment').where(keyOf(loan)).where('number', '>', rows.length).del();
  }
}

async function rewriteBalances(trx: Knex.Transaction, loan: Loan, after: LoanState): Promise<void> {
  const balances = balancesOf(after);
  const columns = changedColumns([[balances, storedBalances(loan)]]);
  if (columns.length === 0) return;
  await trx('loan')
    .where({ institution_id: loan.institutionId, id: loan.id })
    .update(Object.fromEntries(columns.map((column) => [column, balances[column]])));
}

export async function rewriteAllocations(
  trx: Knex.Transaction,
  loan: Loan,
  before: LoanState | undefined,
  after: LoanState,
): Promise<void> {
  const place = (row: AllocationRow) => `${row.event_id}/${row.instalment}`;
  const earlier = new Map(before ? allocationRows(before).map((row) => [place(row), row]) : []);
  const rows = allocationRows(after);
  const places = new Set(rows.map(place));
  const gone = [...earlier.values()].filter((row) => !places.has(place(row)));
  for (const { event_id, instalment } of gone) {
    await trx('allocation')
      .where({ ...keyOf(loan), event_id, instalment })
      .del();
  }
  const changed = rows
    .map((row) => [row, earlier.get(place(row))] as const)
    .filter(([row, stored]) => !isSameRow(row, stored));
  await putRows(trx, loan, 'allocation', ['event_id', 'instalment'], changed);
}

/** Rows with what stands in their places, which they take. */
async function putRows<Row extends InstalmentRow | AllocationRow>(
  trx: Knex.Transaction,
  loan: Loan,
  table: string,
  place: readonly string[],
  rows: readonly (readonly [Row, Row | undefined])[],
): Promise<void> {
  const key = keyOf(loan);
  for (let from = 0; from < rows.length; from += ROWS_PER_INSERT) {
    const some = rows.slice(from, from + ROWS_PER_INSERT);
    const insert = trx(table).insert(some.map(([row]) => ({ ...key, ...row })));
    const columns = changedColumns(some).map(String);
    await (columns.length > 0 ? insert.onConflict([...Object.keys(key), ...place]).merge(columns) : insert);
  }
}

function keyOf(loan: Loan) {
  return { institution_id: loan.institutionId, loan_id: loan.id };
}

function storedBalances(loan: Loan): Balances {
  return {
    status: loan.status,
    principal_outstanding: loan.principalOutstanding,
    oldest_unpaid_due: loan.oldestUnpaidDue,
    next_due: loan.nextDue,
    next_amount: loan.nextAmount,
  };
}
