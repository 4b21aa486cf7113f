import type { Knex } from '../db/connect';
import { inTransaction } from '../db/transaction';

/**
 * Whether this process may do the work until `expiresAt`: one holder at a time, which may take it again. A holder that
 * died loses it when its time is over. Instants are UTC texts of one length, so they compare as they follow.
 */
export async function takeLease(
  db: Knex,
  name: string,
  holder: string,
  now: string,
  expiresAt: string,
): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    await trx('lease').insert({ name, holder, expires_at: now }).onConflict('name').ignore();
    const taken = await trx('lease')
      .where({ name })
      .where((free) => free.where({ holder }).orWhere('expires_at', '<=', now))
      .update({ holder, expires_at: expiresAt });
    return taken === 1;
  });
}

export async function giveLeaseBack(db: Knex, name: string, holder: string, now: string): Promise<void> {
  await db('lease').where({ name, holder }).update({ expires_at: now });
}
