import type { Knex } from '../db/connect';
import { digestOf, canonicalText } from '../ledger/digest';
import { CATEGORIES } from '../lending/classification';
import type { IsoDate } from '../lending/dates';
import { writeFallingDue } from './falling-due';

/** What the portfolio of a day is frozen by, and where the member stands in `closing_group`. */
const MEMBERS = {
  all: `''`,
  department: 'substr(ubigeo, 1, 2)',
  district: 'ubigeo',
  product: 'cast(product_id as varchar(20))',
  officer: 'cast(officer_id as varchar(20))',
  organisation: 'cast(organisation_id as varchar(20))',
  line: 'cast(line_id as varchar(20))',
  category: categoryName(),
  'type-and-category': `credit_type || '/' || ${categoryName()}`,
  situation: 'situation',
} as const;

export type SnapshotDimension = keyof typeof MEMBERS;

/** What is added up of the loans of a member that are late for as long. */
const FROZEN_AMOUNTS = [
  ...['principal', 'overdue_principal', 'refinanced_principal', 'modified_principal', 'untested_principal'],
  'provision',
] as const;

/**
 * Writes the rows of the day, dimension by dimension, from the groups of loans, and what falls due after it. A farmer
 * counts once in each member, where his worst loan is: as many farmers as loans, less the loans of those who may have
 * several, and those farmers again.
 */
export async function writeSnapshot(trx: Knex.Transaction, institutionId: number, date: IsoDate): Promise<void> {
  for (const [dimension, member] of Object.entries(MEMBERS)) {
    const none = FROZEN_AMOUNTS.map(() => 0).join(', ');
    const shared = `select currency, ${member} as member, days_late_from, farmer_id from closing_shared`;
    await trx.raw(
      `insert into portfolio_snapshot (institution_id, date, currency, dimension, member, days_late_from,
                                       loans, farmers, ${FROZEN_AMOUNTS.join(', ')})
       select :institutionId, :date, currency, :dimension, member, days_late_from,
              sum(loans), sum(farmers), ${FROZEN_AMOUNTS.map((amount) => `sum(${amount})`).join(', ')}
         from (
           select currency, ${member} as member, days_late_from, loans, loans as farmers, ${FROZEN_AMOUNTS.join(', ')}
             from closing_group
           union all
           select currency, member, days_late_from, 0, -count(*), ${none}
             from (${shared}) loans group by currency, member, days_late_from
           union all
           select currency, member, days_late_from, 0, count(*), ${none}
             from (select currency, member, max(days_late_from) as days_late_from
                     from (${shared}) loans group by currency, member, farmer_id) farmers
            group by currency, member, days_late_from
         ) parts group by currency, member, days_late_from`,
      { institutionId, date, dimension },
    );
  }
  await trx.raw(
    `insert into accrued_interest (institution_id, date, currency, line_id, product_id, receivable, suspended)
     select :institutionId, :date, currency, line_id, product_id, sum(receivable), sum(suspended)
       from closing_group group by currency, line_id, product_id`,
    { institutionId, date },
  );
  await writeFallingDue(trx, institutionId, date);
}

/** One text for all figures of a closed day, the same on every engine; a figure that a day never had says nothing. */
export async function digestOfDay(db: Knex, institutionId: number, date: IsoDate): Promise<string> {
  const key = { institution_id: institutionId, date };
  const figures: Record<string, unknown>[] = await db('portfolio_snapshot').where(key);
  const interest: Record<string, unknown>[] = await db('accrued_interest').where(key);
  const lines: Record<string, unknown>[] = await db('line_month').where(key);
  const funds: Record<string, unknown>[] = await db('line_month_funds').where(key);
  return digestOf([
    date,
    ...[...figures, ...interest, ...lines, ...funds].map((row) => canonicalText(withoutNulls(row))).toSorted(),
  ]);
}

function withoutNulls(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}

function categoryName(): string {
  const names = CATEGORIES.map((name, rank) => `when ${rank} then '${name}'`);
  return `case category ${names.join(' ')} end`;
}
