import { inTransaction } from '../../src/db/transaction';
import { recordDeed } from '../../src/ledger/audit';
import { postJournal } from '../../src/ledger/journal';
import { on } from '../loans/a-loan';
import type { Institution, World } from '../support/world';

let provisions = 0;

/** Sets money aside for loans in soles, as a day close would. */
export async function provide({ db }: World, at: Institution, amount: number, day: string): Promise<void> {
  const by = on(at, 'marta', day);
  await inTransaction(db, async (trx) => {
    const journal = await postJournal(trx, by, {
      kind: 'provision',
      commandId: `provision-${at.id}-${++provisions}`,
      part: 1,
      currency: 'PEN',
      valueDate: day,
      entries: [
        { account: 'provisionExpense', side: 'debit', amount },
        { account: 'provision', side: 'credit', amount },
      ],
    });
    await recordDeed(trx, by, { action: 'day-closed', entity: 'institution', entityId: at.id, journals: [journal] });
  });
}
