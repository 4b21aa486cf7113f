import type { Knex } from '../db/connect';
import { inTransaction } from '../db/transaction';
import { recordDeed, type Deed } from '../ledger/audit';
import type { By } from '../ledger/by';

/**
 * Who took a list out of the program is worth knowing, and how many rows it had. What was searched for is not kept: it may
 * be a person's name.
 */
export async function recordExport(
  db: Knex,
  by: By,
  deed: Pick<Deed, 'action' | 'entity' | 'entityId' | 'details'>,
  rows: number,
): Promise<void> {
  await inTransaction(db, (trx) => recordDeed(trx, by, { ...deed, details: { ...deed.details, rows } }));
}
