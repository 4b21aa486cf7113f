import type { Knex } from '../db/connect';
import { parcelsOf } from '../farmers/store';
import type { By } from '../ledger/by';
import { assumeCashFlow, figuresOf } from './assume-cash-flow';
import { editApplication, type Change, type Edited } from './edit-application';
import type { Application } from './store';

export interface ChosenParcels {
  readonly commandId: string;
  readonly applicationId: number;
  readonly parcelIds: readonly number[];
}

export type ParcelsRefusal = 'no_parcel' | 'parcel_unknown' | 'parameters_missing';

/**
 * Says which parcels of the farmer the loan counts on. A cash flow that is there already is reckoned anew with them.
 * Refuses an empty choice and parcels that are not this farmer's.
 */
export function chooseParcels(db: Knex, by: By, input: ChosenParcels): Promise<Edited<ParcelsRefusal>> {
  const { commandId, applicationId } = input;
  const parcelIds = [...new Set(input.parcelIds)].toSorted((one, other) => one - other);
  const edit = { commandId, applicationId, kind: 'application-parcels-chosen', content: parcelIds };
  return editApplication<ParcelsRefusal>(db, by, edit, async (trx, application) => {
    if (parcelIds.length === 0) return { type: 'refused', reason: 'no_parcel' };
    const { institutionId, farmerId } = application;
    const own = new Set((await parcelsOf(trx, institutionId, farmerId)).map((parcel) => parcel.id));
    if (!parcelIds.every((id) => own.has(id))) return { type: 'refused', reason: 'parcel_unknown' };

    await trx('application_parcel').where({ institution_id: institutionId, application_id: applicationId }).del();
    await trx('application_parcel').insert(
      parcelIds.map((id) => ({ institution_id: institutionId, application_id: applicationId, parcel_id: id })),
    );
    return cashFlowWith(trx, application, parcelIds);
  });
}

async function cashFlowWith(
  trx: Knex.Transaction,
  application: Application,
  parcelIds: readonly number[],
): Promise<Change<ParcelsRefusal>> {
  const { institutionId, farmerId, cashFlow } = application;
  if (!cashFlow) return { type: 'change', columns: {} };
  const counted = { farmerId, parcelIds, asOf: cashFlow.asOf };
  const assumed = await assumeCashFlow(trx, institutionId, counted, figuresOf(cashFlow));
  if (assumed.type === 'refused') return assumed;
  return { type: 'change', columns: { cash_flow: JSON.stringify(assumed.cashFlow) } };
}
