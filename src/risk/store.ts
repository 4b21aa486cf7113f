import type { Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import type { Centimos } from '../lending/money';
import { PAGE_ROWS } from '../web/pagination';
import { contractuallyDue, cutRows, loansWithFirstLate, type Cut, type RiskBook } from './cuts';

/** The loans that a cut has put together. */
export interface Group {
  readonly member: string;
  readonly loans: number;
  /** Rows of the cut: for instalments more than loans. */
  readonly items: number;
  readonly amount: Centimos;
}

/** The groups of a cut, the largest amount first; only so many of them where a number is given. */
export async function groupsOf(db: Knex, book: RiskBook, cut: Cut, largest?: number): Promise<Group[]> {
  const query = db
    .from(cutRows(db, book, cut).as('c'))
    .groupBy('c.member')
    .orderBy([{ column: 'amount', order: 'desc' }, { column: 'c.member' }])
    .select('c.member')
    .select(db.raw('count(distinct c.loan_id) as loans, count(*) as items, sum(c.amount) as amount'));
  const rows: Record<'member' | 'loans' | 'items' | 'amount', string | number>[] = await (largest === undefined
    ? query
    : query.limit(largest));
  return rows.map(({ member, loans, items, amount }) => ({
    member: String(member),
    loans: Number(loans),
    items: Number(items),
    amount: centimosOfSum(amount),
  }));
}

/** The whole of a cut, and how concentrated it is. */
export interface Spread {
  readonly members: number;
  readonly amount: Centimos;
  /**
   * Herfindahl–Hirschman: the sum of the squared percents, from almost 0 to 10,000 where one member is all. Shares of
   * 50, 30 and 20 %: 2,500 + 900 + 400 = 3,800. Left out where there is nothing to share.
   */
  readonly hhi?: number;
}

/** The same of groups that were read already, where they are all. */
export function spreadAmong(groups: readonly Group[]): Spread {
  const amount = groups.reduce((sum, group) => sum + group.amount, 0);
  const squares = groups.reduce((sum, group) => sum + group.amount * group.amount, 0);
  return spread(groups.length, amount, squares);
}

export async function spreadOf(db: Knex, book: RiskBook, cut: Cut): Promise<Spread> {
  const groups = db
    .from(cutRows(db, book, cut).as('c'))
    .groupBy('c.member')
    .select(db.raw('sum(c.amount) as amount'));
  const row: Record<'members' | 'amount' | 'squares', string | number | null> | undefined = await db
    .from(groups.as('g'))
    .select(db.raw('count(*) as members, sum(g.amount) as amount'))
    .select(db.raw('sum(cast(g.amount as double precision) * g.amount) as squares'))
    .first();
  return spread(Number(row?.members ?? 0), centimosOfSum(row?.amount ?? 0), Number(row?.squares));
}

function spread(members: number, amount: Centimos, squares: number): Spread {
  return amount === 0 ? { members, amount } : { members, amount, hhi: (squares / amount / amount) * 1e4 };
}

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

/** What was paid on the instalments that fell due in a month, by when it was paid. */
export interface CollectedMonth {
  /** `2026-10`. */
  readonly month: string;
  readonly early: Centimos;
  readonly onTheDay: Centimos;
  readonly late: Centimos;
  /** Before the month was over, early and on the day included. */
  readonly byMonthEnd: Centimos;
}

/** In the order of the months; payments up to the day of the book. */
export async function collectedByMonth(db: Knex, book: RiskBook): Promise<CollectedMonth[]> {
  const paid = 'a.principal + a.interest + a.insurance + a.fees + a.penalties';
  const when = (condition: string, name: string) =>
    db.raw(`sum(case when ${condition} then ${paid} else 0 end) as ${name}`);
  const rows: Record<'month' | 'early' | 'on_the_day' | 'late' | 'by_month_end', string | number>[] =
    await contractuallyDue(db, book)
      .join('allocation as a', (on) =>
        on.on('a.institution_id', 'i.institution_id').on('a.loan_id', 'i.loan_id').on('a.instalment', 'i.number'),
      )
      .where('a.value_date', '<=', book.asOf)
      .groupByRaw('substr(cast(i.due as text), 1, 7)')
      .select(
        db.raw('substr(cast(i.due as text), 1, 7) as month'),
        when('a.value_date < i.due', 'early'),
        when('a.value_date = i.due', 'on_the_day'),
        when('a.value_date > i.due', 'late'),
        when('substr(cast(a.value_date as text), 1, 7) <= substr(cast(i.due as text), 1, 7)', 'by_month_end'),
      );
  return rows
    .map((row) => ({
      month: String(row.month),
      early: centimosOfSum(row.early),
      onTheDay: centimosOfSum(row.on_the_day),
      late: centimosOfSum(row.late),
      byMonthEnd: centimosOfSum(row.by_month_end),
    }))
    .toSorted((one, other) => (one.month < other.month ? -1 : 1));
}

/** Loans made in the same month whose first instalment that stayed unpaid over 30 days fell due on the same date. */
export interface LateCohort {
  readonly disbursedIn: string;
  /** Null where none stayed unpaid. */
  readonly lateSince: string | null;
  readonly loans: number;
  readonly principal: Centimos;
}

export async function lateCohorts(db: Knex, book: RiskBook): Promise<LateCohort[]> {
  const rows: { month: string; late_since: string | null; loans: number | string; principal: number | string }[] =
    await db
      .from(loansWithFirstLate(db, book).as('c'))
      .groupByRaw('substr(cast(c.disbursed_on as text), 1, 7), c.late_since')
      .select(db.raw('substr(cast(c.disbursed_on as text), 1, 7) as month'), 'c.late_since')
      .select(db.raw('count(*) as loans, sum(c.principal) as principal'));
  return rows.map((row) => ({
    disbursedIn: row.month,
    lateSince: row.late_since,
    loans: Number(row.loans),
    principal: centimosOfSum(row.principal),
  }));
}

/** The names of members by their key, for the cuts whose members are not words or dates. */
export async function memberNames(
  db: Knex,
  institutionId: number,
  cut: Cut,
  members: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (cut === 'district') {
    const rows: { ubigeo: string; name: string; department: string }[] = await db('district')
      .whereIn('ubigeo', [...members])
      .select('ubigeo', 'name', 'department');
    return new Map(rows.map((row) => [row.ubigeo, `${row.name}, ${row.department}`]));
  }
  if (cut === 'borrower') {
    const rows: { id: number; first_surname: string; second_surname: string; given_names: string }[] = await db(
      'farmer',
    )
      .where({ institution_id: institutionId })
      .whereIn('id', members.map(Number))
      .select('id', 'first_surname', 'second_surname', 'given_names');
    return new Map(
      rows.map((row) => [
        String(row.id),
        `${[row.first_surname, row.second_surname].filter(Boolean).join(' ')}, ${row.given_names}`,
      ]),
    );
  }
  return new Map();
}

/** Principal of the loans of which no instalment has fallen due yet: nobody can know whether they pay. */
export async function untestedPrincipal(db: Knex, book: RiskBook): Promise<Centimos> {
  const row: { amount: number | string | null } | undefined = await db
    .from(cutRows(db, book, 'borrower').as('c'))
    .whereNotExists(
      db('instalment as i')
        .where('i.institution_id', book.institutionId)
        .whereRaw('i.loan_id = c.loan_id')
        .where('i.total', '>', 0)
        // Not `due` alone: a planner would read all that was ever due anew for each loan.
        .whereRaw('coalesce(i.due, i.due) <= ?', [book.asOf])
        .select(db.raw('1')),
    )
    .select(db.raw('sum(c.amount) as amount'))
    .first();
  return centimosOfSum(row?.amount ?? 0);
}

/** Who owes a loan and where, for a list of a few of them. */
export interface LoanLabel {
  readonly farmer: string;
  readonly district: string;
}

export async function loanLabels(
  db: Knex,
  institutionId: number,
  loanIds: readonly number[],
): Promise<ReadonlyMap<number, LoanLabel>> {
  const rows: (Record<'first_surname' | 'second_surname' | 'given_names' | 'district', string> & { id: number })[] =
    await db('loan as l')
      .join('farmer as f', (on) => on.on('f.institution_id', 'l.institution_id').on('f.id', 'l.farmer_id'))
      .join('district as d', 'd.ubigeo', 'l.ubigeo')
      .where('l.institution_id', institutionId)
      .whereIn('l.id', [...loanIds])
      .select('l.id', 'd.name as district', 'f.first_surname', 'f.second_surname', 'f.given_names');
  return new Map(
    rows.map((row) => [
      row.id,
      {
        farmer: `${[row.first_surname, row.second_surname].filter(Boolean).join(' ')}, ${row.given_names}`,
        district: row.district,
      },
    ]),
  );
}
