import { assumeCashFlow } from '../src/applications/assume-cash-flow';
import type { Knex } from '../src/db/connect';
import { nextNumber } from '../src/db/counter';
import type { Lender } from './lender';

/** A farmer has as many, so that those of farmer f are numbered 2f − 1 and 2f: a copy finds them by the farmer alone. */
export const PARCELS_PER_FARMER = 2;

export interface Farm {
  readonly farmerId: number;
  /** Of the loan that is made for it; what it grows differs by that. */
  readonly index: number;
  readonly ubigeo: string;
  readonly instant: string;
}

/** Two parcels of one to five hectares together: a third with both varieties, a third with either. */
export async function addParcels(trx: Knex.Transaction, lender: Lender, farm: Farm): Promise<number[]> {
  const { farmerId, index, ubigeo, instant } = farm;
  const ids: number[] = [];
  for (let place = 0; place < PARCELS_PER_FARMER; place++) {
    const id = await nextNumber(trx, lender.id, 'parcel');
    await trx('parcel').insert({
      ...{ institution_id: lender.id, id, farmer_id: farmerId, name: place === 0 ? 'La Loma' : 'El Bajo' },
      ...{ area_ha: String(0.5 + ((index * 3 + place * 5) % 9) / 4), tenure: 'possession' },
      ...{ variety: (index + place * (index % 2)) % 3 === 0 ? 'fine-native' : 'ccn51' },
      ...{ planted_on: `${2010 + ((index * 7 + place) % 11)}-03-01`, ubigeo, created_at: instant },
    });
    ids.push(id);
  }
  if (ids.at(-1) !== farmerId * PARCELS_PER_FARMER) throw new Error('parcels are not numbered by their farmers');
  return ids;
}

/** What the officer found of the household, as JSON; nothing for one in four, as of loans that came from other books. */
export async function cashFlowOf(
  trx: Knex.Transaction,
  lender: Lender,
  { farmerId, index, instant }: Farm,
  parcelIds: readonly number[],
): Promise<string | null> {
  if (index % 4 === 3) return null;
  const assumed = await assumeCashFlow(
    trx,
    lender.id,
    { farmerId, parcelIds, asOf: instant.slice(0, 10) },
    {
      otherIncomeMonthly: 20_000 + ((index * 13) % 60) * 1_000,
      livingCostMonthly: 60_000 + ((index * 11) % 40) * 1_000,
      otherDebtMonthly: index % 5 === 0 ? 15_000 : 0,
      otherDebtMonths: index % 5 === 0 ? 12 : 0,
    },
  );
  if (assumed.type === 'refused') throw new Error(assumed.reason);
  return JSON.stringify(assumed.cashFlow);
}
