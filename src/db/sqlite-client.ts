import BetterSqlite from 'knex/lib/dialects/better-sqlite3';

/**
 * Knex's better-sqlite3 dialect with two repairs.
 *
 * Transactions start with BEGIN IMMEDIATE: a deferred one that reads before it writes fails at once when another
 * process wrote in between, whatever the busy timeout. And errors are Error objects of the running realm: under jest the
 * native add-on keeps the error class of the first test file of its worker.
 */
export class SqliteClient extends BetterSqlite {
  override transaction(...args: Parameters<BetterSqlite['transaction']>): ReturnType<BetterSqlite['transaction']> {
    const transaction = super.transaction(...args);
    const starting = transaction as unknown as {
      begin(connection: unknown): unknown;
      query(connection: unknown, sql: string): unknown;
    };
    starting.begin = (connection) => starting.query(connection, 'BEGIN IMMEDIATE;');
    return transaction;
  }

  override async _query(connection: unknown, query: unknown): Promise<unknown> {
    try {
      return await super._query(connection, query);
    } catch (error) {
      if (error instanceof Error) throw error;
      const { message, code } = error as { message?: string; code?: string };
      throw Object.assign(new Error(message ?? String(error)), { code });
    }
  }
}
