import { AHEAD_DAYS } from '../day-close/falling-due';
import type { Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import { addDays, type IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import { bookOn, type Book } from './book';
import { narrowTo, type Members } from './store';

/** What falls due on one date. */
export interface DueDay {
  readonly due: IsoDate;
  readonly instalments: number;
  readonly principal: Centimos;
  /** With interest, insurance and fees. */
  readonly total: Centimos;
}

/** What falls due after the day and within `AHEAD_DAYS`, by date, less what was paid in advance by the day. */
export async function fallingDue(db: Knex, book: Book, members: Members = {}): Promise<DueDay[]> {
  const rows: DueRow[] = await db
    .from(unpaidAhead(db, book, members).as('u'))
    .where('u.total', '>', 0)
    .groupBy('u.due')
    .orderBy('u.due')
    .select('u.due')
    .select(db.raw('count(*) as instalments, sum(u.principal) as principal, sum(u.total) as total'));
  return rows.map(dueDayOf);
}

/** As the close of the day found it; undefined where the day was closed after something of a later one was booked. */
export async function frozenFallingDue(db: Knex, book: Book): Promise<DueDay[] | undefined> {
  const { institutionId, currency, asOf } = book;
  const rows: DueRow[] = await db('falling_due')
    .where({ institution_id: institutionId, date: asOf, currency })
    .orderBy('due')
    .select('due', 'instalments', 'principal', 'total');
  if (rows.length === 0 && (await wasClosedLate(db, book))) return undefined;
  return rows.map(dueDayOf);
}

/** The last event that the close counted was of a later day. */
async function wasClosedLate(db: Knex, { institutionId, asOf }: Book): Promise<boolean> {
  const counted = db('closed_day').where({ institution_id: institutionId, date: asOf }).select('last_event');
  const last: { booking_date: IsoDate } | undefined = await db('loan_event')
    .where({ institution_id: institutionId })
    .where('id', '<=', counted)
    .orderBy('id', 'desc')
    .first('booking_date');
  return last !== undefined && last.booking_date > asOf;
}

interface DueRow {
  due: IsoDate;
  instalments: number | string;
  principal: number | string;
  total: number | string;
}

function dueDayOf({ due, instalments, principal, total }: DueRow): DueDay {
  return {
    due,
    instalments: Number(instalments),
    principal: centimosOfSum(principal),
    total: centimosOfSum(total),
  };
}

/**
 * Rows `loan_id due principal total`, one per instalment of the days ahead: its unpaid principal, and all that is unpaid.
 * Principal is paid in the order of the instalments, so an instalment holds what of the loan's debt lies between its own
 * balance and the one before it. Owing 900 of 400, 300 and 600: nothing of the first, 300 of the second (balance 600),
 * 600 of the third.
 */
export function unpaidAhead(db: Knex, book: Book, members: Members = {}): Knex.QueryBuilder {
  const { institutionId, asOf, today } = book;
  const principal = `case when i.principal <= 0 or b.outstanding <= i.balance then 0
    when b.outstanding < i.balance + i.principal then b.outstanding - i.balance else i.principal end`;
  const query = narrowTo(db.from(bookOn(db, book).as('b')), members)
    .join('instalment as i', (on) => on.on('i.loan_id', 'b.id').onVal('i.institution_id', institutionId))
    .where('i.due', '>', asOf)
    .where('i.due', '<=', addDays(asOf, AHEAD_DAYS))
    .select('i.loan_id', 'i.due', db.raw(`${principal} as principal`));
  if (asOf >= today) return query.select(db.raw('i.total - i.waived - i.paid as total'));
  return query
    .leftJoin(paidSince(db, book).as('after'), (on) =>
      on.on('after.loan_id', 'i.loan_id').on('after.instalment', 'i.number'),
    )
    .select(db.raw('i.total - i.waived - i.paid + coalesce(after.amount, 0) as total'));
}

function paidSince(db: Knex, { institutionId, asOf }: Book): Knex.QueryBuilder {
  return db('allocation')
    .where({ institution_id: institutionId })
    .where('value_date', '>', asOf)
    .groupBy('loan_id', 'instalment')
    .select('loan_id', 'instalment', db.raw('sum(principal + interest + insurance + fees + penalties) as amount'));
}
