import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { once } from '../ledger/command';
import { lockLetter } from './store';

export interface LetterWithdrawal {
  readonly commandId: string;
  readonly letterId: number;
  /** Entered by mistake, or what the organisation said. */
  readonly reason: string;
}

export type LetterWithdrawn =
  | { readonly type: 'done' }
  | { readonly type: 'refused'; readonly reason: 'command_reused' | 'letter_unknown' | 'already_withdrawn' };

/** Takes a letter out of the count from today on; the letter stays, with the day and the reason. */
export async function withdrawLetter(db: Knex, by: By, input: LetterWithdrawal): Promise<LetterWithdrawn> {
  const { commandId, letterId, reason } = input;
  const command = { id: commandId, kind: 'withdraw-letter', content: { letterId, reason } };
  const answer = await once<LetterWithdrawn>(db, by, command, async (trx) => {
    const letter = await lockLetter(trx, letterId);
    if (!letter) return { type: 'refused', reason: 'letter_unknown' };
    if (letter.withdrawnOn !== null) return { type: 'refused', reason: 'already_withdrawn' };
    const withdrawnOn = by.clock.today();
    await trx('letter_of_intention')
      .where({ id: letterId })
      .update({ withdrawn_on: withdrawnOn, withdrawal_reason: reason });
    await recordDeed(trx, by, {
      action: 'letter-withdrawn',
      entity: 'partner-organisation',
      entityId: letter.partnerOrganisationId,
      details: { letterId, reason },
      before: letter,
      after: { ...letter, withdrawnOn, withdrawalReason: reason },
    });
    return { type: 'done' };
  });
  return answer.type === 'done' ? answer.outcome : answer;
}
