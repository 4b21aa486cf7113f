import { engineOf, type Knex } from '../db/connect';

/** A table of which a loan has several rows, and how a row is written as one line: its key, a space, the rest. */
export interface LineForm {
  readonly table: 'instalment' | 'allocation' | 'loan_standing';
  readonly key: readonly string[];
  readonly columns: readonly string[];
  /** Those of the columns that may be empty. */
  readonly optional: readonly string[];
  /** A condition that the rows have to meet. */
  readonly only?: string;
}

/** What rows of the form read as, in memory: `3 2027-05-30 120000 …;4 …`. What is absent is a dash. */
export function linesOf({ key, columns }: LineForm, rows: readonly object[]): string {
  let lines = '';
  for (const row of rows as readonly Readonly<Record<string, string | number | null>>[]) {
    if (lines !== '') lines += LINE_END;
    lines += key.length === 1 ? row[key[0] as string] : key.map((name) => row[name]).join('/');
    for (const name of columns) lines += ` ${row[name] ?? ABSENT}`;
  }
  return lines;
}

const ABSENT = '—';
export const LINE_END = ';';

/**
 * The rows of the loans of a range of numbers as text, in the order of their key: the database writes the lines, because
 * a text for each loan is read several times faster than a hundred values.
 */
export async function storedLines(
  db: Knex,
  institutionId: number,
  { table, key, columns, optional, only = 'true' }: LineForm,
  first: number,
  last: number,
): Promise<Map<number, string>> {
  const keyText = key.join(` || '/' || `);
  const texts = columns.map((name) =>
    optional.includes(name) ? `coalesce(cast(${name} as varchar(40)), '${ABSENT}')` : name,
  );
  const order = engineOf(db) === 'pg' ? ` order by ${key.join(', ')}` : '';
  const rows: { loan_id: number; lines: string }[] = await db(table)
    .where({ institution_id: institutionId })
    .whereBetween('loan_id', [first, last])
    .whereRaw(only)
    .groupBy('loan_id')
    .select(
      'loan_id',
      db.raw(`string_agg(${[keyText, ...texts].join(` || ' ' || `)}, '${LINE_END}'${order}) as lines`),
    );
  return new Map(rows.map(({ loan_id: loanId, lines }) => [loanId, lines]));
}
