import type { Clock } from '../clock';
import { agreeWithholding } from '../deliveries/agree-withholding';
import { findAccount, owedBy } from '../deliveries/account';
import { recordDelivery } from '../deliveries/record-delivery';
import { recordRemittance } from '../deliveries/record-remittance';
import { reverseDelivery } from '../deliveries/reverse-delivery';
import { addDays, addMonths, type IsoDate } from '../lending/dates';
import { workday } from './agenda';
import { randomOf, type Random } from './random';
import { accepted, type Lender, type Stage } from './stage';

/** Farmers of each lender who let their organisation withhold. */
const FARMERS = 5;
const AGREED_DAYS_AGO = 45;
const REMITTED_DAYS_AGO = 4;
/** Whoever is due later than this after the last day does not come to the counter before. */
const NOT_DUE_BEFORE_DAYS = 10;

/** A farmer who sells to an organisation, with a parcel that bears. */
interface Seller {
  readonly farmerId: number;
  readonly parcelId: number;
  readonly areaHa: number;
  readonly organisationId: number;
}

/**
 * The last harvest of the story: some farmers agree that their organisation withholds, bring beans into two lots, one
 * slip turns out to be somebody else's, and the organisation remits a part of what it withheld.
 */
export function planHarvest(stage: Stage, lender: Lender): void {
  const random = randomOf('harvest', lender.code);
  stage.agenda.add(workday(addDays(stage.lastDay, -AGREED_DAYS_AGO)), 10 * 60, async (clock) => {
    const sellers = await sellersOf(stage, lender);
    for (const seller of sellers) await agree(stage, lender, seller, clock, random);
    planDeliveries(stage, lender, sellers, random);
  });
  stage.agenda.add(workday(addDays(stage.lastDay, -REMITTED_DAYS_AGO)), 15 * 60, (clock) =>
    remit(stage, lender, clock),
  );
}

/**
 * Members of the organisation that has most of them, with loans in soles that nobody pays at the counter before the
 * story ends and a parcel of five years or more.
 */
async function sellersOf(stage: Stage, lender: Lender): Promise<Seller[]> {
  const { institutionId } = lender;
  const rows = (await stage
    .trx('loan as l')
    .join('farmer as f', (on) => on.on('f.institution_id', 'l.institution_id').on('f.id', 'l.farmer_id'))
    .join('parcel as p', (on) => on.on('p.institution_id', 'f.institution_id').on('p.farmer_id', 'f.id'))
    .where({ 'l.institution_id': institutionId, 'l.status': 'active', 'l.currency': 'PEN' })
    .whereNotNull('f.partner_organisation_id')
    .where('l.next_due', '>', addDays(stage.lastDay, NOT_DUE_BEFORE_DAYS))
    .whereRaw('l.oldest_unpaid_due = l.next_due')
    .where('p.planted_on', '<=', addMonths(stage.lastDay, -60))
    .orderBy(['l.id', 'p.id'])
    .select('f.id', 'p.id as parcel_id', 'p.area_ha', 'f.partner_organisation_id')) as {
    id: number;
    parcel_id: number;
    area_ha: string;
    partner_organisation_id: number;
  }[];
  const farmers = [...new Map(rows.toReversed().map((row) => [row.id, row])).values()];
  const organisations = [...new Set(farmers.map((one) => one.partner_organisation_id))];
  const [most = []] = organisations
    .map((id) => farmers.filter((one) => one.partner_organisation_id === id))
    .toSorted((a, b) => b.length - a.length);
  return most
    .toSorted((a, b) => a.id - b.id)
    .slice(0, FARMERS)
    .map((row) => ({
      farmerId: row.id,
      parcelId: row.parcel_id,
      areaHa: Number(row.area_ha),
      organisationId: row.partner_organisation_id,
    }));
}

async function agree(stage: Stage, lender: Lender, seller: Seller, clock: Clock, random: Random): Promise<void> {
  const by = stage.as(lender.having('officer')[0], clock);
  const reach = random.pick(['two-instalments', 'two-instalments', 'debt'] as const);
  const agreed = await agreeWithholding(stage.trx, by, {
    commandId: stage.commandId(),
    farmerId: seller.farmerId,
    partnerOrganisationId: seller.organisationId,
    sharePercent: random.pick(['30', '35', '40']),
    reach,
    intent: reach === 'debt' ? 'prepay-reduce-term' : null,
    validFrom: clock.today(),
    validUntil: addMonths(clock.today(), 18),
    signedOn: clock.today(),
    method: random.pick(['handwritten', 'fingerprint']),
    readAloud: true,
    signatory: 'Jefatura de acopio',
  });
  accepted(agreed);
}

/** Two lots a fortnight apart; each farmer brings dry beans to one and wet ones to the other. */
function planDeliveries(stage: Stage, lender: Lender, sellers: readonly Seller[], random: Random): void {
  const lots = [
    { daysAgo: 32, name: 'A', state: 'dry' },
    { daysAgo: 16, name: 'B', state: 'wet' },
  ] as const;
  for (const { daysAgo, name, state } of lots) {
    sellers.forEach((seller, index) => {
      const day = workday(addDays(stage.lastDay, index - daysAgo));
      const code = `${lender.code.toUpperCase()}-${stage.lastDay.slice(0, 4)}-${name}`;
      stage.agenda.add(day, 9 * 60 + 7 * index, async (clock) => {
        const deliveryId = await deliver(
          stage,
          lender,
          seller,
          clock,
          { code, state, slip: `${name}-${1041 + index}` },
          random,
        );
        if (name === 'B' && index === 0) planMistake(stage, lender, deliveryId, clock.today());
      });
    });
  }
}

async function deliver(
  stage: Stage,
  lender: Lender,
  seller: Seller,
  clock: Clock,
  { code, state, slip }: { readonly code: string; readonly state: 'wet' | 'dry'; readonly slip: string },
  random: Random,
): Promise<number> {
  const perHectare = state === 'wet' ? random.between(120, 260) : random.between(50, 110);
  const kg = (perHectare * seller.areaHa + random.between(0, 99) / 100).toFixed(2);
  const recorded = await recordDelivery(stage.trx, stage.as(lender.having('officer')[0], clock), {
    commandId: stage.commandId(),
    partnerOrganisationId: seller.organisationId,
    farmerId: seller.farmerId,
    lotCode: code,
    slip,
    deliveredOn: clock.today(),
    state,
    grossKg: kg,
    moisturePercent: state === 'dry' ? (random.between(65, 90) / 10).toFixed(1) : null,
    pricePerKg: (random.between(1_550, 1_700) / 100).toFixed(2),
    discountPercent: random.chance(25) ? '2' : '0',
    discountReason: '',
    parcels: [{ parcelId: seller.parcelId, sharePercent: '100' }],
    acceptMore: false,
  });
  return accepted(recorded).deliveryId;
}

/** The manager takes back a slip that was another farmer's. */
function planMistake(stage: Stage, lender: Lender, deliveryId: number, day: IsoDate): void {
  stage.agenda.add(workday(addDays(day, 2)), 11 * 60, async (clock) => {
    const by = stage.as(lender.having('manager')[0], clock);
    const reason = 'La boleta era de otro socio';
    accepted(await reverseDelivery(stage.trx, by, { commandId: stage.commandId(), deliveryId, reason }));
  });
}

/** The organisation with the most to remit brings a round part of it. */
async function remit(stage: Stage, lender: Lender, clock: Clock): Promise<void> {
  const accounts = (await stage
    .trx('organisation_account')
    .where({ institution_id: lender.institutionId })
    .orderByRaw('withheld - remitted desc, partner_organisation_id')
    .limit(1)
    .select('partner_organisation_id')) as { partner_organisation_id: number }[];
  const organisationId = accounts[0]?.partner_organisation_id;
  if (organisationId === undefined) return;
  const owed = owedBy(await findAccount(stage.trx, lender.institutionId, organisationId));
  const amount = Math.floor(owed / 2 / 10_000) * 10_000;
  if (amount === 0) return;
  const by = stage.as(lender.having('cashier')[0], clock);
  const remitted = await recordRemittance(stage.trx, by, {
    commandId: stage.commandId(),
    partnerOrganisationId: organisationId,
    amount,
    receivedOn: clock.today(),
    channel: 'bank',
    reference: 'OP 004518',
  });
  accepted(remitted);
}
