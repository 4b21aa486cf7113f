import { randomUUID } from 'node:crypto';
import { Cron } from 'croner';
import type { Logger } from 'pino';
import type { Clock } from '../clock';
import type { Knex } from '../db/connect';
import { addDays } from '../lending/dates';
import { closeInstitutions, succeeded } from './close-institutions';
import { giveLeaseBack, takeLease } from './lease';

export interface Nightly {
  readonly db: Knex;
  readonly clock: Clock;
  readonly auditKey: string;
  readonly logger: Pick<Logger, 'info' | 'error'>;
}

/** Every quarter of an hour from 00:10 to 05:55 in Lima: a night in which the server slept is made up for in the next. */
const NIGHT = '10-55/15 0-5 * * *';

/** Closes yesterday at night, on one of the servers. Gives what stops it. */
export function scheduleNightlyClose(nightly: Nightly): () => void {
  const holder = randomUUID();
  const job = new Cron(NIGHT, { timezone: 'America/Lima', protect: true }, async () => {
    await closeNightly(nightly, holder);
  });
  return () => job.stop();
}

const LEASE_MINUTES = 60;

/** One run: whoever holds the lease closes all open days up to yesterday; the others have nothing to do. */
export async function closeNightly({ db, clock, auditKey, logger }: Nightly, holder: string): Promise<boolean> {
  const now = clock.now();
  const expiresAt = new Date(Date.parse(now) + LEASE_MINUTES * 60_000).toISOString();
  try {
    if (!(await takeLease(db, 'close-day', holder, now, expiresAt))) return false;
    const through = addDays(clock.today(), -1);
    await closeInstitutions(db, { clock, auditKey }, { day: { through } }, (closed) => {
      const { lender, days, failure } = closed;
      const told = { institution: lender.code, days: days.length, last: days.at(-1), err: failure };
      if (succeeded(closed)) logger.info(told, 'days closed');
      else logger.error(told, 'days could not be closed');
    });
    await giveLeaseBack(db, 'close-day', holder, clock.now());
    return true;
  } catch (error) {
    logger.error({ err: error }, 'the nightly close failed');
    return false;
  }
}
