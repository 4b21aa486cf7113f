import type { Knex } from '../db/connect';
import type { By } from '../ledger/by';
import { once } from '../ledger/command';
import type { Centimos } from '../lending/money';
import { largestDrawdown, type Movement } from './limits';
import { recordLineDeed } from './line-trail';
import { movementsOfLine, standing } from './movement-store';
import { inLedgerOf } from './on-behalf';
import { postMovement, type MovementInput, type PostedMovement } from './post-movement';
import { lockLine, type CreditLine } from './store';

export type DrawdownRefusal =
  | {
      readonly type: 'refused';
      readonly reason: 'command_reused' | 'line_unknown' | 'date_in_future' | 'outside_availability';
    }
  | { readonly type: 'refused'; readonly reason: 'commitment_exceeded'; readonly largest: Centimos };

export type Drawdown = PostedMovement | DrawdownRefusal;

/**
 * The lender takes money from the investor. Only on a day of the availability period that is not in the future, and no
 * more than `largestDrawdown` of that day; a refusal is entered in the trail and moves nothing. The lender's staff or
 * the facilitator may enter it.
 */
export async function drawDown(db: Knex, by: By, input: MovementInput): Promise<Drawdown> {
  const { commandId, institutionId, lineId, amount, valueDate } = input;
  const command = { id: commandId, kind: 'draw-down', content: { lineId, amount, valueDate } };
  const answer = await once<Drawdown>(db, inLedgerOf(by, institutionId), command, async (trx) => {
    const line = await lockLine(trx, institutionId, lineId);
    if (!line) return { type: 'refused', reason: 'line_unknown' };
    const movements = standing(await movementsOfLine(trx, institutionId, lineId));
    const refusal = drawdownRefusal(line, movements, input, by.clock.today());
    if (!refusal) return postMovement(trx, by, line, { kind: 'drawdown', amount, valueDate, commandId });
    await recordLineDeed(trx, by, line, 'line-drawdown-refused', { amount, valueDate, reason: refusal.reason });
    return refusal;
  });
  return answer.type === 'done' ? answer.outcome : answer;
}

/** Why a drawdown may not be, or nothing. */
export function drawdownRefusal(
  line: Pick<CreditLine, 'commitment' | 'revolving' | 'availableFrom' | 'availableUntil'>,
  movements: readonly Movement[],
  { amount, valueDate }: Pick<MovementInput, 'amount' | 'valueDate'>,
  today: string,
): DrawdownRefusal | undefined {
  if (valueDate > today) return { type: 'refused', reason: 'date_in_future' };
  if (valueDate < line.availableFrom || valueDate > line.availableUntil) {
    return { type: 'refused', reason: 'outside_availability' };
  }
  const largest = largestDrawdown(line, movements, valueDate);
  return amount > largest ? { type: 'refused', reason: 'commitment_exceeded', largest } : undefined;
}
