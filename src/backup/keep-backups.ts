import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, type IsoDate } from '../lending/dates';

/** A backup with the day it was taken, in UTC, which its name says. */
export interface Kept {
  readonly file: string;
  readonly day: IsoDate;
}

/** The backups of a folder, oldest first. */
export function backupsIn(folder: string): Kept[] {
  return dated(folder, /^mazorca-(\d{4})(\d{2})(\d{2})T\d{6}Z\.jsonl\.gz$/);
}

/**
 * Deletes the backups from before so many days and what an interrupted one left, and nothing else; the newest backup
 * stays whatever its age. Gives what it deleted.
 */
export function forgetOldBackups(folder: string, today: IsoDate, keepDays: number): string[] {
  const first = addDays(today, -keepDays);
  const old = backupsIn(folder)
    .slice(0, -1)
    .filter(({ day }) => day < first);
  const interrupted = dated(folder, /^\.mazorca-(\d{4})(\d{2})(\d{2})T\d{6}Z\.jsonl\.gz\./).filter(
    ({ day }) => day < today,
  );
  const files = [...old, ...interrupted].map(({ file }) => file);
  for (const file of files) rmSync(file);
  return files;
}

function dated(folder: string, name: RegExp): Kept[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((file) => {
      const [, year, month, day] = name.exec(file) ?? [];
      return year === undefined ? [] : [{ file: join(folder, file), day: `${year}-${month}-${day}` }];
    });
}
