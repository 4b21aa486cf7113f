import type { Knex } from '../db/connect';

/**
 * Work of several steps within a transaction, any of which may be refused by the rules: the refusal takes back the steps
 * before it and nothing else, so that it can be recorded and answered.
 */
export async function allOrNothing<Outcome extends { readonly type: string }>(
  trx: Knex.Transaction,
  work: (inner: Knex.Transaction) => Promise<Outcome>,
): Promise<Outcome> {
  const inner = await trx.transaction();
  try {
    const outcome = await work(inner);
    await (outcome.type === 'refused' ? inner.rollback() : inner.commit());
    return outcome;
  } catch (error) {
    if (!inner.isCompleted()) await inner.rollback();
    throw error;
  }
}
