import { pendingMigrations } from '../db/migrate';
import { dump, type Manifest } from './dump';
import { load, type Told } from './load';
import { openSource, openTarget } from './open-database';

/**
 * Copies all that the lenders have from one database into another, empty one, of either engine, row by row without a file
 * between. Nothing changes in the first. Throws with a sentence for people.
 */
export async function moveDatabase(from: string, into: string, now: string, told: Told): Promise<Manifest> {
  if (from === into) throw new Error('El origen y el destino son la misma base de datos.');
  const source = openSource(from);
  const target = openTarget(into);
  try {
    if ((await pendingMigrations(source)).length > 0) {
      throw new Error('La base de datos de origen no está al día. Ejecuta antes: mazorca migrate');
    }
    return await load(target, dump(source, now), told);
  } finally {
    await source.destroy();
    await target.destroy();
  }
}
