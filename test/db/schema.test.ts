import { connect, engineOf, type Knex } from '../../src/db/connect';
import { migrate, pendingMigrations, unmigrate } from '../../src/db/migrate';
import { assertSettings } from '../../src/db/settings';
import { migrations } from '../../migrations';
import { createTestDb, onPostgres } from '../support/database';

/** Shared by all institutions, or belonging to none: their keys need no institution. */
const SHARED = [
  'institution',
  'district',
  'holiday',
  'investor',
  'partner_organisation',
  'letter_of_intention',
  'session',
  'rate_limit',
  'lease',
  'knex_migrations',
  'knex_migrations_lock',
  'sqlite_sequence',
];

describe('The schema', () => {
  it('goes up, down and up again', async () => {
    const db = await createTestDb();
    expect(await pendingMigrations(db)).toEqual([]);
    await unmigrate(db);
    expect(await pendingMigrations(db)).toEqual(migrations.map((migration) => migration.name));
    expect(await migrate(db)).toHaveLength(migrations.length);
  });

  it('puts the institution first in every primary key and unique index of an institution’s data', async () => {
    const db = await createTestDb();
    const offending = (await uniqueKeysOf(db)).filter(
      ({ table, columns }) => !SHARED.includes(table) && columns[0] !== 'institution_id',
    );
    expect(offending).toEqual([]);
  });

  it('lets no row of one institution point at a row of another', async () => {
    const db = await createTestDb();
    const offending = (await foreignKeysOf(db)).filter(
      ({ table, target, from, to }) =>
        !SHARED.includes(table) &&
        !SHARED.includes(target) &&
        !(from[0] === 'institution_id' && to[0] === 'institution_id'),
    );
    expect(offending).toEqual([]);
  });

  it('finds an offender when there is one', async () => {
    const db = await createTestDb();
    await db.schema.createTable('careless', (t) => {
      t.integer('id').primary();
      t.integer('institution_id');
    });
    const tables = (await uniqueKeysOf(db)).filter(({ columns }) => columns[0] !== 'institution_id');
    expect(tables.map(({ table }) => table)).toContain('careless');
  });
});

(onPostgres ? describe.skip : describe)('SQLite', () => {
  it('runs with FULL synchronisation after a first write, where a careless connection does not', async () => {
    const db = await createTestDb();
    await expect(assertSettings(db)).resolves.toBeUndefined();
    await db.raw('pragma synchronous = NORMAL');
    await expect(assertSettings(db)).rejects.toThrow('synchronous');
  });

  it('is told a limit in the statement itself, since binding one makes it plan the statement anew', async () => {
    const db = await createTestDb();
    const asked: string[] = [];
    db.on('query-response', (_rows: unknown, { sql }: { sql: string }) => asked.push(sql.replace(/.* (?=limit)/, '')));
    await db('district').first();
    expect(await db('district').limit(3)).toHaveLength(3);
    expect(await db('district').orderBy('ubigeo').limit(2).offset(1)).toHaveLength(2);
    expect(asked).toEqual(['limit 1', 'limit 3', 'limit ? offset ?']);
  });

  it.each([
    ['text in an amount', { value: 'mucho' }],
    ['a fraction in an amount', { value: 1.5 }],
  ])('refuses %s', async (_what, row) => {
    const db = connect(':memory:');
    await migrate(db);
    const insert = db('credit_line').insert({
      institution_id: 1,
      id: 1,
      investor_id: 1,
      name: 'x',
      currency: 'PEN',
      commitment: row.value,
      rate_percent: '8',
      revolving: false,
      available_from: '2026-01-01',
      available_until: '2026-12-31',
      matures_on: '2027-12-31',
      drawn: 0,
      repaid: 0,
      lent: 0,
      recovered: 0,
      created_at: '2026-01-01T00:00:00.000Z',
    });
    await expect(insert).rejects.toThrow('CHECK');
    await db.destroy();
  });
});

interface Key {
  readonly table: string;
  readonly columns: readonly string[];
}

async function uniqueKeysOf(db: Knex): Promise<Key[]> {
  if (engineOf(db) === 'pg') {
    const { rows } = (await db.raw(`
      select c.relname as table, array_agg(a.attname::text order by k.position) as columns
        from pg_index x join pg_class c on c.oid = x.indrelid join pg_namespace n on n.oid = c.relnamespace
        cross join lateral unnest(x.indkey) with ordinality as k(attnum, position)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
       where x.indisunique and n.nspname = current_schema() and c.relkind = 'r'
       group by c.relname, x.indexrelid`)) as { rows: Key[] };
    return rows;
  }
  const keys: Key[] = [];
  for (const table of await tablesOf(db)) {
    const primary = (await db.raw(
      `select name from pragma_table_info('${table}') where pk > 0 order by pk`,
    )) as Named[];
    if (primary.length > 0) keys.push({ table, columns: primary.map((column) => column.name) });
    const indexes = (await db.raw(`select name from pragma_index_list('${table}') where "unique" = 1`)) as Named[];
    for (const index of indexes) {
      const columns = (await db.raw(`select name from pragma_index_info('${index.name}') order by seqno`)) as Named[];
      keys.push({ table, columns: columns.map((column) => column.name) });
    }
  }
  return keys;
}

interface Reference {
  readonly table: string;
  readonly target: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

async function foreignKeysOf(db: Knex): Promise<Reference[]> {
  if (engineOf(db) === 'pg') {
    const { rows } = (await db.raw(`
      select c.relname as table, f.relname as target,
             array_agg(pa.attname::text order by u.position) as "from", array_agg(fa.attname::text order by u.position) as "to"
        from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class f on f.oid = k.confrelid
        join pg_namespace n on n.oid = c.relnamespace
        cross join lateral unnest(k.conkey, k.confkey) with ordinality as u(a, b, position)
        join pg_attribute pa on pa.attrelid = c.oid and pa.attnum = u.a
        join pg_attribute fa on fa.attrelid = f.oid and fa.attnum = u.b
       where k.contype = 'f' and n.nspname = current_schema()
       group by k.oid, c.relname, f.relname`)) as { rows: Reference[] };
    return rows;
  }
  const references: Reference[] = [];
  for (const table of await tablesOf(db)) {
    const columns = (await db.raw(
      `select id, "table" as target, "from", "to" from pragma_foreign_key_list('${table}') order by id, seq`,
    )) as { id: number; target: string; from: string; to: string }[];
    for (const id of new Set(columns.map((column) => column.id))) {
      const own = columns.filter((column) => column.id === id);
      references.push({
        table,
        target: own[0]?.target ?? '',
        from: own.map((column) => column.from),
        to: own.map((column) => column.to),
      });
    }
  }
  return references;
}

interface Named {
  readonly name: string;
}

async function tablesOf(db: Knex): Promise<string[]> {
  const tables = (await db.raw(`select name from sqlite_master where type = 'table' order by name`)) as Named[];
  return tables.map((table) => table.name).filter((name) => !name.startsWith('sqlite_'));
}
