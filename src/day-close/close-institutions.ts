import type { Clock } from '../clock';
import type { Knex } from '../db/connect';
import type { By } from '../ledger/by';
import type { IsoDate } from '../lending/dates';
import { closeDay, closeDaysThrough, type DayClosed } from './close-day';
import { lenders, type Lender } from './store';

export interface ClosingWork {
  /** One day and no other, or every open day up to one. */
  readonly day: { readonly only: IsoDate } | { readonly through: IsoDate };
  /** The code of one institution; all lenders where it is left out. */
  readonly institution?: string | undefined;
}

export interface InstitutionClosed {
  readonly lender: Lender;
  readonly days: readonly DayClosed[];
  /** What the program stumbled over; the days before it are closed. */
  readonly failure?: Error;
}

/**
 * Closes days for the lenders, one lender after the other. What fails in one institution stops that institution alone.
 * Gives nothing where no lender has the code.
 */
export async function closeInstitutions(
  db: Knex,
  program: { readonly clock: Clock; readonly auditKey: string },
  { day, institution }: ClosingWork,
  progress: (closed: InstitutionClosed) => void = () => undefined,
  dayClosed: (lender: Lender, day: DayClosed) => void = () => undefined,
): Promise<InstitutionClosed[]> {
  const chosen = (await lenders(db)).filter(({ code }) => institution === undefined || code === institution);
  const all: InstitutionClosed[] = [];
  for (const lender of chosen) {
    const actor = { institutionId: lender.id, kind: 'system', role: 'system', requestId: 'close-day' } as const;
    const closed = await closeOne(db, { ...program, actor }, lender, day, (one) => dayClosed(lender, one));
    progress(closed);
    all.push(closed);
  }
  return all;
}

export function succeeded({ days, failure }: InstitutionClosed): boolean {
  return failure === undefined && days.every(({ type }) => type === 'done');
}

async function closeOne(
  db: Knex,
  by: By,
  lender: Lender,
  day: ClosingWork['day'],
  dayClosed: (day: DayClosed) => void,
): Promise<InstitutionClosed> {
  const days: DayClosed[] = [];
  const add = (closed: DayClosed): void => {
    days.push(closed);
    dayClosed(closed);
  };
  try {
    if ('only' in day) add(await closeDay(db, by, day.only));
    else for await (const closed of closeDaysThrough(db, by, day.through)) add(closed);
    return { lender, days };
  } catch (error) {
    return { lender, days, failure: error instanceof Error ? error : new Error(JSON.stringify(error)) };
  }
}
