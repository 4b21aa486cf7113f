import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import { recordDeed } from '../ledger/audit';
import { staffIdOf, type By } from '../ledger/by';
import { once } from '../ledger/command';
import { activationCode, codeHash } from './code';
import { minutesAfter } from './device';
import { findHolder } from './store';

export const CODE_HOURS = 24;

export type IssuedCode =
  | { readonly type: 'issued'; readonly code: string; readonly expiresAt: string }
  | { readonly type: 'refused'; readonly reason: 'farmer_not_found' | 'command_reused' };

/**
 * Gives a farmer a code to link one telephone with: single use, good for 24 hours and five tries. Codes handed out
 * before end with it. Officers and managers hand it over on paper, face to face.
 */
export async function issueActivationCode(
  db: Knex,
  by: By,
  input: { readonly commandId: string; readonly farmerId: number; readonly pepper: string },
): Promise<IssuedCode> {
  const { commandId, farmerId, pepper } = input;
  const { institutionId } = by.actor;
  const code = activationCode(pepper, institutionId, farmerId, commandId);
  const answer = await once(db, by, { id: commandId, kind: 'issue-activation-code', content: { farmerId } }, (trx) =>
    storeCode(trx, by, farmerId, codeHash(pepper, code)),
  );
  if (answer.type === 'refused') return answer;
  // The code itself is never part of the stored outcome.
  return answer.outcome.type === 'refused' ? answer.outcome : { ...answer.outcome, code };
}

type Stored =
  | { readonly type: 'issued'; readonly expiresAt: string }
  | { readonly type: 'refused'; readonly reason: 'farmer_not_found' };

async function storeCode(trx: Knex.Transaction, by: By, farmerId: number, hash: string): Promise<Stored> {
  const { institutionId } = by.actor;
  if (!(await findHolder(trx, institutionId, farmerId))) return { type: 'refused', reason: 'farmer_not_found' };
  const now = by.clock.now();
  const expiresAt = minutesAfter(now, CODE_HOURS * 60);
  await trx('activation_code')
    .where({ institution_id: institutionId, farmer_id: farmerId })
    .whereNull('used_at')
    .where('expires_at', '>', now)
    .update({ expires_at: now });
  const id = await nextNumber(trx, institutionId, 'activation_code');
  await trx('activation_code').insert({
    institution_id: institutionId,
    id,
    farmer_id: farmerId,
    code_hash: hash,
    expires_at: expiresAt,
    used_at: null,
    failures: 0,
    staff_id: staffIdOf(by),
    created_at: now,
  });
  await recordDeed(trx, by, {
    action: 'activation-code-issued',
    entity: 'farmer',
    entityId: farmerId,
    details: { code: id, expiresAt },
  });
  return { type: 'issued', expiresAt };
}
