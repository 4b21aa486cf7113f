import type { Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import type { IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import { WITH_OFFICER, type SheetState } from './states';

/** What narrows the list of sheets: an officer, and states. */
export interface SheetFilter {
  readonly officerId?: number | undefined;
  readonly states: readonly SheetState[];
}

export interface ListedSheet {
  readonly id: number;
  readonly collectOn: IsoDate;
  readonly place: string;
  readonly officer: string;
  readonly currency: string;
  readonly state: SheetState;
  readonly rows: number;
  readonly paid: number;
  readonly refused: number;
  readonly due: Centimos;
  readonly collected: Centimos;
}

export async function countSheets(db: Knex, institutionId: number, filter: SheetFilter): Promise<number> {
  const row: { count?: number | string } | undefined = await narrowed(db, institutionId, filter)
    .count({ count: '*' })
    .first();
  return Number(row?.count ?? 0);
}

/** The latest day first. */
export async function listSheets(
  db: Knex,
  institutionId: number,
  filter: SheetFilter,
  cut: { readonly from: number; readonly rows: number },
): Promise<ListedSheet[]> {
  const shown = narrowed(db, institutionId, filter)
    .orderBy([
      { column: 's.collect_on', order: 'desc' },
      { column: 's.id', order: 'desc' },
    ])
    .offset(cut.from)
    .limit(cut.rows)
    .select('s.*');
  const rows = (await db
    .from(shown.as('s'))
    .join('staff as p', (on) => on.on('p.institution_id', 's.institution_id').on('p.id', 's.officer_id'))
    .leftJoin('collection_sheet_row as r', (on) =>
      on.on('r.institution_id', 's.institution_id').on('r.sheet_id', 's.id'),
    )
    .groupBy('s.id', 's.collect_on', 's.place', 's.currency', 's.state', 'p.name')
    .orderBy([
      { column: 's.collect_on', order: 'desc' },
      { column: 's.id', order: 'desc' },
    ])
    .select({ id: 's.id', collectOn: 's.collect_on', place: 's.place', currency: 's.currency', state: 's.state' })
    .select('p.name as officer')
    .count({ rows: 'r.number', paid: 'r.collected' })
    .sum({ due: 'r.due', collected: 'r.collected' })
    .select(db.raw(`sum(case when r.state = 'refused' then 1 else 0 end) as refused`))) as Summed[];
  return rows.map((row) => ({
    ...row,
    rows: Number(row.rows),
    paid: Number(row.paid),
    refused: Number(row.refused ?? 0),
    due: centimosOfSum(row.due ?? 0),
    collected: centimosOfSum(row.collected ?? 0),
  }));
}

/** Money that an officer has taken and that the desk has not counted yet. */
export interface CashInHand {
  readonly officer: string;
  readonly currency: string;
  readonly sheets: number;
  readonly collected: Centimos;
  /** The day of the oldest sheet with money on it. */
  readonly since: IsoDate;
}

/** By officer and currency, the oldest money first. */
export async function cashInHand(db: Knex, institutionId: number, officerId?: number): Promise<CashInHand[]> {
  const rows = (await narrowed(db, institutionId, { officerId, states: WITH_OFFICER })
    .join('staff as p', (on) => on.on('p.institution_id', 's.institution_id').on('p.id', 's.officer_id'))
    .join('collection_sheet_row as r', (on) => on.on('r.institution_id', 's.institution_id').on('r.sheet_id', 's.id'))
    .whereNotNull('r.collected')
    .groupBy('p.id', 'p.name', 's.currency')
    .orderBy(['since', 'p.id'])
    .select('p.name as officer', 's.currency')
    .min({ since: 's.collect_on' })
    .countDistinct({ sheets: 's.id' })
    .sum({ collected: 'r.collected' })) as (Omit<CashInHand, 'sheets' | 'collected'> & {
    sheets: number | string;
    collected: number | string;
  })[];
  return rows.map((row) => ({
    ...row,
    sheets: Number(row.sheets),
    collected: centimosOfSum(row.collected),
  }));
}

type Summed = Omit<ListedSheet, 'rows' | 'paid' | 'refused' | 'due' | 'collected'> &
  Record<'rows' | 'paid' | 'refused' | 'due' | 'collected', number | string | null>;

function narrowed(db: Knex, institutionId: number, { officerId, states }: SheetFilter): Knex.QueryBuilder {
  const query = db('collection_sheet as s').where('s.institution_id', institutionId).whereIn('s.state', states);
  return officerId === undefined ? query : query.where('s.officer_id', officerId);
}
