import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import { staffIdOf, type By } from '../ledger/by';
import { once } from '../ledger/command';
import { lockRequest, writeDecision } from './store';

export interface ChangeWithdrawal {
  readonly commandId: string;
  readonly requestId: number;
  readonly reason: string;
}

export type WithdrawalOutcome =
  | { readonly type: 'done'; readonly loanId: number }
  | {
      readonly type: 'refused';
      readonly reason: 'command_reused' | 'request_not_found' | 'already_decided' | 'not_the_requester';
    };

/** Takes a request back before anybody has decided it; only who asked does. The loan may then be asked something else. */
export async function withdrawChange(db: Knex, by: By, input: ChangeWithdrawal): Promise<WithdrawalOutcome> {
  const { commandId, ...content } = input;
  const command = { id: commandId, kind: 'withdraw-change', content };
  const answer = await once<WithdrawalOutcome>(db, by, command, (trx) => withdraw(trx, by, input));
  return answer.type === 'done' ? answer.outcome : answer;
}

async function withdraw(
  trx: Knex.Transaction,
  by: By,
  { requestId, reason }: ChangeWithdrawal,
): Promise<WithdrawalOutcome> {
  const { institutionId } = by.actor;
  const request = await lockRequest(trx, institutionId, requestId);
  if (!request) return { type: 'refused', reason: 'request_not_found' };
  if (request.state !== 'open') return { type: 'refused', reason: 'already_decided' };
  const decidedBy = staffIdOf(by);
  if (decidedBy !== request.requestedBy) return { type: 'refused', reason: 'not_the_requester' };
  const withdrawn = { state: 'withdrawn' as const, decidedBy, decidedAt: by.clock.now(), reason, eventId: null };
  await writeDecision(trx, institutionId, request.id, withdrawn);
  await recordDeed(trx, by, {
    action: 'change-withdrawn',
    entity: 'loan',
    entityId: request.loanId,
    details: { request: request.id },
    after: withdrawn,
  });
  return { type: 'done', loanId: request.loanId };
}
