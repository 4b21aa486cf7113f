import type { Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import type { Centimos } from '../lending/money';
import { PAGE_ROWS } from '../web/pagination';
import { cutRows, type Cut, type RiskBook } from './cuts';

/** One member, or all between two of them in the order of text: `2026-10-01` to `2026-10-31`. */
export interface Members {
  readonly from: string;
  readonly to: string;
}

export interface CutLoan {
  readonly id: number;
  readonly farmerName: string;
  readonly district: string;
  readonly department: string;
  readonly product: string;
  readonly disbursedOn: string;
  readonly principal: Centimos;
  /** What of the figure is this loan's. */
  readonly amount: Centimos;
}

export async function cutTotals(db: Knex, book: RiskBook, cut: Cut, members: Members) {
  const row: { loans: number | string; amount: number | string | null } | undefined = await db
    .from(cutRows(db, book, cut).as('c'))
    .whereBetween('c.member', [members.from, members.to])
    .select(db.raw('count(distinct c.loan_id) as loans, sum(c.amount) as amount'))
    .first();
  return { loans: Number(row?.loans ?? 0), amount: centimosOfSum(row?.amount ?? 0) };
}

/** The loans behind a figure, the largest part first. Page 1 is the first; without a page, all of them. */
export async function cutLoans(
  db: Knex,
  book: RiskBook,
  cut: Cut,
  members: Members,
  page?: number,
): Promise<CutLoan[]> {
  const { institutionId } = book;
  const parts = db
    .from(cutRows(db, book, cut).as('c'))
    .whereBetween('c.member', [members.from, members.to])
    .groupBy('c.loan_id')
    .select('c.loan_id', db.raw('sum(c.amount) as amount'));
  const query = db
    .from(parts.as('part'))
    .join('loan as l', (on) => on.on('l.id', 'part.loan_id').onVal('l.institution_id', institutionId))
    .join('farmer as f', (on) => on.on('f.id', 'l.farmer_id').onVal('f.institution_id', institutionId))
    .join('product as p', (on) => on.on('p.id', 'l.product_id').onVal('p.institution_id', institutionId))
    .join('district as d', 'd.ubigeo', 'l.ubigeo')
    .orderBy([{ column: 'part.amount', order: 'desc' }, { column: 'l.id' }])
    .select('l.id', 'l.disbursed_on', 'l.principal', 'part.amount', 'd.name as district', 'd.department')
    .select('p.name as product', 'f.first_surname', 'f.second_surname', 'f.given_names');
  const rows: CutLoanRow[] = await (page === undefined ? query : query.limit(PAGE_ROWS).offset((page - 1) * PAGE_ROWS));
  return rows.map((row) => ({
    id: row.id,
    farmerName: `${[row.first_surname, row.second_surname].filter(Boolean).join(' ')}, ${row.given_names}`,
    district: row.district,
    department: row.department,
    product: row.product,
    disbursedOn: row.disbursed_on,
    principal: row.principal,
    amount: centimosOfSum(row.amount),
  }));
}

interface CutLoanRow {
  id: number;
  first_surname: string;
  second_surname: string;
  given_names: string;
  district: string;
  department: string;
  product: string;
  disbursed_on: string;
  principal: number;
  amount: number | string;
}
