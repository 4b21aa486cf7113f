import type { Knex } from '../db/connect';

/** Names of people who work, or worked, for the institution, by their number. */
export async function staffNames(
  db: Knex,
  institutionId: number,
  staffIds: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const rows = (await db('staff')
    .where({ institution_id: institutionId })
    .whereIn('id', [...staffIds])
    .select('id', 'name')) as { id: number; name: string }[];
  return new Map(rows.map((row) => [row.id, row.name]));
}
