import type { Knex } from './connect';

/**
 * The next number of a kind within an institution: 1, 2, 3 … without a gap, because the row is locked until the
 * transaction ends. Short enough to be said over the phone, and nothing has to be unique across institutions.
 */
export async function nextNumber(trx: Knex.Transaction, institutionId: number, name: string): Promise<number> {
  const rows = (await trx('counter')
    .insert({ institution_id: institutionId, name, value: 1 })
    .onConflict(['institution_id', 'name'])
    .merge({ value: trx.raw('counter.value + 1') })
    .returning('value')) as { value: number }[];
  const row = rows[0];
  if (!row) throw new Error(`the counter ${name} gave no number`);
  return row.value;
}
