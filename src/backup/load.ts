import { migrations } from '../../migrations';
import { engineOf, type Knex } from '../db/connect';
import { appliedMigrations, migrate } from '../db/migrate';
import { tableShapes } from '../db/table-shapes';
import { businessTables, logicalDigest, totalDigest } from '../verify/logical-digest';
import { patiently, type Header, type Manifest, type Part, type Value } from './dump';

/** Told of each table when its rows are in. */
export type Told = (table: string, rows: number) => void;

/**
 * Fills an empty database with the parts of a dump, in one transaction: all of it or nothing. The tables are made as the
 * dump knew them; when the content read back has the digests of the manifest, the transaction ends and the tables are
 * brought up to date. Throws with a sentence for people where the database is not empty, the dump is not whole, comes
 * from a newer program, or would not be the same.
 */
export async function load(target: Knex, parts: AsyncIterable<Part>, told: Told): Promise<Manifest> {
  const incoming = parts[Symbol.asyncIterator]();
  try {
    await prepare(target, await headerOf(incoming));
    const manifest = await target.transaction(async (trx) => {
      await patiently(trx);
      const read = await fill(trx, incoming, told);
      await compare(trx, read);
      return read;
    });
    await migrate(target);
    if (engineOf(target) === 'pg') await target.raw('analyze');
    return manifest;
  } finally {
    await incoming.return?.();
  }
}

async function headerOf(parts: AsyncIterator<Part, unknown>): Promise<Header> {
  const first = await parts.next();
  if (first.done === true || first.value.type !== 'header') throw new Error('El respaldo no empieza como debe.');
  return first.value.header;
}

async function prepare(target: Knex, { migrations: version }: Header): Promise<void> {
  const known = migrations.map(({ name }) => name);
  if (version.some((name) => !known.includes(name))) {
    throw new Error(
      'Los datos vienen de una versión de Mazorca que este programa no conoce. Usa la versión con que se hicieron o una posterior.',
    );
  }
  const applied = await appliedMigrations(target);
  if (applied.length > 0) await refuseUnlessEmpty(target);
  else await refuseForeignTables(target);
  if (applied.some((name) => !version.includes(name))) {
    throw new Error(
      'Las tablas de destino son de una versión posterior a la de los datos. Usa una base de datos sin ninguna tabla.',
    );
  }
  await migrate(target, version);
}

async function refuseForeignTables(target: Knex): Promise<void> {
  const [other] = await tableShapes(target);
  if (other) throw new Error(`La base de datos de destino es de otro programa: tiene la tabla ${other.name}.`);
}

/** What the migrations themselves write; the dump has its own. */
const REFERENCE = ['district', 'holiday'];

async function refuseUnlessEmpty(target: Knex): Promise<void> {
  for (const { name } of await businessTables(target)) {
    if (REFERENCE.includes(name)) continue;
    const rows = await target(name)
      .modify((query) => void (name === 'counter' && query.whereNot({ institution_id: 0 })))
      .limit(1);
    if (rows.length > 0) {
      throw new Error(`La base de datos de destino no está vacía (tabla ${name}). No se cambió nada en ella.`);
    }
  }
}

async function fill(trx: Knex.Transaction, parts: AsyncIterator<Part, unknown>, told: Told): Promise<Manifest> {
  for (const table of REFERENCE) await trx(table).del();
  let table = '';
  let columns: readonly string[] = [];
  let count = 0;
  const tellOfTable = () => {
    if (table !== '') told(table, count);
  };
  for (;;) {
    const next = await parts.next();
    if (next.done === true) throw new Error('El respaldo está incompleto: le falta el final.');
    const part = next.value;
    switch (part.type) {
      case 'table':
        tellOfTable();
        [table, columns, count] = [part.table, part.columns, 0];
        break;
      case 'rows':
        await insert(trx, table, columns, part.rows).catch((error: unknown) => refuse(table, error));
        count += part.rows.length;
        break;
      case 'manifest':
        tellOfTable();
        return part.manifest;
      case 'header':
        throw new Error('El respaldo empieza dos veces.');
    }
  }
}

/** One statement with one parameter, however many rows there are. */
async function insert(
  trx: Knex.Transaction,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Value[])[],
): Promise<void> {
  const names = columns.map((column) => trx.raw('??', [column]).toQuery()).join(', ');
  if (engineOf(trx) === 'sqlite') {
    const values = columns.map((_, index) => `value ->> ${index}`).join(', ');
    await trx.raw(`insert into ?? (${names}) select ${values} from json_each(?)`, [table, JSON.stringify(rows)]);
    return;
  }
  const objects = rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])));
  await trx.raw(`insert into ?? (${names}) select ${names} from json_populate_recordset(null::??, ?::json)`, [
    table,
    table,
    JSON.stringify(objects),
  ]);
}

/** The message of the driver begins with the whole statement, and that with the data of people. */
function refuse(table: string, error: unknown): never {
  const { message } = error as Error;
  const reason = message.slice(message.lastIndexOf(' - ') + 3).slice(0, 200);
  throw new Error(`La base de datos no acepta las filas de la tabla ${table}: ${reason}. No se guardó nada.`, {
    cause: error,
  });
}

async function compare(trx: Knex.Transaction, manifest: Manifest): Promise<void> {
  const found = await logicalDigest(trx);
  const expected = new Map(manifest.tables.map((digest) => [digest.table, digest]));
  for (const { table, rows, sha256 } of found) {
    const other = expected.get(table);
    if (other?.sha256 === sha256) continue;
    throw new Error(
      `La tabla ${table} no quedó igual: se esperaban ${other?.rows ?? 0} filas (${other?.sha256.slice(0, 12) ?? '—'}) ` +
        `y hay ${rows} (${sha256.slice(0, 12)}). No se guardó nada.`,
    );
  }
  if (totalDigest(found) !== manifest.total) throw new Error('El contenido no quedó igual. No se guardó nada.');
}
