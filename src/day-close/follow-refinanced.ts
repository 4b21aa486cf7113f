import type { Knex } from '../db/connect';
import { CATEGORIES, type DebtorCategory } from '../lending/classification';
import { addDays, type IsoDate } from '../lending/dates';
import { provenBy } from '../lending/refinanced-conduct';
import type { RefinancedDebtors } from './judge';

/**
 * Follows the conduct of every refinanced or restructured loan for a day, before debtors are moved: new ones begin one
 * level below their debtor, late ones begin to be counted anew, and two punctual quarters lift a loan by one category.
 * `conductAtRefinancing` and `conductOnDay` as statements; a test holds them to each other.
 */
export async function followRefinanced(trx: Knex.Transaction, institutionId: number, date: IsoDate): Promise<void> {
  const values = { institutionId, date, tomorrow: addDays(date, 1), provenBy: provenBy(date) };
  await trx.raw(
    `delete from refinanced_loan where institution_id = :institutionId
        and loan_id not in (select s.loan_id from loan_standing s where ${REFINANCED})`,
    values,
  );
  await trx.raw(
    `insert into refinanced_loan (institution_id, loan_id, since, category, punctual_from)
      select s.institution_id, s.loan_id, :date,
             case when d.category is null then 1 when d.category = 1 then 2 else d.category end,
             case when s.oldest_unpaid_due > :date then s.oldest_unpaid_due else :date end
        from loan_standing s
        left join debtor d on d.institution_id = s.institution_id and d.farmer_id = s.farmer_id
       where ${REFINANCED}
         and s.loan_id not in (select loan_id from refinanced_loan where institution_id = :institutionId)`,
    values,
  );
  await trx.raw(
    `update refinanced_loan set punctual_from = :tomorrow where institution_id = :institutionId
        and loan_id in (
          select s.loan_id from loan_standing s
            join loan l on l.institution_id = s.institution_id and l.id = s.loan_id
            join product p on p.institution_id = l.institution_id and p.id = l.product_id
            join closing_rule r on r.credit_type = p.credit_type
           where ${REFINANCED} and s.oldest_unpaid_due < r.normal_from)`,
    values,
  );
  await trx.raw(
    `update refinanced_loan set category = case when category > 0 then category - 1 else 0 end, punctual_from = :date
      where institution_id = :institutionId and punctual_from <= :provenBy`,
    values,
  );
}

/** As the last closed day left them. */
export async function refinancedDebtors(db: Knex, institutionId: number): Promise<RefinancedDebtors> {
  const rows: { farmer: number; category: number }[] = await db('refinanced_loan as f')
    .join('loan as l', (on) => on.on('l.institution_id', 'f.institution_id').on('l.id', 'f.loan_id'))
    .where('f.institution_id', institutionId)
    .groupBy('l.farmer_id')
    .select('l.farmer_id as farmer')
    .max({ category: 'f.category' });
  return new Map(rows.map(({ farmer, category }) => [farmer, categoryAt(category)]));
}

const REFINANCED = `s.institution_id = :institutionId and s.modification is not null
  and s.since <= :date and (s.until is null or s.until >= :date)`;

function categoryAt(rank: number): DebtorCategory {
  const category = CATEGORIES[rank];
  if (category === undefined) throw new RangeError(`no debtor category ${rank}`);
  return category;
}
