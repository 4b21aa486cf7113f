import { engineOf, type Knex } from './connect';
import type { TableShape } from './table-shapes';

export type Row = Record<string, unknown>;

const PAGE_ROWS = 2_000;

/** All rows of a table in the byte order of their primary key, so many at a time; the last page may be empty. */
export function tablePages(trx: Knex.Transaction, shape: TableShape): AsyncGenerator<Row[]> {
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
