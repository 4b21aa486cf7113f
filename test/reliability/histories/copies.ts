import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Knex } from '../../../src/db/connect';
import { migrate } from '../../../src/db/migrate';
import { setStage, type Stage } from './stage';

/** Many databases that begin alike. */
export interface Copies {
  readonly stage: Stage;
  /** Lends a fresh copy and deletes it afterwards. */
  withCopy<T>(work: (db: Knex) => Promise<T>): Promise<T>;
  /** Lends so many closed ones by their addresses. */
  withCopies<T>(howMany: number, work: (urls: readonly string[]) => Promise<T>): Promise<T>;
  remove(): void;
}

/** On a disk of memory where there is one: what a power cut does is another test's business. */
export async function sqliteCopies(): Promise<Copies> {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'mazorca-histories-'));
  const original = join(folder, 'original.sqlite');
  const db = connect(original);
  await migrate(db);
  const stage = await setStage(db);
  await db.destroy();
  let copies = 0;
  const withFiles = async <T>(howMany: number, work: (paths: readonly string[]) => Promise<T>): Promise<T> => {
    const paths = Array.from({ length: howMany }, () => join(folder, `${++copies}.sqlite`));
    for (const path of paths) copyFileSync(original, path);
    try {
      return await work(paths);
    } finally {
      for (const path of paths) for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
    }
  };
  return {
    stage,
    withCopies: (howMany, work) => withFiles(howMany, (paths) => work(paths.map((path) => `sqlite:${path}`))),
    withCopy: (work) =>
      withFiles(1, async ([path = '']) => {
        const copy = connect(path);
        try {
          return await work(copy);
        } finally {
          await copy.destroy();
        }
      }),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
