import BetterSqlite from 'knex/lib/dialects/better-sqlite3';
import { noteIfSyncFailed } from './failed-sync';

/**
 * Knex's better-sqlite3 dialect with repairs. Knex prepares a statement each time it is run, which takes as long as
 * running it; here a statement is prepared once for a connection and kept. `first()` binds its limit, and SQLite prepares
 * a statement anew whenever a limit is bound; here the limit is written out.
 *
 * Transactions start with BEGIN IMMEDIATE: a deferred one that reads before it writes fails at once when another
 * process wrote in between, whatever the busy timeout; one that only reads takes no lock. And errors are Error objects of the running realm: under jest the
 * native add-on keeps the error class of the first test file of its worker.
 */
export class SqliteClient extends BetterSqlite {
  override transaction(...args: Parameters<BetterSqlite['transaction']>): ReturnType<BetterSqlite['transaction']> {
    const transaction = super.transaction(...args);
    const starting = transaction as unknown as {
      readonly readOnly?: boolean;
      begin(connection: unknown): unknown;
      query(connection: unknown, sql: string): unknown;
    };
    starting.begin = (connection) => starting.query(connection, starting.readOnly ? 'BEGIN;' : 'BEGIN IMMEDIATE;');
    return transaction;
  }

  override async _query(connection: unknown, query: unknown): Promise<unknown> {
    try {
      const plain = withPlainLimit(query as Query);
      return await super._query(keepingStatements(connection as Preparing, asksForValues(plain)), plain);
    } catch (error) {
      noteIfSyncFailed(error);
      const open = connection as { inTransaction: boolean; exec(sql: string): void };
      if (open.inTransaction && (query as { sql: string }).sql === 'COMMIT;') open.exec('ROLLBACK');
      if (error instanceof Error) throw error;
      const { message, code } = error as { message?: string; code?: string };
      throw Object.assign(new Error(message ?? String(error)), { code });
    }
  }
}

interface Query {
  sql: string;
  bindings?: unknown[];
}

const BOUND_LIMIT = ' limit ?';

function withPlainLimit(query: Query): Query {
  const limit = query.sql.endsWith(BOUND_LIMIT) ? query.bindings?.at(-1) : undefined;
  if (!Number.isInteger(limit)) return query;
  query.sql = `${query.sql.slice(0, -1)}${limit as number}`;
  query.bindings = query.bindings?.slice(0, -1) ?? [];
  return query;
}

interface Preparing {
  prepare(sql: string): unknown;
}

/** The driver of PostgreSQL understands the option by itself. */
function asksForValues(query: unknown): boolean {
  return (query as { options?: { rowMode?: string } }).options?.rowMode === 'array';
}

/** Enough for every statement of the program; lists with many different filters make more, and then all start anew. */
const STATEMENTS_MAX = 500;

const keepers = { objects: new WeakMap<Preparing, Preparing>(), values: new WeakMap<Preparing, Preparing>() };

/** SQLite itself prepares a kept statement again when the schema has changed. */
function keepingStatements(connection: Preparing, asValues: boolean): Preparing {
  const kind = asValues ? keepers.values : keepers.objects;
  const known = kind.get(connection);
  if (known) return known;
  const statements = new Map<string, unknown>();
  const keeper: Preparing = {
    prepare(sql) {
      const kept = statements.get(sql);
      if (kept !== undefined) return kept;
      if (statements.size >= STATEMENTS_MAX) statements.clear();
      const statement = connection.prepare(sql);
      if (asValues) (statement as { raw(): unknown }).raw();
      statements.set(sql, statement);
      return statement;
    },
  };
  kind.set(connection, keeper);
  return keeper;
}
