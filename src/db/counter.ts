import type { Knex } from './connect';

/**
 * The next number of a kind within an institution: 1, 2, 3 … without a gap, because the row is locked until the
 * transaction ends. Short enough to be said over the phone, and nothing has to be unique across institutions.
 */
export async function nextNumber(trx: Knex.Transaction, institutionId: number, name: string): Promise<number> {
  return (await nextNumbers(trx, institutionId, { [name]: 1 }))(name);
}

/**
 * Several numbers of several kinds at once: `{ receipt: 1, journal: 2 }` answers with the first of each. Everybody names
 * the kinds in the same order, so that two who count at the same time cannot wait for each other.
 */
export async function nextNumbers<Name extends string>(
  trx: Knex.Transaction,
  institutionId: number,
  wanted: Readonly<Partial<Record<Name, number>>>,
): Promise<(name: Name) => number> {
  const names = Object.keys(wanted) as Name[];
  const rows = (await trx('counter')
    .insert(names.map((name) => ({ institution_id: institutionId, name, value: wanted[name] })))
    .onConflict(['institution_id', 'name'])
    .merge({ value: trx.raw('counter.value + excluded.value') })
    .returning(['name', 'value'])) as { name: Name; value: number }[];
  return (name) => {
    const row = rows.find((one) => one.name === name);
    if (!row) throw new Error(`the counter ${name} gave no number`);
    return row.value - (wanted[name] ?? 0) + 1;
  };
}
