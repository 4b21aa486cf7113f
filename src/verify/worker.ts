import { once } from 'node:events';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { connect } from '../db/connect';
import { verifyTask, type Task, type VerifiedTask } from './institution';
import { inMoment, type Moment } from './moment';

/** What a thread is started with. */
export interface WorkerData {
  readonly databaseUrl: string;
  readonly auditKey: string;
}

/** The first thing that a thread is told when it is ready. */
export interface Entering {
  readonly moment: Moment;
}

/** What a thread is asked; it ends when there is nothing left. */
export type Asked = Task | 'nothing left';

export type WorkerMessage =
  | { readonly type: 'ready' | 'inside' }
  | { readonly type: 'walked'; readonly howMany: number }
  | { readonly type: 'verified'; readonly verified: VerifiedTask };

/** Does one task after the other, all of them as of the same moment. */
async function work(port: MessagePort, { databaseUrl, auditKey }: WorkerData): Promise<void> {
  const db = connect(databaseUrl);
  try {
    const { moment } = await ask<Entering>(port, { type: 'ready' });
    await inMoment(db, moment, async (trx) => {
      const walked = (howMany: number): void => port.postMessage({ type: 'walked', howMany } satisfies WorkerMessage);
      let task = await ask<Asked>(port, { type: 'inside' });
      while (task !== 'nothing left') {
        const verified = await verifyTask(trx, auditKey, task, walked);
        task = await ask<Asked>(port, { type: 'verified', verified });
      }
    });
  } finally {
    await db.destroy();
  }
}

async function ask<Answer>(port: MessagePort, message: WorkerMessage): Promise<Answer> {
  const answer = once(port, 'message');
  port.postMessage(message);
  return ((await answer) as [Answer])[0];
}

/** The errors of SQLite lose their words on the way to another thread. */
function sayable(error: unknown): never {
  const { message, stack = '' } = error as { message?: string; stack?: string };
  throw Object.assign(new Error(message ?? JSON.stringify(error)), { stack });
}

if (parentPort) void work(parentPort, workerData as WorkerData).catch(sayable);
