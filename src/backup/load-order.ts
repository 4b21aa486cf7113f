import { engineOf, type Knex } from '../db/connect';
import type { TableShape } from '../db/table-shapes';

/**
 * The tables so that each comes after those it points at; where nothing else decides, by name. Two rules are not foreign
 * keys: a seal is refused before its entries, and a closed day refuses what is booked in it.
 */
export async function inLoadOrder(db: Knex, shapes: readonly TableShape[]): Promise<TableShape[]> {
  const references = [...(await foreignKeys(db)).filter(isCheckedAtOnce), ...LATER];
  const ordered: TableShape[] = [];
  const left = new Map(shapes.map((shape) => [shape.name, shape]));
  while (left.size > 0) {
    const next = [...left.values()].find(({ name }) =>
      references.every(({ table, target }) => table !== name || target === name || !left.has(target)),
    );
    if (!next) throw new Error(`no table can come first of ${[...left.keys()].join(', ')}`);
    ordered.push(next);
    left.delete(next.name);
  }
  return ordered;
}

interface Reference {
  readonly table: string;
  readonly target: string;
}

const LATER: readonly Reference[] = [
  { table: 'journal_seal', target: 'entry' },
  { table: 'closed_day', target: 'journal' },
  { table: 'closed_day', target: 'loan_event' },
];

/** A journal points at its seal, which must be there when the transaction ends. */
function isCheckedAtOnce({ table, target }: Reference): boolean {
  return !(table === 'journal' && target === 'journal_seal');
}

async function foreignKeys(db: Knex): Promise<Reference[]> {
  if (engineOf(db) === 'sqlite') {
    return (await db.raw(`
      select distinct m.name as "table", f."table" as target
        from sqlite_master m join pragma_foreign_key_list(m.name) f where m.type = 'table'`)) as Reference[];
  }
  const { rows } = (await db.raw(`
    select distinct c.relname as table, t.relname as target
      from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class t on t.oid = k.confrelid
      join pg_namespace n on n.oid = c.relnamespace
     where k.contype = 'f' and n.nspname = current_schema()`)) as { rows: Reference[] };
  return rows;
}
