import { connect, type Knex } from '../../src/db/connect';
import { migrate } from '../../src/db/migrate';

const open: { db: Knex; drop: () => Promise<void> }[] = [];

afterAll(async () => {
  for (const { drop } of open.splice(0)) await drop();
});

/**
 * A migrated database of its own, which goes away after the test file: in memory, or a schema of the PostgreSQL that
 * TEST_DATABASE_URL names. A forgotten destroy would keep jest from ending.
 */
export async function createTestDb(): Promise<Knex> {
  const url = process.env['TEST_DATABASE_URL'];
  const db = url === undefined ? connect(':memory:') : await connectToFreshDatabase(url);
  if (url === undefined) open.push({ db, drop: () => db.destroy() });
  await migrate(db);
  return db;
}

let counter = 0;

async function connectToFreshDatabase(url: string): Promise<Knex> {
  const name = `mazorca_test_${process.pid}_${Date.now()}_${++counter}`;
  const admin = connect(url);
  await admin.raw('create database ??', [name]);
  const db = connect(Object.assign(new URL(url), { pathname: `/${name}` }).toString());
  open.push({
    db,
    drop: async () => {
      await db.destroy();
      await admin.raw('drop database ??', [name]);
      await admin.destroy();
    },
  });
  return db;
}

export const onPostgres = process.env['TEST_DATABASE_URL'] !== undefined;
