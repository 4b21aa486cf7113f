import type { Knex } from '../db/connect';
import type { ConsentMethod } from '../farmers/rows';
import type { IsoDate } from '../lending/dates';
import { Decimal } from '../lending/decimal';
import type { RepaymentIntent } from '../repayments/post-repayment';

/** How far a withholding may reach into a debt on the day of a delivery. */
export const REACHES = ['due', 'two-instalments', 'debt'] as const;
export type Reach = (typeof REACHES)[number];

/** What may become of money beyond two instalments. */
export const BEYOND = [
  'prepay-reduce-term',
  'prepay-reduce-amount',
  'advance',
] as const satisfies readonly RepaymentIntent[];

/** What a farmer and an organisation agreed with the lender (*convenio de retención*). */
export interface Agreement {
  readonly id: number;
  readonly farmerId: number;
  readonly partnerOrganisationId: number;
  /** Of the value of each delivery, in percent. */
  readonly sharePercent: string;
  readonly reach: Reach;
  /** What the farmer chose for money beyond two instalments; only with the reach `debt`. */
  readonly intent: RepaymentIntent | null;
  readonly validFrom: IsoDate;
  readonly validUntil: IsoDate;
  readonly signedOn: IsoDate;
  readonly method: ConsentMethod;
  readonly readAloud: boolean;
  /** Who signed for the organisation. */
  readonly signatory: string;
  readonly staffId: number;
  readonly recordedAt: string;
  /** From that day on nothing is withheld. */
  readonly endedOn: IsoDate | null;
  readonly endReason: string;
}

export async function findAgreement(db: Knex, institutionId: number, id: number): Promise<Agreement | undefined> {
  const row = (await db('withholding_agreement').where({ institution_id: institutionId, id }).first()) as
    AgreementRow | undefined;
  return row && agreementOf(row);
}

export async function lockAgreement(
  trx: Knex.Transaction,
  institutionId: number,
  id: number,
): Promise<Agreement | undefined> {
  const row = (await trx('withholding_agreement').where({ institution_id: institutionId, id }).forUpdate().first()) as
    AgreementRow | undefined;
  return row && agreementOf(row);
}

/** Every agreement of a farmer, or of a farmer with one organisation, the latest first. */
export async function agreementsOfFarmer(
  db: Knex,
  institutionId: number,
  farmerId: number,
  partnerOrganisationId?: number,
): Promise<Agreement[]> {
  const rows = (await db('withholding_agreement')
    .where({ institution_id: institutionId, farmer_id: farmerId })
    .where(partnerOrganisationId === undefined ? {} : { partner_organisation_id: partnerOrganisationId })
    .orderBy('id', 'desc')) as AgreementRow[];
  return rows.map(agreementOf);
}

/** The agreement under which a delivery of that day is withheld from; there is at most one. */
export async function agreementOn(
  db: Knex,
  institutionId: number,
  farmerId: number,
  partnerOrganisationId: number,
  date: IsoDate,
): Promise<Agreement | undefined> {
  const all = await agreementsOfFarmer(db, institutionId, farmerId, partnerOrganisationId);
  return all.find((agreement) => isInForce(agreement, date));
}

/** From its first day to its last one, or to the eve of the day on which it was ended. */
export function isInForce(agreement: Agreement, date: IsoDate): boolean {
  const { validFrom, validUntil, endedOn } = agreement;
  return validFrom <= date && date <= validUntil && (endedOn === null || date < endedOn);
}

export async function insertAgreement(
  trx: Knex.Transaction,
  institutionId: number,
  agreement: Omit<Agreement, 'endedOn' | 'endReason'>,
): Promise<void> {
  await trx('withholding_agreement').insert({
    institution_id: institutionId,
    id: agreement.id,
    farmer_id: agreement.farmerId,
    partner_organisation_id: agreement.partnerOrganisationId,
    share_percent: agreement.sharePercent,
    reach: agreement.reach,
    intent: agreement.intent,
    valid_from: agreement.validFrom,
    valid_until: agreement.validUntil,
    signed_on: agreement.signedOn,
    method: agreement.method,
    read_aloud: agreement.readAloud,
    signatory: agreement.signatory,
    staff_id: agreement.staffId,
    recorded_at: agreement.recordedAt,
  });
}

export interface ListedAgreement extends Agreement {
  readonly farmer: string;
  readonly documentNumber: string;
  readonly organisation: string;
}

/** All agreements of an institution with their names, the latest first. */
export async function listAgreements(
  db: Knex,
  institutionId: number,
  cut: { readonly from: number; readonly rows: number },
): Promise<ListedAgreement[]> {
  const rows = (await db('withholding_agreement as a')
    .join('farmer as f', (on) => on.on('f.institution_id', 'a.institution_id').on('f.id', 'a.farmer_id'))
    .join('partner_organisation as o', 'o.id', 'a.partner_organisation_id')
    .where('a.institution_id', institutionId)
    .orderBy('a.id', 'desc')
    .offset(cut.from)
    .limit(cut.rows)
    .select('a.*', 'f.given_names', 'f.first_surname', 'f.second_surname', 'f.document_number', {
      organisation: 'o.name',
    })) as ListedRow[];
  return rows.map((row) => ({
    ...agreementOf(row),
    farmer: [row.given_names, row.first_surname, row.second_surname].filter(Boolean).join(' '),
    documentNumber: row.document_number,
    organisation: row.organisation,
  }));
}

export async function countAgreements(db: Knex, institutionId: number): Promise<number> {
  const row = (await db('withholding_agreement')
    .where({ institution_id: institutionId })
    .count('* as rows')
    .first()) as { rows: number | string } | undefined;
  return Number(row?.rows ?? 0);
}

interface AgreementRow {
  id: number;
  farmer_id: number;
  partner_organisation_id: number;
  share_percent: string;
  reach: Reach;
  intent: RepaymentIntent | null;
  valid_from: string;
  valid_until: string;
  signed_on: string;
  method: ConsentMethod;
  read_aloud: boolean | number;
  signatory: string;
  staff_id: number;
  recorded_at: string;
  ended_on: string | null;
  end_reason: string;
}

interface ListedRow extends AgreementRow {
  given_names: string;
  first_surname: string;
  second_surname: string;
  document_number: string;
  organisation: string;
}

function agreementOf(row: AgreementRow): Agreement {
  return {
    id: row.id,
    farmerId: row.farmer_id,
    partnerOrganisationId: row.partner_organisation_id,
    sharePercent: new Decimal(row.share_percent).toFixed(),
    reach: row.reach,
    intent: row.intent,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    signedOn: row.signed_on,
    method: row.method,
    readAloud: Boolean(row.read_aloud),
    signatory: row.signatory,
    staffId: row.staff_id,
    recordedAt: row.recorded_at,
    endedOn: row.ended_on,
    endReason: row.end_reason,
  };
}
