import type { Knex } from '../db/connect';
import type { CreditType } from '../lending/classification';
import { addDays } from '../lending/dates';
import type { OverdueTable } from '../lending/situation';
import type { Book } from './book';

/** The credit types of farm loans: their whole balance is overdue at once. */
const TYPES: readonly CreditType[] = ['microempresa', 'pequena_empresa'];

/** 1 where loan `b` of product `p` is overdue in the books on the day, late or in court, else 0. */
export function overdueColumn(db: Knex, { institutionId, asOf }: Book, table: OverdueTable | undefined): Knex.Raw {
  if (!table) return db.raw('0');
  const cases = TYPES.map(() => 'when p.credit_type = ? and b.oldest_due < ? then 1').join(' ');
  const values = TYPES.flatMap((type) => [type, addDays(asOf, -table[type].wholeBalanceAfterDays)]);
  const inCourt = db('court_case as s')
    .where('s.institution_id', institutionId)
    .where('s.since', '<=', asOf)
    .where((pending) => pending.whereNull('s.until').orWhere('s.until', '>=', asOf))
    .select('s.loan_id');
  return db.raw(`case ${cases} when b.id in ? then 1 else 0 end`, [...values, inCourt]);
}

/** Rows `loan_id` of the loans that were refinanced or restructured by the day. */
export function modifiedLoans(db: Knex, { institutionId, asOf, today }: Book): Knex.QueryBuilder {
  const modified = db('loan_standing as s')
    .where('s.institution_id', institutionId)
    .whereRaw('s.modification is not null')
    .whereNull('s.until')
    .select('s.loan_id');
  if (asOf >= today) return modified;
  return modified.whereExists(
    db('loan_event as e')
      .whereRaw('e.institution_id = s.institution_id and e.loan_id = s.loan_id')
      .where('e.type', 'reprogramming')
      .where('e.value_date', '<=', asOf)
      .select(db.raw('1')),
  );
}
