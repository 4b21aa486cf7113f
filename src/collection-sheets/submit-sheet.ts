import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import { staffIdOf, type By } from '../ledger/by';
import { onSheet, type SheetStep, type Stepped } from './on-sheet';
import { moveRefusal, type MoveRefusal } from './states';
import { changeRow, changeSheet, rowsOfSheet, type Sheet, type SheetRow } from './store';
import { totalsOf } from './totals';

export interface Submission extends SheetStep {
  /** Rows with neither money nor a reason are marked as not visited. */
  readonly othersNotVisited: boolean;
}

export type SubmitRefusal =
  | MoveRefusal
  | 'date_in_future'
  | 'nothing_on_sheet'
  | 'rows_blank'
  | 'receipt_used_twice'
  | 'receipt_used_before'
  | 'taken_twice';

/**
 * Hands a sheet over to the cash desk, with the money. Every row says what became of the visit. A paper receipt counts
 * once, and the same loan on the same day stands with money on one sheet only: that is how a sheet that was typed a
 * second time is found out.
 */
export async function submitSheet(db: Knex, by: By, input: Submission): Promise<Stepped<SubmitRefusal>> {
  return onSheet<SubmitRefusal>(db, by, 'submit-collection-sheet', input, async (trx, sheet) => {
    const mover = { role: by.actor.role, staffId: staffIdOf(by) };
    const notAllowed = moveRefusal(sheet, 'submitted', mover, '');
    if (notAllowed) return { type: 'refused', reason: notAllowed };
    const rows = await rowsOfSheet(trx, sheet.institutionId, sheet.id);
    const refusal = incomplete(sheet, rows, input, by);
    if (refusal) return { type: 'refused', reason: refusal };
    const before = await typedBefore(trx, sheet, rows);
    if (before) return { type: 'refused', ...before };

    for (const row of rows.filter(isBlank)) await changeRow(trx, sheet, row.number, { outcome: 'not-visited' });
    await changeSheet(trx, sheet, {
      state: 'submitted',
      reason: '',
      submitted_at: sheet.submittedAt ?? by.clock.now(),
    });
    const { collected, paid } = totalsOf(rows);
    await recordDeed(trx, by, {
      action: 'sheet-submitted',
      entity: 'collection-sheet',
      entityId: sheet.id,
      details: { amount: collected, currency: sheet.currency, rows: paid },
      after: rows,
    });
    return { type: 'done' };
  });
}

function incomplete(
  sheet: Sheet,
  rows: readonly SheetRow[],
  { othersNotVisited }: Submission,
  by: By,
): SubmitRefusal | undefined {
  if (sheet.collectOn > by.clock.today()) return 'date_in_future';
  if (rows.length === 0) return 'nothing_on_sheet';
  if (!othersNotVisited && rows.some(isBlank)) return 'rows_blank';
  const receipts = rows.filter(isPaid).map(({ paperReceipt }) => paperReceipt);
  const named = receipts.filter((receipt) => receipt !== '');
  return new Set(named).size < named.length ? 'receipt_used_twice' : undefined;
}

/** Whether money of these rows stands on another sheet of the officer already; void sheets do not count. */
async function typedBefore(
  trx: Knex.Transaction,
  sheet: Sheet,
  rows: readonly SheetRow[],
): Promise<{ readonly reason: SubmitRefusal; readonly otherSheetId: number } | undefined> {
  const paid = rows.filter(isPaid);
  const others = () =>
    trx('collection_sheet_row as r')
      .join('collection_sheet as s', (on) => on.on('s.institution_id', 'r.institution_id').on('s.id', 'r.sheet_id'))
      .where({ 'r.institution_id': sheet.institutionId, 's.officer_id': sheet.officerId })
      .whereNot('s.id', sheet.id)
      .whereNot('s.state', 'void')
      .whereNotNull('r.collected')
      .whereNot('r.state', 'given-back');
  const loans = paid.map(({ loanId }) => loanId);
  const sameDay = (await others().where('s.collect_on', sheet.collectOn).whereIn('r.loan_id', loans).first('s.id')) as
    { id: number } | undefined;
  if (sameDay) return { reason: 'taken_twice', otherSheetId: sameDay.id };
  const receipts = paid.map(({ paperReceipt }) => paperReceipt).filter((receipt) => receipt !== '');
  const sameReceipt = (await others().whereIn('r.paper_receipt', receipts).first('s.id')) as { id: number } | undefined;
  return sameReceipt && { reason: 'receipt_used_before', otherSheetId: sameReceipt.id };
}

function isPaid({ collected }: SheetRow): boolean {
  return collected !== null;
}

function isBlank({ collected, outcome }: SheetRow): boolean {
  return collected === null && outcome === null;
}
