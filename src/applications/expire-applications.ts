import type { Knex } from '../db/connect';
import { inTransaction } from '../db/transaction';
import type { By } from '../ledger/by';
import { addDays } from '../lending/dates';
import { applicationLifeOn } from '../parameters/read-policy';
import { moveApplication } from './move-application';
import { OPEN_STATES } from './states';
import { lockApplication } from './store';

/**
 * Ends the applications of the institution that have not moved for longer than the parameter allows, approved ones
 * included. Safe to repeat: what has expired is no longer open. Gives the numbers of those that expired.
 */
export async function expireApplications(db: Knex, by: By): Promise<number[]> {
  const { institutionId } = by.actor;
  const today = by.clock.today();
  const days = await applicationLifeOn(db, institutionId, today);
  if (days === undefined) return [];
  const before = startOfDay(addDays(today, -days));
  const rows = (await db('application')
    .where({ institution_id: institutionId })
    .whereIn('state', [...OPEN_STATES])
    .andWhere('state_since', '<', before)
    .orderBy('id')
    .select('id')) as { id: number }[];
  const expired: number[] = [];
  for (const { id } of rows) {
    const moved = await inTransaction(db, (trx) => expire(trx, by, id, before));
    if (moved) expired.push(id);
  }
  return expired;
}

/** Looks again under the lock: somebody may have moved it in the meantime. */
async function expire(trx: Knex.Transaction, by: By, id: number, before: string): Promise<boolean> {
  const application = await lockApplication(trx, by.actor.institutionId, id);
  if (!application || application.stateSince >= before) return false;
  return (await moveApplication(trx, by, application, 'expired')).type === 'done';
}

/** Midnight in Lima, which is five hours behind UTC all year. */
function startOfDay(day: string): string {
  return `${day}T05:00:00.000Z`;
}
