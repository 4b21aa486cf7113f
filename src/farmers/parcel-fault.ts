import type { Knex } from '../db/connect';
import type { By } from '../ledger/by';
import type { ParcelDetails } from './add-parcel';

export type ParcelFault = 'name_taken' | 'planted_in_future' | 'unknown_district';

/** What the rules have against this parcel of the farmer, whose row is locked; `parcelId` is the one that changes. */
export async function parcelFault(
  trx: Knex.Transaction,
  by: By,
  farmerId: number,
  parcel: ParcelDetails,
  parcelId?: number,
): Promise<ParcelFault | undefined> {
  const { institutionId } = by.actor;
  if (parcel.plantedOn > by.clock.today()) return 'planted_in_future';
  if (!(await trx('district').where({ ubigeo: parcel.ubigeo }).first('ubigeo'))) return 'unknown_district';
  const namesake = (await trx('parcel')
    .where({ institution_id: institutionId, farmer_id: farmerId, name: parcel.name })
    .first('id')) as { id: number } | undefined;
  return namesake && namesake.id !== parcelId ? 'name_taken' : undefined;
}
