import type { Knex } from 'knex';
import { engineOf } from '../src/db/connect';

/**
 * Creates a table whose rows lie in its primary key, for short rows with a key of several columns. SQLite would otherwise
 * keep them apart and the key beside them, and a payment would write two pages for each row instead of one. (Long rows
 * would spread the key over too many pages.) PostgreSQL always keeps them apart.
 */
export async function createInKeyOrder(db: Knex, table: Knex.SchemaBuilder): Promise<void> {
  if (engineOf(db) === 'pg') {
    await table;
    return;
  }
  const statements = table.toSQL() as unknown as { sql: string }[];
  for (const { sql } of statements) await db.raw(sql.startsWith('create table') ? withoutRowid(sql) : sql);
}

/** Knex leaves `deferrable` out on SQLite, and without it no journal could ever come before its seal. */
function withoutRowid(sql: string): string {
  return `${sql.replace(/(references `journal_seal`\s*\([^)]*\))/, '$1 deferrable initially deferred')} without rowid`;
}
