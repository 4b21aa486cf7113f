import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { Cron } from 'croner';
import type { Logger } from 'pino';
import type { Clock } from '../clock';
import { giveLeaseBack, takeLease } from '../day-close/lease';
import type { Knex } from '../db/connect';
import { backupsIn, forgetOldBackups } from './keep-backups';

export interface Nightly {
  readonly db: Knex;
  /** Of the same database: the backup connects by itself. */
  readonly databaseUrl: string;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'info' | 'error'>;
  /** Where the backups are, and for how many days. */
  readonly folder: string;
  readonly keepDays: number;
}

/** Every quarter of an hour from 01:05 to 05:50 in Lima, until the day has its backup; the days are closed before. */
const NIGHT = '5-50/15 1-5 * * *';

/** Takes a backup each night into a folder, which must exist. Gives what stops it. */
export function scheduleNightlyBackup(nightly: Nightly): () => void {
  const { folder } = nightly;
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new Error(`BACKUP_DIR no es una carpeta: ${folder}`);
  }
  const holder = randomUUID();
  const job = new Cron(NIGHT, { timezone: 'America/Lima', protect: true }, async () => {
    await backUpNightly(nightly, holder);
  });
  return () => job.stop();
}

const LEASE_MINUTES = 180;

/**
 * One run: where the folder lacks the backup of the day, whoever holds the lease takes it, and then deletes the old ones.
 * Gives whether it was taken now.
 */
export async function backUpNightly(nightly: Nightly, holder: string, backUp = inOwnProcess): Promise<boolean> {
  const { db, clock, logger, folder, keepDays } = nightly;
  const now = clock.now();
  const today = now.slice(0, 10);
  try {
    if (backupsIn(folder).some(({ day }) => day === today)) return false;
    const expiresAt = new Date(Date.parse(now) + LEASE_MINUTES * 60_000).toISOString();
    if (!(await takeLease(db, 'backup', holder, now, expiresAt))) return false;
    try {
      const told = await backUp(nightly);
      logger.info({ told, forgotten: forgetOldBackups(folder, today, keepDays) }, 'backup taken');
      return true;
    } finally {
      await giveLeaseBack(db, 'backup', holder, clock.now());
    }
  } catch (error) {
    logger.error({ err: error }, 'the nightly backup failed');
    return false;
  }
}

/** `mazorca backup` in a process of its own, so that nobody waits for a page meanwhile; gives what it says. */
async function inOwnProcess({ databaseUrl, folder }: Nightly): Promise<string> {
  const extension = extname(__filename);
  const loader = extension === '.ts' ? ['--import', pathToFileURL(require.resolve('tsx')).href] : [];
  const command = [...loader, join(__dirname, '..', `cli${extension}`), 'backup', '--to', folder];
  const { stdout } = await promisify(execFile)(process.execPath, command, {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    maxBuffer: 16_777_216,
  });
  return stdout;
}
