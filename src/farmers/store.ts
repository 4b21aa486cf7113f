import type { Knex } from '../db/connect';
import type { DocumentKind } from './farmer-fields';
import {
  consentOf,
  farmerOf,
  parcelOf,
  type Consent,
  type ConsentRow,
  type Farmer,
  type FarmerRow,
  type Parcel,
  type ParcelRow,
  type Purpose,
} from './rows';

export async function findFarmer(db: Knex, institutionId: number, farmerId: number): Promise<Farmer | undefined> {
  const row = (await db('farmer').where({ institution_id: institutionId, id: farmerId }).first()) as
    FarmerRow | undefined;
  return row && farmerOf(row);
}

/** The farmer with the row locked until the transaction ends: what is decided on it stays true. */
export async function lockFarmer(
  trx: Knex.Transaction,
  institutionId: number,
  farmerId: number,
): Promise<Farmer | undefined> {
  const row = (await trx('farmer').where({ institution_id: institutionId, id: farmerId }).forUpdate().first()) as
    FarmerRow | undefined;
  return row && farmerOf(row);
}

export async function findFarmerByDocument(
  db: Knex,
  institutionId: number,
  kind: DocumentKind,
  number: string,
): Promise<Farmer | undefined> {
  const row = (await db('farmer')
    .where({ institution_id: institutionId, document_kind: kind, document_number: number })
    .first()) as FarmerRow | undefined;
  return row && farmerOf(row);
}

export async function parcelsOf(db: Knex, institutionId: number, farmerId: number): Promise<Parcel[]> {
  const rows = (await db('parcel')
    .where({ institution_id: institutionId, farmer_id: farmerId })
    .orderBy('id')) as ParcelRow[];
  return rows.map(parcelOf);
}

export async function findParcel(
  db: Knex,
  institutionId: number,
  farmerId: number,
  parcelId: number,
): Promise<Parcel | undefined> {
  const row = (await db('parcel')
    .where({ institution_id: institutionId, farmer_id: farmerId, id: parcelId })
    .first()) as ParcelRow | undefined;
  return row && parcelOf(row);
}

/** Every grant and withdrawal, newest first. */
export async function consentsOf(db: Knex, institutionId: number, farmerId: number): Promise<Consent[]> {
  const rows = (await db('consent as c')
    .join('staff as s', (on) => on.on('s.institution_id', 'c.institution_id').andOn('s.id', 'c.staff_id'))
    .where({ 'c.institution_id': institutionId, 'c.farmer_id': farmerId })
    .orderBy('c.id', 'desc')
    .select('c.*', 's.name as staff_name')) as ConsentRow[];
  return rows.map(consentOf);
}

/**
 * Whether the farmer allows that use of their data today: the latest record of the purpose counts. Income is sensitive
 * data under Ley 29733, so nothing of a cash flow may be recorded without the purpose `evaluation`.
 */
export async function hasConsent(
  db: Knex,
  institutionId: number,
  farmerId: number,
  purpose: Purpose,
): Promise<boolean> {
  const latest = (await db('consent')
    .where({ institution_id: institutionId, farmer_id: farmerId, purpose })
    .orderBy('id', 'desc')
    .first('granted')) as { granted: boolean | number } | undefined;
  return Boolean(latest?.granted);
}
