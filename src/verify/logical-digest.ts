import { createHash } from 'node:crypto';
import { engineOf, type Knex } from '../db/connect';
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
    for (const shape of await tableShapes(trx)) {
      if (NOT_BUSINESS.includes(shape.name) || leftOut.includes(shape.name)) continue;
      digests.push(await digestOfTable(trx, shape));
    }
    return digests;
  });
}

/** One text for all tables together, to be said over the phone by its first letters. */
export function totalDigest(digests: readonly TableDigest[]): string {
  return digestOf(digests.flatMap(({ table, rows, sha256 }) => [table, String(rows), sha256]));
}

async function digestOfTable(trx: Knex.Transaction, shape: TableShape): Promise<TableDigest> {
  const hash = createHash('sha256').update(JSON.stringify(shape.columns));
  let count = 0;
  for await (const rows of pagesOf(trx, shape)) {
    const lines = rows.filter((row) => !countsStarts(shape, row)).map((row) => lineOf(shape, row));
    hash.update(lines.join(''));
    count += lines.length;
  }
  return { table: shape.name, rows: count, sha256: hash.digest('hex') };
}

type Row = Record<string, unknown>;

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

const PAGE_ROWS = 2_000;

/** The rows in the byte order of their primary key. */
function pagesOf(trx: Knex.Transaction, shape: TableShape): AsyncGenerator<Row[]> {
  if (shape.key.length === 0) throw new Error(`${shape.name} has no primary key to be ordered by`);
  return engineOf(trx) === 'pg' ? pagesOfCursor(trx, shape) : pagesByKey(trx, shape);
}

async function* pagesByKey(trx: Knex.Transaction, { name, columns, key }: TableShape): AsyncGenerator<Row[]> {
  const keyNames = key.map((column) => column.name);
  const tuple = keyNames.map(() => '??').join(', ');
  const places = keyNames.map(() => '?').join(', ');
  for (let last: Row | undefined; ;) {
    const after = last && keyNames.map((column) => last?.[column] as string);
    const rows: Row[] = await trx(name)
      .select(columns)
      .where((query) => after && query.whereRaw(`(${tuple}) > (${places})`, [...keyNames, ...after]))
      .orderBy(keyNames)
      .limit(PAGE_ROWS);
    yield rows;
    if (rows.length < PAGE_ROWS) return;
    last = rows.at(-1);
  }
}

/** The order of text is that of its bytes, as on SQLite, whatever language the database speaks; it is sorted once. */
async function* pagesOfCursor(trx: Knex.Transaction, { name, columns, key }: TableShape): AsyncGenerator<Row[]> {
  const order = key.map(({ name: column, text }) => trx.raw(text ? '?? collate "C"' : '??', [column]).toQuery());
  const query = trx(name).select(columns).orderByRaw(order.join(', '));
  await trx.raw(`declare rows_in_order no scroll cursor for ${query.toQuery()}`);
  for (;;) {
    const { rows } = (await trx.raw(`fetch ${PAGE_ROWS} from rows_in_order`)) as { rows: Row[] };
    yield rows;
    if (rows.length < PAGE_ROWS) break;
  }
  await trx.raw('close rows_in_order');
}
