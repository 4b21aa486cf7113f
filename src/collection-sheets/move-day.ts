import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import type { IsoDate } from '../lending/dates';
import { amountsDue, loansByNumber } from './due-loans';
import { isTooFar } from './make-sheet';
import { editSheet, type SheetStep, type Stepped } from './on-sheet';
import { changeRow, changeSheet, rowsOfSheet } from './store';

export interface NewDay extends SheetStep {
  readonly collectOn: IsoDate;
}

export type NewDayRefusal = 'date_too_far' | 'not_disbursed_yet' | 'promise_in_the_past';

/**
 * Moves a sheet to the day on which the money was taken in fact, and says again what is due of each loan on it. What
 * was written on the rows stays. The same day again brings the amounts up to date.
 */
export async function moveDay(db: Knex, by: By, input: NewDay): Promise<Stepped<NewDayRefusal | 'not_editable'>> {
  return editSheet<NewDayRefusal>(db, by, 'move-collection-sheet', input, async (trx, sheet) => {
    const { institutionId } = sheet;
    const { collectOn } = input;
    if (isTooFar(by.clock.today(), collectOn)) return { type: 'refused', reason: 'date_too_far' };
    const rows = await rowsOfSheet(trx, institutionId, sheet.id);
    const loans = await loansByNumber(
      trx,
      institutionId,
      rows.map(({ loanId }) => loanId),
    );
    if (loans.some(({ disbursedOn }) => disbursedOn > collectOn)) {
      return { type: 'refused', reason: 'not_disbursed_yet' };
    }
    if (rows.some(({ promisedOn }) => promisedOn !== null && promisedOn < collectOn)) {
      return { type: 'refused', reason: 'promise_in_the_past' };
    }
    const due = new Map(
      (await amountsDue(trx, institutionId, loans, collectOn)).map((row) => [row.loanId, row] as const),
    );
    for (const { number, loanId } of rows) {
      const now = due.get(loanId);
      if (now) await changeRow(trx, sheet, number, { due: now.due, due_since: now.dueSince });
    }
    await changeSheet(trx, sheet, { collect_on: collectOn });
    await recordDeed(trx, by, {
      action: 'sheet-day-moved',
      entity: 'collection-sheet',
      entityId: sheet.id,
      details: { valueDate: collectOn },
      before: sheet,
      after: { ...sheet, collectOn },
    });
    return { type: 'done' };
  });
}
