import type { Knex } from '../db/connect';
import { inTransaction, isUniqueViolation } from '../db/transaction';
import type { By } from './by';
import { canonicalText, digestOf } from './digest';

/** One intention of one person: the form carries its id, so that a repeated POST is recognised. */
export interface Command {
  /** Made when the form was shown; the same id again is the same intention. */
  readonly id: string;
  readonly kind: string;
  /** What was asked for: the same id with other content is a fault of the sender. */
  readonly content: unknown;
}

export type Once<Outcome> =
  | { readonly type: 'done'; readonly outcome: Outcome; readonly repeated: boolean }
  | { readonly type: 'refused'; readonly reason: 'command_reused' };

/**
 * Does the work once per command id of the institution, in one transaction. A repetition gets the first outcome, whether
 * that was a success or a refusal by the rules; a fault before commit leaves nothing behind and may be tried again.
 * The outcome is stored as JSON, so it must be plain data.
 */
export async function once<Outcome>(
  db: Knex,
  by: By,
  command: Command,
  work: (trx: Knex.Transaction) => Promise<Outcome>,
): Promise<Once<Outcome>> {
  const contentHash = digestOf([command.kind, canonicalText(command.content)]);
  const first = (): Promise<Once<Outcome>> =>
    inTransaction(db, async (trx) => {
      const earlier = await earlierOutcome(trx, by, command.id, contentHash);
      if (earlier) return earlier as Once<Outcome>;
      const outcome = await work(trx);
      await trx('command').insert({
        institution_id: by.actor.institutionId,
        id: command.id,
        kind: command.kind,
        content_hash: contentHash,
        outcome: JSON.stringify(outcome),
        recorded_at: by.clock.now(),
      });
      return { type: 'done', outcome, repeated: false };
    });
  try {
    return await first();
  } catch (error) {
    // Two copies ran side by side and the other one committed first: its outcome is the answer to both.
    const earlier = isUniqueViolation(error) ? await earlierOutcome(db, by, command.id, contentHash) : undefined;
    if (earlier) return earlier as Once<Outcome>;
    throw error;
  }
}

async function earlierOutcome(db: Knex, by: By, id: string, contentHash: string): Promise<Once<unknown> | undefined> {
  const row = (await db('command')
    .where({ institution_id: by.actor.institutionId, id })
    .first('content_hash', 'outcome')) as { content_hash: string; outcome: string } | undefined;
  if (!row) return undefined;
  if (row.content_hash !== contentHash) return { type: 'refused', reason: 'command_reused' };
  return { type: 'done', outcome: JSON.parse(row.outcome) as unknown, repeated: true };
}
