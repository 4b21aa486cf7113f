import type { Knex } from 'knex';
import { engineOf } from '../src/db/connect';

/**
 * From here on the database itself refuses to change or delete a row of the table. On SQLite INSERT OR REPLACE fires
 * the delete trigger too, because connections run with recursive_triggers; on PostgreSQL TRUNCATE has a trigger of its own.
 */
export async function makeAppendOnly(db: Knex, table: string): Promise<void> {
  if (engineOf(db) === 'pg') {
    await db.raw(`create trigger ${table}_no_change before update or delete on ${table}
      for each row execute function refuse_change()`);
    await db.raw(`create trigger ${table}_no_truncate before truncate on ${table}
      for each statement execute function refuse_change()`);
    return;
  }
  for (const verb of ['update', 'delete']) {
    await db.raw(`create trigger ${table}_no_${verb} before ${verb} on ${table}
      begin select raise(abort, '${table} is append-only'); end`);
  }
}

export async function createRefuseChange(db: Knex): Promise<void> {
  if (engineOf(db) !== 'pg') return;
  await db.raw(`create function refuse_change() returns trigger language plpgsql as $$
    begin raise exception '% is append-only', tg_table_name; end $$`);
}

export async function dropRefuseChange(db: Knex): Promise<void> {
  if (engineOf(db) === 'pg') await db.raw('drop function if exists refuse_change()');
}
