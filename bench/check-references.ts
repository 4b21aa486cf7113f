import { engineOf, type Knex } from '../src/db/connect';

/**
 * On PostgreSQL rows are copied without asking for each of them whether what it refers to is there, as a replica does.
 * This asks for all of them at once, and throws with the name of the first foreign key that lies.
 * (That journals balance and are sealed is what `mazorca verify` says.)
 */
export async function checkReferences(db: Knex, tables: readonly string[]): Promise<void> {
  if (engineOf(db) === 'sqlite') return;
  await db.transaction(async (trx) => {
    await trx.raw('set local statement_timeout = 0');
    await trx.raw(`set local work_mem = '256MB'`);
    for (const key of await foreignKeys(trx, tables)) {
      const { rows } = (await trx.raw(danglingRow(key))) as { rows: unknown[] };
      if (rows.length > 0) throw new Error(`${key.name} does not hold: ${JSON.stringify(rows[0])}`);
    }
  });
}

interface ForeignKey {
  readonly name: string;
  readonly child: string;
  readonly parent: string;
  readonly columns: readonly string[];
  readonly parentColumns: readonly string[];
}

async function foreignKeys(trx: Knex.Transaction, tables: readonly string[]): Promise<ForeignKey[]> {
  const { rows } = (await trx.raw(
    `select c.conname as name, c.conrelid::regclass::text as child, c.confrelid::regclass::text as parent,
            array(select a.attname::text from unnest(c.conkey) with ordinality k(n, i)
                    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.n order by k.i) as columns,
            array(select a.attname::text from unnest(c.confkey) with ordinality k(n, i)
                    join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.n order by k.i) as "parentColumns"
       from pg_constraint c where c.contype = 'f' and c.conrelid::regclass::text = any(?)`,
    [[...tables]],
  )) as { rows: ForeignKey[] };
  return rows;
}

/** A reference of which a part is absent refers to nothing. */
function danglingRow({ child, parent, columns, parentColumns }: ForeignKey): string {
  const present = columns.map((column) => `c.${column} is not null`).join(' and ');
  const same = columns.map((column, index) => `p.${parentColumns[index]} = c.${column}`).join(' and ');
  return `select ${columns.map((column) => `c.${column}`).join(', ')} from ${child} c
    where ${present} and not exists (select 1 from ${parent} p where ${same}) limit 1`;
}
