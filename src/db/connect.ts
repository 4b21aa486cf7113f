import knex, { type Knex } from 'knex';
import pg from 'pg';
import { PostgresClient } from './postgres-client';
import { SqliteClient } from './sqlite-client';

export type { Knex };
export type Engine = 'sqlite' | 'pg';

/**
 * Opens `postgres://…` or `sqlite:path` (`:memory:` for tests). Both engines give the same JavaScript values: DATE and
 * instants are text, int8 is a safe number, numeric stays text.
 */
export function connect(url: string): Knex {
  return /^postgres(ql)?:/.test(url) ? connectPostgres(url) : connectSqlite(url.replace(/^sqlite:/, ''));
}

/** Works for the pool and inside a transaction. */
export function engineOf(db: Knex): Engine {
  return (db.client as { driverName?: string }).driverName === 'pg' ? 'pg' : 'sqlite';
}

function connectPostgres(url: string): Knex {
  const { types } = pg;
  types.setTypeParser(types.builtins.DATE, (text: string) => text);
  types.setTypeParser(types.builtins.TIMESTAMPTZ, (text: string) => new Date(text).toISOString());
  types.setTypeParser(types.builtins.INT8, safeInteger);
  const db = knex({
    client: PostgresClient,
    connection: {
      connectionString: url,
      options: '-c statement_timeout=30000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=30000',
      application_name: 'mazorca',
      pipeline: true,
    } as Knex.PgConnectionConfig,
    pool: { min: 0, max: 10 },
    acquireConnectionTimeout: 10_000,
    log: { warn: warnOnce },
  });
  return calledAs('pg', db);
}

/** Why there is no connection is told to whoever asked for one, and need not be written with its stack before. */
function warnOnce(message: unknown): void {
  const words = String(message);
  if (!words.startsWith('Acquire connection error')) process.stderr.write(`${words}\n`);
}

/** PostgreSQL's bigint as a number; beyond 2^53 it would be silently wrong, so it throws. */
function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint out of safe range: ${text}`);
  return value;
}

interface SqliteConnection {
  pragma(statement: string): unknown;
}

/**
 * FULL and not NORMAL: a WAL database at NORMAL loses acknowledged payments at a power cut. recursive_triggers, because
 * without it INSERT OR REPLACE walks around the triggers that keep the ledger append-only.
 */
const SQLITE_SETTINGS = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'foreign_keys = ON',
  'recursive_triggers = ON',
  'busy_timeout = 5000',
  'trusted_schema = OFF',
  'cell_size_check = ON',
  'journal_size_limit = 67108864',
  // 128 MB of pages: the upper levels of every index of a million loans stay in memory.
  'cache_size = -131072',
  // 32 MB: a checkpoint writes the page of a counter or of an index once for two hundred payments instead of twenty.
  'wal_autocheckpoint = 8192',
];

function connectSqlite(filename: string): Knex {
  const db = knex({
    client: SqliteClient,
    connection: { filename },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      afterCreate(connection: SqliteConnection, done: (error: Error | null, connection: SqliteConnection) => void) {
        for (const setting of SQLITE_SETTINGS) connection.pragma(setting);
        done(null, connection);
      },
    },
    acquireConnectionTimeout: 10_000,
  });
  return calledAs('better-sqlite3', db);
}

/** Libraries that look at the configuration want to read the name of the driver and not our class. */
function calledAs(driver: string, db: Knex): Knex {
  (db.client as { config: { client: unknown } }).config.client = driver;
  return db;
}
