import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import { inTransaction } from '../db/transaction';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import type { StaffRole } from '../web/user';

export interface NewStaff {
  readonly username: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly passwordHash: string;
  /** True for a one-time password: the first sign-in leads to a new one and nowhere else. */
  readonly mustChangePassword: boolean;
  readonly phone?: string | undefined;
  /** Only for investors: whose lines they see. */
  readonly investorId?: number | undefined;
}

export type StaffAdded =
  { readonly type: 'done'; readonly staffId: number } | { readonly type: 'refused'; readonly reason: 'username_taken' };

export async function addStaff(db: Knex, by: By, staff: NewStaff): Promise<StaffAdded> {
  const { institutionId } = by.actor;
  return inTransaction(db, async (trx) => {
    const namesake = await trx('staff').where({ institution_id: institutionId, username: staff.username }).first('id');
    if (namesake) return { type: 'refused', reason: 'username_taken' };
    const id = await nextNumber(trx, institutionId, 'staff');
    await trx('staff').insert({
      institution_id: institutionId,
      id,
      username: staff.username,
      name: staff.name,
      role: staff.role,
      phone: staff.phone ?? null,
      password_hash: staff.passwordHash,
      must_change_password: staff.mustChangePassword,
      active: true,
      investor_id: staff.investorId ?? null,
      created_at: by.clock.now(),
    });
    await recordDeed(trx, by, {
      action: 'staff-added',
      entity: 'staff',
      entityId: id,
      details: { role: staff.role },
      after: { username: staff.username, name: staff.name, role: staff.role },
    });
    return { type: 'done', staffId: id };
  });
}
