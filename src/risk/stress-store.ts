import type { CashFlow } from '../applications/cash-flow';
import type { Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import { addMonths, daysBetween, type IsoDate } from '../lending/dates';
import type { CreditType } from '../lending/classification';
import type { Centimos } from '../lending/money';
import type { Variety } from '../parameters/read-harvests';
import { bookOn } from '../portfolio/book';
import { cutRows, type RiskBook } from './cuts';

/** How far ahead a stress looks: all harvests of a year. */
const AHEAD_MONTHS = 12;

/** A loan of the book with what it is to pay within the months ahead, in order of due date. */
export interface AheadLoan {
  readonly id: number;
  readonly farmerId: number;
  readonly department: string;
  readonly lineId: number;
  readonly creditType: CreditType;
  readonly outstanding: Centimos;
  readonly daysLate: number;
  /** As it was judged when the loan was asked for; null where it was not. */
  readonly cashFlow: CashFlow | null;
  /** The last due date up to the day, or the day the loan was paid out. */
  readonly earnsSince: IsoDate;
  readonly instalments: readonly { readonly due: IsoDate; readonly total: Centimos }[];
}

/** Loans by their numbers, both counted. */
export interface LoanSpan {
  readonly from: number;
  readonly to: number;
}

/** A cash flow is a long text: so many loans are held in memory at once. */
const SPAN_LOANS = 5_000;

/** Spans that have all loans of the institution between them. */
export async function loanSpans(db: Knex, { institutionId }: RiskBook): Promise<LoanSpan[]> {
  const row: { last?: number | null } | undefined = await db('loan')
    .where({ institution_id: institutionId })
    .max({ last: 'id' })
    .first();
  const spans = Math.ceil((row?.last ?? 0) / SPAN_LOANS);
  return Array.from({ length: spans }, (_, index) => ({ from: index * SPAN_LOANS + 1, to: (index + 1) * SPAN_LOANS }));
}

export async function loansAhead(db: Knex, book: RiskBook, span: LoanSpan): Promise<AheadLoan[]> {
  const own = book.institutionId;
  const rows: AheadRow[] = await db
    .from(bookOn(db, book).as('b'))
    .join('loan as l', (on) => on.on('l.id', 'b.id').onVal('l.institution_id', own))
    .join('application as a', (on) => on.on('a.id', 'l.application_id').onVal('a.institution_id', own))
    .join('product as p', (on) => on.on('p.id', 'l.product_id').onVal('p.institution_id', own))
    .whereBetween('b.id', [span.from, span.to])
    .orderBy('b.id')
    .select('b.id', 'b.farmer_id', 'b.ubigeo', 'b.line_id', 'b.outstanding', 'b.oldest_due')
    .select('a.cash_flow', 'p.credit_type', 'b.disbursed_on');
  const lastDues = await lastDuesOf(db, book, span);
  const dues: { loan_id: number; member: IsoDate; amount: number | string }[] = await db
    .from(cutRows(db, book, 'income').as('c'))
    .whereBetween('c.loan_id', [span.from, span.to])
    .where('c.member', '<=', addMonths(book.asOf, AHEAD_MONTHS))
    .orderBy(['c.loan_id', 'c.member'])
    .select('c.loan_id', 'c.member', 'c.amount');
  const instalments = new Map<number, { due: IsoDate; total: Centimos }[]>();
  for (const { loan_id: id, member: due, amount } of dues) {
    const total = centimosOfSum(amount);
    const before = instalments.get(id);
    const last = before?.at(-1);
    if (!before) instalments.set(id, [{ due, total }]);
    else if (last?.due === due) before[before.length - 1] = { due, total: last.total + total };
    else before.push({ due, total });
  }
  return rows.map((row) => ({
    id: row.id,
    farmerId: row.farmer_id,
    department: row.ubigeo.slice(0, 2),
    lineId: row.line_id,
    creditType: row.credit_type,
    outstanding: centimosOfSum(row.outstanding),
    daysLate: row.oldest_due === null ? 0 : daysBetween(row.oldest_due, book.asOf),
    cashFlow: row.cash_flow === null ? null : (JSON.parse(row.cash_flow) as CashFlow),
    earnsSince: lastDues.get(row.id) ?? row.disbursed_on,
    instalments: instalments.get(row.id) ?? [],
  }));
}

interface AheadRow {
  id: number;
  farmer_id: number;
  ubigeo: string;
  line_id: number;
  outstanding: number | string;
  oldest_due: IsoDate | null;
  cash_flow: string | null;
  credit_type: CreditType;
  disbursed_on: IsoDate;
}

async function lastDuesOf(db: Knex, book: RiskBook, span: LoanSpan): Promise<Map<number, IsoDate>> {
  const rows: { loan_id: number; due: IsoDate }[] = await db('instalment')
    .where({ institution_id: book.institutionId })
    .whereBetween('loan_id', [span.from, span.to])
    // Not `due` alone: a planner would read all that was ever due anew for each span.
    .whereRaw('coalesce(due, due) <= ?', [book.asOf])
    .where('total', '>', 0)
    .groupBy('loan_id')
    .select('loan_id', db.raw('max(due) as due'));
  return new Map(rows.map(({ loan_id: id, due }) => [id, due]));
}

export interface FarmerParcel {
  readonly id: number;
  readonly farmerId: number;
  readonly name: string;
  readonly areaHa: string;
  readonly plantedOn: IsoDate;
  readonly variety: Variety;
  readonly department: string;
}

/** The parcels of the farmers who owe on a loan of the span that was made without a cash flow. */
export async function parcelsWithoutCashFlow(db: Knex, book: RiskBook, span: LoanSpan): Promise<FarmerParcel[]> {
  const own = book.institutionId;
  const farmers = db
    .from(bookOn(db, book).as('b'))
    .join('loan as l', (on) => on.on('l.id', 'b.id').onVal('l.institution_id', own))
    .join('application as a', (on) => on.on('a.id', 'l.application_id').onVal('a.institution_id', own))
    .whereBetween('b.id', [span.from, span.to])
    .whereNull('a.cash_flow')
    .select('b.farmer_id');
  const rows: {
    id: number;
    farmer_id: number;
    name: string;
    area_ha: string;
    planted_on: IsoDate;
    variety: Variety;
    ubigeo: string;
  }[] = await db('parcel').where({ institution_id: own }).whereIn('farmer_id', farmers).orderBy('id');
  return rows.map((row) => ({
    id: row.id,
    farmerId: row.farmer_id,
    name: row.name,
    areaHa: row.area_ha,
    plantedOn: row.planted_on,
    variety: row.variety,
    department: row.ubigeo.slice(0, 2),
  }));
}
