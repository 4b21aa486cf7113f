import type { Knex } from '../db/connect';
import type { IsoDate } from '../lending/dates';
import type { LoanState } from '../lending/history';
import { isMoneyIn } from './postings';
import { replaceStanding } from './replace-standing';
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

/** Writes what the replay says over what it said before. The caller holds the lock of the loan. */
export async function rewriteProjections(
  trx: Knex.Transaction,
  loan: Loan,
  state: LoanState,
  bookedOn: IsoDate,
): Promise<void> {
  await replaceStanding(trx, loan, state, bookedOn);
  const key = { institution_id: loan.institutionId, loan_id: loan.id };
  const instalments = instalmentRows(state).map((row) => ({ ...key, ...row }));
  const allocations = allocationRows(state).map((row) => ({ ...key, ...row }));
  await trx('allocation').where(key).del();
  await trx('instalment').where(key).del();
  for (let from = 0; from < instalments.length; from += ROWS_PER_INSERT) {
    await trx('instalment').insert(instalments.slice(from, from + ROWS_PER_INSERT));
  }
  for (let from = 0; from < allocations.length; from += ROWS_PER_INSERT) {
    await trx('allocation').insert(allocations.slice(from, from + ROWS_PER_INSERT));
  }
  await trx('loan').where({ institution_id: loan.institutionId, id: loan.id }).update(balancesOf(state));
}
