import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { amountsDue, claimedLoans, loansByNumber } from './due-loans';
import { ROWS_MAX } from './make-sheet';
import { editSheet, type SheetStep, type Stepped } from './on-sheet';
import { changeSheet, insertRows, rowsOfSheet, type SheetRow } from './store';

export interface LoanToAdd extends SheetStep {
  readonly loanId: number;
}

export type AddRefusal =
  | 'loan_not_found'
  | 'loan_closed'
  | 'other_currency'
  | 'not_disbursed_yet'
  | 'already_on_sheet'
  | 'on_other_sheet'
  | 'too_many_rows';

/** Adds a loan of the officer's own portfolio to a sheet, due or not: a farmer may pay ahead. */
export async function addLoanToSheet(
  db: Knex,
  by: By,
  input: LoanToAdd,
): Promise<Stepped<AddRefusal | 'not_editable'>> {
  return editSheet<AddRefusal>(db, by, 'add-to-collection-sheet', input, async (trx, sheet) => {
    const { institutionId } = sheet;
    const [loan] = await loansByNumber(trx, institutionId, [input.loanId]);
    if (!loan || loan.officerId !== sheet.officerId) return { type: 'refused', reason: 'loan_not_found' };
    if (loan.status !== 'active') return { type: 'refused', reason: 'loan_closed' };
    if (loan.currency !== sheet.currency) return { type: 'refused', reason: 'other_currency' };
    if (loan.disbursedOn > sheet.collectOn) return { type: 'refused', reason: 'not_disbursed_yet' };
    const rows = await rowsOfSheet(trx, institutionId, sheet.id);
    if (rows.some(({ loanId }) => loanId === loan.id)) return { type: 'refused', reason: 'already_on_sheet' };
    const otherSheetId = (await claimedLoans(trx, institutionId, [loan.id])).get(loan.id);
    if (otherSheetId !== undefined) return { type: 'refused', reason: 'on_other_sheet', otherSheetId };
    if (rows.length >= ROWS_MAX) return { type: 'refused', reason: 'too_many_rows' };

    const due = await amountsDue(trx, institutionId, [loan], sheet.collectOn);
    await insertRows(
      trx,
      sheet,
      due.map((row) => ({ ...row, number: freeNumber(rows) })),
    );
    await changeSheet(trx, sheet, {});
    await recordDeed(trx, by, {
      action: 'sheet-loan-added',
      entity: 'collection-sheet',
      entityId: sheet.id,
      details: { loan: loan.id },
    });
    return { type: 'done' };
  });
}

/** The place of a row that was taken off is used again, so that numbers stay within what a sheet has. */
function freeNumber(rows: readonly SheetRow[]): number {
  const taken = new Set(rows.map(({ number }) => number));
  let number = 1;
  while (taken.has(number)) number++;
  return number;
}
