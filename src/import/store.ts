import type { Knex } from '../db/connect';
import { searchKey } from '../web/fields';

/** The producer organisation of that name, with or without accents and capitals. */
export async function findOrganisation(db: Knex, name: string): Promise<number | undefined> {
  const rows = (await db('partner_organisation').where({ kind: 'producer-organisation' }).select('id', 'name')) as {
    id: number;
    name: string;
  }[];
  return rows.find((row) => searchKey(row.name) === searchKey(name))?.id;
}

/** Who of the institution may look after farmers, by the name they sign in with. */
export async function findOfficer(db: Knex, institutionId: number, username: string): Promise<number | undefined> {
  const row = (await db('staff')
    .where({ institution_id: institutionId, username, active: true })
    .whereIn('role', ['officer', 'manager'])
    .first('id')) as { id: number } | undefined;
  return row?.id;
}
