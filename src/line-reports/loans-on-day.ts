import { DAYS_LATE_FROM } from '../day-close/group-loans';
import { engineOf, type Knex } from '../db/connect';
import { addDays, addMonths, type IsoDate } from '../lending/dates';
import type { LineReportRule } from '../parameters/read-risk';
import { bookOn } from '../portfolio/book';

export interface LinesOnDay {
  readonly institutionId: number;
  readonly date: IsoDate;
  /** One line, or all of the institution. */
  readonly lineId?: number;
  /** Who counts as young on the day. */
  readonly ages: Pick<LineReportRule, 'youngFrom' | 'youngTo'>;
}

/**
 * The loans that the lines of an institution finance, a row for each with unpaid principal: `line_id farmer_id
 * application_id product_id department currency days_late_from refinanced woman young outstanding principal line_amount`. `principal`
 * is the part of `outstanding` in the currency of the line: a loan of S/ 8,000 that took US$ 2,133.33, of which S/ 4,000
 * are left, has US$ 1,066.67 (rounded to the cent, halves up).
 *
 * The loans are those that were known at the end of a day that is being closed.
 */
export function loansAsKnown(db: Knex, day: LinesOnDay): Knex.QueryBuilder {
  const loans = db('loan_standing as s')
    .join('loan as l', (on) => on.on('l.institution_id', 's.institution_id').on('l.id', 's.loan_id'))
    .where('s.institution_id', day.institutionId)
    .where('s.since', '<=', day.date)
    .where((open) => open.whereNull('s.until').orWhere('s.until', '>=', day.date))
    .select(...LOAN, db.raw('case when s.modification is null then 0 else 1 end as refinanced'))
    .select(
      db.raw('s.principal + case when s.capitalised > 0 then s.capitalised else 0 end as outstanding'),
      db.raw('case when s.oldest_unpaid_due < ? then s.oldest_unpaid_due end as oldest_due', [day.date]),
    );
  return described(db, loans, day);
}

/** The same by value date, as the books say now: for a day that is not closed. */
export function loansAsBooked(db: Knex, day: LinesOnDay, today: IsoDate): Knex.QueryBuilder {
  const { institutionId, date: asOf } = day;
  const inCurrency = (currency: string) =>
    db
      .from(bookOn(db, { institutionId, currency, asOf, today }).as('b'))
      .join('loan as l', (on) => on.on('l.id', 'b.id').onVal('l.institution_id', institutionId))
      .leftJoin('loan_standing as s', (on) =>
        on.on('s.institution_id', 'l.institution_id').on('s.loan_id', 'l.id').onNull('s.until'),
      )
      .select(...LOAN, db.raw('case when s.modification is null then 0 else 1 end as refinanced'))
      .select('b.outstanding', 'b.oldest_due');
  return described(db, inCurrency('PEN').unionAll([inCurrency('USD')]), day);
}

const LOAN = [
  ...['l.farmer_id', 'l.application_id', 'l.line_id', 'l.product_id', 'l.currency', 'l.ubigeo'],
  ...['l.line_amount', 'l.principal as made_for'],
];

function described(db: Knex, loans: Knex.QueryBuilder, day: LinesOnDay): Knex.QueryBuilder {
  const { institutionId, date, lineId, ages } = day;
  const query = db
    .from(loans.as('x'))
    .join('farmer as f', (on) => on.on('f.id', 'x.farmer_id').onVal('f.institution_id', institutionId))
    .select('x.line_id', 'x.farmer_id', 'x.application_id', 'x.product_id', 'x.currency', 'x.refinanced')
    .select('x.outstanding', 'x.line_amount', db.raw('substr(x.ubigeo, 1, 2) as department'))
    .select(db.raw(`${inLineCurrency(db)} as principal`), db.raw(`${daysLateFrom(date)} as days_late_from`))
    .select(db.raw(`case f.sex when 'F' then 1 else 0 end as woman`))
    .select(
      db.raw('case when f.birth_date <= ? and f.birth_date > ? then 1 else 0 end as young', [
        addMonths(date, -12 * ages.youngFrom),
        addMonths(date, -12 * (ages.youngTo + 1)),
      ]),
    );
  return lineId === undefined ? query : query.where('x.line_id', lineId);
}

/** In whole numbers, so that both engines round alike. */
function inLineCurrency(db: Knex): string {
  const twice = (factor: string) => `(2 * ${factor} * x.outstanding + x.made_for) / (2 * x.made_for)`;
  return engineOf(db) === 'pg'
    ? `cast(floor(${twice('cast(x.line_amount as numeric)')}) as bigint)`
    : `cast(${twice('x.line_amount')} as integer)`;
}

function daysLateFrom(date: IsoDate): string {
  const cases = DAYS_LATE_FROM.toReversed().map(
    (days) => `when x.oldest_due <= '${addDays(date, -days)}' then ${days}`,
  );
  return `case ${cases.join(' ')} else 0 end`;
}
