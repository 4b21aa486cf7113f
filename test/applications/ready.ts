import { approveApplication } from '../../src/applications/approve-application';
import { chooseParcels } from '../../src/applications/choose-parcels';
import { recordCashFlow } from '../../src/applications/record-cash-flow';
import { recordRequest } from '../../src/applications/record-request';
import { startApplication } from '../../src/applications/start-application';
import {
  beginEvaluation,
  denyApplication,
  returnApplication,
  sendToCommittee,
  withdrawApplication,
} from '../../src/applications/steps';
import { submitApplication } from '../../src/applications/submit-application';
import type { Decision, StepTaken } from '../../src/applications/take-step';
import type { Knex } from '../../src/db/connect';
import { addParcel } from '../../src/farmers/add-parcel';
import { recordConsent } from '../../src/farmers/record-consent';
import { registerFarmer, type FarmerDetails } from '../../src/farmers/register-farmer';
import type { By } from '../../src/ledger/by';
import { harvestCalendarOn } from '../../src/parameters/read-harvests';
import type { LoanRequest } from '../../src/products/terms-of';
import { commandId, laBanda, rosa } from '../farmers/rosa';
import { enterCap, harvestProduct, offered } from '../products/offer';
import type { Institution, World } from '../support/world';

/** A lender that can take an application: a cap, a product, and Rosa with her parcel and her consent. */
export interface Desk {
  readonly productId: number;
  readonly farmerId: number;
  readonly parcelId: number;
}

export async function desk(world: World, at: Institution): Promise<Desk> {
  await enterCap(world, at);
  const productId = await offered(world, at, harvestProduct({ commandId: commandId() }));
  return { productId, ...(await withParcel(world, at)) };
}

/** A farmer with one parcel, who let herself be evaluated. */
export async function withParcel(
  { db }: World,
  at: Institution,
  other: Partial<FarmerDetails> = {},
): Promise<{ farmerId: number; parcelId: number }> {
  const by = at.by('carmen');
  const farmer = done(await registerFarmer(db, by, { commandId: commandId(), ...rosa(at, other) }));
  const { farmerId } = farmer;
  const parcel = done(await addParcel(db, by, { commandId: commandId(), farmerId, ...laBanda }));
  await consent(db, by, farmerId);
  return { farmerId, parcelId: parcel.parcelId };
}

export async function consent(db: Knex, by: By, farmerId: number): Promise<void> {
  done(
    await recordConsent(db, by, {
      commandId: commandId(),
      farmerId,
      purposes: ['evaluation'],
      textVersion: '1',
      signedOn: by.clock.today(),
      method: 'fingerprint',
      readAloud: true,
    }),
  );
}

/** What Rosa asks for: S/ 8,000.00 on 30 November, paid from the harvests of 2027. */
export async function harvestRequest({ db }: World, at: Institution, amount = 800_000): Promise<LoanRequest> {
  const calendar = await harvestCalendarOn(db, at.id, '10', 'ccn51', '2026-11-30');
  if (!calendar) throw new Error('no calendar');
  return {
    amount,
    disburseOn: '2026-11-30',
    instalments: { plan: 'harvest', calendar, firstSeason: { year: 2027, season: 'main' }, seasons: 2 },
  };
}

export const household = {
  otherIncomeMonthly: 30_000,
  livingCostMonthly: 90_000,
  otherDebtMonthly: 0,
  otherDebtMonths: 0,
};

/** A draft with every task done. */
export async function completeDraft(
  world: World,
  at: Institution,
  { productId, farmerId, parcelId }: Desk,
  { officer = 'carmen', amount = 800_000 } = {},
): Promise<number> {
  const { db } = world;
  const by = at.by(officer);
  const { applicationId } = done(await startApplication(db, by, { commandId: commandId(), farmerId }));
  const task = () => ({ commandId: commandId(), applicationId });
  done(await chooseParcels(db, by, { ...task(), parcelIds: [parcelId] }));
  const request = await harvestRequest(world, at, amount);
  done(await recordRequest(db, by, { ...task(), productId, purpose: 'Abono y poda', request }));
  done(await recordCashFlow(db, by, { ...task(), ...household }));
  return applicationId;
}

export const STEPS = {
  submit: submitApplication,
  begin: beginEvaluation,
  return: returnApplication,
  committee: sendToCommittee,
  approve: approveApplication,
  deny: denyApplication,
  withdraw: withdrawApplication,
} as const;

/** One step by somebody, with a reason. */
export function step(
  { db }: World,
  at: Institution,
  name: keyof typeof STEPS,
  username: string,
  applicationId: number,
  more: Partial<Decision> = {},
): Promise<StepTaken> {
  return STEPS[name](db, at.by(username), { commandId: commandId(), applicationId, reason: 'Por la prueba', ...more });
}

/** The outcome of a use case that the test needs to succeed. */
export function done<Outcome extends { readonly type: string }>(outcome: Outcome): Extract<Outcome, { type: 'done' }> {
  if (outcome.type !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome as Extract<Outcome, { type: 'done' }>;
}
