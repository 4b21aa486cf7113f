import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import { findFarmer } from '../farmers/store';
import { recordDeed } from '../ledger/audit';
import { staffIdOf, type By } from '../ledger/by';
import { once } from '../ledger/command';
import { recordStep } from './move-application';

export interface NewApplication {
  readonly commandId: string;
  readonly farmerId: number;
}

export type ApplicationStarted =
  | { readonly type: 'done'; readonly applicationId: number }
  | { readonly type: 'refused'; readonly reason: 'command_reused' | 'not_found' };

/** Opens a draft for a farmer of the institution; whoever opens it is its officer. */
export async function startApplication(
  db: Knex,
  by: By,
  { commandId, farmerId }: NewApplication,
): Promise<ApplicationStarted> {
  const { institutionId } = by.actor;
  const command = { id: commandId, kind: 'start-application', content: { farmerId } };
  const answer = await once<ApplicationStarted>(db, by, command, async (trx) => {
    if (!(await findFarmer(trx, institutionId, farmerId))) return { type: 'refused', reason: 'not_found' };
    const id = await nextNumber(trx, institutionId, 'application');
    const row = {
      institution_id: institutionId,
      id,
      farmer_id: farmerId,
      officer_id: staffIdOf(by),
      state: 'draft',
      state_since: by.clock.now(),
      version: 1,
      created_at: by.clock.now(),
    };
    await trx('application').insert(row);
    await recordStep(trx, by, id, '', 'draft', '');
    await recordDeed(trx, by, {
      action: 'application-started',
      entity: 'application',
      entityId: id,
      details: { farmerId },
      after: row,
    });
    return { type: 'done', applicationId: id };
  });
  return answer.type === 'done' ? answer.outcome : answer;
}
