import type { Knex } from '../db/connect';
import { inTransaction } from '../db/transaction';
import { recordDeed } from '../ledger/audit';
import { staffIdOf, type By } from '../ledger/by';
import { hashSecret, passwordFault, verifySecret, type PasswordFault } from './password';
import { accountOf } from './store';

export type PasswordChange =
  | { readonly type: 'done' }
  | { readonly type: 'refused'; readonly reason: 'current_is_wrong' | 'same_as_before' | PasswordFault };

/** Sets a new password of one's own; the one-time password ends with it. Other sessions are ended by the caller. */
export async function changePassword(
  db: Knex,
  by: By,
  typed: { readonly current: string; readonly next: string },
): Promise<PasswordChange> {
  const staffId = staffIdOf(by);
  const account = await accountOf(db, by.actor.institutionId, staffId);
  if (!account || !(await verifySecret(typed.current, account.password_hash))) {
    return { type: 'refused', reason: 'current_is_wrong' };
  }
  if (typed.current === typed.next) return { type: 'refused', reason: 'same_as_before' };
  const fault = passwordFault(typed.next, account.username);
  if (fault) return { type: 'refused', reason: fault };
  const passwordHash = await hashSecret(typed.next);
  await inTransaction(db, async (trx) => {
    await trx('staff')
      .where({ institution_id: by.actor.institutionId, id: staffId })
      .update({ password_hash: passwordHash, must_change_password: false });
    await recordDeed(trx, by, { action: 'password-changed', entity: 'staff', entityId: staffId });
  });
  return { type: 'done' };
}
