import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import { staffIdOf, type By } from '../ledger/by';
import { onSheet, type SheetStep, type Stepped } from './on-sheet';
import { moveRefusal, type MoveRefusal } from './states';
import { changeSheet, rowsOfSheet } from './store';
import { totalsOf } from './totals';

export interface Voiding extends SheetStep {
  readonly reason: string;
}

export type VoidRefusal = MoveRefusal | 'money_recorded';

/**
 * Takes a sheet that was never confirmed out of the way. Its officer does it while no money stands on it; with money a
 * manager does, because it ends what the officer has to hand over.
 */
export async function voidSheet(db: Knex, by: By, input: Voiding): Promise<Stepped<VoidRefusal>> {
  return onSheet<VoidRefusal>(db, by, 'void-collection-sheet', input, async (trx, sheet) => {
    const mover = { role: by.actor.role, staffId: staffIdOf(by) };
    const refusal = moveRefusal(sheet, 'void', mover, input.reason);
    if (refusal) return { type: 'refused', reason: refusal };
    const { collected } = totalsOf(await rowsOfSheet(trx, sheet.institutionId, sheet.id));
    if (collected > 0 && mover.staffId === sheet.officerId) return { type: 'refused', reason: 'money_recorded' };
    await changeSheet(trx, sheet, { state: 'void', reason: input.reason });
    await recordDeed(trx, by, {
      action: 'sheet-voided',
      entity: 'collection-sheet',
      entityId: sheet.id,
      details: { reason: input.reason, amount: collected, currency: sheet.currency },
    });
    return { type: 'done' };
  });
}
