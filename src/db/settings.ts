import { engineOf, type Knex } from './connect';

/**
 * Stops the program where the database would lose an acknowledged payment. On SQLite the settings are read after a first
 * write, because a new WAL file reports `synchronous` as FULL and falls to NORMAL with its first transaction.
 */
export async function assertSettings(db: Knex): Promise<void> {
  await (engineOf(db) === 'pg' ? assertPostgres(db) : assertSqlite(db));
}

async function assertSqlite(db: Knex): Promise<void> {
  await db('counter')
    .insert({ institution_id: 0, name: 'starts', value: 1 })
    .onConflict(['institution_id', 'name'])
    .merge({ value: db.raw('counter.value + 1') });
  const expected: Readonly<Record<string, string | number>> = {
    synchronous: 2,
    foreign_keys: 1,
    recursive_triggers: 1,
  };
  for (const [name, value] of Object.entries(expected)) {
    const rows = (await db.raw(`pragma ${name}`)) as Record<string, unknown>[];
    const found = Object.values(rows[0] ?? {})[0];
    if (found !== value) throw new Error(`SQLite runs with ${name} = ${String(found)}; it must be ${value}`);
  }
}

async function assertPostgres(db: Knex): Promise<void> {
  for (const name of ['synchronous_commit', 'fsync', 'full_page_writes']) {
    const { rows } = (await db.raw(`show ${name}`)) as { rows: Record<string, string>[] };
    if (rows[0]?.[name] === 'off') {
      throw new Error(`PostgreSQL runs with ${name} = off: a crash or a power cut would lose payments`);
    }
  }
}
