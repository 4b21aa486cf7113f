import type { Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import type { IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';

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

/** A closed day as its log tells it: who closed it and what the portfolio was, by currency. */
export interface DayInLog extends ClosedDay {
  readonly closedBy: string | null;
  readonly figures: readonly FiguresOfDay[];
}

export interface FiguresOfDay {
  readonly date: IsoDate;
  readonly currency: string;
  readonly loans: number;
  readonly principal: Centimos;
  readonly overduePrincipal: Centimos;
  readonly provision: Centimos;
}

/** The latest closed days, the latest first. */
export async function dayLog(db: Knex, institutionId: number, limit: number): Promise<DayInLog[]> {
  const days = await closedDays(db, institutionId, limit);
  const staff: { id: number; name: string }[] = await db('staff')
    .where({ institution_id: institutionId })
    .whereIn(
      'id',
      days.flatMap(({ staffId }) => staffId ?? []),
    )
    .select('id', 'name');
  const figures = await figuresBetween(
    db,
    institutionId,
    days.at(-1)?.date ?? '9999-12-31',
    days[0]?.date ?? '0001-01-01',
  );
  return days.map((day) => ({
    ...day,
    closedBy: staff.find(({ id }) => id === day.staffId)?.name ?? null,
    figures: figures.filter(({ date }) => date === day.date),
  }));
}

async function figuresBetween(db: Knex, institutionId: number, from: IsoDate, to: IsoDate): Promise<FiguresOfDay[]> {
  const rows: Record<string, string | number>[] = await db('portfolio_snapshot')
    .where({ institution_id: institutionId, dimension: 'all' })
    .whereBetween('date', [from, to])
    .groupBy('date', 'currency')
    .orderBy(['date', 'currency'])
    .select('date', 'currency')
    .select(
      ['loans', 'principal', 'overdue_principal', 'provision'].map((name) => db.raw('sum(??) as ??', [name, name])),
    );
  return rows.map((row) => ({
    date: String(row['date']),
    currency: String(row['currency']),
    loans: Number(row['loans']),
    principal: centimosOfSum(row['principal'] ?? 0),
    overduePrincipal: centimosOfSum(row['overdue_principal'] ?? 0),
    provision: centimosOfSum(row['provision'] ?? 0),
  }));
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
