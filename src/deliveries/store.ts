import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import type { IsoDate } from '../lending/dates';
import { Decimal } from '../lending/decimal';
import type { Beans } from '../lending/delivery';
import type { Centimos } from '../lending/money';

/** Beans that a farmer brought to an organisation, and what became of their value. */
export interface Delivery {
  readonly id: number;
  readonly partnerOrganisationId: number;
  readonly farmerId: number;
  readonly lotId: number;
  readonly agreementId: number | null;
  /** The number of the organisation's slip (*boleta de acopio*). */
  readonly slip: string;
  readonly deliveredOn: IsoDate;
  readonly state: Beans['state'];
  /** Decimal texts, as all kg, percentages and prices here. */
  readonly grossKg: string;
  readonly moisturePercent: string | null;
  readonly pricePerKg: string;
  readonly discountPercent: string;
  readonly discountReason: string;
  /** The figures that held on the day. */
  readonly wetDryFactor: string;
  readonly standardMoisturePercent: string;
  readonly sharePercent: string;
  readonly dryKg: string;
  readonly value: Centimos;
  readonly withheld: Centimos;
  readonly paidOut: Centimos;
  /** More than the parcels are thought to bear, and whoever recorded it looked into it. */
  readonly moreThanBorne: boolean;
  readonly staffId: number;
  readonly recordedAt: string;
  readonly commandId: string;
  readonly reversedBy: number | null;
  readonly reversedAt: string | null;
  readonly reversalReason: string;
}

export interface DeliveryParcel {
  readonly parcelId: number;
  readonly sharePercent: string;
  readonly dryKg: string;
}

export interface DeliveryRepayment {
  readonly loanId: number;
  readonly eventId: number;
  readonly amount: Centimos;
}

export async function findDelivery(db: Knex, institutionId: number, id: number): Promise<Delivery | undefined> {
  const row = (await db('delivery').where({ institution_id: institutionId, id }).first()) as DeliveryRow | undefined;
  return row && deliveryOf(row);
}

/** The delivery that an organisation's slip stands for; one that was taken back counts no longer. */
export async function findBySlip(
  db: Knex,
  institutionId: number,
  partnerOrganisationId: number,
  slip: string,
): Promise<Delivery | undefined> {
  const row = (await db('delivery')
    .where({ institution_id: institutionId, partner_organisation_id: partnerOrganisationId, slip })
    .whereNull('reversed_by')
    .first()) as DeliveryRow | undefined;
  return row && deliveryOf(row);
}

export async function parcelsOfDelivery(
  db: Knex,
  institutionId: number,
  deliveryId: number,
): Promise<DeliveryParcel[]> {
  const rows = (await db('delivery_parcel')
    .where({ institution_id: institutionId, delivery_id: deliveryId })
    .orderBy('parcel_id')) as { parcel_id: number; share_percent: string; dry_kg: string }[];
  return rows.map((row) => ({
    parcelId: row.parcel_id,
    sharePercent: plain(row.share_percent),
    dryKg: plain(row.dry_kg),
  }));
}

export async function repaymentsOfDelivery(
  db: Knex,
  institutionId: number,
  deliveryId: number,
): Promise<DeliveryRepayment[]> {
  return (await db('delivery_repayment')
    .where({ institution_id: institutionId, delivery_id: deliveryId })
    .orderBy('event_id')
    .select({ loanId: 'loan_id', eventId: 'event_id', amount: 'amount' })) as DeliveryRepayment[];
}

/** Dry kg that came from any of the parcels after one day and up to another. */
export async function dryKgOfParcels(
  db: Knex,
  institutionId: number,
  parcelIds: readonly number[],
  { after, upTo }: { readonly after: IsoDate; readonly upTo: IsoDate },
): Promise<Decimal> {
  const rows = (await db('delivery_parcel as p')
    .join('delivery as d', (on) => on.on('d.institution_id', 'p.institution_id').on('d.id', 'p.delivery_id'))
    .where('p.institution_id', institutionId)
    .whereIn('p.parcel_id', [...parcelIds])
    .whereNull('d.reversed_by')
    .where('d.delivered_on', '>', after)
    .where('d.delivered_on', '<=', upTo)
    .select('p.dry_kg')) as { dry_kg: string }[];
  return rows.reduce((sum, row) => sum.plus(row.dry_kg), new Decimal(0));
}

/** The lot of that code of an organisation; the first delivery opens it. The caller holds the organisation's account. */
export async function lotOf(
  trx: Knex.Transaction,
  institutionId: number,
  partnerOrganisationId: number,
  code: string,
  createdAt: string,
): Promise<number> {
  const key = { institution_id: institutionId, partner_organisation_id: partnerOrganisationId, code };
  const known = (await trx('delivery_lot').where(key).first('id')) as { id: number } | undefined;
  if (known) return known.id;
  const id = await nextNumber(trx, institutionId, 'delivery_lot');
  await trx('delivery_lot').insert({ ...key, id, created_at: createdAt });
  return id;
}

type NewDelivery = Omit<Delivery, 'reversedBy' | 'reversedAt' | 'reversalReason'>;

export async function insertDelivery(
  trx: Knex.Transaction,
  institutionId: number,
  delivery: NewDelivery,
  parcels: readonly DeliveryParcel[],
): Promise<void> {
  await trx('delivery').insert({
    institution_id: institutionId,
    id: delivery.id,
    partner_organisation_id: delivery.partnerOrganisationId,
    farmer_id: delivery.farmerId,
    lot_id: delivery.lotId,
    agreement_id: delivery.agreementId,
    slip: delivery.slip,
    delivered_on: delivery.deliveredOn,
    state: delivery.state,
    gross_kg: delivery.grossKg,
    moisture_percent: delivery.moisturePercent,
    price_per_kg: delivery.pricePerKg,
    discount_percent: delivery.discountPercent,
    discount_reason: delivery.discountReason,
    wet_dry_factor: delivery.wetDryFactor,
    standard_moisture_percent: delivery.standardMoisturePercent,
    share_percent: delivery.sharePercent,
    dry_kg: delivery.dryKg,
    value: delivery.value,
    withheld: delivery.withheld,
    paid_out: delivery.paidOut,
    more_than_borne: delivery.moreThanBorne,
    staff_id: delivery.staffId,
    recorded_at: delivery.recordedAt,
    command_id: delivery.commandId,
  });
  await trx('delivery_parcel').insert(
    parcels.map(({ parcelId, sharePercent, dryKg }) => ({
      institution_id: institutionId,
      delivery_id: delivery.id,
      parcel_id: parcelId,
      share_percent: sharePercent,
      dry_kg: dryKg,
    })),
  );
}

export async function insertDeliveryRepayment(
  trx: Knex.Transaction,
  institutionId: number,
  deliveryId: number,
  { loanId, eventId, amount }: DeliveryRepayment,
): Promise<void> {
  await trx('delivery_repayment').insert({
    institution_id: institutionId,
    delivery_id: deliveryId,
    loan_id: loanId,
    event_id: eventId,
    amount,
  });
}

export interface DeliveryRow {
  id: number;
  partner_organisation_id: number;
  farmer_id: number;
  lot_id: number;
  agreement_id: number | null;
  slip: string;
  delivered_on: string;
  state: Beans['state'];
  gross_kg: string;
  moisture_percent: string | null;
  price_per_kg: string;
  discount_percent: string;
  discount_reason: string;
  wet_dry_factor: string;
  standard_moisture_percent: string;
  share_percent: string;
  dry_kg: string;
  value: Centimos;
  withheld: Centimos;
  paid_out: Centimos;
  more_than_borne: boolean | number;
  staff_id: number;
  recorded_at: string;
  command_id: string;
  reversed_by: number | null;
  reversed_at: string | null;
  reversal_reason: string;
}

function deliveryOf(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    partnerOrganisationId: row.partner_organisation_id,
    farmerId: row.farmer_id,
    lotId: row.lot_id,
    agreementId: row.agreement_id,
    slip: row.slip,
    deliveredOn: row.delivered_on,
    state: row.state,
    grossKg: plain(row.gross_kg),
    moisturePercent: row.moisture_percent === null ? null : plain(row.moisture_percent),
    pricePerKg: plain(row.price_per_kg),
    discountPercent: plain(row.discount_percent),
    discountReason: row.discount_reason,
    wetDryFactor: plain(row.wet_dry_factor),
    standardMoisturePercent: plain(row.standard_moisture_percent),
    sharePercent: plain(row.share_percent),
    dryKg: plain(row.dry_kg),
    value: row.value,
    withheld: row.withheld,
    paidOut: row.paid_out,
    moreThanBorne: Boolean(row.more_than_borne),
    staffId: row.staff_id,
    recordedAt: row.recorded_at,
    commandId: row.command_id,
    reversedBy: row.reversed_by,
    reversedAt: row.reversed_at,
    reversalReason: row.reversal_reason,
  };
}

/** PostgreSQL fills a decimal up with zeros. */
export function plain(text: string): string {
  return new Decimal(text).toFixed();
}
