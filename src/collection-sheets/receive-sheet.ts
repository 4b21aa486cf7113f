import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import { staffIdOf, type By } from '../ledger/by';
import { once } from '../ledger/command';
import type { Centimos } from '../lending/money';
import type { SheetRefusal, SheetStep } from './on-sheet';
import { postRows } from './post-rows';
import { moveRefusal, type MoveRefusal } from './states';
import { changeRow, changeSheet, lockSheet, rowsOfSheet, type Sheet, type SheetRow } from './store';
import { totalsOf } from './totals';

export interface Count extends SheetStep {
  readonly counted: Centimos;
  /** Needed where the money is not the sum of the rows. */
  readonly differenceReason: string;
}

export type ReceiveRefusal = SheetRefusal | MoveRefusal | 'already_received' | 'difference_unexplained';

export type ReceiveOutcome = { readonly type: 'done' } | { readonly type: 'refused'; readonly reason: ReceiveRefusal };

/**
 * The cash desk takes the money of a sheet, counted, and each row with money becomes a payment, in a transaction of its
 * own. Who comes second, or again after a power cut, finds it received and finishes what is left: both see one result.
 */
export async function receiveSheet(db: Knex, by: By, input: Count): Promise<ReceiveOutcome> {
  const { commandId, ...content } = input;
  const command = { id: commandId, kind: 'receive-collection-sheet', content };
  const answer = await once<ReceiveOutcome>(db, by, command, async (trx) => {
    const sheet = await lockSheet(trx, by.actor.institutionId, input.sheetId);
    return sheet ? receive(trx, by, sheet, input) : { type: 'refused', reason: 'sheet_not_found' };
  });
  const outcome = answer.type === 'done' ? answer.outcome : answer;
  if (outcome.type === 'done' || outcome.reason === 'already_received') await postRows(db, by, input.sheetId);
  return outcome;
}

async function receive(trx: Knex.Transaction, by: By, sheet: Sheet, input: Count): Promise<ReceiveOutcome> {
  const { institutionId, id } = sheet;
  if (sheet.state === 'received' || sheet.state === 'confirmed') return { type: 'refused', reason: 'already_received' };
  if (sheet.version !== input.version) return { type: 'refused', reason: 'changed_meanwhile' };
  const mover = { role: by.actor.role, staffId: staffIdOf(by) };
  const refusal = moveRefusal(sheet, 'received', mover, '');
  if (refusal) return { type: 'refused', reason: refusal };
  const rows = await rowsOfSheet(trx, institutionId, id);
  const { collected, paid } = totalsOf(rows);
  const { counted, differenceReason } = input;
  if (counted !== collected && differenceReason === '') return { type: 'refused', reason: 'difference_unexplained' };

  for (const { number } of rows.filter((row) => row.collected === null)) {
    await changeRow(trx, sheet, number, { state: 'unpaid' });
  }
  await changeSheet(trx, sheet, {
    state: 'received',
    received_by: mover.staffId,
    received_at: by.clock.now(),
    counted,
    difference_reason: counted === collected ? '' : differenceReason,
  });
  await recordDeed(trx, by, {
    action: 'sheet-received',
    entity: 'collection-sheet',
    entityId: id,
    details: {
      ...{ amount: collected, counted, currency: sheet.currency, rows: paid },
      ...(counted !== collected && { reason: differenceReason }),
    },
  });
  for (const row of rows) await tellLoan(trx, by, sheet, row);
  return { type: 'done' };
}

/** What a farmer said in place of money belongs to the story of the loan. */
async function tellLoan(trx: Knex.Transaction, by: By, sheet: Sheet, row: SheetRow): Promise<void> {
  if (row.outcome === null || row.outcome === 'not-visited') return;
  await recordDeed(trx, by, {
    action: 'loan-visited',
    entity: 'loan',
    entityId: row.loanId,
    details: {
      ...{ sheet: sheet.id, visitedOn: sheet.collectOn, outcome: row.outcome },
      ...(row.promisedOn !== null && { promisedOn: row.promisedOn }),
    },
  });
}
