import type { Knex } from '../db/connect';
import { ACCOUNTS } from '../ledger/accounts';
import { centimosOfSum } from '../ledger/balances';
import { lastClosedDay } from '../ledger/booking-date';
import type { IsoDate } from '../lending/dates';
import type { LoanState } from '../lending/history';
import { isRefusal } from '../lending/refusal';
import { replay } from '../lending/replay';
import { feesAtDisbursement } from '../lending/schedule';
import { eventsOfRange, historyOf, lastDayOf, type StoredEvent } from './events';
import { rolledTo, standingAfter, type LoanStanding } from './loan-standing';
import { stateAtEvent } from './load';
import { principalLostBy } from './event-journals';
import { MONEY_ACCOUNTS, SPLIT_ACCOUNTS, SPLIT_PARTS, splitOf } from './postings';
import { allocationRows, balancesOf, instalmentRows } from './projections';
import { STANDING_COLUMNS } from './replace-standing';
import { LINE_END, linesOf, storedLines, type LineForm } from './stored-lines';
import { EVERY_LOAN, loansOfRange, type Loan, type LoanRange } from './store';

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
 * Replays every loan of an institution, or those of a range, and compares what comes out with what is stored: its balances, its instalments,
 * the allocations of its payments, and the sum of each account of the ledger. Reads a page of loans at a time with one
 * statement per table, never one per loan, and says after each how many loans it had. An empty list is good news.
 */
export async function loanDifferences(
  db: Knex,
  institutionId: number,
  visit: LoanVisitor = () => undefined,
  walked: (howMany: number) => void = () => undefined,
  { after, upTo }: LoanRange = EVERY_LOAN,
): Promise<LoanDifference[]> {
  const differences: LoanDifference[] = [];
  const closed = await lastClosedDay(db, institutionId);
  let last = after;
  for (;;) {
    const range = { after: last, ...(upTo !== undefined && { upTo }) };
    const loans = await loansOfRange(db, institutionId, range, LOANS_PER_PAGE);
    if (loans.length === 0) return differences;
    differences.push(...(await differencesOfPage(db, institutionId, loans, closed, visit)));
    walked(loans.length);
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
  const [first = 0, last = 0] = [loans[0]?.id, loans.at(-1)?.id];
  const events = await eventsOfRange(db, institutionId, first, last);
  const instalments = await storedLines(db, institutionId, INSTALMENTS, first, last);
  const allocations = await storedLines(db, institutionId, ALLOCATIONS, first, last);
  const standings = await storedLines(db, institutionId, STANDINGS, first, last);
  const posted = await postedByLoan(db, institutionId, first, last);
  return loans.flatMap((loan) => {
    const history = events.get(loan.id) ?? [];
    const state = replay(historyOf(loan, history), lastDayOf(history));
    if (isRefusal(state)) return [{ loanId: loan.id, what: 'history', stored: 'accepted', recomputed: state.reason }];
    visit(loan, history, state);
    const standing = standingAfter(loan, state, lastDayOf(history));
    return [
      ...compareLines(loan.id, 'standing', standings.get(loan.id), standingLines(standing, state, closed)),
      ...compare(loan.id, storedBalances(loan), Object.entries(balancesOf(state))),
      ...compareLines(loan.id, 'instalment', instalments.get(loan.id), linesOf(INSTALMENTS, instalmentRows(state))),
      ...compareLines(loan.id, 'allocation', allocations.get(loan.id), linesOf(ALLOCATIONS, allocationRows(state))),
      ...compare(loan.id, posted.get(loan.id) ?? [], expectedPostings(loan, history, state)),
    ];
  });
}

const INSTALMENTS: LineForm = {
  table: 'instalment',
  key: ['number'],
  columns: [
    ...['due', 'principal', 'interest', 'insurance', 'fees', 'penalties', 'total', 'paid', 'waived', 'balance'],
    'paid_on',
  ],
  optional: ['paid_on'],
};

const ALLOCATIONS: LineForm = {
  table: 'allocation',
  key: ['event_id', 'instalment'],
  columns: ['value_date', 'principal', 'interest', 'insurance', 'fees', 'penalties', 'late_interest'],
  optional: [],
};

/** What holds now; a loan has one such row, whatever loan its key says. */
const STANDINGS: LineForm = {
  table: 'loan_standing',
  key: ['farmer_id'],
  columns: STANDING_COLUMNS.filter((column) => !['since', 'until', 'farmer_id'].includes(column)),
  optional: ['oldest_unpaid_due', 'modification', 'running_instalment', 'accrual_until'],
  only: 'until is null',
};

/** The texts are equal nearly always; only where they are not does anybody have to know in which row. */
function compareLines(loanId: number, table: string, stored: string = '', recomputed: string): LoanDifference[] {
  if (stored === recomputed) return [];
  return compare(loanId, namedLines(table, stored), namedLines(table, recomputed));
}

function namedLines(table: string, lines: string): Named[] {
  if (lines === '') return [];
  return lines.split(LINE_END).map((line) => {
    const [key = '', ...rest] = line.split(' ');
    return [`${table} ${key}`, rest.join(' ')];
  });
}

type Named = readonly [name: string, value: string | number | null];

function compare(loanId: number, stored: readonly Named[], recomputed: readonly Named[]): LoanDifference[] {
  if (isSame(stored, recomputed)) return [];
  const found = new Map(stored);
  const expected = new Map(recomputed);
  const names = [...new Set([...found.keys(), ...expected.keys()])];
  return names
    .filter((name) => (found.get(name) ?? null) !== (expected.get(name) ?? null))
    .map((what) => ({ loanId, what, stored: text(found.get(what)), recomputed: text(expected.get(what)) }));
}

function isSame(stored: readonly Named[], recomputed: readonly Named[]): boolean {
  return (
    stored.length === recomputed.length &&
    stored.every(([name, value], index) => name === recomputed[index]?.[0] && value === recomputed[index]?.[1])
  );
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
function standingLines(standing: LoanStanding | undefined, state: LoanState, closed: IsoDate | undefined): string {
  if (!standing) return '';
  const row = closed === undefined ? standing : rolledTo(standing, state.instalments, closed);
  return linesOf(STANDINGS, [row]);
}

/** Debits less credits of each account that a loan has ever been posted to, except the money itself. */
async function postedByLoan(db: Knex, institutionId: number, first: number, last: number) {
  const rows = (await db('entry as e')
    .join('journal as j', (on) => on.on('j.institution_id', 'e.institution_id').on('j.id', 'e.journal_id'))
    .where({ 'j.institution_id': institutionId })
    .whereBetween('j.loan_id', [first, last])
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
