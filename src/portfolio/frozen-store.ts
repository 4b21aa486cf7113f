import type { Knex } from '../db/connect';
import { addMonths, type IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import { segmentOf } from './ageing';
import type { Book } from './book';
import type { MemberRow } from './figures';
import { DIMENSIONS, NO_ORGANISATION, type Dimension } from './store';

/** The whole portfolio, or one member of one dimension of it. */
export interface Part {
  readonly dimension: 'all' | Dimension;
  readonly member: string;
}

export const WHOLE: Part = { dimension: 'all', member: '' };

/** The portfolio of a closed day as it was frozen, whole and by the members of each dimension. */
export async function frozenPortfolio(db: Knex, book: Book): Promise<MemberRow[]> {
  const rows: SnapshotRow[] = await snapshotOf(db, book)
    .where({ date: book.asOf })
    .whereIn('dimension', ['all', ...DIMENSIONS])
    .select(COLUMNS);
  return rows.map(memberRowOf);
}

/** The rows of one part on each of some closed days. */
export async function frozenPart(
  db: Knex,
  book: Book,
  part: Part,
  dates: readonly IsoDate[],
): Promise<Map<IsoDate, MemberRow[]>> {
  const member = part.member === NO_ORGANISATION ? WITHOUT : part.member;
  const rows: (SnapshotRow & { date: IsoDate })[] = await snapshotOf(db, book)
    .whereIn('date', [...dates])
    .where({ dimension: part.dimension, member })
    .select([...COLUMNS, 'date']);
  const byDate = new Map<IsoDate, MemberRow[]>(dates.map((date) => [date, []]));
  for (const row of rows) byDate.get(row.date)?.push(memberRowOf(row));
  return byDate;
}

/** Each once in the part, however many loans. */
export async function frozenFarmers(db: Knex, book: Book, part: Part): Promise<number> {
  const member = part.member === NO_ORGANISATION ? WITHOUT : part.member;
  const row: { farmers: number | string | null } | undefined = await snapshotOf(db, book)
    .where({ date: book.asOf, dimension: part.dimension, member })
    .sum({ farmers: 'farmers' })
    .first();
  return Number(row?.farmers ?? 0);
}

/** The last closed day of each month of the year that ends with the day, and that day itself; in order. */
export async function trendDates(db: Knex, { institutionId, asOf }: Book): Promise<IsoDate[]> {
  const rows: { date: IsoDate }[] = await db('closed_day')
    .where({ institution_id: institutionId })
    .whereBetween('date', [addMonths(asOf, -TREND_MONTHS), asOf])
    .groupByRaw('substr(cast(date as text), 1, 7)')
    .max({ date: 'date' });
  return rows.map(({ date }) => date).toSorted();
}

const TREND_MONTHS = 12;

/** How the snapshot names the loans of no organisation. */
const WITHOUT = '0';

const COLUMNS = [
  ...['dimension', 'member', 'days_late_from', 'loans', 'principal', 'overdue_principal', 'refinanced_principal'],
  ...['modified_principal', 'untested_principal', 'provision'],
];

interface SnapshotRow {
  dimension: MemberRow['dimension'];
  member: string;
  days_late_from: number;
  loans: number;
  principal: Centimos;
  overdue_principal: Centimos;
  refinanced_principal: Centimos | null;
  modified_principal: Centimos | null;
  untested_principal: Centimos | null;
  provision: Centimos;
}

function snapshotOf(db: Knex, { institutionId, currency }: Book): Knex.QueryBuilder {
  return db('portfolio_snapshot').where({ institution_id: institutionId, currency });
}

function memberRowOf(row: SnapshotRow): MemberRow {
  return {
    dimension: row.dimension,
    member: row.dimension === 'organisation' && row.member === WITHOUT ? NO_ORGANISATION : row.member,
    segment: segmentOf(row.days_late_from),
    loans: row.loans,
    principal: row.principal,
    overdue: row.overdue_principal,
    refinanced: row.refinanced_principal,
    modified: row.modified_principal,
    untested: row.untested_principal,
    provision: row.provision,
  };
}
