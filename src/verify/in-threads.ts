import type { Knex } from '../db/connect';
import type { Finding } from './finding';
import type { Task, VerifiedTask } from './institution';
import { holdMoment } from './moment';
import { workOf, type Size, type Work } from './tasks';
import { startThread, type Thread } from './thread';
import { institutionsOf, verifiedOf, type NamedInstitution, type Verified } from './verify';

export interface ThreadedWork {
  readonly databaseUrl: string;
  readonly auditKey: string;
  readonly threads: number;
  /** How many loans a task has at most; the usual number where nothing is said. */
  readonly loansPerTask?: number;
  /** Called with each institution when all of its tasks are done, the largest first. */
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
  const works = await worksOf(db, institutions, work.loansPerTask);
  const tasks = [...works.values()].flatMap(({ first }) => first);
  const threads: Thread[] = [];
  try {
    const { databaseUrl, auditKey } = work;
    while (threads.length < work.threads) threads.push(startThread({ databaseUrl, auditKey }));
    // Only then, because on SQLite nobody writes while the moment is held.
    await Promise.all(threads.map(({ ready }) => ready));
    await holdMoment(db, (moment) => Promise.all(threads.map((thread) => thread.enter(moment))));
    const verified = new Map<number, Verified>();
    const note = (task: Task, found: VerifiedTask): void => {
      const institution = institutions.find(({ id }) => id === task.institutionId);
      const itsWork = works.get(task.institutionId);
      const next = itsWork?.done(task, found);
      if (next) tasks.unshift(next);
      const all = itsWork?.all();
      if (!institution || !all) return;
      verified.set(institution.id, verifiedOf(institution, all));
      work.progress?.(verifiedOf(institution, all));
    };
    await Promise.all(threads.map((thread) => keepBusy(thread, tasks, note, work.walked ?? (() => undefined))));
    return institutions.flatMap(({ id }) => verified.get(id)?.findings ?? []);
  } finally {
    await Promise.all(threads.map((thread) => thread.stop()));
  }
}

/** The largest institutions first, so that the threads end at the same time. */
async function worksOf(
  db: Knex,
  institutions: readonly NamedInstitution[],
  loansPerTask: number | undefined,
): Promise<Map<number, Work>> {
  const rows: { institution_id: number; name: string; value: number }[] = await db('counter')
    .whereIn('name', ['journal', 'loan'])
    .select('institution_id', 'name', 'value');
  const counted = new Map(rows.map((row) => [`${row.institution_id} ${row.name}`, row.value]));
  const sizes = institutions.map(({ id }): Size => {
    return { institutionId: id, journals: counted.get(`${id} journal`) ?? 0, loans: counted.get(`${id} loan`) ?? 0 };
  });
  const largestFirst = sizes.toSorted((one, other) => other.journals - one.journals);
  return new Map(largestFirst.map((size) => [size.institutionId, workOf(size, loansPerTask)]));
}

async function keepBusy(
  thread: Thread,
  tasks: Task[],
  note: (task: Task, verified: VerifiedTask) => void,
  walked: (howMany: number) => void,
): Promise<void> {
  for (let task = tasks.shift(); task; task = tasks.shift()) {
    thread.give(task);
    const verified = await thread.next(walked);
    if (verified) note(task, verified);
  }
  thread.give('nothing left');
  await thread.ended;
}
