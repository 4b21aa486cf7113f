import type { Knex } from '../db/connect';
import type { StaffRole } from '../web/user';

export interface Account {
  readonly institutionId: number;
  readonly staffId: number;
  readonly username: string;
  readonly passwordHash: string;
  readonly role: StaffRole;
  readonly active: boolean;
}

/** `carmen@selva`: the user of the institution whose code is `selva`. */
export async function findAccount(db: Knex, username: string, institutionCode: string): Promise<Account | undefined> {
  const row = (await db('staff as s')
    .join('institution as i', 'i.id', 's.institution_id')
    .where({ 'i.code': institutionCode, 's.username': username })
    .first('s.institution_id', 's.id', 's.username', 's.password_hash', 's.role', 's.active')) as
    | {
        institution_id: number;
        id: number;
        username: string;
        password_hash: string;
        role: StaffRole;
        active: boolean | number;
      }
    | undefined;
  if (!row) return undefined;
  return {
    institutionId: row.institution_id,
    staffId: row.id,
    username: row.username,
    passwordHash: row.password_hash,
    role: row.role,
    active: Boolean(row.active),
  };
}

export async function accountOf(db: Knex, institutionId: number, staffId: number) {
  return (await db('staff')
    .where({ institution_id: institutionId, id: staffId })
    .first('username', 'password_hash')) as { username: string; password_hash: string } | undefined;
}
