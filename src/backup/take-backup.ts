import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { connect } from '../db/connect';
import { dump, type Manifest, type Part } from './dump';
import { writeDumpFile } from './dump-file';
import type { Told } from './load';
import { copyWhileRunning, removeCopy, sqliteFileOf } from './open-database';

export interface Backup {
  readonly file: string;
  readonly bytes: number;
  readonly manifest: Manifest;
}

/**
 * Writes all that the lenders have, as of one moment, to a file, or in a folder to a file named after the moment. The
 * program that uses the database goes on meanwhile. On SQLite the file is copied first, so that its log can be emptied
 * while the rows are written, and the copy is checked page by page. Throws with a sentence for people.
 */
export async function takeBackup(databaseUrl: string, to: string, now: string, told: Told): Promise<Backup> {
  const file = isFolder(to) ? join(to, backupName(now)) : to;
  if (existsSync(file)) throw new Error(`El archivo ${file} ya existe. No se cambió.`);
  if (!isFolder(dirname(file))) throw new Error(`No existe la carpeta ${dirname(file)}.`);
  const original = sqliteFileOf(databaseUrl);
  const manifest = await (original === undefined
    ? writeBackup(databaseUrl, file, now, told)
    : writeFromCopy(original, file, now, told));
  return { file, bytes: statSync(file).size, manifest };
}

/** `mazorca-20261123T190000Z.jsonl.gz`. */
export function backupName(now: string): string {
  return `mazorca-${now.slice(0, 19).replaceAll(/[-:]/g, '')}Z.jsonl.gz`;
}

async function writeFromCopy(original: string, file: string, now: string, told: Told): Promise<Manifest> {
  const copy = join(dirname(file), `.${basename(file)}.sqlite`);
  try {
    await copyWhileRunning(original, copy);
    return await writeBackup(`sqlite:${copy}`, file, now, told);
  } finally {
    await removeCopy(copy);
  }
}

async function writeBackup(databaseUrl: string, file: string, now: string, told: Told): Promise<Manifest> {
  const db = connect(databaseUrl);
  let manifest: Manifest | undefined;
  try {
    const parts = tellingOf(dump(db, now), told, (last) => (manifest = last));
    await writeDumpFile(file, parts);
  } finally {
    await db.destroy();
  }
  if (!manifest) throw new Error('El respaldo quedó sin su final.');
  return manifest;
}

/** Passes the parts on and says how far they are. */
async function* tellingOf(
  parts: AsyncIterable<Part>,
  told: Told,
  ended: (manifest: Manifest) => void,
): AsyncGenerator<Part> {
  let table = '';
  let rows = 0;
  for await (const part of parts) {
    yield part;
    if (part.type === 'rows') rows += part.rows.length;
    if (part.type === 'table' || part.type === 'manifest') {
      if (table !== '') told(table, rows);
      rows = 0;
    }
    if (part.type === 'table') table = part.table;
    if (part.type === 'manifest') ended(part.manifest);
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
