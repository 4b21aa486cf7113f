import type { Knex } from '../db/connect';

/** Investors, partner organisations and letters are shared by all: their numbers are counted under no institution. */
export const NO_INSTITUTION = 0;

export const ORGANISATION_KINDS = ['producer-organisation', 'financial-institution', 'government', 'buyer'] as const;
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

export interface PartnerOrganisation {
  readonly id: number;
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly departmentCode: string;
  readonly contact: string;
}

/** A letter of intention: the hectares of cocoa that an organisation commits itself to in a department. */
export interface Letter {
  readonly id: number;
  readonly partnerOrganisationId: number;
  readonly signedOn: string;
  readonly hectares: string;
  readonly departmentCode: string;
  /** From that day on the letter counts no longer. */
  readonly withdrawnOn: string | null;
  readonly withdrawalReason: string;
}

export interface Investor {
  readonly id: number;
  readonly name: string;
  /** ISO 3166-1, two letters. */
  readonly country: string;
}

export async function allOrganisations(db: Knex): Promise<PartnerOrganisation[]> {
  const rows: OrganisationRow[] = await db('partner_organisation').orderBy('id');
  return rows.map(organisationOf);
}

export async function findOrganisation(db: Knex, id: number): Promise<PartnerOrganisation | undefined> {
  const row: OrganisationRow | undefined = await db('partner_organisation').where({ id }).first();
  return row && organisationOf(row);
}

/** All letters, or those of one organisation, the latest signature first. */
export async function letters(db: Knex, partnerOrganisationId?: number): Promise<Letter[]> {
  const rows = (await db('letter_of_intention')
    .where(partnerOrganisationId === undefined ? {} : { partner_organisation_id: partnerOrganisationId })
    .orderBy([
      { column: 'signed_on', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])) as LetterRow[];
  return rows.map(letterOf);
}

/** The letter, locked until the transaction ends. */
export async function lockLetter(trx: Knex.Transaction, id: number): Promise<Letter | undefined> {
  const row: LetterRow | undefined = await trx('letter_of_intention').where({ id }).forUpdate().first();
  return row && letterOf(row);
}

export async function allInvestors(db: Knex): Promise<Investor[]> {
  return db('investor').orderBy('id').select('id', 'name', 'country');
}

export async function findInvestor(db: Knex, id: number): Promise<Investor | undefined> {
  return db('investor').where({ id }).first('id', 'name', 'country');
}

export interface Department {
  readonly code: string;
  readonly name: string;
}

/** The departments that the alliance works in: those of the district table. */
export async function departments(db: Knex): Promise<Department[]> {
  return (await db('district')
    .distinct('department_code as code', 'department as name')
    .orderBy('department_code')) as Department[];
}

interface OrganisationRow {
  id: number;
  name: string;
  kind: OrganisationKind;
  department_code: string;
  contact: string;
}

function organisationOf(row: OrganisationRow): PartnerOrganisation {
  return { id: row.id, name: row.name, kind: row.kind, departmentCode: row.department_code, contact: row.contact };
}

interface LetterRow {
  id: number;
  partner_organisation_id: number;
  signed_on: string;
  hectares: string;
  department_code: string;
  withdrawn_on: string | null;
  withdrawal_reason: string;
}

function letterOf(row: LetterRow): Letter {
  return {
    id: row.id,
    partnerOrganisationId: row.partner_organisation_id,
    signedOn: row.signed_on,
    hectares: row.hectares,
    departmentCode: row.department_code,
    withdrawnOn: row.withdrawn_on,
    withdrawalReason: row.withdrawal_reason,
  };
}
