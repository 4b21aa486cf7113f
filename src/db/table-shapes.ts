import { engineOf, type Knex } from './connect';

export interface TableShape {
  readonly name: string;
  /** In alphabetical order, because a table that was altered has another order than one that was made at once. */
  readonly columns: readonly string[];
  /** The columns of the primary key, in its order. */
  readonly key: readonly KeyColumn[];
}

export interface KeyColumn {
  readonly name: string;
  /** Text has an order of its own in each PostgreSQL; see `inByteOrder`. */
  readonly text: boolean;
}

/** The tables of the database itself, by name; temporary ones are left out. */
export async function tableShapes(db: Knex): Promise<TableShape[]> {
  const rows = engineOf(db) === 'pg' ? await postgresColumns(db) : await sqliteColumns(db);
  const tables = new Map<string, ColumnRow[]>();
  for (const row of rows) tables.set(row.table, [...(tables.get(row.table) ?? []), row]);
  return [...tables.entries()]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, columns]) => ({
      name,
      columns: columns.map((column) => column.name).toSorted(),
      key: columns
        .filter((column) => column.key > 0)
        .toSorted((one, other) => one.key - other.key)
        .map((column) => ({ name: column.name, text: Boolean(column.text) })),
    }));
}

interface ColumnRow {
  readonly table: string;
  readonly name: string;
  readonly text: boolean | number;
  /** The place in the primary key, from 1; 0 outside. */
  readonly key: number;
}

async function sqliteColumns(db: Knex): Promise<ColumnRow[]> {
  return (await db.raw(`
    select m.name as "table", c.name, c.pk as key, (c.type like '%char%' or c.type = 'text' or c.type = 'date') as text
      from sqlite_master m join pragma_table_info(m.name) c
     where m.type = 'table' and m.name not like 'sqlite_%'`)) as ColumnRow[];
}

async function postgresColumns(db: Knex): Promise<ColumnRow[]> {
  const { rows } = (await db.raw(`
    select c.relname as table, a.attname as name, a.attcollation <> 0 as text,
           coalesce(array_position(x.indkey::int2[], a.attnum), -1) + 1 as key
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_index x on x.indrelid = c.oid and x.indisprimary
     where n.nspname = current_schema() and c.relkind in ('r', 'p')`)) as { rows: ColumnRow[] };
  return rows;
}
