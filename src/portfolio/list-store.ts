import { engineOf, type Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import { daysBetween, type IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import { overdueTableOn } from '../parameters/read-debtors';
import { PAGE_ROWS } from '../web/pagination';
import { dueBefore, type Band, type ParDays } from './ageing';
import { bookOn, type Book } from './book';
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

/** The loans of one page, the longest late first, with the sums of all that the filter leaves; past the last page, page 1. */
export async function listPage(
  db: Knex,
  book: Book,
  filter: ListFilter,
  page: number,
): Promise<{ readonly totals: ListTotals; readonly loans: readonly ListedLoan[] }> {
  // The loans are worked out once, for the sums and for the page.
  const { query } = await narrowed(db, book, filter);
  const picked = db
    .withMaterialized('chosen', query)
    .from('chosen as b')
    .joinRaw(`cross join (${SUMS}) as t`)
    .orderByRaw(LATEST_LAST)
    .limit(PAGE_ROWS)
    .offset((page - 1) * PAGE_ROWS)
    .select('b.*', 't.*');
  const rows: (LoanRow & SumsRow)[] = await withNames(db, book, picked).select(
    ...['b.loans', 'b.all_outstanding', 'b.all_maturing'],
  );
  const [first] = rows;
  if (!first && page > 1) return listPage(db, book, filter, 1);
  const totals = {
    loans: Number(first?.loans ?? 0),
    outstanding: centimosOfSum(first?.all_outstanding ?? 0),
    maturing: centimosOfSum(first?.all_maturing ?? 0),
  };
  return { totals, loans: rows.map((row) => listedLoan(row, book.asOf)) };
}

const SUMS = 'select count(*) as loans, sum(outstanding) as all_outstanding, sum(maturing) as all_maturing from chosen';

interface SumsRow {
  loans: number | string;
  all_outstanding: number | string;
  all_maturing: number | string | null;
}

/** All that the filter leaves, the longest late first. */
export async function listLoans(db: Knex, book: Book, filter: ListFilter): Promise<ListedLoan[]> {
  const { query } = await narrowed(db, book, filter);
  const rows: LoanRow[] = await withNames(db, book, query);
  return rows.map((row) => listedLoan(row, book.asOf));
}

/** Names are looked up only for the loans that are shown. */
function withNames(db: Knex, { institutionId }: Book, picked: Knex.QueryBuilder): Knex.QueryBuilder {
  // SQLite would begin with all loans of the institution and look for each among those that were picked.
  const join = engineOf(db) === 'pg' ? 'inner join' : 'cross join';
  return db
    .from(picked.as('b'))
    .joinRaw(`${join} loan as l on l.id = b.id and l.institution_id = ?`, [institutionId])
    .join('farmer as f', (on) => on.on('f.id', 'l.farmer_id').onVal('f.institution_id', institutionId))
    .join('product as p', (on) => on.on('p.id', 'l.product_id').onVal('p.institution_id', institutionId))
    .join('staff as s', (on) => on.on('s.id', 'l.officer_id').onVal('s.institution_id', institutionId))
    .join('credit_line as c', (on) => on.on('c.id', 'l.line_id').onVal('c.institution_id', institutionId))
    .join('district as d', 'd.ubigeo', 'l.ubigeo')
    .leftJoin('partner_organisation as o', 'o.id', 'l.partner_organisation_id')
    .orderByRaw(LATEST_LAST)
    .select('b.id', 'l.disbursed_on', 'l.principal', 'b.outstanding', 'b.oldest_due', 'b.maturing', 'd.department')
    .select('f.first_surname', 'f.second_surname', 'f.given_names')
    .select('d.name as district', 'p.name as product', 's.name as officer', 'o.name as organisation', 'c.name as line');
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

/** Rows `id oldest_due outstanding maturing`; in an object, because a query that is awaited runs. */
async function narrowed(db: Knex, book: Book, filter: ListFilter): Promise<{ readonly query: Knex.QueryBuilder }> {
  const { band, moreThanDays, maturing, quality, withRefinanced } = filter;
  const query: Knex.QueryBuilder =
    maturing === undefined
      ? narrowTo(db.from(bookOn(db, book).as('b')), filter).select(db.raw('cast(null as bigint) as maturing'))
      : db.from(loansMaturing(db, book, filter, maturing).as('b')).select('b.maturing');
  void query.select('b.id', 'b.oldest_due', 'b.outstanding');
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

/** The loans that have an unpaid instalment in the span, with the principal in them as `maturing`. */
function loansMaturing(db: Knex, book: Book, members: Members, span: Span): Knex.QueryBuilder {
  return (
    db
      .from(unpaidAhead(db, book, members, span).as('u'))
      .groupBy('u.id')
      .select('u.id', db.raw('sum(u.unpaid_principal) as maturing'))
      // The same in each row of a loan.
      .select(ONE_OF_EACH.map((name) => db.raw('max(??) as ??', [`u.${name}`, name])))
  );
}

const ONE_OF_EACH = ['product_id', 'oldest_due', 'outstanding'];
