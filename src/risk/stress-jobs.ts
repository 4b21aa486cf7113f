import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Knex } from '../db/connect';
import { inSnapshot } from '../db/transaction';
import { stampOf } from './stress-stamp';
import { tryStress, type StressAsk, type Stressed } from './try-stress';

/** A stress that is being tried, or has been. */
export interface StressJob {
  readonly result: Promise<Stressed | undefined>;
  /** From 0 to 1. */
  part: number;
}

/** What a thread says to who started it. */
export type FromThread = { readonly part: number } | { readonly result: Stressed | undefined };

/** How long a page waits before it tells how far the work is. */
const PATIENCE_MS = 3_000;
const KEPT_MAX = 12;

/**
 * Tries a stress beside the server, in a thread with a connection of its own, so that nobody else waits for it; the same
 * stress of the same data is tried once. `undefined` says that it takes longer than a page may.
 */
export async function stressOrProgress(db: Knex, ask: StressAsk): Promise<{ job: StressJob; done: boolean }> {
  const job = await jobOf(db, ask);
  const done = await Promise.race([job.result.then(() => true), wait(PATIENCE_MS, false, { ref: false })]);
  return { job, done };
}

const kept = new WeakMap<object, Map<string, StressJob>>();
/** One after the other: a second one would only make both slower. */
let last: Promise<unknown> = Promise.resolve();

async function jobOf(db: Knex, ask: StressAsk): Promise<StressJob> {
  const jobs = kept.get(db.client as object) ?? new Map<string, StressJob>();
  kept.set(db.client as object, jobs);
  const key = JSON.stringify([ask, await stampOf(db, ask.book)]);
  const known = jobs.get(key);
  if (known) return known;
  const job: StressJob = { result: Promise.resolve(undefined), part: 0 };
  const url = ownConnection(db);
  const work = () => (url === undefined ? here(db, ask, job) : inThread(url, ask, job));
  const result = last.then(work, work);
  last = result.catch(() => undefined);
  const started = Object.assign(job, { result });
  jobs.set(key, started);
  result.catch(() => jobs.delete(key));
  for (const old of [...jobs.keys()].slice(0, -KEPT_MAX)) jobs.delete(old);
  return started;
}

/** Where a thread finds the same data; a database in memory is of this thread alone. */
function ownConnection(db: Knex): string | undefined {
  const { connection } = (db.client as { config: { connection: { filename?: string; connectionString?: string } } })
    .config;
  if (connection.connectionString !== undefined) return connection.connectionString;
  return connection.filename === ':memory:' ? undefined : connection.filename;
}

function here(db: Knex, ask: StressAsk, job: StressJob): Promise<Stressed | undefined> {
  return inSnapshot(db, (trx) => tryStress(trx, ask, (part) => (job.part = part)));
}

function inThread(url: string, ask: StressAsk, job: StressJob): Promise<Stressed | undefined> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(threadCode(), { eval: true, workerData: { url, ask } });
    worker.unref();
    let found: { readonly result: Stressed | undefined } | undefined;
    worker.on('message', (said: FromThread) => {
      if ('part' in said) job.part = said.part;
      else found = said;
    });
    worker.on('error', reject);
    worker.on('exit', (code) =>
      found ? resolve(found.result) : reject(new Error(`the thread of a stress ended with ${code}`)),
    );
  });
}

/** Compiled it is loaded as it is; from the sources through the loader that the program itself was started with. */
function threadCode(): string {
  const file = JSON.stringify(join(__dirname, 'stress-thread'));
  const loader = __filename.endsWith('.ts') ? `require(${JSON.stringify(require.resolve('tsx/cjs'))});` : '';
  return `${loader} require(${file});`;
}
