import { engineOf, type Knex } from '../db/connect';
import { addDays, addMonths, type IsoDate } from '../lending/dates';
import type { StageRule } from '../lending/stages';
import { bookOn, type Book } from '../portfolio/book';

/**
 * The loans of a book with what decides their expected loss, a row each: `loan_id amount stage bucket security product_id
 * line_id rate`. Stage 2 is more days late than the first backstop or terms that were changed, stage 3 the second
 * backstop, or changed terms and late beyond the first again. `rate` is the effective rate of the loan's terms, or its
 * product's where the terms name another kind.
 */
export function lossRows(db: Knex, book: Book, rule: StageRule): Knex.QueryBuilder {
  const { institutionId, asOf } = book;
  const late = lateness(asOf, rule);
  const stage = `case when ${late.defaulted} then '3' when changed = 1 and ${late.late} then '3'
    when changed = 1 or ${late.late} then '2' else '1' end`;
  const bucket = `case when changed = 1 then 'refinanced' when ${late.late} then 'late'
    when oldest_due is not null then 'early' else 'current' end`;
  const loans = db
    .from(bookOn(db, book).as('b'))
    .join('loan as l', (on) => on.on('l.id', 'b.id').onVal('l.institution_id', institutionId))
    .join('product as p', (on) => on.on('p.id', 'l.product_id').onVal('p.institution_id', institutionId))
    .leftJoin('loan_standing as s', (on) =>
      on.on('s.loan_id', 'b.id').onVal('s.institution_id', institutionId).onNull('s.until'),
    )
    .select('b.id as loan_id', 'b.outstanding as amount', 'b.oldest_due', 'b.product_id', 'b.line_id')
    .select(db.raw('case when s.modification is null then 0 else 1 end as changed'))
    .select(db.raw(`case when b.partner_organisation_id is null then 'unsecured' else 'organisation' end as security`))
    .select(db.raw(`coalesce(${effectiveRate(db)}, cast(p.rate_percent as text)) as rate`));
  return db
    .from(loans.as('x'))
    .select('loan_id', 'amount', 'security', 'product_id', 'line_id', 'rate')
    .select(db.raw(`${stage} as stage`), db.raw(`${bucket} as bucket`));
}

/** A loan is `late` beyond the first backstop, and `defaulted` from the second on; dates are text of this program. */
function lateness(asOf: IsoDate, { stage2AfterDays, stage3FromDays }: StageRule) {
  return {
    late: `oldest_due < '${addDays(asOf, -stage2AfterDays)}'`,
    defaulted: `oldest_due <= '${addDays(asOf, -stage3FromDays)}'`,
  };
}

function effectiveRate(db: Knex): string {
  return engineOf(db) === 'pg'
    ? `case l.terms::json #>> '{rate,kind}' when 'effective' then l.terms::json #>> '{rate,percent}' end`
    : `case json_extract(l.terms, '$.rate.kind') when 'effective' then json_extract(l.terms, '$.rate.percent') end`;
}

/**
 * What became of the loans of a year before: rows `bucket defaulted` by the bucket they were in then. A loan has defaulted
 * when an instalment stayed unpaid for as many days as make stage 3, or when it was written off. Those in default at the
 * beginning, and those whose terms had been changed, are left out: of them nothing is learnt.
 */
export function historyRows(db: Knex, book: Book, rule: StageRule): Knex.QueryBuilder {
  const { institutionId, asOf } = book;
  const then = addMonths(asOf, -12);
  const { late, defaulted } = lateness(then, rule);
  const days = rule.stage3FromDays;
  const lastGoodDay = engineOf(db) === 'pg' ? `i.due + ${days - 1}` : `date(i.due, '+${days - 1} days')`;
  const unpaid = db('instalment as i')
    .where('i.institution_id', institutionId)
    .where('i.due', '>', addDays(then, -days))
    .where('i.due', '<=', addDays(asOf, -days))
    .where('i.total', '>', 0)
    .whereRaw(`(i.paid_on is null or i.paid_on > ${lastGoodDay})`)
    .select('i.loan_id');
  const writtenOff = db('loan_event as e')
    .where({ 'e.institution_id': institutionId, 'e.type': 'write-off' })
    .whereBetween('e.value_date', [then, asOf])
    .select('e.loan_id');
  return (
    db
      .from(bookOn(db, { ...book, asOf: then }).as('b'))
      .whereRaw(`(oldest_due is null or not ${defaulted})`)
      .select(
        db.raw(`case when ${late} then 'late' when oldest_due is not null then 'early' else 'current' end as bucket`),
      )
      // Not joined: SQLite would read all of them anew for each loan of the book.
      .select(db.raw('case when b.id in ? or b.id in ? then 1 else 0 end as defaulted', [unpaid, writtenOff]))
  );
}
