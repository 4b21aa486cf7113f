import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Engine, type Knex } from '../../src/db/connect';

export const folder = mkdtempSync(join(tmpdir(), 'mazorca-backup-'));

const databases: string[] = [];
let places = 0;

afterAll(async () => {
  rmSync(folder, { recursive: true });
  for (const name of databases) {
    await onAdmin(async (admin) => {
      await admin.raw('set statement_timeout = 0');
      await admin.raw('drop database ??', [name]);
    });
  }
});

/** The engines that these tests can use: both where TEST_DATABASE_URL names a PostgreSQL. */
export const engines: readonly Engine[] = serverUrl() === undefined ? ['sqlite'] : ['sqlite', 'pg'];

/** The address of a database without any table. */
export async function aPlace(engine: Engine): Promise<string> {
  const number = ++places;
  if (engine === 'sqlite') return `sqlite:${join(folder, `${number}.sqlite`)}`;
  const name = `mazorca_backup_${process.pid}_${Date.now()}_${number}`;
  await onAdmin((admin) => admin.raw('create database ??', [name]));
  databases.push(name);
  return Object.assign(new URL(serverUrl() ?? ''), { pathname: `/${name}` }).toString();
}

export async function at<T>(databaseUrl: string, work: (db: Knex) => Promise<T>): Promise<T> {
  const db = connect(databaseUrl);
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

function serverUrl(): string | undefined {
  return process.env['TEST_DATABASE_URL'];
}

function onAdmin<T>(work: (db: Knex) => Promise<T>): Promise<T> {
  return at(serverUrl() ?? '', work);
}
