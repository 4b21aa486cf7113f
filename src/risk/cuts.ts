import { engineOf, type Knex } from '../db/connect';
import { addDays, addMonths, type IsoDate } from '../lending/dates';
import { BANDS, dueBefore } from '../portfolio/ageing';
import { bookOn, type Book } from '../portfolio/book';
import type { StageRule } from '../lending/stages';
import { NO_ORGANISATION } from '../portfolio/store';
import { lossRows } from './loss-rows';

/** The loans a figure is about, and for movements between two days the earlier one. */
export interface RiskBook extends Book {
  readonly since: IsoDate;
  /** The backstops of IFRS 9 on the day; only the cut by stage asks for them. */
  readonly stages?: StageRule;
}

/**
 * The ways in which risk figures divide the loans. Each is a select of rows `loan_id member amount`; a page adds them up
 * by member, and the list behind a figure shows the loans of one member or of a span of them (dates are members too).
 */
const CUTS = [
  'department',
  'district',
  'organisation',
  'variety',
  'next-due',
  'borrower',
  'income',
  'maturing',
  'due',
  'unpaid',
  'ever-late',
  'roll',
  'stage',
] as const;
export type Cut = (typeof CUTS)[number];

export function cutRows(db: Knex, book: RiskBook, cut: Cut): Knex.QueryBuilder {
  return SELECTS[cut](db, book);
}

/** A loan whose parcels bear both varieties, and one without a parcel in its application. */
export const MIXED = 'mixed';
export const NO_PARCEL = 'none';
/** Nothing of it falls due any more: all of it is overdue. */
export const ALL_DUE = 'overdue';

export const PAID_OFF = 'paid-off';
export const WRITTEN_OFF = 'written-off';

type Select = (db: Knex, book: RiskBook) => Knex.QueryBuilder;

const SELECTS: Readonly<Record<Cut, Select>> = {
  department: (db, book) => outstandingBy(db, book, 'substr(b.ubigeo, 1, 2)'),
  district: (db, book) => outstandingBy(db, book, 'b.ubigeo'),
  organisation: (db, book) =>
    outstandingBy(db, book, `coalesce(cast(b.partner_organisation_id as text), '${NO_ORGANISATION}')`),
  borrower: (db, book) => outstandingBy(db, book, 'cast(b.farmer_id as text)'),
  variety: byVariety,
  'next-due': byNextDue,
  income: (db, book) => unpaidInstalments(db, book).where(dueAfter(db, book)),
  maturing: maturingPrincipal,
  due: (db, book) =>
    contractuallyDue(db, book).select(...memberAndAmount(db, 'cast(i.due as text)', 'i.total - i.waived')),
  unpaid: (db, book) => {
    const { join, paid } = paidBy(db, book);
    return join(contractuallyDue(db, book))
      .whereRaw(`i.total - i.waived > ${paid}`)
      .select(...memberAndAmount(db, 'cast(i.due as text)', `i.total - i.waived - ${paid}`));
  },
  'ever-late': everLate,
  roll: byRoll,
  stage: (db, book) => {
    if (!book.stages) throw new Error('the cut by stage needs the rule of the stages');
    return db.from(lossRows(db, book, book.stages).as('x')).select('loan_id', 'stage as member', 'amount');
  },
};

/** How far back what was due is looked at. */
const BACK_MONTHS = 12;

function outstandingBy(db: Knex, book: RiskBook, member: string): Knex.QueryBuilder {
  return db
    .from(bookOn(db, book).as('b'))
    .select('b.id as loan_id', db.raw(`${member} as member`), 'b.outstanding as amount');
}

function byVariety(db: Knex, book: RiskBook): Knex.QueryBuilder {
  const varieties = db('application_parcel as ap')
    .join('parcel as p', (on) => on.on('p.institution_id', 'ap.institution_id').on('p.id', 'ap.parcel_id'))
    .where('ap.institution_id', book.institutionId)
    .groupBy('ap.application_id')
    .select('ap.application_id')
    .select(db.raw(`case when min(p.variety) = max(p.variety) then min(p.variety) else '${MIXED}' end as variety`));
  return db
    .from(bookOn(db, book).as('b'))
    .join('loan as l', (on) => on.on('l.id', 'b.id').onVal('l.institution_id', book.institutionId))
    .leftJoin(varieties.as('v'), 'v.application_id', 'l.application_id')
    .select('b.id as loan_id', db.raw(`coalesce(v.variety, '${NO_PARCEL}') as member`), 'b.outstanding as amount');
}

/** By the month of the next instalment to come, whose harvest is to pay it. */
function byNextDue(db: Knex, book: RiskBook): Knex.QueryBuilder {
  const next = db('instalment as i')
    .where('i.institution_id', book.institutionId)
    .where(dueAfter(db, book))
    .where('i.total', '>', 0)
    .where((unpaid) => unpaid.whereNull('i.paid_on').orWhere('i.paid_on', '>', book.asOf))
    .groupBy('i.loan_id')
    .select('i.loan_id', db.raw('min(i.due) as due'));
  return db
    .from(bookOn(db, book).as('b'))
    .leftJoin(next.as('n'), 'n.loan_id', 'b.id')
    .select('b.id as loan_id', 'b.outstanding as amount')
    .select(db.raw(`coalesce(substr(cast(n.due as text), 1, 7), '${ALL_DUE}') as member`));
}

/** What is left of each instalment of the loans in the book, with interest and charges. */
function unpaidInstalments(db: Knex, book: RiskBook): Knex.QueryBuilder {
  const { join, paid } = paidBy(db, book);
  return join(withInstalments(db, book, bookOn(db, book)))
    .whereRaw(`i.total - i.waived > ${paid}`)
    .select(...memberAndAmount(db, 'cast(i.due as text)', `i.total - i.waived - ${paid}`));
}

/**
 * Each loan `b` with its instalments `i`, in that order: SQLite would rather go through all instalments of the institution
 * and look up the loan of each, anew for each span of loans.
 */
function withInstalments(db: Knex, { institutionId }: RiskBook, loans: Knex.QueryBuilder): Knex.QueryBuilder {
  const join = engineOf(db) === 'pg' ? 'inner join' : 'cross join';
  return db
    .from(loans.as('b'))
    .joinRaw(`${join} instalment as i on i.loan_id = b.id and i.institution_id = ?`, [institutionId]);
}

/** Not `due` alone: SQLite would look for the dates to come and not for the loan. */
function dueAfter(db: Knex, { asOf }: RiskBook): Knex.Raw {
  return db.raw('coalesce(i.due, i.due) > ?', [asOf]);
}

/** Without a limit what a loan owes would be worked out anew wherever it is named. */
export function workedOutOnce(rows: Knex.QueryBuilder): Knex.QueryBuilder {
  return rows.limit(Number.MAX_SAFE_INTEGER);
}

/** What was paid of instalment `i` by the day: its own column today, its allocations for a day in the past. */
function paidBy(db: Knex, { institutionId, asOf, today }: RiskBook) {
  if (asOf >= today) return { join: (query: Knex.QueryBuilder) => query, paid: 'i.paid' };
  const paid = db('allocation')
    .where({ institution_id: institutionId })
    .where('value_date', '<=', asOf)
    .groupBy('loan_id', 'instalment')
    .select('loan_id', 'instalment', db.raw('sum(principal + interest + insurance + fees + penalties) as amount'));
  const join = (query: Knex.QueryBuilder) =>
    query.leftJoin(paid.as('p'), (on) => on.on('p.loan_id', 'i.loan_id').on('p.instalment', 'i.number'));
  return { join, paid: 'coalesce(p.amount, 0)' };
}

/**
 * Principal is paid in the order of the instalments, so an instalment holds what of the loan's debt lies between its own
 * balance and the one before it, however far ahead.
 */
function maturingPrincipal(db: Knex, book: RiskBook): Knex.QueryBuilder {
  const unpaid =
    'case when b.outstanding < i.balance + i.principal then b.outstanding - i.balance else i.principal end';
  return withInstalments(db, book, workedOutOnce(bookOn(db, book)))
    .where(dueAfter(db, book))
    .where('i.principal', '>', 0)
    .whereRaw('b.outstanding > i.balance')
    .select(...memberAndAmount(db, 'cast(i.due as text)', unpaid));
}

/** The instalments of all loans, paid off and written off too, that fell due in the months before the day and on it. */
export function contractuallyDue(db: Knex, { institutionId, currency, asOf }: RiskBook): Knex.QueryBuilder {
  return db('instalment as i')
    .join('loan as l', (on) => on.on('l.institution_id', 'i.institution_id').on('l.id', 'i.loan_id'))
    .where({ 'i.institution_id': institutionId, 'l.currency': currency })
    .where('i.due', '>', addMonths(asOf, -BACK_MONTHS))
    .where('i.due', '<=', asOf)
    .whereRaw('i.total > i.waived');
}

/** Loans that were ever more than 30 days late, by disbursement, with the principal they were made for. */
function everLate(db: Knex, book: RiskBook): Knex.QueryBuilder {
  return db
    .from(loansWithFirstLate(db, book).as('c'))
    .whereNotNull('c.late_since')
    .select('c.loan_id', db.raw('cast(c.disbursed_on as text) as member'), 'c.principal as amount');
}

export const EVER_LATE_DAYS = 30;

/**
 * Rows `loan_id disbursed_on principal late_since`, one per loan made by the day. `late_since` is the due date of the
 * first instalment that stayed unpaid for more than `EVER_LATE_DAYS`, as it was known on the day; null where none did.
 */
export function loansWithFirstLate(db: Knex, { institutionId, currency, asOf }: RiskBook): Knex.QueryBuilder {
  const lastGoodDay = engineOf(db) === 'pg' ? `i.due + ${EVER_LATE_DAYS}` : `date(i.due, '+${EVER_LATE_DAYS} days')`;
  const late = db('instalment as i')
    .where('i.institution_id', institutionId)
    .where('i.due', '<', addDays(asOf, -EVER_LATE_DAYS))
    .where('i.total', '>', 0)
    .whereRaw(`(i.paid_on is null or i.paid_on > ${lastGoodDay})`)
    .groupBy('i.loan_id')
    .select('i.loan_id', db.raw('min(i.due) as due'));
  return db('loan as l')
    .leftJoin(late.as('late'), 'late.loan_id', 'l.id')
    .where({ 'l.institution_id': institutionId, 'l.currency': currency })
    .where('l.disbursed_on', '<=', asOf)
    .select('l.id as loan_id', 'l.disbursed_on', 'l.principal', 'late.due as late_since');
}

/** The balance of the earlier day by band then and now: `1-8:31-60`, `al-dia:paid-off`. */
function byRoll(db: Knex, book: RiskBook): Knex.QueryBuilder {
  const before = bookOn(db, { ...book, asOf: book.since });
  const writtenOff = db('loan_event as e')
    .where('e.institution_id', book.institutionId)
    .where('e.type', 'write-off')
    .where('e.value_date', '<=', book.asOf)
    .distinct('e.loan_id');
  const from = bandOf('a', book.since);
  const to = bandOf('b', book.asOf);
  return db
    .from(before.as('a'))
    .leftJoin(bookOn(db, book).as('b'), 'b.id', 'a.id')
    .leftJoin(writtenOff.as('w'), 'w.loan_id', 'a.id')
    .select('a.id as loan_id', 'a.outstanding as amount')
    .select(
      db.raw(
        `(${from.sql}) || ':' || (case when b.id is not null then ${to.sql}
          when w.loan_id is not null then '${WRITTEN_OFF}' else '${PAID_OFF}' end) as member`,
        [...from.values, ...to.values],
      ),
    );
}

function bandOf(table: string, asOf: IsoDate): { sql: string; values: string[] } {
  const [upToDate, ...late] = BANDS;
  const cases = late.toReversed().map(({ key }) => `when ${table}.oldest_due < ? then '${key}'`);
  return {
    sql: `case ${cases.join(' ')} else '${upToDate.key}' end`,
    values: late.toReversed().map(({ from }) => dueBefore(asOf, from - 1)),
  };
}

function memberAndAmount(db: Knex, member: string, amount: string) {
  return ['i.loan_id', db.raw(`${member} as member`), db.raw(`${amount} as amount`)] as const;
}
