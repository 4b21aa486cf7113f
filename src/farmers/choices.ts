import type { Knex } from '../db/connect';
import type { Option } from '../web/field-html';

/** The producer organisations of the alliance, for a select. */
export async function organisationOptions(db: Knex): Promise<Option[]> {
  const rows = (await db('partner_organisation')
    .where({ kind: 'producer-organisation' })
    .orderBy('name')
    .select('id', 'name')) as { id: number; name: string }[];
  return rows.map(({ id, name }) => ({ value: String(id), label: name }));
}

/** Who may look after a farmer: the officers and managers who work there now, and the one who already does. */
export async function officerOptions(db: Knex, institutionId: number, current?: number): Promise<Option[]> {
  const rows = (await db('staff')
    .where({ institution_id: institutionId })
    .where((either) => {
      void either.where((now) => now.whereIn('role', ['officer', 'manager']).where({ active: true }));
      if (current !== undefined) void either.orWhere({ id: current });
    })
    .orderBy(['name', 'id'])
    .select('id', 'name')) as { id: number; name: string }[];
  return rows.map(({ id, name }) => ({ value: String(id), label: name }));
}
