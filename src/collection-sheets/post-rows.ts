import type { Knex } from '../db/connect';
import { inTransaction } from '../db/transaction';
import { recordDeed } from '../ledger/audit';
import { staffIdOf, type By } from '../ledger/by';
import { postRepayment } from '../repayments/post-repayment';
import { changeRow, changeSheet, findSheet, lockRow, lockSheet, rowsOfSheet, type Sheet, type SheetRow } from './store';
import { amountToPost, totalsOf } from './totals';

/**
 * Posts every row of a received sheet that waits, each as a payment at the till and in a transaction of its own: a loan
 * that refuses, or a power cut, leaves the others as they are. Rows that were answered before are passed over, so this
 * may be run by two people at once and as often as one likes. When the last row is settled the sheet is confirmed.
 */
export async function postRows(db: Knex, by: By, sheetId: number): Promise<void> {
  const { institutionId } = by.actor;
  const sheet = await findSheet(db, institutionId, sheetId);
  if (sheet?.state !== 'received' || sheet.officerId === staffIdOf(by)) return;
  const rows = await rowsOfSheet(db, institutionId, sheetId);
  for (const { number } of rows.filter(({ state }) => state === 'open')) await postRow(db, by, sheet, number);
  await finishSheet(db, by, sheetId);
}

/** The payment of one row and its answer, together or not at all. */
export async function postRow(db: Knex, by: By, sheet: Sheet, number: number): Promise<void> {
  await inTransaction(db, async (trx) => {
    const row = await lockRow(trx, sheet, number);
    if (row?.state !== 'open') return;
    const posted = await postRepayment(trx, by, {
      commandId: commandOfRow(sheet, row),
      loanId: row.loanId,
      amount: amountToPost(row),
      valueDate: sheet.collectOn,
      channel: 'cash',
      ...(row.intent && { intent: row.intent }),
      ...(row.acceptExcess && { acceptExcess: true }),
    });
    await changeRow(
      trx,
      sheet,
      number,
      posted.type === 'done'
        ? { state: 'posted', event_id: posted.eventId, refusal: null }
        : { state: 'refused', refusal: JSON.stringify(posted) },
    );
  });
}

/**
 * The same row is the same intention, whoever posts it. No form can send this id: the ids of forms have no colon.
 * A row that was corrected after a refusal is another intention.
 */
export function commandOfRow({ id }: Pick<Sheet, 'id'>, { number, attempt }: Pick<SheetRow, 'number' | 'attempt'>) {
  return `sheet:${id}:row:${number}:try:${attempt}`;
}

/** A received sheet is confirmed once each of its rows is posted, unpaid or given back. */
export async function finishSheet(db: Knex, by: By, sheetId: number): Promise<void> {
  await inTransaction(db, async (trx) => {
    const sheet = await lockSheet(trx, by.actor.institutionId, sheetId);
    if (sheet?.state !== 'received') return;
    const rows = await rowsOfSheet(trx, sheet.institutionId, sheetId);
    if (rows.some(({ state }) => state === 'open' || state === 'refused')) return;
    await changeSheet(trx, sheet, { state: 'confirmed' });
    await recordDeed(trx, by, {
      action: 'sheet-confirmed',
      entity: 'collection-sheet',
      entityId: sheetId,
      details: { amount: totalsOf(rows).posted, currency: sheet.currency },
    });
  });
}
