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
 * For today it reads the balances on the loans; for a day in the past it adds up what had been paid by then, by value
 * date. Both say the same of today, and a test holds them to it.
 */
export function bookOn(db: Knex, book: Book): Knex.QueryBuilder {
  return book.asOf < book.today ? bookFromPayments(db, book) : bookFromBalances(db, book);
}

export function bookFromBalances(db: Knex, { institutionId, currency, asOf }: Book): Knex.QueryBuilder {
  return db('loan as l')
    .where({ 'l.institution_id': institutionId, 'l.currency': currency })
    .whereNot('l.status', 'written-off')
    .where('l.principal_outstanding', '>', 0)
    .select(LOAN_COLUMNS)
    .select('l.principal_outstanding as outstanding')
    .select(db.raw('case when l.oldest_unpaid_due < ? then l.oldest_unpaid_due end as oldest_due', [asOf]));
}

export function bookFromPayments(db: Knex, { institutionId, currency, asOf }: Book): Knex.QueryBuilder {
  const paidPrincipal = db('allocation')
    .where({ institution_id: institutionId })
    .where('value_date', '<=', asOf)
    .groupBy('loan_id')
    .select('loan_id', db.raw('sum(principal) as principal'));
  const paidInstalments = db('allocation')
    .where({ institution_id: institutionId })
    .where('value_date', '<=', asOf)
    .groupBy('loan_id', 'instalment')
    .select('loan_id', 'instalment', db.raw('sum(principal + interest + insurance + fees + penalties) as paid'));
  const late = db('instalment as i')
    .leftJoin(paidInstalments.as('p'), (on) => on.on('p.loan_id', 'i.loan_id').on('p.instalment', 'i.number'))
    .where('i.institution_id', institutionId)
    .where('i.due', '<', asOf)
    .whereRaw('coalesce(p.paid, 0) < i.total')
    .groupBy('i.loan_id')
    .select('i.loan_id', db.raw('min(i.due) as oldest_due'));
  return db('loan as l')
    .leftJoin(paidPrincipal.as('repaid'), 'repaid.loan_id', 'l.id')
    .leftJoin(late.as('late'), 'late.loan_id', 'l.id')
    .where({ 'l.institution_id': institutionId, 'l.currency': currency })
    .where('l.disbursed_on', '<=', asOf)
    .whereRaw('l.principal > coalesce(repaid.principal, 0)')
    .where((either) => either.whereNot('l.status', 'written-off').orWhereExists(writtenOffLater(db, asOf)))
    .select(LOAN_COLUMNS)
    .select(db.raw('l.principal - coalesce(repaid.principal, 0) as outstanding'), 'late.oldest_due');
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

function writtenOffLater(db: Knex, asOf: IsoDate): Knex.QueryBuilder {
  return db('loan_event as e')
    .whereRaw('e.institution_id = l.institution_id and e.loan_id = l.id')
    .where('e.type', 'write-off')
    .where('e.value_date', '>', asOf)
    .select(db.raw('1'));
}
