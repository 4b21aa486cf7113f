import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import { staffIdOf, type By } from '../ledger/by';
import { once } from '../ledger/command';
import { reverseJournal } from '../ledger/reversal';
import { lockAccount, moveAccount } from './account';
import { findRemittance, type Remittance } from './remittance-store';

export interface RemittanceReversal {
  readonly commandId: string;
  readonly remittanceId: number;
  readonly reason: string;
}

export type RemittanceReversalOutcome =
  | { readonly type: 'done'; readonly partnerOrganisationId: number }
  | {
      readonly type: 'refused';
      readonly reason:
        'command_reused' | 'role_not_allowed' | 'remittance_not_found' | 'already_reversed' | 'same_person';
    };

/** Takes back a remittance that was entered by mistake; somebody else than who took it does it and says why. */
export async function reverseRemittance(
  db: Knex,
  by: By,
  input: RemittanceReversal,
): Promise<RemittanceReversalOutcome> {
  const { commandId, ...content } = input;
  const command = { id: commandId, kind: 'reverse-remittance', content };
  const answer = await once<RemittanceReversalOutcome>(db, by, command, (trx) => reverse(trx, by, input));
  return answer.type === 'done' ? answer.outcome : answer;
}

async function reverse(trx: Knex.Transaction, by: By, input: RemittanceReversal): Promise<RemittanceReversalOutcome> {
  const { institutionId, role } = by.actor;
  if (role !== 'cashier' && role !== 'manager') return { type: 'refused', reason: 'role_not_allowed' };
  const found = await findRemittance(trx, institutionId, input.remittanceId);
  if (!found) return { type: 'refused', reason: 'remittance_not_found' };
  const account = await lockAccount(trx, institutionId, found.partnerOrganisationId);
  const remittance = (await findRemittance(trx, institutionId, found.id)) ?? found;
  const reason = remittanceReversalRefusal(remittance, staffIdOf(by));
  if (reason) return { type: 'refused', reason };

  const { commandId, reason: why } = input;
  const journal = await reverseJournal(trx, by, remittance.journalId, { commandId, part: 1 });
  const reversed = { reversed_by: staffIdOf(by), reversed_at: by.clock.now(), reversal_reason: why };
  await trx('remittance').where({ institution_id: institutionId, id: remittance.id }).update(reversed);
  const after = await moveAccount(trx, institutionId, account, { remitted: -remittance.amount });
  const { partnerOrganisationId, amount } = remittance;
  await recordDeed(trx, by, {
    action: 'remittance-reversed',
    entity: 'remittance',
    entityId: remittance.id,
    details: { partnerOrganisationId, amount, currency: 'PEN', reason: why },
    before: account,
    after,
    journals: [journal],
  });
  return { type: 'done', partnerOrganisationId };
}

/** Why a remittance may not be taken back by this person, or nothing; its page asks it too. */
export function remittanceReversalRefusal(
  { reversedBy, staffId }: Remittance,
  by: number,
): 'already_reversed' | 'same_person' | undefined {
  if (reversedBy !== null) return 'already_reversed';
  return staffId === by ? 'same_person' : undefined;
}
