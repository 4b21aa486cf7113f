import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { once } from '../ledger/command';
import type { IsoDate } from '../lending/dates';
import { parcelFault, type ParcelFault } from './parcel-fault';
import type { Tenure, Variety } from './parcel-fields';
import { parcelColumns } from './rows';
import { lockFarmer } from './store';

export interface ParcelDetails {
  /** How the family calls it; one of a kind for the farmer. */
  readonly name: string;
  /** Hectares of cocoa, decimal text. */
  readonly areaHa: string;
  readonly tenure: Tenure;
  readonly variety: Variety;
  readonly plantedOn: IsoDate;
  /** Degrees of WGS84 as decimal text; both or neither. */
  readonly latitude: string | null;
  readonly longitude: string | null;
  readonly ubigeo: string;
}

export interface NewParcel extends ParcelDetails {
  readonly commandId: string;
  readonly farmerId: number;
}

export type ParcelAdded =
  | { readonly type: 'done'; readonly parcelId: number }
  | { readonly type: 'refused'; readonly reason: 'command_reused' | 'not_found' | ParcelFault };

/** Enters a parcel of a farmer. Refuses a second one of the same name, a planting in the future, an unknown district. */
export async function addParcel(db: Knex, by: By, { commandId, ...asked }: NewParcel): Promise<ParcelAdded> {
  const { institutionId } = by.actor;
  const command = { id: commandId, kind: 'add-parcel', content: asked };
  const answer = await once<ParcelAdded>(db, by, command, async (trx) => {
    const { farmerId, ...parcel } = asked;
    if (!(await lockFarmer(trx, institutionId, farmerId))) return { type: 'refused', reason: 'not_found' };
    const fault = await parcelFault(trx, by, farmerId, parcel);
    if (fault) return { type: 'refused', reason: fault };
    const id = await nextNumber(trx, institutionId, 'parcel');
    await trx('parcel').insert({
      institution_id: institutionId,
      id,
      farmer_id: farmerId,
      ...parcelColumns(parcel),
      created_at: by.clock.now(),
    });
    await recordDeed(trx, by, {
      action: 'parcel-added',
      entity: 'farmer',
      entityId: farmerId,
      details: { parcelId: id, areaHa: parcel.areaHa },
      after: parcel,
    });
    return { type: 'done', parcelId: id };
  });
  return answer.type === 'done' ? answer.outcome : answer;
}
