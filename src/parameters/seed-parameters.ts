import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { centimosOf } from '../lending/money';
import { APPROVING_ROLES, insertApprovalLevels, type ApprovalLevel } from '../products/approval-level-store';
import approvalLevels from './defaults/approval-levels.json';
import { namesFor } from './kinds';
import { SEED_VALUES, seedParameter } from './seed-values';
import { insertParameters, institutionKind } from './store';

/**
 * Gives a new institution the published figures and the working assumptions that the program knows, each with its source.
 * A cap that nobody has published yet is not among them: an administrator enters it.
 */
export async function seedParameters(trx: Knex.Transaction, by: By): Promise<number> {
  const { institutionId } = by.actor;
  const kind = await institutionKind(trx, institutionId);
  const names = new Set<string>(namesFor(kind));
  const values = SEED_VALUES.filter((value) => names.has(value.name)).map((value) =>
    seedParameter(value, by.clock.now()),
  );
  await insertParameters(trx, institutionId, values);
  if (kind === 'lender') await insertApprovalLevels(trx, institutionId, approvalLevels.map(levelOf));
  await recordDeed(trx, by, {
    action: 'parameters-seeded',
    entity: 'parameter',
    entityId: institutionId,
    details: { values: values.length },
    after: values,
  });
  return values.length;
}

function levelOf(level: (typeof approvalLevels)[number]): ApprovalLevel {
  const role = APPROVING_ROLES.find((one) => one === level.role);
  if (!role) throw new Error(`the defaults name an unknown role ${level.role}`);
  return { role, currency: level.currency, validFrom: level.validFrom, amountMax: centimosOf(level.amountMax) };
}
