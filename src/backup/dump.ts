import { engineOf, type Knex } from '../db/connect';
import { appliedMigrations } from '../db/migrate';
import type { Row } from '../db/table-pages';
import type { TableShape } from '../db/table-shapes';
import { openSnapshot } from '../db/transaction';
import { businessPages, businessTables, tableDigest, totalDigest, type TableDigest } from '../verify/logical-digest';
import { inLoadOrder } from './load-order';

/**
 * All that the lenders have, in the order in which it can be loaded again: what it is, each table with its rows, and at
 * the end what must be found after loading. A backup is these parts in a file; a move loads them as they come.
 */
export type Part =
  | { readonly type: 'header'; readonly header: Header }
  | { readonly type: 'table'; readonly table: string; readonly columns: readonly string[] }
  /** Rows of the table that was named last, values in the order of its columns. */
  | { readonly type: 'rows'; readonly rows: readonly (readonly Value[])[] }
  | { readonly type: 'manifest'; readonly manifest: Manifest };

export interface Header {
  readonly program: 'mazorca';
  readonly format: 1;
  readonly takenAt: string;
  readonly engine: string;
  /** The names of the migrations that made the tables, in order. */
  readonly migrations: readonly string[];
}

export interface Manifest {
  readonly tables: readonly TableDigest[];
  /** Of all tables together; the one to compare. */
  readonly total: string;
  /** The last row of each institution's audit trail. */
  readonly auditHeads: readonly { readonly institutionId: number; readonly seq: number; readonly hash: string }[];
}

/** A flag is 0 or 1; money a whole number; decimals, dates and instants are text. */
export type Value = string | number | null;

/** Reads everything as of one moment, page by page; nobody who writes waits for it. The manifest is the last part. */
export async function* dump(db: Knex, takenAt: string): AsyncGenerator<Part, void> {
  const migrations = await appliedMigrations(db);
  if (migrations.length === 0) throw new Error('La base de datos de origen no es de Mazorca: no tiene sus tablas.');
  const trx = await openSnapshot(db);
  try {
    await patiently(trx);
    const engine = engineOf(trx);
    yield { type: 'header', header: { program: 'mazorca', format: 1, takenAt, engine, migrations } };
    const tables: TableDigest[] = [];
    for (const shape of await inLoadOrder(trx, await businessTables(trx))) {
      const digest = tableDigest(shape);
      yield { type: 'table', table: shape.name, columns: shape.columns };
      yield* dumpRows(trx, shape, (rows) => digest.add(rows));
      tables.push(digest.done());
    }
    const total = totalDigest(byName(tables));
    yield { type: 'manifest', manifest: { tables, total, auditHeads: await auditHeads(trx) } };
  } finally {
    await trx.rollback();
  }
}

/** The limits that keep a page from waiting for ever are not meant for work on the whole database. */
export async function patiently(trx: Knex.Transaction): Promise<void> {
  if (engineOf(trx) !== 'pg') return;
  await trx.raw('set local statement_timeout = 0');
  await trx.raw('set local idle_in_transaction_session_timeout = 0');
}

function byName(tables: readonly TableDigest[]): TableDigest[] {
  return tables.toSorted((one, other) => (one.table < other.table ? -1 : 1));
}

async function* dumpRows(
  trx: Knex.Transaction,
  shape: TableShape,
  digest: (rows: readonly Row[]) => void,
): AsyncGenerator<Part> {
  const decimals = await decimalColumns(trx, shape.name);
  for await (const rows of businessPages(trx, shape)) {
    digest(rows);
    if (rows.length > 0) yield { type: 'rows', rows: rows.map((row) => valuesOf(row, shape, decimals)) };
  }
}

function valuesOf(row: Row, { name, columns }: TableShape, decimals: ReadonlySet<string>): Value[] {
  return columns.map((column) => {
    const value = row[column];
    if (typeof value === 'boolean') return Number(value);
    if (typeof value === 'string') return decimals.has(column) ? shortest(value) : value;
    if (value === null || Number.isSafeInteger(value)) return value as number | null;
    throw new Error(`${name}.${column} has a value that a backup cannot hold: ${JSON.stringify(value)}`);
  });
}

/** PostgreSQL gives decimals with all places of their column, 2.5000000000; they are written as people do, 2.5. */
function shortest(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}

async function decimalColumns(trx: Knex.Transaction, table: string): Promise<Set<string>> {
  if (engineOf(trx) !== 'pg') return new Set();
  const rows: { column_name: string }[] = await trx('information_schema.columns')
    .where({ table_name: table, data_type: 'numeric' })
    .whereRaw('table_schema = current_schema()')
    .select('column_name');
  return new Set(rows.map((row) => row.column_name));
}

async function auditHeads(trx: Knex.Transaction): Promise<Manifest['auditHeads']> {
  const rows: { institution_id: number; seq: number; hash: string }[] = await trx('audit_head')
    .orderBy('institution_id')
    .select('institution_id', 'seq', 'hash');
  return rows.map(({ institution_id: institutionId, seq, hash }) => ({ institutionId, seq, hash }));
}
