import type { Knex } from '../db/connect';
import type { IsoDate } from '../lending/dates';
import { dueBefore, LIMITS } from './ageing';

/** Which loans a figure is about. */
export interface Book {
  readonly institutionId: number;
  readonly currency: string;
  /** The day the figures are about, today or earlier. */
  readonly asOf: IsoDate;
  readonly today: IsoDate;
}

/**
 * The loans with unpaid principal on a day as a table to select from, a row per loan: `id farmer_id product_id officer_id
 * line_id partner_organisation_id ubigeo disbursed_on principal outstanding oldest_due`. `oldest_due` is the due date of
 * the oldest instalment that was due before the day and not paid in full by it; null where nothing was late.
 *
 * For today it reads the balances on the loans. For a day in the past too, of all the loans that nothing has happened to
 * since; of the others it adds up what had been paid by then. Payments count by their value date, and one that was taken
 * back has never been, as in the ledger. Both ways say the same of today, and the replay of each loan says it too: tests
 * hold them to it. Only due dates are those of now: a loan that was given others after the day is late by the new ones.
 * `among` selects the numbers of the loans that it is about, where not all of them.
 */
export function bookOn(db: Knex, book: Book, among?: () => Knex.QueryBuilder): Knex.QueryBuilder {
  const chosen = (query: Knex.QueryBuilder, loanId: string) => (among ? query.whereIn(loanId, among()) : query);
  const balances = chosen(balancesOf(db, book), 'l.id');
  if (book.asOf >= book.today) return withOutstanding(db, book, balances);
  const { institutionId, asOf } = book;
  const changedSince = () =>
    chosen(db('loan_event'), 'loan_id')
      .where({ institution_id: institutionId })
      .where('value_date', '>', asOf)
      .distinct('loan_id');
  const unchanged = balances.whereNotIn('l.id', changedSince());
  const changed = db
    .from(bookFromPayments(db, book, changedSince).as('c'))
    .select(LOAN_COLUMNS.map((name) => `c.${name}`))
    .select('c.outstanding as posted', db.raw('1 as is_final'), 'c.oldest_due');
  return withOutstanding(db, book, db.from(unchanged.unionAll(changed).as('u')).select('u.*'));
}

export function bookFromBalances(db: Knex, book: Book): Knex.QueryBuilder {
  return withOutstanding(db, book, balancesOf(db, book));
}

/** `posted` is as of the last event of the loan; `withOutstanding` makes it what is outstanding on the day. */
function balancesOf(db: Knex, { institutionId, currency, asOf }: Book): Knex.QueryBuilder {
  return (
    db('loan as l')
      .where({ 'l.institution_id': institutionId, 'l.currency': currency })
      .whereNot('l.status', 'written-off')
      // As the index of these loans says it, so that the database sees that it may use it.
      .whereRaw('l.principal_outstanding > 0')
      .select(LOAN_COLUMNS.map((name) => `l.${name}`))
      .select('l.principal_outstanding as posted', db.raw('0 as is_final'))
      .select(db.raw('case when l.oldest_unpaid_due < ? then l.oldest_unpaid_due end as oldest_due', [asOf]))
  );
}

/**
 * Unpaid interest joins the principal on its due date, whether or not anything has happened to the loan since. It is
 * asked last, so that it is worked out only of the loans that somebody wants to see.
 */
function withOutstanding(db: Knex, { institutionId, asOf }: Book, loans: Knex.QueryBuilder): Knex.QueryBuilder {
  const joined = joinedTo(db, 'o.id', institutionId, asOf);
  const repaid = db('allocation as a')
    .where('a.institution_id', institutionId)
    .whereRaw('a.loan_id = o.id')
    .select(db.raw('coalesce(sum(a.principal), 0)'));
  return db
    .from(loans.as('o'))
    .select(LOAN_COLUMNS.map((name) => `o.${name}`))
    .select('o.oldest_due')
    .select(
      db.raw('case when o.is_final = 0 and exists ? then o.principal + ? - ? else o.posted end as outstanding', [
        joined.clone().select(db.raw('1')),
        joined.clone().select(db.raw('-sum(j.principal)')),
        repaid,
      ]),
    );
}

/** `among` selects the loans that it is about, where not all of them. */
export function bookFromPayments(
  db: Knex,
  { institutionId, currency, asOf }: Book,
  among?: () => Knex.QueryBuilder,
): Knex.QueryBuilder {
  const chosen = (query: Knex.QueryBuilder, loanId: string) => (among ? query.whereIn(loanId, among()) : query);
  const repaid = chosen(db('allocation'), 'loan_id')
    .where({ institution_id: institutionId })
    .where('value_date', '<=', asOf)
    .groupBy('loan_id')
    .select('loan_id', db.raw('sum(principal) as principal'));
  const late = chosen(db('instalment'), 'loan_id')
    .where({ institution_id: institutionId })
    // Not `due` alone: a planner would read all that was ever due, where it is asked for a few loans.
    .whereRaw('coalesce(due, due) < ?', [asOf])
    .where('total', '>', 0)
    .where((unpaid) => unpaid.whereNull('paid_on').orWhere('paid_on', '>', asOf))
    .groupBy('loan_id')
    .select('loan_id', db.raw('min(due) as oldest_due'));
  const joined = joinedTo(db, 'l.id', institutionId, asOf).select(db.raw('coalesce(-sum(j.principal), 0)'));
  const balances = chosen(db('loan as l'), 'l.id')
    .leftJoin(repaid.as('r'), 'r.loan_id', 'l.id')
    .leftJoin(late.as('late'), 'late.loan_id', 'l.id')
    .where({ 'l.institution_id': institutionId, 'l.currency': currency })
    .where('l.disbursed_on', '<=', asOf)
    .where((either) => either.whereNot('l.status', 'written-off').orWhereExists(writtenOffLater(db, asOf)))
    .select(LOAN_COLUMNS.map((name) => `l.${name}`))
    .select(db.raw('l.principal + ? - coalesce(r.principal, 0) as outstanding', [joined]), 'late.oldest_due');
  return db.from(balances.as('owed')).where('owed.outstanding', '>', 0).select('owed.*');
}

/** `segment`: how many of the ageing limits a row of the book exceeds. */
export function segmentColumn(db: Knex, asOf: IsoDate): Knex.Raw {
  const cases = LIMITS.map(() => 'case when b.oldest_due < ? then 1 else 0 end').join(' + ');
  return db.raw(
    `${cases} as segment`,
    LIMITS.map((limit) => dueBefore(asOf, limit)),
  );
}

/** What a row of the book says of its loan, besides `oldest_due` and `outstanding`. */
export const LOAN_COLUMNS = [
  ...['id', 'farmer_id', 'product_id', 'officer_id', 'line_id', 'partner_organisation_id', 'ubigeo', 'disbursed_on'],
  'principal',
];

/** An instalment whose interest outgrows it has a principal below zero: that much joins the debt on its due date. */
function joinedTo(db: Knex, loanId: string, institutionId: number, asOf: IsoDate): Knex.QueryBuilder {
  return db('instalment as j')
    .where('j.institution_id', institutionId)
    .whereRaw(`j.loan_id = ${loanId} and j.principal < 0`)
    .where('j.due', '<=', asOf);
}

function writtenOffLater(db: Knex, asOf: IsoDate): Knex.QueryBuilder {
  return db('loan_event as e')
    .whereRaw('e.institution_id = l.institution_id and e.loan_id = l.id')
    .where('e.type', 'write-off')
    .where('e.value_date', '>', asOf)
    .select(db.raw('1'));
}
