import type { Knex } from '../db/connect';
import type { Finding } from './finding';
import { PARTS, type VerifiedPart } from './institution';
import { holdMoment } from './moment';
import { institutionsOf, verifiedOf, type NamedInstitution, type Verified } from './verify';
import { startThread, type Thread } from './thread';
import type { Task } from './worker';

export interface ThreadedWork {
  readonly databaseUrl: string;
  readonly auditKey: string;
  readonly threads: number;
  /** Called with each institution when both of its parts are done, the largest first. */
  readonly progress?: (verified: Verified) => void;
  /** Called with how many journals and loans have been looked at since. */
  readonly walked?: (howMany: number) => void;
}

/**
 * `verify` in several threads, each with a connection of its own, and all of them as of one moment of the database. The
 * findings are the same and stand in the same order. The database must be one that another connection can open.
 */
export async function verifyInThreads(db: Knex, work: ThreadedWork): Promise<Finding[]> {
  const institutions = await institutionsOf(db);
  const tasks = await tasksOf(db, institutions);
  const threads: Thread[] = [];
  try {
    const { databaseUrl, auditKey } = work;
    while (threads.length < work.threads) threads.push(startThread({ databaseUrl, auditKey }));
    // Only then, because on SQLite nobody writes while the moment is held.
    await Promise.all(threads.map(({ ready }) => ready));
    await holdMoment(db, (moment) => Promise.all(threads.map((thread) => thread.enter(moment))));
    const verified = new Map<number, Verified>();
    const parts = new Map<number, VerifiedPart[]>();
    const note = (part: VerifiedPart): void => {
      const done = [...(parts.get(part.institutionId) ?? []), part];
      parts.set(part.institutionId, done);
      const institution = institutions.find(({ id }) => id === part.institutionId);
      if (!institution || done.length < PARTS.length) return;
      verified.set(institution.id, verifiedOf(institution, done));
      work.progress?.(verifiedOf(institution, done));
    };
    await Promise.all(threads.map((thread) => keepBusy(thread, tasks, note, work.walked ?? (() => undefined))));
    return institutions.flatMap(({ id }) => verified.get(id)?.findings ?? []);
  } finally {
    await Promise.all(threads.map((thread) => thread.stop()));
  }
}

/** The largest institutions first, so that the threads end at the same time. */
async function tasksOf(db: Knex, institutions: readonly NamedInstitution[]): Promise<Exclude<Task, string>[]> {
  const rows: { institution_id: number; value: number }[] = await db('counter')
    .where({ name: 'journal' })
    .select('institution_id', 'value');
  const journals = new Map(rows.map((row) => [row.institution_id, row.value]));
  return institutions
    .toSorted((one, other) => (journals.get(other.id) ?? 0) - (journals.get(one.id) ?? 0))
    .flatMap(({ id }) => PARTS.toReversed().map((part) => ({ institutionId: id, part })));
}

async function keepBusy(
  thread: Thread,
  tasks: Exclude<Task, string>[],
  note: (part: VerifiedPart) => void,
  walked: (howMany: number) => void,
): Promise<void> {
  for (let task = tasks.shift(); task; task = tasks.shift()) {
    thread.give(task);
    const verified = await thread.next(walked);
    if (verified) note(verified);
  }
  thread.give('nothing left');
  await thread.ended;
}
