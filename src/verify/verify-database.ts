import { availableParallelism } from 'node:os';
import type { Knex } from '../db/connect';
import { urlOf } from '../db/url-of';
import type { Finding } from './finding';
import { verifyInThreads } from './in-threads';
import { verify, type Verified } from './verify';

export interface Watching {
  readonly progress?: (verified: Verified) => void;
  /** Called as the work goes on, with the share of the journals and loans that have been looked at: 0 to 1. */
  readonly share?: (done: number) => void;
}

/** Fewer journals and loans than this are looked at sooner than threads begin to work. */
const WORTH_THREADS = 50_000;
const THREADS_MAX = 8;

/** Verifies a database as fast as the machine allows: with a thread for each processor where there is much to do. */
export async function verifyDatabase(
  db: Knex,
  auditKey: string,
  { progress, share }: Watching = {},
): Promise<Finding[]> {
  const databaseUrl = urlOf(db);
  const threads = Math.min(THREADS_MAX, availableParallelism());
  const total = await howMany(db);
  if (databaseUrl === undefined || threads === 1 || total < WORTH_THREADS) return verify(db, auditKey, progress);
  let done = 0;
  const walked = (some: number): void => share?.(Math.min(1, (done += some) / total));
  return verifyInThreads(db, { databaseUrl, auditKey, threads, walked, ...(progress && { progress }) });
}

async function howMany(db: Knex): Promise<number> {
  const row = (await db('counter').whereIn('name', ['journal', 'loan']).sum({ value: 'value' }).first()) as {
    value: number | string | null;
  };
  return Number(row.value ?? 0);
}
