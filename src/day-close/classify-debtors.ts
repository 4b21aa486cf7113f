import type { Knex } from '../db/connect';
import type { IsoDate } from '../lending/dates';

/**
 * Moves each debtor to the category of the worst of his loans; who is Normal again leaves the table. A refinanced or
 * restructured loan keeps its debtor where `followRefinanced` has it. `since` is the first day of the category.
 */
export async function classifyDebtors(trx: Knex.Transaction, institutionId: number, date: IsoDate): Promise<void> {
  await trx.raw(
    `insert into closing_debtor (farmer_id, category)
      select farmer_id, max(category) from (
        select s.farmer_id, ${CATEGORY_OF_LOAN} as category
          from loan_standing s
          join loan l on l.institution_id = s.institution_id and l.id = s.loan_id
          join product p on p.institution_id = l.institution_id and p.id = l.product_id
          join closing_rule r on r.credit_type = p.credit_type
          left join refinanced_loan f on f.institution_id = s.institution_id and f.loan_id = s.loan_id
         where s.institution_id = :institutionId and s.since <= :date and (s.until is null or s.until >= :date)
           and (s.oldest_unpaid_due < :date or s.modification is not null)
      ) loans where category > 0 group by farmer_id`,
    { institutionId, date },
  );
  await trx('debtor')
    .where({ institution_id: institutionId })
    .whereNotIn('farmer_id', trx('closing_debtor').select('farmer_id'))
    .del();
  await trx.raw(
    `insert into debtor (institution_id, farmer_id, category, since)
      select :institutionId, farmer_id, category, :date from closing_debtor where true
      on conflict (institution_id, farmer_id) do update
        set category = excluded.category, since = excluded.since where debtor.category <> excluded.category`,
    { institutionId, date },
  );
}

const BY_DAYS_LATE = `case
  when s.oldest_unpaid_due < r.dudoso_from then 4
  when s.oldest_unpaid_due < r.deficiente_from then 3
  when s.oldest_unpaid_due < r.cpp_from then 2
  when s.oldest_unpaid_due < r.normal_from then 1
  else 0 end`;

/** The place in the list of categories that a loan `s` gives under the rule `r`, refinanced or not. */
const CATEGORY_OF_LOAN = `case when f.category > ${BY_DAYS_LATE} then f.category else ${BY_DAYS_LATE} end`;
