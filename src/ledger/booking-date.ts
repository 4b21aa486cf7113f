import { engineOf, type Knex } from '../db/connect';
import { pipelined } from '../db/pipeline';
import { addDays, type IsoDate } from '../lending/dates';
import type { By } from './by';

/** The day on which something is booked now, held open until the transaction ends. */
export interface BookingDay {
  readonly date: IsoDate;
  /** The last day that is closed; nothing where none is yet. */
  readonly closed: IsoDate | undefined;
}

/**
 * Today, or the first open day where today is closed already. The value date of what is booked may lie before. Closed up
 * to 24 November, at noon of the 24th: the 25th.
 */
export async function bookingDay(trx: Knex.Transaction, by: By): Promise<BookingDay> {
  const { institutionId } = by.actor;
  const [, closed] = await pipelined(trx, [
    () => holdDayOpen(trx, institutionId),
    () => lastClosedDay(trx, institutionId),
  ]);
  const today = by.clock.today();
  return { closed, date: closed !== undefined && closed >= today ? addDays(closed, 1) : today };
}

export async function lastClosedDay(db: Knex, institutionId: number): Promise<IsoDate | undefined> {
  const row: { date: IsoDate } | undefined = await db('closed_day')
    .where({ institution_id: institutionId })
    .orderBy('date', 'desc')
    .first('date');
  return row?.date;
}

const CLOSING = 7_243_002;

/** Whoever books holds the day open until commit; SQLite has one writer at a time and needs no lock. */
async function holdDayOpen(trx: Knex.Transaction, institutionId: number): Promise<void> {
  if (engineOf(trx) === 'pg') await trx.raw('select pg_advisory_xact_lock_shared(?, ?)', [CLOSING, institutionId]);
}

/** Waits for those who book, and lets nobody book until the day is closed or the transaction has failed. */
export async function holdBookings(trx: Knex.Transaction, institutionId: number): Promise<void> {
  if (engineOf(trx) === 'pg') await trx.raw('select pg_advisory_xact_lock(?, ?)', [CLOSING, institutionId]);
}
