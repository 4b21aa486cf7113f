import { parentPort, workerData } from 'node:worker_threads';
import { connect } from '../db/connect';
import { inSnapshot } from '../db/transaction';
import type { FromThread } from './stress-jobs';
import { tryStress, type StressAsk } from './try-stress';

/** Runs in a thread of its own: tries one stress, says how far it is and what came out, and ends. */
async function run({ url, ask }: { readonly url: string; readonly ask: StressAsk }): Promise<void> {
  const db = connect(url);
  const say = (message: FromThread) => parentPort?.postMessage(message);
  try {
    let told = 0;
    const result = await inSnapshot(db, (trx) =>
      tryStress(trx, ask, (part) => {
        if (part < told + STEP) return;
        told = part;
        say({ part });
      }),
    );
    say({ result });
  } finally {
    await db.destroy();
  }
}

const STEP = 0.02;

void run(workerData as { url: string; ask: StressAsk });
