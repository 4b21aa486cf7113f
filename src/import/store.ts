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

/** The application that a reference brought in an earlier import, by the command it was started under. */
export async function findImported(db: Knex, institutionId: number, commandId: string): Promise<number | undefined> {
  const row = (await db('command')
    .where({ institution_id: institutionId, id: commandId, kind: 'start-application' })
    .first('outcome')) as { outcome: string } | undefined;
  if (!row) return undefined;
  const outcome = JSON.parse(row.outcome) as { type: string; applicationId?: number };
  return outcome.applicationId;
}
