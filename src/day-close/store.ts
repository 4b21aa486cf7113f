import type { Knex } from '../db/connect';
import type { IsoDate } from '../lending/dates';

export interface ClosedDay {
  readonly date: IsoDate;
  readonly digest: string;
  readonly lastJournal: number;
  readonly lastEvent: number;
  readonly recordedAt: string;
  readonly staffId: number | null;
}

export async function findClosedDay(db: Knex, institutionId: number, date: IsoDate): Promise<ClosedDay | undefined> {
  const row: ClosedDayRow | undefined = await db('closed_day').where({ institution_id: institutionId, date }).first();
  return row && closedDayOf(row);
}

/** The latest first. */
export async function closedDays(db: Knex, institutionId: number, limit: number): Promise<ClosedDay[]> {
  const rows: ClosedDayRow[] = await db('closed_day')
    .where({ institution_id: institutionId })
    .orderBy('date', 'desc')
    .limit(limit);
  return rows.map(closedDayOf);
}

/** The day of the first booking, where closing begins. */
export async function firstBookedDay(db: Knex, institutionId: number): Promise<IsoDate | undefined> {
  const row: { date?: IsoDate | null } | undefined = await db('journal')
    .where({ institution_id: institutionId })
    .min({ date: 'booking_date' })
    .first();
  return row?.date ?? undefined;
}

export async function lastNumber(db: Knex, institutionId: number, name: string): Promise<number> {
  const row: { value: number } | undefined = await db('counter')
    .where({ institution_id: institutionId, name })
    .first('value');
  return row?.value ?? 0;
}

export interface Lender {
  readonly id: number;
  readonly code: string;
  readonly name: string;
}

export async function lenders(db: Knex): Promise<Lender[]> {
  return db('institution').where({ kind: 'lender' }).orderBy('id').select('id', 'code', 'name');
}

interface ClosedDayRow {
  readonly date: IsoDate;
  readonly digest: string;
  readonly last_journal: number;
  readonly last_event: number;
  readonly recorded_at: string;
  readonly staff_id: number | null;
}

function closedDayOf(row: ClosedDayRow): ClosedDay {
  return {
    date: row.date,
    digest: row.digest,
    lastJournal: row.last_journal,
    lastEvent: row.last_event,
    recordedAt: row.recorded_at,
    staffId: row.staff_id,
  };
}
