import type { Knex } from '../db/connect';
import { ACCOUNTS } from '../ledger/accounts';
import { centimosOfSum } from '../ledger/balances';
import { lastClosedDay } from '../ledger/booking-date';
import type { IsoDate } from '../lending/dates';
import type { LoanState } from '../lending/history';
import { isRefusal } from '../lending/refusal';
import { replay } from '../lending/replay';
import { feesAtDisbursement } from '../lending/schedule';
import { eventsOfLoans, historyOf, lastDayOf, type StoredEvent } from './events';
import { rolledTo, standingAfter, type LoanStanding } from './loan-standing';
import { stateAtEvent } from './load';
import { principalLostBy } from './event-journals';
import { MONEY_ACCOUNTS, SPLIT_ACCOUNTS, SPLIT_PARTS, splitOf } from './postings';
import { allocationRows, balancesOf, instalmentRows, type AllocationRow, type InstalmentRow } from './projections';
import { STANDING_COLUMNS } from './replace-standing';
import { loansAfter, type Loan } from './store';

/** Something about a loan that is stored and that its history does not lead to. */
export interface LoanDifference {
  readonly loanId: number;
  /** A balance of the loan, `instalment 3`, `allocation 12/3`, or an account of the ledger as `ledger 1401`. */
  readonly what: string;
  readonly stored: string;
  readonly recomputed: string;
}

const LOANS_PER_PAGE = 500;

/**
 * Replays every loan of an institution and compares what comes out with what is stored: its balances, its instalments,
 * the allocations of its payments, and the sum of each account of the ledger. Reads a page of loans at a time with one
 * statement per table, never one per loan. An empty list is good news.
 */
export async function loanDifferences(
  db: Knex,
  institutionId: number,
  visit: LoanVisitor = () => undefined,
): Promise<LoanDifference[]> {
  const differences: LoanDifference[] = [];
  const closed = await lastClosedDay(db, institutionId);
  let last = 0;
  for (;;) {
    const loans = await loansAfter(db, institutionId, last, LOANS_PER_PAGE);
    if (loans.length === 0) return differences;
    differences.push(...(await differencesOfPage(db, institutionId, loans, closed, visit)));
    last = loans.at(-1)?.id ?? last;
  }
}

/** Takes each loan with its events and the state to which they lead, for whoever wants to know more of all loans. */
export type LoanVisitor = (loan: Loan, events: readonly StoredEvent[], state: LoanState) => void;

async function differencesOfPage(
  db: Knex,
  institutionId: number,
  loans: readonly Loan[],
  closed: IsoDate | undefined,
  visit: LoanVisitor,
): Promise<LoanDifference[]> {
  const ids = loans.map((loan) => loan.id);
  const events = await eventsOfLoans(db, institutionId, ids);
  const instalments = await storedInstalments(db, institutionId, ids);
  const allocations = await storedAllocations(db, institutionId, ids);
  const posted = await postedByLoan(db, institutionId, ids);
  const standings = await storedStandings(db, institutionId, ids);
  return loans.flatMap((loan) => {
    const history = events.get(loan.id) ?? [];
    const state = replay(historyOf(loan, history), lastDayOf(history));
    if (isRefusal(state)) return [{ loanId: loan.id, what: 'history', stored: 'accepted', recomputed: state.reason }];
    visit(loan, history, state);
    const standing = standingAfter(loan, state, lastDayOf(history));
    return [
      ...compare(loan.id, standings.get(loan.id) ?? [], expectedStanding(standing, state, closed)),
      ...compare(loan.id, storedBalances(loan), Object.entries(balancesOf(state))),
      ...compare(loan.id, instalments.get(loan.id) ?? [], instalmentRows(state).map(namedInstalment)),
      ...compare(loan.id, allocations.get(loan.id) ?? [], allocationRows(state).map(namedAllocation)),
      ...compare(loan.id, posted.get(loan.id) ?? [], expectedPostings(loan, history, state)),
    ];
  });
}

type Named = readonly [name: string, value: string | number | null];

function compare(loanId: number, stored: readonly Named[], recomputed: readonly Named[]): LoanDifference[] {
  const found = new Map(stored);
  const expected = new Map(recomputed);
  const names = [...new Set([...found.keys(), ...expected.keys()])];
  return names
    .filter((name) => (found.get(name) ?? null) !== (expected.get(name) ?? null))
    .map((what) => ({ loanId, what, stored: text(found.get(what)), recomputed: text(expected.get(what)) }));
}

function text(value: string | number | null | undefined): string {
  return value === null || value === undefined ? 'nothing' : String(value);
}

function storedBalances(loan: Loan): Named[] {
  return [
    ['status', loan.status],
    ['principal_outstanding', loan.principalOutstanding],
    ['oldest_unpaid_due', loan.oldestUnpaidDue],
    ['next_due', loan.nextDue],
    ['next_amount', loan.nextAmount],
  ];
}

/** The periods that have ended by the last closed day have been rolled over by the day close. */
function expectedStanding(standing: LoanStanding | undefined, state: LoanState, closed: IsoDate | undefined): Named[] {
  if (!standing) return [];
  return [namedStanding(closed === undefined ? standing : rolledTo(standing, state.instalments, closed))];
}

function namedStanding(row: LoanStanding): Named {
  return ['standing', COMPARED_COLUMNS.map((column) => row[column] ?? '—').join(' ')];
}

const COMPARED_COLUMNS = STANDING_COLUMNS.filter((column) => column !== 'since' && column !== 'until');

async function storedStandings(db: Knex, institutionId: number, loanIds: readonly number[]) {
  const rows: (LoanStanding & { loan_id: number })[] = await db('loan_standing')
    .where({ institution_id: institutionId })
    .whereIn('loan_id', loanIds)
    .whereNull('until')
    .select('loan_id', ...STANDING_COLUMNS);
  return grouped(rows, namedStanding);
}

const INSTALMENT_COLUMNS = [
  ...(['number', 'due', 'principal', 'interest', 'insurance', 'fees', 'penalties', 'total', 'paid', 'waived'] as const),
  ...(['balance', 'paid_on'] as const),
];

function namedInstalment(row: InstalmentRow): Named {
  return [`instalment ${row.number}`, INSTALMENT_COLUMNS.map((column) => row[column] ?? '—').join(' ')];
}

const ALLOCATION_COLUMNS = [
  ...(['value_date', 'principal', 'interest', 'insurance', 'fees', 'penalties', 'late_interest'] as const),
];

function namedAllocation(row: AllocationRow): Named {
  return [`allocation ${row.event_id}/${row.instalment}`, ALLOCATION_COLUMNS.map((column) => row[column]).join(' ')];
}

async function storedInstalments(db: Knex, institutionId: number, loanIds: readonly number[]) {
  const rows = (await db('instalment')
    .where({ institution_id: institutionId })
    .whereIn('loan_id', loanIds)
    .select('loan_id', ...INSTALMENT_COLUMNS)) as (InstalmentRow & { loan_id: number })[];
  return grouped(rows, namedInstalment);
}

async function storedAllocations(db: Knex, institutionId: number, loanIds: readonly number[]) {
  const rows = (await db('allocation')
    .where({ institution_id: institutionId })
    .whereIn('loan_id', loanIds)
    .select('loan_id', 'event_id', 'instalment', ...ALLOCATION_COLUMNS)) as (AllocationRow & { loan_id: number })[];
  return grouped(rows, namedAllocation);
}

/** Debits less credits of each account that a loan has ever been posted to, except the money itself. */
async function postedByLoan(db: Knex, institutionId: number, loanIds: readonly number[]) {
  const rows = (await db('entry as e')
    .join('journal as j', (on) => on.on('j.institution_id', 'e.institution_id').on('j.id', 'e.journal_id'))
    .where({ 'j.institution_id': institutionId })
    .whereIn('j.loan_id', loanIds)
    .whereNotIn(
      'e.account_code',
      Object.values(MONEY_ACCOUNTS).map((account) => ACCOUNTS[account].code),
    )
    .groupBy('j.loan_id', 'e.account_code')
    .select(
      'j.loan_id',
      'e.account_code',
      db.raw(`sum(case e.side when 'debit' then e.amount else -e.amount end) as balance`),
    )) as { loan_id: number; account_code: string; balance: number | string }[];
  return grouped(rows, ({ account_code: account, balance }) => [`ledger ${account}`, nonZero(centimosOfSum(balance))]);
}

/**
 * What the ledger should hold of a loan: the principal that is owed, what every part of every payment earned, and what
 * was lost. A loan that was written off was frozen then: what it would have capitalised since is not in the books.
 */
function expectedPostings(loan: Loan, events: readonly StoredEvent[], state: LoanState): Named[] {
  const balances = new Map<string, number>();
  const add = (account: string, debit: number): void => {
    balances.set(account, (balances.get(account) ?? 0) + debit);
  };
  const writeOff = events.find(({ type }) => type === 'write-off');
  const booked = writeOff ? stateAtEvent(loan, events, writeOff.id) : state;
  const forgiven = sum(events.filter(({ type }) => type === 'waiver').map(principalLostBy));
  const writtenOff = writeOff ? booked.outstanding.principal : 0;
  add(ACCOUNTS.loans.code, loan.principal + booked.capitalisedInterest - forgiven - writtenOff);
  add(ACCOUNTS.provision.code, forgiven + writtenOff);
  add(ACCOUNTS.interestIncome.code, -booked.capitalisedInterest);
  add(ACCOUNTS.feeIncome.code, -feesAtDisbursement(loan.terms));
  for (const split of state.transactions.map(splitOf)) {
    for (const part of SPLIT_PARTS) add(ACCOUNTS[SPLIT_ACCOUNTS[part]].code, -split[part]);
  }
  return [...balances].map(([account, balance]) => [`ledger ${account}`, nonZero(balance)]);
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

function nonZero(balance: number): number | null {
  return balance === 0 ? null : balance;
}

function grouped<Row extends { loan_id: number }>(rows: readonly Row[], named: (row: Row) => Named) {
  const byLoan = new Map<number, Named[]>();
  for (const row of rows) {
    const list = byLoan.get(row.loan_id) ?? [];
    list.push(named(row));
    byLoan.set(row.loan_id, list);
  }
  return byLoan;
}
