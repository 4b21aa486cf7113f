import { addInvestor } from '../../../src/alliance/add-investor';
import { addPartnerOrganisation } from '../../../src/alliance/add-partner-organisation';
import { fixedClock } from '../../../src/clock';
import { termsJson } from '../../../src/contract/terms-json';
import type { Knex } from '../../../src/db/connect';
import { inTransaction } from '../../../src/db/transaction';
import { nextNumber } from '../../../src/db/counter';
import { agreeWithholding } from '../../../src/deliveries/agree-withholding';
import { addParcel } from '../../../src/farmers/add-parcel';
import { Decimal } from '../../../src/lending/decimal';
import type { InstalmentPlan, Terms } from '../../../src/lending/terms';
import { drawDown } from '../../../src/lines/draw-down';
import { openLine } from '../../../src/lines/open-line';
import { setParameter } from '../../../src/parameters/set-parameter';
import { addRosa } from '../../farmer-access/farmer';
import { laBanda } from '../../farmers/rosa';
import { harvestTerms } from '../../loans/a-loan';
import { harvestProduct, offered } from '../../products/offer';
import { recordDeed } from '../../../src/ledger/audit';
import { postJournal } from '../../../src/ledger/journal';
import { createWorldOn, type Institution, type World } from '../../support/world';

/** The day on which every history begins. */
export const FIRST_DAY = '2025-12-01';

/** What the model has to be told of the stage, in plain figures. */
export interface Stage {
  readonly lenders: readonly StagedLender[];
}

export interface StagedLender {
  readonly code: string;
  readonly institutionId: number;
  readonly applications: readonly StagedApplication[];
  readonly lines: readonly StagedLine[];
  readonly harvest: StagedHarvest;
}

/** Who buys the farmer's beans, and what of their price it withholds. */
export interface StagedHarvest {
  readonly organisationId: number;
  readonly farmerId: number;
  readonly parcelId: number;
  readonly sharePercent: number;
}

export interface StagedApplication {
  readonly id: number;
  readonly amount: number;
  /** Kept back at the disbursement. */
  readonly fee: number;
  readonly state: 'approved' | 'in-committee';
}

export interface StagedLine {
  readonly id: number;
  readonly currency: string;
  readonly commitment: number;
  readonly revolving: boolean;
  readonly availableFrom: string;
  readonly availableUntil: string;
  readonly drawn: number;
  readonly drawnOn: string;
}

/**
 * Two lenders, each with a farmer, applications of several plans that wait for their money or for the committee, a line
 * in soles with hardly more money than they ask for, and one in dollars; an organisation buys what the farmers harvest
 * and withholds a share. The same on every database.
 */
export async function setStage(db: Knex): Promise<Stage> {
  const world = await createWorldOn(db, fixedClock(`${FIRST_DAY}T15:00:00.000Z`));
  const investor = { commandId: 'stage-investor', name: 'Fondo de la prueba', country: 'PE' };
  const added = await addInvestor(db, world.azmj.by('alicia'), investor);
  if (added.type !== 'done') throw new Error(added.reason);
  const organisationId = await anOrganisation(world);
  const lenders: StagedLender[] = [];
  for (const at of [world.selva, world.valle]) {
    const farmerId = await addRosa(db, at, '45000001');
    const productId = await offered(world, at, harvestProduct());
    await capRates(world, at);
    await setAside(world, at);
    lenders.push({
      code: at.code,
      institutionId: at.id,
      lines: await openLines(world, at, added.investorId),
      applications: await applicationsOf(world, at, farmerId, productId),
      harvest: await agreedHarvest(world, at, farmerId, organisationId),
    });
  }
  return { lenders };
}

async function anOrganisation({ db, azmj }: World): Promise<number> {
  const added = await addPartnerOrganisation(db, azmj.by('alicia'), {
    ...{ commandId: 'stage-organisation', name: 'Cooperativa Naranjillo', departmentCode: '10', contact: '' },
    kind: 'producer-organisation',
  });
  if (added.type !== 'done') throw new Error(added.reason);
  return added.partnerOrganisationId;
}

/** One lender gets two instalments at most of what is sold, the other as much as the debt. */
async function agreedHarvest({ db, selva }: World, at: Institution, farmerId: number, organisationId: number) {
  const parcel = await addParcel(db, at.by('carmen'), { commandId: 'stage-parcel', farmerId, ...laBanda });
  if (parcel.type !== 'done') throw new Error(parcel.reason);
  const isSelva = at.code === selva.code;
  const sharePercent = isSelva ? 40 : 90;
  const agreed = await agreeWithholding(db, at.by('carmen'), {
    commandId: 'stage-agreement',
    farmerId,
    partnerOrganisationId: organisationId,
    sharePercent: String(sharePercent),
    ...(isSelva ? { reach: 'two-instalments', intent: null } : { reach: 'debt', intent: 'prepay-reduce-amount' }),
    ...{ validFrom: FIRST_DAY, validUntil: '2034-12-31', signedOn: FIRST_DAY },
    ...{ method: 'handwritten', readAloud: true, signatory: 'Elmer Tello' },
  });
  if (agreed.type !== 'done') throw new Error(agreed.reason);
  return { organisationId, farmerId, parcelId: parcel.parcelId, sharePercent };
}

/** The program knows the caps up to October 2026; the histories go on after them. */
async function capRates({ db }: World, at: Institution): Promise<void> {
  const set = await setParameter(db, at.by('ana'), {
    commandId: 'stage-cap',
    name: 'rate-cap.PEN',
    validFrom: '2026-11-01',
    validTo: '2032-12-31',
    figures: { compensatory: '80.00', moratory: '16.80' },
    source: 'Prueba',
    status: 'entered',
  });
  if (set.type !== 'done') throw new Error(set.reason);
}

/** A provision from before the first close, enough to write one loan off. */
async function setAside({ db }: World, at: Institution): Promise<void> {
  const amount = 2_500_000;
  await inTransaction(db, async (trx) => {
    const journal = await postJournal(trx, at.by('marta'), {
      kind: 'provision',
      commandId: 'stage-provision',
      part: 1,
      currency: 'PEN',
      valueDate: FIRST_DAY,
      entries: [
        { account: 'provisionExpense', side: 'debit', amount },
        { account: 'provision', side: 'credit', amount },
      ],
    });
    const deed = { action: 'day-closed', entity: 'institution', entityId: at.id, journals: [journal] };
    await recordDeed(trx, at.by('marta'), deed);
  });
}

const AVAILABLE = { availableFrom: '2025-06-01', availableUntil: '2026-09-30' };

const LINES = [
  { name: 'Línea en soles', currency: 'PEN', commitment: 3_000_000, revolving: true, drawn: 1_900_000 },
  { name: 'Línea en dólares', currency: 'USD', commitment: 500_000, revolving: false, drawn: 300_000 },
] as const;

async function openLines({ db, azmj }: World, at: Institution, investorId: number): Promise<StagedLine[]> {
  const lines: StagedLine[] = [];
  for (const { drawn, ...line } of LINES) {
    const opened = await openLine(db, azmj.by('alicia'), {
      commandId: `stage-line-${at.code}-${line.currency}`,
      institutionId: at.id,
      investor: { id: investorId },
      ratePercent: '9.5',
      ...AVAILABLE,
      maturesOn: '2030-12-31',
      regions: ['10'],
      products: [],
      ...line,
    });
    if (opened.type !== 'done') throw new Error(opened.reason);
    const draw = {
      commandId: `stage-draw-${line.currency}`,
      institutionId: at.id,
      lineId: opened.lineId,
      amount: drawn,
      valueDate: FIRST_DAY,
    };
    const answer = await drawDown(db, at.by('marta'), draw);
    if (answer.type !== 'done') throw new Error(answer.reason);
    lines.push({ ...line, ...AVAILABLE, id: opened.lineId, drawn, drawnOn: FIRST_DAY });
  }
  return lines;
}

const monthly = (count: number): InstalmentPlan => ({
  plan: 'level',
  count,
  every: { months: 1 },
  monthEnd: 'clamp',
});

const quarterly: InstalmentPlan = { plan: 'equal-principal', count: 4, every: { months: 3 }, monthEnd: 'clamp' };

const CONTRACTS: readonly { readonly terms: Terms; readonly state: StagedApplication['state'] }[] = [
  { terms: harvestTerms(), state: 'approved' },
  {
    terms: harvestTerms({
      instalments: monthly(6),
      unpaidInterest: 'carry',
      disbursements: [{ date: '2025-11-30', amount: 450_000 }],
      fees: [
        { at: 'disbursement', amount: 2_000 },
        { at: 'each-instalment', amount: 350 },
      ],
    }),
    state: 'approved',
  },
  {
    terms: harvestTerms({
      instalments: quarterly,
      insurance: { percentOfBalancePer30Days: new Decimal('0.1') },
      disbursements: [{ date: '2025-11-30', amount: 612_345 }],
    }),
    state: 'approved',
  },
  {
    terms: harvestTerms({ instalments: monthly(10), disbursements: [{ date: '2025-11-30', amount: 300_001 }] }),
    state: 'in-committee',
  },
];

/** Written as they would be after their own use cases, which have histories of their own. */
async function applicationsOf({ db }: World, at: Institution, farmerId: number, productId: number) {
  const staged: StagedApplication[] = [];
  await inTransaction(db, async (trx) => {
    for (const { terms, state } of CONTRACTS) {
      const id = await nextNumber(trx, at.id, 'application');
      const amount = terms.disbursements[0]?.amount ?? 0;
      await trx('application').insert({
        institution_id: at.id,
        id,
        farmer_id: farmerId,
        officer_id: at.staff['carmen'],
        product_id: productId,
        state,
        state_since: '2025-11-20T15:00:00.000Z',
        amount,
        purpose: 'Abono y poda',
        disburse_on: '2025-11-30',
        terms: JSON.stringify(termsJson(terms)),
        cash_flow: null,
        submitted_by: at.staff['carmen'],
        decided_by: state === 'approved' ? at.staff['marta'] : null,
        version: 1,
        created_at: '2025-11-20T15:00:00.000Z',
      });
      const fee = (terms.fees ?? []).reduce((sum, one) => sum + (one.at === 'disbursement' ? one.amount : 0), 0);
      staged.push({ id, amount, fee, state });
    }
  });
  return staged;
}
