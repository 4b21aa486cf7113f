import { findOrganisation } from '../alliance/store';
import type { Knex } from '../db/connect';
import { findFarmer } from '../farmers/store';
import { Decimal } from '../lending/decimal';
import { staffNamesOf } from '../loans/staff-names';
import { maskedDocument, receiptText } from '../repayments/receipt';
import type { Translate } from '../web/locale';
import { findLot, shownRepayments, tracedParcels } from './trace-store';
import type { Delivery } from './store';
import { stateName } from './words';

/** Everything about a delivery that its page and the farmer's paper show: the chain from lot to parcel to receipt. */
export type DeliveryFacts = Awaited<ReturnType<typeof deliveryFacts>>;

export async function deliveryFacts(db: Knex, institutionId: number, delivery: Delivery, t: Translate) {
  const farmer = await findFarmer(db, institutionId, delivery.farmerId);
  const organisation = await findOrganisation(db, delivery.partnerOrganisationId);
  const lot = await findLot(db, institutionId, delivery.lotId);
  const institution = (await db('institution').where({ id: institutionId }).first('name', 'ruc')) as
    { name: string; ruc: string | null } | undefined;
  if (!farmer || !organisation || !lot || !institution) throw new Error(`delivery ${delivery.id} has no parties`);
  const names = await staffNamesOf(db, institutionId, [delivery.staffId, delivery.reversedBy ?? delivery.staffId]);
  const parcels = await tracedParcels(db, institutionId, { deliveryId: delivery.id });
  const repayments = await shownRepayments(db, institutionId, delivery.id);
  return {
    ...delivery,
    institution,
    farmer: { id: farmer.id, name: farmer.name, document: maskedDocument(farmer.documentNumber) },
    organisation: { id: organisation.id, name: organisation.name },
    lot: { id: lot.id, code: lot.code },
    stateName: stateName(delivery.state, t),
    isDry: delivery.state === 'dry',
    grossKg: new Decimal(delivery.grossKg).toFixed(2),
    dryKg: new Decimal(delivery.dryKg).toFixed(2),
    hasDiscount: Number(delivery.discountPercent) > 0,
    parcels: parcels.map((parcel) => ({
      ...parcel,
      place: parcel.latitude === null ? null : `${parcel.latitude}, ${parcel.longitude}`,
    })),
    repayments: repayments.map((one) => ({ ...one, receipt: receiptText(one.receiptNumber) })),
    recordedBy: names.get(delivery.staffId) ?? '',
    reversal:
      delivery.reversedBy === null
        ? null
        : { by: names.get(delivery.reversedBy) ?? '', at: delivery.reversedAt ?? '', reason: delivery.reversalReason },
  };
}
