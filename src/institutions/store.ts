import type { Knex } from '../db/connect';
import type { StaffRole } from '../web/user';

export interface Institution {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly kind: 'lender' | 'facilitator';
  readonly phone: string;
  readonly payAt: string;
}

export async function findInstitution(db: Knex, id: number): Promise<Institution | undefined> {
  return institutionOf(await db('institution').where({ id }).first());
}

export async function findInstitutionByCode(db: Knex, code: string): Promise<Institution | undefined> {
  return institutionOf(await db('institution').where({ code }).first());
}

/** The lenders, for the facilitator who opens lines with them. */
export async function lenders(db: Knex): Promise<Institution[]> {
  const rows = (await db('institution').where({ kind: 'lender' }).orderBy('id')) as unknown[];
  return rows.map(institutionOf).filter((institution) => institution !== undefined);
}

function institutionOf(row: unknown): Institution | undefined {
  if (row === undefined) return undefined;
  const { id, code, name, kind, phone, pay_at } = row as {
    id: number;
    code: string;
    name: string;
    kind: 'lender' | 'facilitator';
    phone: string | null;
    pay_at: string;
  };
  return { id, code, name, kind, phone: phone ?? '', payAt: pay_at };
}

export interface StaffMember {
  readonly id: number;
  readonly username: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly phone: string;
  readonly active: boolean;
  readonly mustChangePassword: boolean;
}

export async function staffOf(db: Knex, institutionId: number): Promise<StaffMember[]> {
  const rows = (await db('staff').where({ institution_id: institutionId }).orderBy(['name', 'id'])) as StaffRow[];
  return rows.map(memberOf);
}

export async function findStaff(db: Knex, institutionId: number, id: number): Promise<StaffMember | undefined> {
  const row = (await db('staff').where({ institution_id: institutionId, id }).first()) as StaffRow | undefined;
  return row && memberOf(row);
}

export async function findStaffByUsername(
  db: Knex,
  institutionId: number,
  username: string,
): Promise<StaffMember | undefined> {
  const row = (await db('staff').where({ institution_id: institutionId, username }).first()) as StaffRow | undefined;
  return row && memberOf(row);
}

interface StaffRow {
  id: number;
  username: string;
  name: string;
  role: StaffRole;
  phone: string | null;
  active: boolean | number;
  must_change_password: boolean | number;
}

function memberOf(row: StaffRow): StaffMember {
  return {
    id: row.id,
    username: row.username,
    name: row.name,
    role: row.role,
    phone: row.phone ?? '',
    active: Boolean(row.active),
    mustChangePassword: Boolean(row.must_change_password),
  };
}
