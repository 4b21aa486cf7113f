import type { Writable } from 'node:stream';
import Postgres from 'knex/lib/dialects/postgres';

/**
 * Knex's PostgreSQL dialect, in which a statement with values has a name: the server then reads and plans it once for a
 * connection and not each time, which takes as long as running it. Statements that are asked for at once (`pipelined`)
 * leave in one packet.
 */
export class PostgresClient extends Postgres {
  override async _query(connection: unknown, query: unknown): Promise<unknown> {
    sendTogether(connection as Connected);
    const asked = query as Query;
    const name = isWorthKeeping(asked) ? nameOf(asked.sql) : undefined;
    if (name === undefined) return super._query(connection, asked);
    try {
      return await super._query(connection, Object.assign(asked, { options: { ...asked.options, name } }));
    } catch (error) {
      if ((error as { code?: unknown }).code !== ANOTHER_SCHEMA) throw error;
      names.delete(asked.sql);
      if (this.transacting) throw error;
      return super._query(connection, Object.assign(asked, { options: {} }));
    }
  }
}

/**
 * Another process has migrated the tables of the statement: it is read and planned anew. Within a transaction that
 * comes too late, and `inTransaction` begins it again.
 */
const ANOTHER_SCHEMA = '0A000';

interface Connected {
  readonly connection: { readonly stream: Pick<Writable, 'cork' | 'uncork'> };
}

/** Keeps what is written until all that was asked for in this turn is there. */
function sendTogether({ connection: { stream } }: Connected): void {
  stream.cork();
  process.nextTick(() => {
    stream.uncork();
  });
}

interface Query {
  readonly sql: string;
  readonly bindings?: readonly unknown[];
  readonly options?: object;
}

/** A statement without values is one of its kind: a schema, a setting, the beginning and the end of a transaction. */
function isWorthKeeping({ sql, bindings = [] }: Query): boolean {
  return bindings.length > 0 && bindings.length <= VALUES_MAX && /^(select|insert|update|delete)\b/.test(sql);
}

/** Long lists of values differ in length each time, and the server would keep them all. */
const VALUES_MAX = 200;

/** Enough for every statement of the program; what comes after is read and planned each time. */
const STATEMENTS_MAX = 1_000;

/** The same on every connection of the process; a number is never given twice. */
const names = new Map<string, string>();
let named = 0;

function nameOf(sql: string): string | undefined {
  const known = names.get(sql);
  if (known !== undefined || names.size >= STATEMENTS_MAX) return known;
  const name = `mazorca_${++named}`;
  names.set(sql, name);
  return name;
}
