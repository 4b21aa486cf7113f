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

/** Days ahead, both counted. */
export interface Span {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

/** What falls due after the day and within `AHEAD_DAYS`, by date, less what was paid in advance by the day. */
export async function fallingDue(db: Knex, book: Book, members: Members = {}): Promise<DueDay[]> {
  const rows: DueRow[] = await db
    .from(unpaidAhead(db, book, members).as('u'))
    .groupBy('u.due')
    .orderBy('u.due')
    .select('u.due')
    .select(db.raw('count(*) as instalments, sum(u.unpaid_principal) as principal, sum(u.unpaid_total) as total'));
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
 * The rows of the book with `due unpaid_principal unpaid_total`, one per instalment of the days ahead: its unpaid
 * principal, and all that is unpaid. Principal is paid in the order of the instalments, so an instalment holds what of
 * the loan's debt lies between its own balance and the one before it. Owing 900 of 400, 300 and 600: nothing of the
 * first, 300 of the second (balance 600), 600 of the third.
 */
export function unpaidAhead(
  db: Knex,
  book: Book,
  members: Members = {},
  { from, to }: Span = { from: addDays(book.asOf, 1), to: addDays(book.asOf, AHEAD_DAYS) },
): Knex.QueryBuilder {
  const { institutionId, asOf, today } = book;
  const dueThen = () =>
    db('instalment').where({ institution_id: institutionId }).whereBetween('due', [from, to]).select('loan_id');
  const instalments = narrowTo(db.from(bookOn(db, book, dueThen).as('b')), members)
    .join('instalment as i', (on) => on.on('i.loan_id', 'b.id').onVal('i.institution_id', institutionId))
    .whereBetween('i.due', [from, to])
    .select('b.*', 'i.due', 'i.principal as of_instalment', 'i.balance')
    // What a loan owes is worked out once: without a limit it would be anew wherever it is named below.
    .limit(Number.MAX_SAFE_INTEGER);
  if (asOf >= today) void instalments.select(db.raw('i.total - i.waived - i.paid as unpaid_total'));
  else {
    void instalments
      .leftJoin(paidSince(db, book).as('after'), (on) =>
        on.on('after.loan_id', 'i.loan_id').on('after.instalment', 'i.number'),
      )
      .select(db.raw('i.total - i.waived - i.paid + coalesce(after.amount, 0) as unpaid_total'));
  }
  return db
    .from(instalments.as('n'))
    .where('n.unpaid_total', '>', 0)
    .select('n.*')
    .select(
      db.raw(`case when n.of_instalment <= 0 or n.outstanding <= n.balance then 0
        when n.outstanding < n.balance + n.of_instalment then n.outstanding - n.balance
        else n.of_instalment end as unpaid_principal`),
    );
}

function paidSince(db: Knex, { institutionId, asOf }: Book): Knex.QueryBuilder {
  // By the events of those days, which have an index by date; what was allocated has none.
  const changed = db('loan_event')
    .where({ institution_id: institutionId })
    .where('value_date', '>', asOf)
    .distinct('loan_id');
  return db('allocation')
    .where({ institution_id: institutionId })
    .whereIn('loan_id', changed)
    .where('value_date', '>', asOf)
    .groupBy('loan_id', 'instalment')
    .select('loan_id', 'instalment', db.raw('sum(principal + interest + insurance + fees + penalties) as amount'));
}
