import type { Knex } from '../db/connect';
import { inTransaction } from '../db/transaction';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import type { ParcelDetails } from './add-parcel';
import { changedFields } from './changed-fields';
import { parcelFault, type ParcelFault } from './parcel-fault';
import { parcelColumns, withPlainDecimals, type Parcel } from './rows';
import { findParcel, lockFarmer } from './store';

export interface ParcelChange extends ParcelDetails {
  readonly farmerId: number;
  readonly parcelId: number;
}

export type ParcelChanged =
  | { readonly type: 'done'; readonly changed: readonly string[] }
  | { readonly type: 'refused'; readonly reason: 'not_found' | ParcelFault };

/** Corrects a parcel; the audit trail of the farmer keeps which fields changed. Refuses what adding one refuses. */
export async function changeParcel(db: Knex, by: By, { farmerId, parcelId, ...details }: ParcelChange) {
  const { institutionId } = by.actor;
  return inTransaction(db, async (trx): Promise<ParcelChanged> => {
    await lockFarmer(trx, institutionId, farmerId);
    const parcel = await findParcel(trx, institutionId, farmerId, parcelId);
    if (!parcel) return { type: 'refused', reason: 'not_found' };
    const fault = await parcelFault(trx, by, farmerId, details, parcelId);
    if (fault) return { type: 'refused', reason: fault };
    const before = detailsOf(parcel);
    const after = withPlainDecimals(details);
    const changed = changedFields(before, after);
    if (changed.length === 0) return { type: 'done', changed };
    await trx('parcel').where({ institution_id: institutionId, id: parcelId }).update(parcelColumns(after));
    await recordDeed(trx, by, {
      action: 'parcel-changed',
      entity: 'farmer',
      entityId: farmerId,
      details: { parcelId, changed },
      before,
      after,
    });
    return { type: 'done', changed };
  });
}

function detailsOf(parcel: Parcel): ParcelDetails {
  const { id: _id, farmerId: _farmerId, ...details } = parcel;
  return details;
}
