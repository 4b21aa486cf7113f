import type { Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import { daysBetween, type IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import { PAGE_ROWS } from '../web/pagination';
import { dueBefore, type Band, type ParDays } from './ageing';
import { bookOn, type Book } from './book';
import { maturingInstalments, NO_ORGANISATION, type Dimension } from './store';

/** Which of the loans behind a figure; a part left out does not narrow. Dimensions by the key of `PortfolioRow`. */
export interface ListFilter extends Readonly<Partial<Record<Dimension, string>>> {
  readonly band?: Band;
  readonly moreThanDays?: ParDays;
  /** Principal falls due in the days ahead: `ahead` for all of them, or one month, `2027-01`. */
  readonly maturing?: string;
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
  const row: Record<keyof ListTotals, number | string | null> | undefined = await narrowed(db, book, filter)
    .select(db.raw('count(*) as loans'), db.raw('sum(b.outstanding) as outstanding'))
    .select(filter.maturing === undefined ? db.raw('0 as maturing') : db.raw('sum(m.principal) as maturing'))
    .first();
  return {
    loans: Number(row?.loans ?? 0),
    outstanding: centimosOfSum(row?.outstanding ?? 0),
    maturing: centimosOfSum(row?.maturing ?? 0),
  };
}

/** The longest late first. Page 1 is the first; without a page, all of them. */
export async function listLoans(db: Knex, book: Book, filter: ListFilter, page?: number): Promise<ListedLoan[]> {
  const query = narrowed(db, book, filter)
    .join('farmer as f', (on) => on.on('f.id', 'b.farmer_id').onVal('f.institution_id', book.institutionId))
    .join('product as p', (on) => on.on('p.id', 'b.product_id').onVal('p.institution_id', book.institutionId))
    .join('staff as s', (on) => on.on('s.id', 'b.officer_id').onVal('s.institution_id', book.institutionId))
    .join('credit_line as c', (on) => on.on('c.id', 'b.line_id').onVal('c.institution_id', book.institutionId))
    .leftJoin('partner_organisation as o', 'o.id', 'b.partner_organisation_id')
    .orderByRaw('case when b.oldest_due is null then 1 else 0 end, b.oldest_due, b.id')
    .select('b.id', 'b.disbursed_on', 'b.principal', 'b.outstanding', 'b.oldest_due', 'd.department')
    .select('f.first_surname', 'f.second_surname', 'f.given_names')
    .select('d.name as district', 'p.name as product', 's.name as officer', 'o.name as organisation', 'c.name as line')
    .select(filter.maturing === undefined ? db.raw('null as maturing') : 'm.principal as maturing');
  const rows: LoanRow[] = await (page === undefined ? query : query.limit(PAGE_ROWS).offset((page - 1) * PAGE_ROWS));
  return rows.map((row) => listedLoan(row, book.asOf));
}

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

function narrowed(db: Knex, book: Book, filter: ListFilter): Knex.QueryBuilder {
  const query = db.from(bookOn(db, book).as('b')).join('district as d', 'd.ubigeo', 'b.ubigeo');
  const { band, moreThanDays, maturing } = filter;
  if (band !== undefined) void query.where((late) => withinBand(late, band, book.asOf));
  if (moreThanDays !== undefined) void query.where('b.oldest_due', '<', dueBefore(book.asOf, moreThanDays));
  if (filter.department !== undefined) void query.where('d.department_code', filter.department);
  if (filter.product !== undefined) void query.where('b.product_id', Number(filter.product));
  if (filter.officer !== undefined) void query.where('b.officer_id', Number(filter.officer));
  if (filter.line !== undefined) void query.where('b.line_id', Number(filter.line));
  if (filter.organisation === NO_ORGANISATION) void query.whereNull('b.partner_organisation_id');
  else if (filter.organisation !== undefined) {
    void query.where('b.partner_organisation_id', Number(filter.organisation));
  }
  if (maturing !== undefined) void query.join(maturingByLoan(db, book, maturing).as('m'), 'm.loan_id', 'b.id');
  return query;
}

function withinBand(late: Knex.QueryBuilder, band: Band, asOf: IsoDate): void {
  if (band.to === 0) {
    void late.whereNull('b.oldest_due');
    return;
  }
  void late.where('b.oldest_due', '<', dueBefore(asOf, band.from - 1));
  if (band.to !== undefined) void late.where('b.oldest_due', '>=', dueBefore(asOf, band.to));
}

function maturingByLoan(db: Knex, book: Book, maturing: string): Knex.QueryBuilder {
  const byLoan = db.from(maturingInstalments(db, book).as('u')).groupBy('u.loan_id');
  if (maturing !== 'ahead') void byLoan.where('u.month', maturing);
  return byLoan.select('u.loan_id', db.raw('sum(u.principal) as principal'));
}
