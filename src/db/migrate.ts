import { migrations, type Migration } from '../../migrations';
import { engineOf, type Knex } from './connect';

const migrationSource: Knex.MigrationSource<Migration> = {
  getMigrations: () => Promise.resolve([...migrations]),
  getMigrationName: (migration) => migration.name,
  getMigration: (migration) => Promise.resolve(migration),
};

const MIGRATION_LOCK = 7_243_001;

/** Brings the database up to date and returns the names of what was applied. Several processes may start at once. */
export async function migrate(db: Knex): Promise<string[]> {
  if (engineOf(db) === 'sqlite') return applyAll(db);
  // Knex's own lock table races while it is being created, so PostgreSQL queues the processes before it.
  return db.transaction(async (trx) => {
    await trx.raw('select pg_advisory_xact_lock(?)', [MIGRATION_LOCK]);
    return applyAll(db);
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

async function applyAll(db: Knex): Promise<string[]> {
  const [, names] = (await db.migrate.latest({ migrationSource })) as [number, string[]];
  return names;
}
