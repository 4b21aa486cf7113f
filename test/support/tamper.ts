import { engineOf, type Knex } from '../../src/db/connect';

/**
 * Lets somebody with the database at hand do what they like, shows the result to `look`, and takes it all back: triggers
 * and foreign keys are out of the way inside.
 */
export async function tampered<T>(
  db: Knex,
  harm: (trx: Knex.Transaction) => Promise<unknown>,
  look: (trx: Knex.Transaction) => Promise<T>,
): Promise<T> {
  const trx = await db.transaction();
  try {
    await removeGuards(trx);
    await harm(trx);
    return await look(trx);
  } finally {
    await trx.rollback();
  }
}

/** Takes triggers and foreign keys out of the way until the transaction ends. */
export async function removeGuards(trx: Knex.Transaction): Promise<void> {
  if (engineOf(trx) === 'pg') {
    await trx.raw('set local session_replication_role = replica');
    return;
  }
  await trx.raw('pragma defer_foreign_keys = on');
  const triggers: { name: string }[] = await trx('sqlite_master').where({ type: 'trigger' }).select('name');
  for (const { name } of triggers) await trx.raw('drop trigger ??', [name]);
}
