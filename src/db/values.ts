import type { Knex } from './connect';

type Value = string | number | null;

/**
 * The given columns of the rows of a query, for whoever reads millions of them: the driver gives lists of values, which
 * takes half the time of objects, and what is made of them here is read faster than what the driver makes.
 */
export async function leanRows<Row extends object>(
  query: Knex.QueryBuilder,
  columns: readonly (keyof Row & string)[],
): Promise<Row[]> {
  const lists: (readonly Value[])[] = await query.select(columns).options({ rowMode: 'array' });
  return lists.map((values) => {
    const row: Record<string, Value | undefined> = {};
    for (let index = 0; index < columns.length; index++) row[columns[index] as string] = values[index];
    return row as Row;
  });
}
