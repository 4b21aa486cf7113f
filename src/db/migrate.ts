import { migrations, type Migration } from '../../migrations';
import { engineOf, type Knex } from './connect';

const migrationSource: Knex.MigrationSource<Migration> = {
  getMigrations: () => Promise.resolve([...migrations]),
  getMigrationName: (migration) => migration.name,
  getMigration: (migration) => Promise.resolve({ up: unhurried(migration.up), down: unhurried(migration.down) }),
};

/** An index over a million loans takes longer than any statement of a page may. */
function unhurried(step: (db: Knex) => Promise<void>): (db: Knex) => Promise<void> {
  return async (db) => {
    if (engineOf(db) === 'pg') await db.raw('set local statement_timeout = 0');
    await step(db);
  };
}

const MIGRATION_LOCK = 7_243_001;

/**
 * Brings the database up to date and returns the names of what was applied. Several processes may start at once. With
 * `only`, applies none but these, and the database must have no others: a backup goes into the tables it was made from.
 */
export async function migrate(db: Knex, only?: readonly string[]): Promise<string[]> {
  if (engineOf(db) === 'sqlite') return applyAll(db, only);
  // Knex's own lock table races while it is being created, so PostgreSQL queues the processes before it.
  return db.transaction(async (trx) => {
    // One process holds the lock and does nothing with it for as long as the migrations take; the others wait.
    await trx.raw('set local idle_in_transaction_session_timeout = 0');
    await trx.raw('set local statement_timeout = 0');
    await trx.raw('set local lock_timeout = 0');
    await trx.raw('select pg_advisory_xact_lock(?)', [MIGRATION_LOCK]);
    return applyAll(db, only);
  });
}

/** Takes everything back, last first; used by the test of the migrations themselves. */
export async function unmigrate(db: Knex): Promise<void> {
  await db.migrate.rollback({ migrationSource }, true);
}

export async function pendingMigrations(db: Knex): Promise<string[]> {
  const [, pending] = (await db.migrate.list({ migrationSource })) as [unknown, Migration[]];
  return pending.map((migration) => migration.name);
}

/** The names of the migrations that made the tables of the database, in order; none where it is not one of ours. */
export async function appliedMigrations(db: Knex): Promise<string[]> {
  if (!(await db.schema.hasTable('knex_migrations'))) return [];
  const rows: { name: string }[] = await db('knex_migrations').orderBy('id').select('name');
  return rows.map((row) => row.name);
}

async function applyAll(db: Knex, only?: readonly string[]): Promise<string[]> {
  const chosen = migrations.filter(({ name }) => only?.includes(name) ?? true);
  const source = { ...migrationSource, getMigrations: () => Promise.resolve(chosen) };
  const [, names] = (await db.migrate.latest({ migrationSource: source })) as [number, string[]];
  return names;
}
