import { existsSync } from 'node:fs';
import type { Manifest } from './dump';
import { readDumpFile } from './dump-file';
import { load, type Told } from './load';
import { openTarget } from './open-database';

/** Fills an empty database with a backup; see `load` for what it refuses. */
export async function restoreBackup(file: string, into: string, told: Told): Promise<Manifest> {
  if (!existsSync(file)) throw new Error(`No existe el archivo ${file}.`);
  const target = openTarget(into);
  try {
    return await load(target, readDumpFile(file), told);
  } finally {
    await target.destroy();
  }
}
