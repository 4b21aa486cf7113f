import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import { staffIdOf, type By } from '../ledger/by';
import { once } from '../ledger/command';
import type { Centimos } from '../lending/money';
import type { RepaymentIntent } from '../repayments/post-repayment';
import { finishSheet, postRow } from './post-rows';
import { changeRow, findSheet, lockRow, type Sheet, type SheetRow } from './store';

export interface Settlement {
  readonly commandId: string;
  readonly sheetId: number;
  readonly number: number;
  /** What is posted; the rest goes back to the farmer, all of it where this is 0. */
  readonly amount: Centimos;
  readonly intent?: RepaymentIntent | undefined;
  readonly acceptExcess: boolean;
  /** Needed where money goes back. */
  readonly reason: string;
}

export type SettleRefusal =
  'command_reused' | 'row_not_found' | 'row_not_refused' | 'same_person' | 'amount_above_collected' | 'reason_needed';

export type SettleOutcome = { readonly type: 'done' } | { readonly type: 'refused'; readonly reason: SettleRefusal };

/**
 * Settles a row that was refused: it is posted again with the choice that the client was asked for, or with less, and what
 * is not posted goes back to the farmer. It may be refused again, and then waits as before.
 */
export async function settleRow(db: Knex, by: By, input: Settlement): Promise<SettleOutcome> {
  const { institutionId } = by.actor;
  const { commandId, ...content } = input;
  const command = { id: commandId, kind: 'settle-collection-row', content };
  const answer = await once<SettleOutcome>(db, by, command, async (trx) => {
    const sheet = await findSheet(trx, institutionId, input.sheetId);
    const row = sheet && (await lockRow(trx, sheet, input.number));
    return row ? settle(trx, by, sheet, row, input) : { type: 'refused', reason: 'row_not_found' };
  });
  const outcome = answer.type === 'done' ? answer.outcome : answer;
  if (outcome.type === 'refused') return outcome;
  const sheet = await findSheet(db, institutionId, input.sheetId);
  if (!sheet) throw new Error(`sheet ${input.sheetId} is gone`);
  await postRow(db, by, sheet, input.number);
  await finishSheet(db, by, sheet.id);
  return outcome;
}

async function settle(
  trx: Knex.Transaction,
  by: By,
  sheet: Sheet,
  row: SheetRow,
  { amount, intent, acceptExcess, reason }: Settlement,
): Promise<SettleOutcome> {
  const collected = row.collected ?? 0;
  if (row.state !== 'refused') return { type: 'refused', reason: 'row_not_refused' };
  if (staffIdOf(by) === sheet.officerId) return { type: 'refused', reason: 'same_person' };
  if (amount > collected) return { type: 'refused', reason: 'amount_above_collected' };
  if (amount < collected && reason === '') return { type: 'refused', reason: 'reason_needed' };
  await changeRow(trx, sheet, row.number, {
    state: amount === 0 ? 'given-back' : 'open',
    given_back: collected - amount,
    decision_reason: reason,
    intent: intent ?? null,
    accept_excess: acceptExcess,
    attempt: row.attempt + 1,
  });
  await recordDeed(trx, by, {
    action: 'sheet-row-settled',
    entity: 'collection-sheet',
    entityId: sheet.id,
    details: { loan: row.loanId, amount, givenBack: collected - amount, currency: sheet.currency, reason },
    before: row,
  });
  return { type: 'done' };
}
