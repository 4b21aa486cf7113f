import type { Knex } from '../db/connect';
import type { RiskBook } from './cuts';

/** Changes with everything that a stress reads: events of loans, and values of parameters. */
export async function stampOf(db: Knex, { institutionId }: RiskBook): Promise<string> {
  const events: { value: number } | undefined = await db('counter')
    .where({ institution_id: institutionId, name: 'loan_event' })
    .first('value');
  const values: { last?: string | null; values?: number | string } | undefined = await db('parameter')
    .where({ institution_id: institutionId })
    .max({ last: 'recorded_at' })
    .count({ values: '*' })
    .first();
  return `${events?.value ?? 0} ${values?.values ?? 0} ${values?.last ?? ''}`;
}
