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
 */
export function bookOn(db: Knex, book: Book): Knex.QueryBuilder {
  if (book.asOf >= book.today) return bookFromBalances(db, book);
  const { institutionId, asOf } = book;
  const changedSince = () =>
    db('loan_event').where({ institution_id: institutionId }).where('value_date', '>', asOf).distinct('loan_id');
  const unchanged = bookFromBalances(db, book).whereNotIn('owed.id', changedSince());
  return db
    .from(unchanged.unionAll(bookFromPayments(db, book, changedSince)).as('loans_on_day'))
    .select('loans_on_day.*');
}

/** Unpaid interest joins the principal on its due date, whether or not anything has happened to the loan since. */
export function bookFromBalances(db: Knex, { institutionId, currency, asOf }: Book): Knex.QueryBuilder {
  const repaid = db('allocation as a')
    .whereRaw('a.institution_id = l.institution_id and a.loan_id = l.id')
    .select(db.raw('coalesce(sum(a.principal), 0)'));
  const balances = db('loan as l')
    .leftJoin(capitalisedBy(db, institutionId, asOf).as('k'), 'k.loan_id', 'l.id')
    .where({ 'l.institution_id': institutionId, 'l.currency': currency })
    .whereNot('l.status', 'written-off')
    // As the index of these loans says it, so that the database sees that it may use it.
    .whereRaw('l.principal_outstanding > 0')
    .select(LOAN_COLUMNS)
    .select(
      db.raw(
        'case when k.loan_id is null then l.principal_outstanding else l.principal + k.amount - ? end as outstanding',
        [repaid],
      ),
    )
    .select(db.raw('case when l.oldest_unpaid_due < ? then l.oldest_unpaid_due end as oldest_due', [asOf]));
  return db.from(balances.as('owed')).where('owed.outstanding', '>', 0).select('owed.*');
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
    .where('due', '<', asOf)
    .where('total', '>', 0)
    .where((unpaid) => unpaid.whereNull('paid_on').orWhere('paid_on', '>', asOf))
    .groupBy('loan_id')
    .select('loan_id', db.raw('min(due) as oldest_due'));
  const balances = chosen(db('loan as l'), 'l.id')
    .leftJoin(capitalisedBy(db, institutionId, asOf).as('k'), 'k.loan_id', 'l.id')
    .leftJoin(repaid.as('r'), 'r.loan_id', 'l.id')
    .leftJoin(late.as('late'), 'late.loan_id', 'l.id')
    .where({ 'l.institution_id': institutionId, 'l.currency': currency })
    .where('l.disbursed_on', '<=', asOf)
    .where((either) => either.whereNot('l.status', 'written-off').orWhereExists(writtenOffLater(db, asOf)))
    .select(LOAN_COLUMNS)
    .select(db.raw('l.principal + coalesce(k.amount, 0) - coalesce(r.principal, 0) as outstanding'), 'late.oldest_due');
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

const LOAN_COLUMNS = [
  'l.id',
  'l.farmer_id',
  'l.product_id',
  'l.officer_id',
  'l.line_id',
  'l.partner_organisation_id',
  'l.ubigeo',
  'l.disbursed_on',
  'l.principal',
];

/** An instalment whose interest outgrows it has a principal below zero: that much joins the debt on its due date. */
function capitalisedBy(db: Knex, institutionId: number, asOf: IsoDate): Knex.QueryBuilder {
  return db('instalment')
    .where({ institution_id: institutionId })
    .whereRaw('principal < 0')
    .where('due', '<=', asOf)
    .groupBy('loan_id')
    .select('loan_id', db.raw('-sum(principal) as amount'));
}

function writtenOffLater(db: Knex, asOf: IsoDate): Knex.QueryBuilder {
  return db('loan_event as e')
    .whereRaw('e.institution_id = l.institution_id and e.loan_id = l.id')
    .where('e.type', 'write-off')
    .where('e.value_date', '>', asOf)
    .select(db.raw('1'));
}
