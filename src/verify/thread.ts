import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { VerifiedTask, Walked } from './institution';
import type { Moment } from './moment';
import type { Asked, Entering, WorkerData, WorkerMessage } from './worker';

/** A thread that verifies what it is given; what goes wrong in it rejects what is waited for. */
export interface Thread {
  /** Settles when it has loaded all that it needs. */
  readonly ready: Promise<unknown>;
  /** Settles when it sees the database as of the moment. */
  enter(moment: Moment): Promise<unknown>;
  give(asked: Asked): void;
  /** What it does with what it was given last. */
  next(walked: Walked): Promise<VerifiedTask | undefined>;
  readonly ended: Promise<void>;
  stop(): Promise<unknown>;
}

export function startThread(workerData: WorkerData): Thread {
  const worker = aWorker(workerData);
  const broken = new Promise<never>((_resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('a thread of the verification ended before its work was done')));
  });
  broken.catch(() => undefined);
  const next = (walked: Walked) => Promise.race([told(worker, walked), broken]);
  return {
    ready: next(() => undefined),
    enter: (moment) => {
      const inside = next(() => undefined);
      worker.postMessage({ moment } satisfies Entering);
      return inside;
    },
    give: (asked) => worker.postMessage(asked),
    next,
    ended: new Promise((resolve) => worker.once('exit', () => resolve())),
    stop: () => worker.terminate(),
  };
}

function told(worker: Worker, walked: Walked): Promise<VerifiedTask | undefined> {
  return new Promise((resolve) => {
    const hear = (message: WorkerMessage): void => {
      if (message.type === 'walked') {
        walked(message.howMany);
        return;
      }
      worker.off('message', hear);
      resolve(message.type === 'verified' ? message.verified : undefined);
    };
    worker.on('message', hear);
  });
}

/** What is built runs as it is; the sources, in development and in tests, are translated in the thread too. */
function aWorker(workerData: WorkerData): Worker {
  const extension = extname(__filename);
  const file = join(__dirname, `worker${extension}`);
  const options = { workerData, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES } };
  if (extension !== '.ts') return new Worker(file, options);
  const translated = `require(${JSON.stringify(require.resolve('tsx/cjs'))}); require(${JSON.stringify(file)});`;
  return new Worker(translated, { ...options, eval: true, execArgv: [] });
}

/** Rows live as long as their page: with room for a few pages nearly all of them are gone before they are moved. */
const YOUNG_MEGABYTES = 96;
