import type { Knex } from '../db/connect';
import { fullName } from '../farmers/rows';
import type { IsoDate } from '../lending/dates';
import { Decimal } from '../lending/decimal';
import type { Centimos } from '../lending/money';
import { plain } from './store';

/** A parcel that beans came from, with its farmer. */
export interface TracedParcel {
  readonly deliveryId: number;
  readonly parcelId: number;
  readonly name: string;
  readonly areaHa: string;
  readonly variety: string;
  readonly latitude: string | null;
  readonly longitude: string | null;
  readonly district: string;
  readonly department: string;
  readonly farmerId: number;
  readonly farmer: string;
  readonly sharePercent: string;
  readonly dryKg: string;
}

/** The parcels of one delivery, or of every delivery of a lot that was not taken back. */
export async function tracedParcels(
  db: Knex,
  institutionId: number,
  of: { readonly deliveryId: number } | { readonly lotId: number },
): Promise<TracedParcel[]> {
  const query = db('delivery_parcel as x')
    .join('delivery as d', (on) => on.on('d.institution_id', 'x.institution_id').on('d.id', 'x.delivery_id'))
    .join('parcel as p', (on) => on.on('p.institution_id', 'x.institution_id').on('p.id', 'x.parcel_id'))
    .join('farmer as f', (on) => on.on('f.institution_id', 'p.institution_id').on('f.id', 'p.farmer_id'))
    .join('district as i', 'i.ubigeo', 'p.ubigeo')
    .where('x.institution_id', institutionId)
    .orderBy(['f.name_key', 'f.id', 'p.id', 'd.id'])
    .select({
      deliveryId: 'x.delivery_id',
      parcelId: 'p.id',
      name: 'p.name',
      areaHa: 'p.area_ha',
      variety: 'p.variety',
      latitude: 'p.latitude',
      longitude: 'p.longitude',
      district: 'i.name',
      department: 'i.department',
      farmerId: 'f.id',
      givenNames: 'f.given_names',
      firstSurname: 'f.first_surname',
      secondSurname: 'f.second_surname',
      sharePercent: 'x.share_percent',
      dryKg: 'x.dry_kg',
    });
  if ('deliveryId' in of) void query.where('x.delivery_id', of.deliveryId);
  else void query.where('d.lot_id', of.lotId).whereNull('d.reversed_by');
  const rows = (await query) as (Omit<TracedParcel, 'farmer'> & PersonNames)[];
  return rows.map(({ givenNames, firstSurname, secondSurname, ...row }) => ({
    ...row,
    farmer: fullName({ givenNames, firstSurname, secondSurname }),
    areaHa: plain(row.areaHa),
    latitude: row.latitude === null ? null : degrees(row.latitude),
    longitude: row.longitude === null ? null : degrees(row.longitude),
    sharePercent: plain(row.sharePercent),
    dryKg: new Decimal(row.dryKg).toFixed(2),
  }));
}

/** Six decimals at least, also where the last ones are zeros. */
function degrees(text: string): string {
  const value = new Decimal(text);
  return value.toFixed(Math.max(6, value.decimalPlaces()));
}

export interface Lot {
  readonly id: number;
  readonly code: string;
  readonly partnerOrganisationId: number;
  readonly organisation: string;
}

export async function findLot(db: Knex, institutionId: number, lotId: number): Promise<Lot | undefined> {
  return (await db('delivery_lot as l')
    .join('partner_organisation as o', 'o.id', 'l.partner_organisation_id')
    .where({ 'l.institution_id': institutionId, 'l.id': lotId })
    .first({
      id: 'l.id',
      code: 'l.code',
      partnerOrganisationId: 'l.partner_organisation_id',
      organisation: 'o.name',
    })) as Lot | undefined;
}

/** A repayment that a delivery was withheld for, with the number of its receipt. */
export interface ShownRepayment {
  readonly loanId: number;
  readonly eventId: number;
  readonly amount: Centimos;
  readonly receiptNumber: number;
}

export async function shownRepayments(db: Knex, institutionId: number, deliveryId: number): Promise<ShownRepayment[]> {
  return (await db('delivery_repayment as r')
    .join('loan_event as e', (on) => on.on('e.institution_id', 'r.institution_id').on('e.id', 'r.event_id'))
    .where({ 'r.institution_id': institutionId, 'r.delivery_id': deliveryId })
    .orderBy('r.event_id')
    .select({
      loanId: 'r.loan_id',
      eventId: 'r.event_id',
      amount: 'r.amount',
      receiptNumber: 'e.receipt_number',
    })) as ShownRepayment[];
}

/** Every withholding of an organisation that counts, the oldest first. */
export async function withholdingsOf(
  db: Knex,
  institutionId: number,
  partnerOrganisationId: number,
): Promise<{ id: number; deliveredOn: IsoDate; slip: string; withheld: Centimos }[]> {
  return (await db('delivery')
    .where({ institution_id: institutionId, partner_organisation_id: partnerOrganisationId })
    .whereNull('reversed_by')
    .where('withheld', '>', 0)
    .orderBy(['delivered_on', 'id'])
    .select({ id: 'id', deliveredOn: 'delivered_on', slip: 'slip', withheld: 'withheld' })) as {
    id: number;
    deliveredOn: IsoDate;
    slip: string;
    withheld: Centimos;
  }[];
}

interface PersonNames {
  readonly givenNames: string;
  readonly firstSurname: string;
  readonly secondSurname: string;
}
