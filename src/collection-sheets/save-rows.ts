import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import type { IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import type { RepaymentIntent } from '../repayments/post-repayment';
import { editSheet, type SheetStep, type Stepped } from './on-sheet';
import { changeRow, changeSheet, deleteRow, rowsOfSheet, type Outcome, type Sheet, type SheetRow } from './store';
import { totalsOf } from './totals';

/** What the officer wrote on a row. */
export interface RowEntry {
  readonly number: number;
  readonly collected: Centimos | null;
  readonly outcome: Outcome | null;
  readonly promisedOn: IsoDate | null;
  readonly paperReceipt: string;
  readonly note: string;
  readonly intent: RepaymentIntent | null;
}

export interface RowsToSave extends SheetStep {
  readonly rows: readonly RowEntry[];
  /** A row that is taken off the sheet, after the others were saved. */
  readonly remove?: number | undefined;
}

export type SaveRefusal = 'row_not_found' | 'row_stays' | 'promise_without_date' | 'promise_in_the_past';

/**
 * Saves what was written on some rows of a sheet, as often as the officer likes; rows that are not named stay as they
 * are. A row may be taken off until the sheet is submitted for the first time, unless it has money on it.
 */
export async function saveRows(db: Knex, by: By, input: RowsToSave): Promise<Stepped<SaveRefusal | 'not_editable'>> {
  return editSheet<SaveRefusal>(db, by, 'save-collection-sheet', input, async (trx, sheet) => {
    const before = await rowsOfSheet(trx, sheet.institutionId, sheet.id);
    const wrong = input.rows.map((entry) => entryRefusal(entry, sheet.collectOn, before)).find(Boolean);
    const refusal = wrong ?? removalRefusal(input, sheet, before);
    if (refusal) return { type: 'refused', reason: refusal };
    for (const entry of input.rows) await changeRow(trx, sheet, entry.number, columnsOf(entry));
    if (input.remove !== undefined) await deleteRow(trx, sheet, input.remove);
    await changeSheet(trx, sheet, {});
    const after = await rowsOfSheet(trx, sheet.institutionId, sheet.id);
    const { collected, paid } = totalsOf(after);
    await recordDeed(trx, by, {
      action: input.remove === undefined ? 'sheet-saved' : 'sheet-row-removed',
      entity: 'collection-sheet',
      entityId: sheet.id,
      details: { amount: collected, currency: sheet.currency, rows: paid },
      before,
      after,
    });
    return { type: 'done' };
  });
}

function entryRefusal(entry: RowEntry, collectOn: IsoDate, rows: readonly SheetRow[]): SaveRefusal | undefined {
  if (!rows.some(({ number }) => number === entry.number)) return 'row_not_found';
  if (entry.outcome !== 'promised') return undefined;
  if (entry.promisedOn === null) return 'promise_without_date';
  return entry.promisedOn < collectOn ? 'promise_in_the_past' : undefined;
}

function removalRefusal({ rows, remove }: RowsToSave, sheet: Sheet, stored: readonly SheetRow[]) {
  if (remove === undefined) return undefined;
  const row = stored.find(({ number }) => number === remove);
  if (!row) return 'row_not_found';
  const { collected } = rows.find(({ number }) => number === remove) ?? row;
  return sheet.submittedAt === null && collected === null ? undefined : 'row_stays';
}

function columnsOf({ collected, outcome, promisedOn, paperReceipt, note, intent }: RowEntry) {
  return {
    collected,
    outcome,
    promised_on: outcome === 'promised' ? promisedOn : null,
    paper_receipt: paperReceipt,
    note,
    intent,
  };
}
