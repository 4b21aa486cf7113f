import type { Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import { addDays } from '../lending/dates';
import type { Centimos } from '../lending/money';
import type { SegmentRow } from './ageing';
import { bookOn, segmentColumn, type Book } from './book';

/** What a portfolio is divided by. */
export const DIMENSIONS = ['department', 'product', 'officer', 'organisation', 'line'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** A part of the portfolio: the same place, product, officer, organisation, line and segment. */
export type PortfolioRow = SegmentRow & Readonly<Record<Dimension, string>>;

export const NO_ORGANISATION = 'ninguna';

/**
 * The portfolio in one statement, grouped by everything that the page shows; the page adds the groups up. There are far
 * fewer groups than loans.
 */
export async function portfolioRows(db: Knex, book: Book): Promise<PortfolioRow[]> {
  // A UBIGEO begins with the code of its department.
  const segmented = db
    .from(bookOn(db, book).as('b'))
    .select(db.raw('substr(b.ubigeo, 1, 2) as department_code'))
    .select('b.product_id', 'b.officer_id', 'b.partner_organisation_id', 'b.line_id', 'b.outstanding')
    .select(segmentColumn(db, book.asOf));
  const groups = ['department_code', 'product_id', 'officer_id', 'partner_organisation_id', 'line_id', 'segment'];
  const rows: GroupRow[] = await db
    .from(segmented.as('s'))
    .groupBy(groups)
    .select(groups)
    .select(db.raw('count(*) as loans'), db.raw('sum(outstanding) as principal'));
  return rows.map((row) => ({
    department: row.department_code,
    product: String(row.product_id),
    officer: String(row.officer_id),
    organisation: row.partner_organisation_id === null ? NO_ORGANISATION : String(row.partner_organisation_id),
    line: String(row.line_id),
    segment: Number(row.segment),
    loans: Number(row.loans),
    principal: centimosOfSum(row.principal),
  }));
}

interface GroupRow {
  department_code: string;
  product_id: number;
  officer_id: number;
  partner_organisation_id: number | null;
  line_id: number;
  segment: number | string;
  loans: number | string;
  principal: number | string;
}

export async function countFarmers(db: Knex, book: Book): Promise<number> {
  const row: { farmers: number } | undefined = await db
    .from(bookOn(db, book).as('b'))
    .countDistinct({ farmers: 'b.farmer_id' })
    .first();
  return row?.farmers ?? 0;
}

/** How far the page looks ahead: bullet loans hide their risk until the harvest in which they fall due. */
export const AHEAD_DAYS = 90;

export interface MaturingMonth {
  /** `2027-01`. */
  readonly month: string;
  readonly loans: number;
  readonly instalments: number;
  readonly principal: Centimos;
}

/** Principal that falls due after the day and within `AHEAD_DAYS`, by month, less what was paid in advance by the day. */
export async function maturingByMonth(db: Knex, book: Book): Promise<MaturingMonth[]> {
  const rows: { month: string; loans: number | string; instalments: number | string; principal: number | string }[] =
    await db
      .from(maturingInstalments(db, book).as('m'))
      .groupBy('month')
      .orderBy('month')
      .select('month')
      .select(
        db.raw('count(distinct loan_id) as loans'),
        db.raw('count(*) as instalments'),
        db.raw('sum(principal) as principal'),
      );
  return rows.map(({ month, loans, instalments, principal }) => ({
    month,
    loans: Number(loans),
    instalments: Number(instalments),
    principal: centimosOfSum(principal),
  }));
}

/**
 * Rows `loan_id month principal`, one per instalment with unpaid principal in the days ahead. Principal is paid in the
 * order of the instalments, so an instalment holds what of the loan's debt lies between its own balance and the one
 * before it. Owing 900 of 400, 300 and 600: nothing of the first, 300 of the second (balance 600), 600 of the third.
 */
export function maturingInstalments(db: Knex, book: Book): Knex.QueryBuilder {
  const unpaid = `case when b.outstanding < i.balance + i.principal then b.outstanding - i.balance else i.principal end`;
  return db
    .from(bookOn(db, book).as('b'))
    .join('instalment as i', (on) => on.on('i.loan_id', 'b.id').onVal('i.institution_id', book.institutionId))
    .where('i.due', '>', book.asOf)
    .where('i.due', '<=', addDays(book.asOf, AHEAD_DAYS))
    .where('i.principal', '>', 0)
    .whereRaw('b.outstanding > i.balance')
    .select('i.loan_id', db.raw(`substr(cast(i.due as text), 1, 7) as month`), db.raw(`${unpaid} as principal`));
}

export async function currenciesOf(db: Knex, institutionId: number): Promise<string[]> {
  const rows: { currency: string }[] = await db('loan')
    .where({ institution_id: institutionId })
    .distinct('currency')
    .orderBy('currency');
  return rows.map((row) => row.currency);
}

/** The name of each member of a dimension by its key in `PortfolioRow`. */
export type Names = Readonly<Record<Dimension, ReadonlyMap<string, string>>>;

export async function dimensionNames(db: Knex, institutionId: number): Promise<Names> {
  const own = { institution_id: institutionId };
  const named = async (query: Knex.QueryBuilder): Promise<Map<string, string>> => {
    const rows: { key: string | number; name: string }[] = await query;
    return new Map(rows.map(({ key, name }) => [String(key), name]));
  };
  const lent = db('loan').where(own).whereNotNull('partner_organisation_id').select('partner_organisation_id');
  return {
    department: await named(db('district').distinct('department_code as key', 'department as name').orderBy('name')),
    product: await named(db('product').where(own).orderBy('name').select('id as key', 'name')),
    officer: await named(
      db('staff')
        .where(own)
        .whereIn('id', db('loan').where(own).distinct('officer_id'))
        .orderBy('name')
        .select('id as key', 'name'),
    ),
    organisation: await named(
      db('partner_organisation').whereIn('id', lent).orderBy('name').select('id as key', 'name'),
    ),
    line: await named(db('credit_line').where(own).orderBy('name').select('id as key', 'name')),
  };
}
