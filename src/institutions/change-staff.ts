import { hashSecret } from '../auth/password';
import type { Knex } from '../db/connect';
import { inTransaction } from '../db/transaction';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { endSessions } from '../web/session-store';
import { oneTimePassword } from './one-time-password';

export type StaffChange =
  { readonly type: 'done' } | { readonly type: 'refused'; readonly reason: 'not_found' | 'own_account' };

/** Lets somebody in or keeps them out; out takes effect at their next click. Nobody can do it to themselves. */
export async function setActive(db: Knex, by: By, staffId: number, active: boolean): Promise<StaffChange> {
  if (by.actor.id === staffId) return { type: 'refused', reason: 'own_account' };
  return change(db, by, staffId, active ? 'staff-enabled' : 'staff-disabled', { active });
}

/** Replaces a forgotten password with one to be used once, which is shown to the administrator and kept nowhere. */
export async function resetPassword(
  db: Knex,
  by: By,
  staffId: number,
): Promise<{ readonly type: 'done'; readonly password: string } | Extract<StaffChange, { type: 'refused' }>> {
  if (by.actor.id === staffId) return { type: 'refused', reason: 'own_account' };
  const password = oneTimePassword();
  const outcome = await change(db, by, staffId, 'password-reset', {
    password_hash: await hashSecret(password),
    must_change_password: true,
  });
  return outcome.type === 'done' ? { type: 'done', password } : outcome;
}

async function change(
  db: Knex,
  by: By,
  staffId: number,
  action: string,
  values: Readonly<Record<string, unknown>>,
): Promise<StaffChange> {
  const { institutionId } = by.actor;
  return inTransaction(db, async (trx) => {
    const changed = await trx('staff').where({ institution_id: institutionId, id: staffId }).update(values);
    if (changed === 0) return { type: 'refused', reason: 'not_found' };
    await endSessions(trx, institutionId, staffId);
    await recordDeed(trx, by, { action, entity: 'staff', entityId: staffId });
    return { type: 'done' };
  });
}
