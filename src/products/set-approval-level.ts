import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { once, type Once } from '../ledger/command';
import { insertApprovalLevels, type ApprovalLevel } from './approval-level-store';

export type ApprovalLevelSet =
  { readonly type: 'set' } | { readonly type: 'refused'; readonly reason: 'already_set_from_that_date' };

/** Sets how much a role may approve from a date on. Refuses a second level of the role and currency from that day. */
export function setApprovalLevel(
  db: Knex,
  by: By,
  { commandId, ...level }: ApprovalLevel & { readonly commandId: string },
): Promise<Once<ApprovalLevelSet>> {
  const { institutionId } = by.actor;
  return once(
    db,
    by,
    { id: commandId, kind: 'set-approval-level', content: level },
    async (trx): Promise<ApprovalLevelSet> => {
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
      return { type: 'set' };
    },
  );
}
