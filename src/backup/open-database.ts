import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { connect, type Knex } from '../db/connect';

/** Opens a database to be read. A file of SQLite must be there: opening would make an empty one. */
export function openSource(databaseUrl: string): Knex {
  const file = sqliteFileOf(databaseUrl);
  if (file !== undefined && !existsSync(file)) throw new Error(`No existe la base de datos ${file}.`);
  return connect(databaseUrl);
}

/** Throws where nothing of ours is in the database: a slip in its address must not look like data that are in order. */
export async function assertHasData(databaseUrl: string): Promise<void> {
  const db = openSource(databaseUrl);
  try {
    if (await db.schema.hasTable('institution')) return;
  } finally {
    await db.destroy();
  }
  throw new Error('Esta base de datos está vacía: no tiene las tablas de Mazorca. ¿Es la dirección correcta?');
}

/** Opens a database to be filled; a file of SQLite is made where there is none. */
export function openTarget(databaseUrl: string): Knex {
  const file = sqliteFileOf(databaseUrl);
  if (file !== undefined && !existsSync(dirname(file))) throw new Error(`No existe la carpeta ${dirname(file)}.`);
  return connect(databaseUrl);
}

/** The file of `sqlite:path`, undefined for PostgreSQL. */
export function sqliteFileOf(databaseUrl: string): string | undefined {
  if (/^postgres(ql)?:/.test(databaseUrl)) return undefined;
  if (/^(?!sqlite:)[a-z]{2,}:/.test(databaseUrl)) {
    throw new Error(`No conozco la base de datos «${databaseUrl}»: escribe sqlite:ARCHIVO o postgres://….`);
  }
  return databaseUrl.replace(/^sqlite:/, '');
}

/**
 * Copies the file of a running program page by page, with SQLite's own backup, as of one moment: in a single step, which
 * no writer can make start again. Throws where the copy has a page or a reference that is not right.
 */
export async function copyWhileRunning(file: string, copy: string): Promise<void> {
  if (!existsSync(file)) throw new Error(`No existe la base de datos ${file}.`);
  const original = new Database(file, { fileMustExist: true, timeout: 5_000 });
  try {
    await original.backup(copy, { progress: () => ALL_PAGES });
  } finally {
    original.close();
  }
  const copied = new Database(copy, { fileMustExist: true });
  try {
    const [first] = copied.pragma('integrity_check(1)') as { integrity_check: string }[];
    const orphans = copied.pragma('foreign_key_check') as unknown[];
    if (first?.integrity_check !== 'ok' || orphans.length > 0) {
      throw new Error(
        `La base de datos está dañada: ${first?.integrity_check}; ${orphans.length} filas sin su referencia.`,
      );
    }
  } finally {
    copied.close();
  }
}

export async function removeCopy(copy: string): Promise<void> {
  for (const name of [copy, `${copy}-wal`, `${copy}-shm`, `${copy}-journal`]) await rm(name, { force: true });
}

const ALL_PAGES = 0x7fffffff;
