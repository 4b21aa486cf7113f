import type { Knex } from 'knex';

/** Unique within the institution where there is a value. An index of all rows would grow by an empty place with every row. */
export function uniqueWhereSet(db: Knex, t: Knex.CreateTableBuilder, table: string, column: string): void {
  t.unique(['institution_id', column], {
    indexName: `${table}_${column}_once`,
    predicate: db.whereNotNull(column),
  });
}
