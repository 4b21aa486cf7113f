import type { LoanRange } from '../loans/store';
import { piecesOf, type Task, type VerifiedTask } from './institution';

/** How much there is to look at, as the institution has numbered it. */
export interface Size {
  readonly institutionId: number;
  readonly journals: number;
  readonly loans: number;
}

/** The work of one institution while its tasks are with the threads. */
export interface Work {
  /** What can be begun with, the longest first. */
  readonly first: readonly Task[];
  /** Takes what a task found; answers the task that can be begun with now, if there is one. */
  done(task: Task, verified: VerifiedTask): Task | undefined;
  /** What all of them found, in the order in which one thread finds it; nothing until all are done. */
  all(): readonly VerifiedTask[] | undefined;
}

/**
 * Cuts the loans of an institution into ranges, so that a lender that is alone in its database keeps all threads busy.
 * Its last closed day is looked at when all of its loans have been.
 */
export function workOf({ institutionId, loans }: Size, loansPerTask: number = LOANS_PER_TASK): Work {
  const books: Task = { institutionId, part: 'books' };
  const ofLoans = rangesOf(loans, loansPerTask).map((range): Task => ({ institutionId, part: 'loans', range }));
  const found = new Map<Task, VerifiedTask>();
  const allOf = (tasks: readonly Task[]): VerifiedTask[] => tasks.flatMap((task) => found.get(task) ?? []);
  let day: Task | undefined;
  return {
    first: [books, ...ofLoans],
    done: (task, verified) => {
      found.set(task, verified);
      if (day || allOf(ofLoans).length < ofLoans.length) return undefined;
      return (day = { institutionId, part: 'day', pieces: piecesOf(allOf(ofLoans)) });
    },
    all: () => (day && found.has(day) && found.has(books) ? allOf([books, ...ofLoans, day]) : undefined),
  };
}

/** A task takes a few seconds, and begins with a look at what is beyond its range. */
const LOANS_PER_TASK = 50_000;

/** The last range has no end: there may be loans that nobody has counted. */
function rangesOf(loans: number, perTask: number): LoanRange[] {
  const ranges: LoanRange[] = [];
  let after = 0;
  for (; loans - after > perTask; after += perTask) ranges.push({ after, upTo: after + perTask });
  return [...ranges, { after }];
}
