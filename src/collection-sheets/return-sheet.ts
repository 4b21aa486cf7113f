import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import { staffIdOf, type By } from '../ledger/by';
import { onSheet, type SheetStep, type Stepped } from './on-sheet';
import { moveRefusal, type MoveRefusal } from './states';
import { changeSheet } from './store';

export interface Return extends SheetStep {
  /** What the officer is to put right; they read it on the sheet. */
  readonly reason: string;
}

/** Sends a submitted sheet back to its officer, with the money: nothing was posted of it yet. */
export async function returnSheet(db: Knex, by: By, input: Return): Promise<Stepped<MoveRefusal>> {
  return onSheet<MoveRefusal>(db, by, 'return-collection-sheet', input, async (trx, sheet) => {
    const mover = { role: by.actor.role, staffId: staffIdOf(by) };
    const refusal = moveRefusal(sheet, 'returned', mover, input.reason);
    if (refusal) return { type: 'refused', reason: refusal };
    await changeSheet(trx, sheet, { state: 'returned', reason: input.reason });
    await recordDeed(trx, by, {
      action: 'sheet-returned',
      entity: 'collection-sheet',
      entityId: sheet.id,
      details: { reason: input.reason },
    });
    return { type: 'done' };
  });
}
