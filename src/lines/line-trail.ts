import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import type { PostedJournal } from '../ledger/journal';
import { inLedgerOf, makerOf } from './on-behalf';
import type { CreditLine } from './store';

/** Writes a deed on a line into the trail of its lender; where the facilitator did it, with their number. */
export async function recordLineDeed(
  trx: Knex.Transaction,
  by: By,
  line: Pick<CreditLine, 'institutionId' | 'id'>,
  action: string,
  details: Readonly<Record<string, unknown>>,
  journals: readonly PostedJournal[] = [],
): Promise<void> {
  const { facilitatorStaffId } = makerOf(by);
  await recordDeed(trx, inLedgerOf(by, line.institutionId), {
    action,
    entity: 'credit-line',
    entityId: line.id,
    details: { ...details, ...(facilitatorStaffId !== null && { facilitatorStaffId }) },
    ...(journals.length > 0 && { journals }),
  });
}
