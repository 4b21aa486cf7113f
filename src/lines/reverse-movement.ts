import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import type { By } from '../ledger/by';
import { once } from '../ledger/command';
import { reverseJournal } from '../ledger/reversal';
import { largestDrawdown, largestRepayment } from './limits';
import { recordLineDeed } from './line-trail';
import { insertMovement, movementsOfLine, standing, type LineMovement } from './movement-store';
import { inLedgerOf, isSameMaker, makerOf } from './on-behalf';
import { balanceAfter, type PostedMovement } from './post-movement';
import { fundsOf, lockLine, updateBalances, type CreditLine } from './store';

export interface MovementReversal {
  readonly commandId: string;
  readonly institutionId: number;
  readonly lineId: number;
  readonly movementId: number;
  /** In the person's own words; kept with the movement. */
  readonly reason: string;
}

export type MovementReversalRefusal =
  | 'command_reused'
  | 'movement_unknown'
  | 'same_person'
  | 'already_reversed'
  | 'already_repaid'
  | 'already_lent'
  | 'already_drawn_again';

export type ReversedMovement = PostedMovement | { readonly type: 'refused'; readonly reason: MovementReversalRefusal };

/**
 * Takes back a movement that was entered by mistake: the mirror of its journal with the same value date, by somebody
 * else than who entered it. Refused where the money has moved on: a drawdown that is repaid or lent to farmers, or a
 * repayment whose room in a revolving line was drawn again.
 */
export async function reverseMovement(db: Knex, by: By, input: MovementReversal): Promise<ReversedMovement> {
  const { commandId, institutionId, lineId, movementId, reason } = input;
  const command = { id: commandId, kind: 'reverse-line-movement', content: { lineId, movementId, reason } };
  const answer = await once<ReversedMovement>(db, inLedgerOf(by, institutionId), command, async (trx) => {
    const line = await lockLine(trx, institutionId, lineId);
    const movements = await movementsOfLine(trx, institutionId, lineId);
    const movement = movements.find(({ id, reverses }) => id === movementId && reverses === null);
    if (!line || !movement) return { type: 'refused', reason: 'movement_unknown' };
    const refusal = reversalRefusal(line, movements, movement, by);
    if (!refusal) return takeBack(trx, by, line, movement, input);
    await recordLineDeed(trx, by, line, 'line-reversal-refused', { movementId, reason: refusal });
    return { type: 'refused', reason: refusal };
  });
  return answer.type === 'done' ? answer.outcome : answer;
}

function reversalRefusal(
  line: CreditLine,
  movements: readonly LineMovement[],
  movement: LineMovement,
  by: By,
): MovementReversalRefusal | undefined {
  const counting = standing(movements);
  if (!counting.includes(movement)) return 'already_reversed';
  if (isSameMaker(movement, makerOf(by))) return 'same_person';
  const { amount, valueDate } = movement;
  if (movement.kind === 'repayment') {
    if (!line.revolving) return undefined;
    return amount > largestDrawdown(line, counting, valueDate) ? 'already_drawn_again' : undefined;
  }
  if (amount > largestRepayment(counting, valueDate)) return 'already_repaid';
  const { outstanding, lentOn } = fundsOf(line);
  return amount > outstanding - lentOn ? 'already_lent' : undefined;
}

async function takeBack(
  trx: Knex.Transaction,
  by: By,
  line: CreditLine,
  movement: LineMovement,
  { commandId, reason }: MovementReversal,
): Promise<PostedMovement> {
  const { institutionId } = line;
  const { kind, amount, valueDate } = movement;
  const journal = await reverseJournal(trx, inLedgerOf(by, institutionId), movement.journalId, { commandId, part: 1 });
  const movementId = await nextNumber(trx, institutionId, 'line_movement');
  await insertMovement(trx, institutionId, {
    id: movementId,
    lineId: line.id,
    kind,
    amount,
    valueDate,
    journalId: journal.id,
    ...makerOf(by),
    reverses: movement.id,
    reason,
    recordedAt: by.clock.now(),
  });
  await updateBalances(trx, line, balanceAfter(line, kind, -amount));
  const details = { movementId, reversed: movement.id, amount, currency: line.currency, valueDate };
  await recordLineDeed(trx, by, line, 'line-movement-reversed', details, [journal]);
  return { type: 'done', movementId };
}
