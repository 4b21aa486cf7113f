import type { Knex } from '../db/connect';
import type { By } from '../ledger/by';
import { once } from '../ledger/command';
import type { Centimos } from '../lending/money';
import { largestRepayment, type Movement } from './limits';
import { recordLineDeed } from './line-trail';
import { movementsOfLine, standing } from './movement-store';
import { inLedgerOf } from './on-behalf';
import { postMovement, type MovementInput, type PostedMovement } from './post-movement';
import { lockLine } from './store';

export type RepaymentRefusal =
  | { readonly type: 'refused'; readonly reason: 'command_reused' | 'line_unknown' | 'date_in_future' }
  | { readonly type: 'refused'; readonly reason: 'debt_exceeded'; readonly largest: Centimos };

export type LineRepayment = PostedMovement | RepaymentRefusal;

/**
 * The lender gives principal back to the investor, before or after the line matures. Not in the future, and no more than
 * was owed on that day and ever since; a refusal is entered in the trail and moves nothing.
 */
export async function repayLine(db: Knex, by: By, input: MovementInput): Promise<LineRepayment> {
  const { commandId, institutionId, lineId, amount, valueDate } = input;
  const command = { id: commandId, kind: 'repay-line', content: { lineId, amount, valueDate } };
  const answer = await once<LineRepayment>(db, inLedgerOf(by, institutionId), command, async (trx) => {
    const line = await lockLine(trx, institutionId, lineId);
    if (!line) return { type: 'refused', reason: 'line_unknown' };
    const movements = standing(await movementsOfLine(trx, institutionId, lineId));
    const refusal = repaymentRefusal(movements, input, by.clock.today());
    if (!refusal) return postMovement(trx, by, line, { kind: 'repayment', amount, valueDate, commandId });
    await recordLineDeed(trx, by, line, 'line-repayment-refused', { amount, valueDate, reason: refusal.reason });
    return refusal;
  });
  return answer.type === 'done' ? answer.outcome : answer;
}

/** Why a repayment may not be, or nothing. */
export function repaymentRefusal(
  movements: readonly Movement[],
  { amount, valueDate }: Pick<MovementInput, 'amount' | 'valueDate'>,
  today: string,
): RepaymentRefusal | undefined {
  if (valueDate > today) return { type: 'refused', reason: 'date_in_future' };
  const largest = largestRepayment(movements, valueDate);
  return amount > largest ? { type: 'refused', reason: 'debt_exceeded', largest } : undefined;
}
