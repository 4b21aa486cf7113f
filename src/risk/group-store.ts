import type { Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import type { Centimos } from '../lending/money';
import { cutRows, type Cut, type RiskBook } from './cuts';

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
