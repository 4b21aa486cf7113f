import type { State } from '../applications/states';
import type { Knex } from '../db/connect';
import type { Centimos } from '../lending/money';
import { listName, SHOWN, type Counted, type Named, type Whose } from './whose';

export interface WaitingApplication {
  readonly id: number;
  readonly farmerName: string;
  readonly officer: string;
  readonly state: State;
  readonly amount: Centimos | null;
  readonly currency: string;
  /** UTC instant since when it has been in its state. */
  readonly since: string;
  /** What was written at the last change of state, `falta el título`. */
  readonly reason: string;
}

export interface Waiting {
  readonly count: number;
  readonly rows: readonly WaitingApplication[];
}

/** Applications in one of the states, the longest waiting first; `notSubmittedBy` leaves out what that person may not decide. */
export async function waitingApplications(
  db: Knex,
  { institutionId, officerId }: Whose,
  states: readonly State[],
  notSubmittedBy?: number,
): Promise<Waiting> {
  const inState = db('application as a').where('a.institution_id', institutionId).whereIn('a.state', states);
  if (officerId !== undefined) void inState.where('a.officer_id', officerId);
  if (notSubmittedBy !== undefined) void inState.whereRaw('coalesce(a.submitted_by, 0) <> ?', [notSubmittedBy]);
  const counted: Counted = await inState.clone().count({ count: '*' }).first();
  const lastReason = db('application_step as t')
    .whereRaw('t.institution_id = a.institution_id and t.application_id = a.id')
    .orderBy('t.id', 'desc')
    .limit(1)
    .select('t.reason');
  const rows: ApplicationRow[] = await inState
    .join('farmer as f', (on) => on.on('f.institution_id', 'a.institution_id').on('f.id', 'a.farmer_id'))
    .join('staff as s', (on) => on.on('s.institution_id', 'a.institution_id').on('s.id', 'a.officer_id'))
    .leftJoin('product as p', (on) => on.on('p.institution_id', 'a.institution_id').on('p.id', 'a.product_id'))
    .orderBy(['a.state_since', 'a.id'])
    .limit(SHOWN)
    .select('a.id', 'a.state', 'a.amount', 'a.state_since', 'p.currency', 's.name as officer')
    .select(db.raw('? as reason', [lastReason]))
    .select('f.given_names', 'f.first_surname', 'f.second_surname');
  return {
    count: Number(counted?.count ?? 0),
    rows: rows.map((row) => ({
      id: row.id,
      farmerName: listName(row),
      officer: row.officer,
      state: row.state,
      amount: row.amount,
      currency: row.currency ?? 'PEN',
      since: row.state_since,
      reason: row.reason ?? '',
    })),
  };
}

interface ApplicationRow extends Named {
  id: number;
  state: State;
  amount: Centimos | null;
  state_since: string;
  currency: string | null;
  officer: string;
  reason: string | null;
}
