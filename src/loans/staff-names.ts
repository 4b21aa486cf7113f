import type { Knex } from '../db/connect';

/** Names by number of the staff of an institution, for the pages and papers that say who did something. */
export async function staffNamesOf(
  db: Knex,
  institutionId: number,
  staffIds: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const rows = (await db('staff')
    .where({ institution_id: institutionId })
    .whereIn('id', [...new Set(staffIds)])
    .select('id', 'name')) as { id: number; name: string }[];
  return new Map(rows.map(({ id, name }) => [id, name]));
}
