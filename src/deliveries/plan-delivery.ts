import { findOrganisation } from '../alliance/store';
import type { Knex } from '../db/connect';
import type { Parcel } from '../farmers/rows';
import { findFarmer, parcelsOf } from '../farmers/store';
import { addMonths, type IsoDate } from '../lending/dates';
import { Decimal } from '../lending/decimal';
import {
  bearableKg,
  kgByParcel,
  settle,
  worthOf,
  type Beans,
  type DeliveryFault,
  type Settlement,
  type Worth,
} from '../lending/delivery';
import { deliveryRuleOn, type DeliveryRule } from '../parameters/read-deliveries';
import { cropParametersOn } from '../parameters/read-harvests';
import { agreementOn, type Agreement } from './agreement-store';
import { payableLoans, type PayableDebt } from './payable-loans';
import { dryKgOfParcels, findBySlip } from './store';

/** A delivery as somebody enters it; kg, percentages and prices are decimal texts. */
export interface DeliveryInput {
  readonly partnerOrganisationId: number;
  readonly farmerId: number;
  readonly lotCode: string;
  readonly slip: string;
  readonly deliveredOn: IsoDate;
  readonly state: Beans['state'];
  /** With up to two decimals. */
  readonly grossKg: string;
  readonly moisturePercent: string | null;
  readonly pricePerKg: string;
  readonly discountPercent: string;
  readonly discountReason: string;
  /** Where the beans grew, in percent that add up to 100. */
  readonly parcels: readonly { readonly parcelId: number; readonly sharePercent: string }[];
  /** Somebody looked into it: the parcels did bear more than is thought of them. */
  readonly acceptMore: boolean;
}

/** What will be recorded; the page shows it before, and the posting does the same. */
export interface DeliveryPlan {
  readonly type: 'planned';
  readonly worth: Worth;
  readonly rule: DeliveryRule;
  readonly agreement: Agreement | undefined;
  readonly loans: readonly PayableDebt[];
  readonly settlement: Settlement;
  readonly parcels: readonly { readonly parcel: Parcel; readonly sharePercent: string; readonly dryKg: Decimal }[];
  readonly borne: Borne;
}

/** What the parcels have borne in a year up to the delivery, with it, and what they are thought to bear at best. */
export interface Borne {
  readonly kg: Decimal;
  readonly bearableKg: Decimal;
  readonly isMore: boolean;
}

export type PlanRefusal =
  | {
      readonly type: 'refused';
      readonly reason:
        | 'farmer_not_found'
        | 'organisation_unknown'
        | 'date_in_future'
        | 'parcel_missing'
        | 'parcel_of_another'
        | 'shares_must_add_up_to_100'
        | DeliveryFault;
    }
  | { readonly type: 'refused'; readonly reason: 'slip_known'; readonly deliveryId: number }
  | { readonly type: 'refused'; readonly reason: 'more_than_borne'; readonly borne: Borne };

/**
 * Looks at a delivery before it is recorded: what the beans are worth, which parcels they come from, what the agreement
 * of the day withholds and which loans it pays. Without an agreement nothing is withheld, and the lot is traceable all
 * the same. Reads only.
 */
export async function planDelivery(
  db: Knex,
  institutionId: number,
  today: IsoDate,
  input: DeliveryInput,
): Promise<DeliveryPlan | PlanRefusal> {
  const { farmerId, partnerOrganisationId, deliveredOn } = input;
  const refused = (reason: Exclude<PlanRefusal['reason'], 'slip_known' | 'more_than_borne'>): PlanRefusal => ({
    type: 'refused',
    reason,
  });
  const organisation = await findOrganisation(db, partnerOrganisationId);
  if (organisation?.kind !== 'producer-organisation') return refused('organisation_unknown');
  if (!(await findFarmer(db, institutionId, farmerId))) return refused('farmer_not_found');
  if (deliveredOn > today) return refused('date_in_future');
  const known = await findBySlip(db, institutionId, partnerOrganisationId, input.slip);
  if (known) return { type: 'refused', reason: 'slip_known', deliveryId: known.id };

  const chosen = chosenParcels(input, await parcelsOf(db, institutionId, farmerId));
  if (typeof chosen === 'string') return refused(chosen);
  const rule = await deliveryRuleOn(db, institutionId, deliveredOn);
  const worth = worthOf(beansOf(input), saleOf(input), rule.figures);
  if (typeof worth === 'string') return refused(worth);
  const borne = await borneBy(
    db,
    institutionId,
    chosen.map(({ parcel }) => parcel),
    worth.dryKg,
    deliveredOn,
    rule,
  );
  if (borne.isMore && !input.acceptMore) return { type: 'refused', reason: 'more_than_borne', borne };

  const agreement = await agreementOn(db, institutionId, farmerId, partnerOrganisationId, deliveredOn);
  const loans = agreement ? await payableLoans(db, institutionId, farmerId, agreement, deliveredOn) : [];
  const kg = kgByParcel(
    worth.dryKg,
    chosen.map(({ sharePercent }) => new Decimal(sharePercent)),
  );
  return {
    type: 'planned',
    worth,
    rule,
    agreement,
    loans,
    settlement: settle(worth.value, new Decimal(agreement?.sharePercent ?? 0), loans),
    parcels: chosen.map((one, index) => ({ ...one, dryKg: kg[index] ?? new Decimal(0) })),
    borne,
  };
}

function beansOf({ state, grossKg, moisturePercent }: DeliveryInput): Beans {
  const moisture = state === 'dry' && moisturePercent !== null ? new Decimal(moisturePercent) : null;
  return { state, grossKg: new Decimal(grossKg), moisturePercent: moisture };
}

function saleOf({ pricePerKg, discountPercent }: DeliveryInput) {
  return { pricePerKg: new Decimal(pricePerKg), discountPercent: new Decimal(discountPercent) };
}

type ChosenParcel = { readonly parcel: Parcel; readonly sharePercent: string };

function chosenParcels(
  { parcels }: DeliveryInput,
  ofFarmer: readonly Parcel[],
): ChosenParcel[] | 'parcel_missing' | 'parcel_of_another' | 'shares_must_add_up_to_100' {
  if (parcels.length === 0) return 'parcel_missing';
  const chosen: ChosenParcel[] = [];
  for (const { parcelId, sharePercent } of parcels) {
    const parcel = ofFarmer.find(({ id }) => id === parcelId);
    if (!parcel) return 'parcel_of_another';
    chosen.push({ parcel, sharePercent });
  }
  const shares = parcels.map(({ sharePercent }) => new Decimal(sharePercent));
  const total = shares.reduce((sum, share) => sum.plus(share), new Decimal(0));
  const isTwice = new Set(parcels.map(({ parcelId }) => parcelId)).size < parcels.length;
  const isWhole = total.equals(100) && shares.every((share) => share.greaterThan(0)) && !isTwice;
  return isWhole ? chosen : 'shares_must_add_up_to_100';
}

/** Without a curve for its variety a parcel is believed anything. */
async function borneBy(
  db: Knex,
  institutionId: number,
  parcels: readonly Parcel[],
  dryKg: Decimal,
  date: IsoDate,
  { ofCurvePercent }: DeliveryRule,
): Promise<Borne> {
  const year = { after: addMonths(date, -12, 'clamp'), upTo: date };
  const ids = parcels.map(({ id }) => id);
  const kg = (await dryKgOfParcels(db, institutionId, ids, year)).plus(dryKg);
  let bearable = new Decimal(0);
  for (const { variety, areaHa, plantedOn } of parcels) {
    const crop = await cropParametersOn(db, institutionId, variety, date);
    if (!crop) return { kg, bearableKg: kg, isMore: false };
    const parcel = { areaHectares: new Decimal(areaHa), plantedOn, yieldCurve: crop.yieldCurve };
    bearable = bearable.plus(bearableKg([parcel], date, ofCurvePercent));
  }
  return { kg, bearableKg: bearable, isMore: kg.greaterThan(bearable) };
}
