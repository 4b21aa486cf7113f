import type { Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import { daysBetween, type IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import { overdueTableOn } from '../parameters/read-debtors';
import { PAGE_ROWS } from '../web/pagination';
import { dueBefore, type Band, type ParDays } from './ageing';
import { bookOn, LOAN_COLUMNS, type Book } from './book';
import { unpaidAhead, type Span } from './falling-due-store';
import { modifiedLoans, overdueColumn } from './situation';
import { narrowTo, type Members } from './store';

/** How loans stand in the books of the SBS: vencida or judicial; refinanciada or reestructurada; either of both. */
const QUALITIES = ['overdue', 'refinanced', 'high-risk'] as const;
export type Quality = (typeof QUALITIES)[number];

/** Which of the loans behind a figure; a part left out does not narrow. */
export interface ListFilter extends Members {
  readonly band?: Band;
  readonly moreThanDays?: ParDays;
  /** With `moreThanDays`: also the loans whose terms were changed, however late. */
  readonly withRefinanced?: boolean;
  readonly quality?: Quality;
  /** Something falls due from one day to another, both within the days ahead. */
  readonly maturing?: Span;
}

export interface ListedLoan {
  readonly id: number;
  readonly farmerName: string;
  readonly department: string;
  readonly district: string;
  readonly product: string;
  readonly officer: string;
  readonly organisation: string | null;
  readonly line: string;
  readonly disbursedOn: IsoDate;
  readonly principal: Centimos;
  readonly outstanding: Centimos;
  readonly daysLate: number;
  /** Principal that falls due in the days ahead; null where the list is not about that. */
  readonly maturing: Centimos | null;
}

export interface ListTotals {
  readonly loans: number;
  readonly outstanding: Centimos;
  readonly maturing: Centimos;
}

export async function listTotals(db: Knex, book: Book, filter: ListFilter): Promise<ListTotals> {
  const rows = await narrowed(db, book, filter);
  const row: Record<keyof ListTotals, number | string | null> | undefined = await rows.query
    .select(db.raw('count(*) as loans'), db.raw('sum(b.outstanding) as outstanding'))
    .select(db.raw(filter.maturing === undefined ? '0 as maturing' : 'sum(b.maturing) as maturing'))
    .first();
  return {
    loans: Number(row?.loans ?? 0),
    outstanding: centimosOfSum(row?.outstanding ?? 0),
    maturing: centimosOfSum(row?.maturing ?? 0),
  };
}

/** The longest late first. Page 1 is the first; without a page, all of them. */
export async function listLoans(db: Knex, book: Book, filter: ListFilter, page?: number): Promise<ListedLoan[]> {
  const { query: chosen } = await narrowed(db, book, filter);
  void chosen.orderByRaw(LATEST_LAST).select('b.*');
  if (page !== undefined) void chosen.limit(PAGE_ROWS).offset((page - 1) * PAGE_ROWS);
  // The loans of the page first and their names after, so that nothing is looked up for loans that are not shown.
  const rows: LoanRow[] = await db
    .from(chosen.as('b'))
    .join('farmer as f', (on) => on.on('f.id', 'b.farmer_id').onVal('f.institution_id', book.institutionId))
    .join('product as p', (on) => on.on('p.id', 'b.product_id').onVal('p.institution_id', book.institutionId))
    .join('staff as s', (on) => on.on('s.id', 'b.officer_id').onVal('s.institution_id', book.institutionId))
    .join('credit_line as c', (on) => on.on('c.id', 'b.line_id').onVal('c.institution_id', book.institutionId))
    .join('district as d', 'd.ubigeo', 'b.ubigeo')
    .leftJoin('partner_organisation as o', 'o.id', 'b.partner_organisation_id')
    .orderByRaw(LATEST_LAST)
    .select('b.id', 'b.disbursed_on', 'b.principal', 'b.outstanding', 'b.oldest_due', 'd.department')
    .select(db.raw(filter.maturing === undefined ? 'null as maturing' : 'b.maturing'))
    .select('f.first_surname', 'f.second_surname', 'f.given_names')
    .select('d.name as district', 'p.name as product', 's.name as officer', 'o.name as organisation', 'c.name as line');
  return rows.map((row) => listedLoan(row, book.asOf));
}

const LATEST_LAST = 'case when b.oldest_due is null then 1 else 0 end, b.oldest_due, b.id';

interface LoanRow {
  id: number;
  first_surname: string;
  second_surname: string;
  given_names: string;
  department: string;
  district: string;
  product: string;
  officer: string;
  organisation: string | null;
  line: string;
  disbursed_on: IsoDate;
  principal: Centimos;
  outstanding: number | string;
  oldest_due: IsoDate | null;
  maturing: number | string | null;
}

function listedLoan(row: LoanRow, asOf: IsoDate): ListedLoan {
  const { first_surname: first, second_surname: second, given_names: given } = row;
  return {
    id: row.id,
    farmerName: `${[first, second].filter(Boolean).join(' ')}, ${given}`,
    department: row.department,
    district: row.district,
    product: row.product,
    officer: row.officer,
    organisation: row.organisation,
    line: row.line,
    disbursedOn: row.disbursed_on,
    principal: row.principal,
    outstanding: centimosOfSum(row.outstanding),
    daysLate: row.oldest_due === null ? 0 : daysBetween(row.oldest_due, asOf),
    maturing: row.maturing === null ? null : centimosOfSum(row.maturing),
  };
}

/** In an object, because a query that is awaited runs. */
async function narrowed(db: Knex, book: Book, filter: ListFilter): Promise<{ readonly query: Knex.QueryBuilder }> {
  const { band, moreThanDays, maturing, quality, withRefinanced } = filter;
  const loans = maturing === undefined ? bookOn(db, book) : loansMaturing(db, book, maturing);
  const query = narrowTo(db.from(loans.as('b')), filter);
  const refinanced = () => modifiedLoans(db, book);
  if (band !== undefined) void query.where((late) => withinBand(late, band, book.asOf));
  if (moreThanDays !== undefined) {
    const due = dueBefore(book.asOf, moreThanDays);
    void query.where((late) => {
      void late.where('b.oldest_due', '<', due);
      if (withRefinanced) void late.orWhereIn('b.id', refinanced());
    });
  }
  if (quality !== undefined) {
    const isOverdue = db.raw('? = 1', [
      overdueColumn(db, book, await overdueTableOn(db, book.institutionId, book.asOf)),
    ]);
    void query
      .join('product as p', (on) => on.on('p.id', 'b.product_id').onVal('p.institution_id', book.institutionId))
      .where((stands) => {
        if (quality === 'refinanced') void stands.whereNot(isOverdue).whereIn('b.id', refinanced());
        else void stands.where(isOverdue);
        if (quality === 'high-risk') void stands.orWhereIn('b.id', refinanced());
      });
  }
  return { query };
}

function withinBand(late: Knex.QueryBuilder, band: Band, asOf: IsoDate): void {
  if (band.to === 0) {
    void late.whereNull('b.oldest_due');
    return;
  }
  void late.where('b.oldest_due', '<', dueBefore(asOf, band.from - 1));
  if (band.to !== undefined) void late.where('b.oldest_due', '>=', dueBefore(asOf, band.to));
}

/** The rows of the book that have an unpaid instalment in the span, with the principal in them as `maturing`. */
function loansMaturing(db: Knex, book: Book, span: Span): Knex.QueryBuilder {
  const columns = [...LOAN_COLUMNS, 'oldest_due', 'outstanding'];
  return db
    .from(unpaidAhead(db, book, {}, span).as('u'))
    .groupBy(columns.map((name) => `u.${name}`))
    .select(columns.map((name) => `u.${name}`))
    .select(db.raw('sum(u.unpaid_principal) as maturing'));
}
