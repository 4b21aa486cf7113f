import { addPartnerOrganisation } from '../../src/alliance/add-partner-organisation';
import { agreeWithholding, type NewAgreement } from '../../src/deliveries/agree-withholding';
import type { DeliveryInput } from '../../src/deliveries/plan-delivery';
import { recordDelivery, type RecordedDelivery } from '../../src/deliveries/record-delivery';
import { recordRemittance } from '../../src/deliveries/record-remittance';
import { addParcel, type ParcelDetails } from '../../src/farmers/add-parcel';
import { loadLoan } from '../../src/loans/load';
import { debtOn, type DebtOn } from '../../src/repayments/debt-on';
import { laBanda } from '../farmers/rosa';
import { aLoan, aSetting, command, on, type Setting } from '../loans/a-loan';
import { TODAY, type World } from '../support/world';

/** A farmer with a parcel, a loan of S/ 8,000.00 and an agreement with an organisation that buys her beans. */
export interface Harvest extends Setting {
  readonly organisationId: number;
  readonly parcelId: number;
  readonly loanId: number;
  readonly agreementId: number;
}

let harvests = 0;

export async function aHarvest(world: World, agreed: Partial<NewAgreement> = {}): Promise<Harvest> {
  const setting = await aSetting(world);
  const organisationId = await anOrganisation(world, `Cooperativa Naranjillo ${++harvests}`);
  const parcelId = await aParcel(setting);
  const loanId = await aLoan(setting);
  const agreementId = await anAgreement({ ...setting, organisationId }, agreed);
  return { ...setting, organisationId, parcelId, loanId, agreementId };
}

export async function anOrganisation(world: World, name: string): Promise<number> {
  const added = await addPartnerOrganisation(world.db, world.azmj.by('alicia'), {
    ...{ commandId: command(), name, departmentCode: '10', contact: '' },
    kind: 'producer-organisation',
  });
  if (added.type !== 'done') throw new Error(added.reason);
  return added.partnerOrganisationId;
}

export async function aParcel(
  { world, at, farmerId }: Setting,
  more: Partial<ParcelDetails> = {},
  ofFarmer = farmerId,
): Promise<number> {
  const parcel = { ...laBanda, ...more };
  const added = await addParcel(world.db, at.by('carmen'), { commandId: command(), farmerId: ofFarmer, ...parcel });
  if (added.type !== 'done') throw new Error(added.reason);
  return added.parcelId;
}

type Party = Pick<Harvest, 'world' | 'at' | 'farmerId' | 'organisationId'>;

export function terms({ farmerId, organisationId }: Party, more: Partial<NewAgreement> = {}): NewAgreement {
  return {
    farmerId,
    partnerOrganisationId: organisationId,
    sharePercent: '40',
    reach: 'debt',
    intent: 'advance',
    validFrom: '2026-01-01',
    validUntil: '2027-12-31',
    signedOn: '2025-12-20',
    method: 'handwritten',
    readAloud: true,
    signatory: 'Elmer Tello',
    ...more,
    ...(more.reach !== undefined && more.reach !== 'debt' && { intent: null }),
  };
}

export async function anAgreement(party: Party, more: Partial<NewAgreement> = {}): Promise<number> {
  const { world, at } = party;
  const agreed = await agreeWithholding(world.db, at.by('carmen'), { commandId: command(), ...terms(party, more) });
  if (agreed.type !== 'done') throw new Error(agreed.reason);
  return agreed.agreementId;
}

let slips = 0;

/** 100 kg dry at 10 % and S/ 16.50: 96.77 kg, worth S/ 1,596.70. */
export function beans(harvest: Harvest, more: Partial<DeliveryInput> = {}): DeliveryInput {
  return {
    partnerOrganisationId: harvest.organisationId,
    farmerId: harvest.farmerId,
    lotCode: 'NAR-2026-07',
    slip: `B-${++slips}`,
    deliveredOn: TODAY,
    state: 'dry',
    grossKg: '100.00',
    moisturePercent: '10',
    pricePerKg: '16.50',
    discountPercent: '0',
    discountReason: '',
    parcels: [{ parcelId: harvest.parcelId, sharePercent: '100' }],
    acceptMore: false,
    ...more,
  };
}

export function deliver(
  harvest: Harvest,
  more: Partial<DeliveryInput> = {},
  commandId = command(),
  username = 'carmen',
): Promise<RecordedDelivery> {
  return recordDelivery(harvest.world.db, harvest.at.by(username), { commandId, ...beans(harvest, more) });
}

export async function delivered(harvest: Harvest, more: Partial<DeliveryInput> = {}): Promise<number> {
  const outcome = await deliver(harvest, more);
  if (outcome.type !== 'done') throw new Error(outcome.reason);
  return outcome.deliveryId;
}

/** What the loan of a harvest, or another of the lender, owes today. */
export async function debtOf({ world, at }: Harvest, loanId: number): Promise<DebtOn> {
  const loaded = await loadLoan(world.db, at.id, loanId, TODAY);
  if (!loaded) throw new Error('no loan');
  return debtOn(loaded.loan, loaded.events, TODAY);
}

export function remit(
  { world, at, organisationId }: Harvest,
  amount: number,
  commandId = command(),
  username = 'celia',
) {
  return recordRemittance(world.db, at.by(username), {
    ...{ commandId, partnerOrganisationId: organisationId, amount, receivedOn: TODAY },
    ...{ channel: 'bank', reference: 'OP-1' },
  });
}

export { command, on };
