import type { Knex } from '../db/connect';
import { staffIdOf, type By } from '../ledger/by';
import { once } from '../ledger/command';
import { isEditableBy } from './states';
import { lockSheet, type Sheet } from './store';

/** Something that somebody does to a sheet that a page has shown them. */
export interface SheetStep {
  readonly commandId: string;
  readonly sheetId: number;
  /** The version that was on the page; another one by now means that the page is no longer current. */
  readonly version: number;
}

export type SheetRefusal = 'command_reused' | 'sheet_not_found' | 'changed_meanwhile';

export type Stepped<Refusal extends string> =
  | { readonly type: 'done' }
  | {
      readonly type: 'refused';
      readonly reason: SheetRefusal | Refusal;
      /** Where the other half of the trouble is to be found. */
      readonly otherSheetId?: number;
    };

/**
 * Does something to a sheet under its lock, once per command, against the version that the person saw. Everything in
 * `input` but the command id is its content.
 */
export async function onSheet<Refusal extends string>(
  db: Knex,
  by: By,
  kind: string,
  input: SheetStep,
  work: (trx: Knex.Transaction, sheet: Sheet) => Promise<Stepped<Refusal>>,
): Promise<Stepped<Refusal>> {
  const { commandId, ...content } = input;
  const answer = await once<Stepped<Refusal>>(db, by, { id: commandId, kind, content }, async (trx) => {
    const sheet = await lockSheet(trx, by.actor.institutionId, input.sheetId);
    if (!sheet) return { type: 'refused', reason: 'sheet_not_found' };
    if (sheet.version !== input.version) return { type: 'refused', reason: 'changed_meanwhile' };
    return work(trx, sheet);
  });
  return answer.type === 'done' ? answer.outcome : answer;
}

/** The same for what only the officer of a sheet does, while it is in their hands. */
export async function editSheet<Refusal extends string>(
  db: Knex,
  by: By,
  kind: string,
  input: SheetStep,
  change: (trx: Knex.Transaction, sheet: Sheet) => Promise<Stepped<Refusal>>,
): Promise<Stepped<Refusal | 'not_editable'>> {
  return onSheet<Refusal | 'not_editable'>(db, by, kind, input, async (trx, sheet) =>
    isEditableBy(sheet, staffIdOf(by)) ? change(trx, sheet) : { type: 'refused', reason: 'not_editable' },
  );
}
