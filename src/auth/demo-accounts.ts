import type { Config } from '../config';
import type { Knex } from '../db/connect';

/** The password of every demo account; it is printed, so it protects nothing and demo data is never in production. */
export const DEMO_PASSWORD = 'cacao en la selva';

/** The accounts of the demo for the sign-in page; none in production or where there is no demo. */
export async function demoAccounts({ db, config }: { readonly db: Knex; readonly config: Config }) {
  if (config.environment === 'production') return null;
  const rows = (await db('staff as s')
    .join('institution as i', 'i.id', 's.institution_id')
    .whereExists(db('command').whereRaw('institution_id = i.id').where('id', 'demo-institution').select(db.raw('1')))
    .where('s.active', true)
    .orderBy(['i.id', 's.id'])
    .select('s.username', 's.role', 's.name', 'i.code', 'i.name as institution')) as {
    username: string;
    role: string;
    name: string;
    code: string;
    institution: string;
  }[];
  if (rows.length === 0) return null;
  return {
    password: DEMO_PASSWORD,
    accounts: rows.map((row) => ({
      user: `${row.username}@${row.code}`,
      name: row.name,
      role: row.role,
      institution: row.institution,
    })),
  };
}
