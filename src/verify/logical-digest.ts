import { createHash } from 'node:crypto';
import { engineOf, type Knex } from '../db/connect';
import { tablePages, type Row } from '../db/table-pages';
import { tableShapes, type TableShape } from '../db/table-shapes';
import { inSnapshot } from '../db/transaction';
import { digestOf } from '../ledger/digest';

export interface TableDigest {
  readonly table: string;
  readonly rows: number;
  readonly sha256: string;
}

/** Who is signed in, who is being slowed down and how far the schema is: of a running program and not of the lenders. */
const NOT_BUSINESS = ['session', 'rate_limit', 'lease', 'knex_migrations', 'knex_migrations_lock'];

/**
 * The content of the database as one SHA-256 per table, the same on SQLite and PostgreSQL, before and after a backup or a
 * move: rows in the order of their primary key, columns by name, values as `canonicalValue` writes them. Everything is
 * read as of one moment, page by page.
 */
export async function logicalDigest(db: Knex, leftOut: readonly string[] = []): Promise<TableDigest[]> {
  return inSnapshot(db, async (trx) => {
    if (engineOf(trx) === 'pg') await trx.raw('set local statement_timeout = 0');
    const digests: TableDigest[] = [];
    for (const shape of await businessTables(trx)) {
      if (leftOut.includes(shape.name)) continue;
      const digest = tableDigest(shape);
      for await (const rows of businessPages(trx, shape)) digest.add(rows);
      digests.push(digest.done());
    }
    return digests;
  });
}

/** The tables whose content is that of the lenders, by name. */
export async function businessTables(db: Knex): Promise<TableShape[]> {
  return (await tableShapes(db)).filter(({ name }) => !NOT_BUSINESS.includes(name));
}

/** The rows of one of them in the order in which they are digested. */
export async function* businessPages(trx: Knex.Transaction, shape: TableShape): AsyncGenerator<Row[]> {
  for await (const rows of tablePages(trx, shape)) yield rows.filter((row) => !countsStarts(shape, row));
}

/** One text for all tables together, to be said over the phone by its first letters. */
export function totalDigest(digests: readonly TableDigest[]): string {
  return digestOf(digests.flatMap(({ table, rows, sha256 }) => [table, String(rows), sha256]));
}

/** Takes the rows of a table in their order, so many at a time. */
export function tableDigest(shape: TableShape): { add(rows: readonly Row[]): void; done(): TableDigest } {
  const hash = createHash('sha256').update(JSON.stringify(shape.columns));
  let count = 0;
  return {
    add(rows) {
      hash.update(rows.map((row) => lineOf(shape, row)).join(''));
      count += rows.length;
    },
    done: () => ({ table: shape.name, rows: count, sha256: hash.digest('hex') }),
  };
}

function lineOf({ columns }: TableShape, row: Row): string {
  return `${JSON.stringify(columns.map((column) => canonicalValue(row[column])))}\n`;
}

/**
 * A flag is 0 or 1, and a text that is a decimal counts by its value, '2.50' as '2.5': SQLite keeps decimals as text,
 * PostgreSQL with all their places.
 */
function canonicalValue(value: unknown): string | number | null {
  if (value === null || typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value !== 'string') throw new Error(`a value of kind ${typeof value} has no canonical text`);
  return DECIMAL.test(value) ? value.replace(/\.?0+$/, '') : value;
}

const DECIMAL = /^-?\d+\.\d+$/;

/** On SQLite a program writes down that it has started; PostgreSQL needs no such write. */
function countsStarts(shape: TableShape, row: Row): boolean {
  return shape.name === 'counter' && row['institution_id'] === 0 && row['name'] === 'starts';
}
