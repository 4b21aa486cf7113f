import type { Knex } from '../db/connect';
import { inTransaction, isUniqueViolation } from '../db/transaction';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { changedFields } from './changed-fields';
import { farmerFault, type FarmerRefusal } from './farmer-fault';
import type { FarmerDetails } from './register-farmer';
import { farmerColumns, type Farmer } from './rows';
import { lockFarmer } from './store';

export interface FarmerChange extends FarmerDetails {
  readonly farmerId: number;
}

export type FarmerChanged =
  | { readonly type: 'done'; readonly changed: readonly string[] }
  | { readonly type: 'refused'; readonly reason: 'not_found' }
  | FarmerRefusal;

/**
 * Puts what is now known in the place of what was; the audit trail keeps which fields changed, not what was in them.
 * The same details again change nothing and leave no trace. Refuses what registering refuses.
 */
export async function changeFarmer(db: Knex, by: By, change: FarmerChange): Promise<FarmerChanged> {
  try {
    return await inTransaction(db, (trx) => writeChange(trx, by, change));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return inTransaction(db, (trx) => writeChange(trx, by, change));
  }
}

async function writeChange(trx: Knex.Transaction, by: By, change: FarmerChange): Promise<FarmerChanged> {
  const { institutionId } = by.actor;
  const { farmerId, ...details } = change;
  const farmer = await lockFarmer(trx, institutionId, farmerId);
  if (!farmer) return { type: 'refused', reason: 'not_found' };
  const refusal = await farmerFault(trx, by, details, farmerId);
  if (refusal) return refusal;
  const before = detailsOf(farmer);
  const changed = changedFields(before, details);
  if (changed.length === 0) return { type: 'done', changed };
  await trx('farmer').where({ institution_id: institutionId, id: farmerId }).update(farmerColumns(details));
  await recordDeed(trx, by, {
    action: 'farmer-changed',
    entity: 'farmer',
    entityId: farmerId,
    details: { changed },
    before,
    after: details,
  });
  return { type: 'done', changed };
}

function detailsOf(farmer: Farmer): FarmerDetails {
  const { id: _id, name: _name, createdAt: _createdAt, ...details } = farmer;
  return details;
}
