import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { once } from '../ledger/command';
import { insertApprovalLevels, type ApprovalLevel } from './approval-level-store';

export type ApprovalLevelSet =
  | { readonly type: 'done' }
  | { readonly type: 'refused'; readonly reason: 'command_reused' | 'already_set_from_that_date' };

/** Sets how much a role may approve from a date on. Refuses a second level of the role and currency from that day. */
export async function setApprovalLevel(
  db: Knex,
  by: By,
  { commandId, ...level }: ApprovalLevel & { readonly commandId: string },
): Promise<ApprovalLevelSet> {
  const { institutionId } = by.actor;
  const command = { id: commandId, kind: 'set-approval-level', content: level };
  const answer = await once<ApprovalLevelSet>(db, by, command, async (trx) => {
    const { role, currency, validFrom } = level;
    const same = (await trx('approval_level')
      .where({ institution_id: institutionId, role, currency, valid_from: validFrom })
      .first('role')) as { role: string } | undefined;
    if (same) return { type: 'refused', reason: 'already_set_from_that_date' };
    await insertApprovalLevels(trx, institutionId, [level]);
    await recordDeed(trx, by, {
      action: 'approval-level-set',
      entity: 'approval-level',
      entityId: `${role}-${currency}`,
      details: { validFrom, amountMax: level.amountMax },
      after: level,
    });
    return { type: 'done' };
  });
  return answer.type === 'done' ? answer.outcome : answer;
}
