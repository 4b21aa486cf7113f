import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { once } from '../ledger/command';
import { lockAgreement } from './agreement-store';

export interface AgreementEnd {
  readonly commandId: string;
  readonly agreementId: number;
  readonly reason: string;
}

export type AgreementEndOutcome =
  | { readonly type: 'done' }
  | { readonly type: 'refused'; readonly reason: 'command_reused' | 'agreement_not_found' | 'already_ended' };

/** Ends an agreement today: of what is delivered from today on nothing is withheld. The farmer may ask it at any time. */
export async function endAgreement(db: Knex, by: By, input: AgreementEnd): Promise<AgreementEndOutcome> {
  const { commandId, ...content } = input;
  const command = { id: commandId, kind: 'end-agreement', content };
  const answer = await once<AgreementEndOutcome>(db, by, command, async (trx) => {
    const { institutionId } = by.actor;
    const agreement = await lockAgreement(trx, institutionId, input.agreementId);
    if (!agreement) return { type: 'refused', reason: 'agreement_not_found' };
    const today = by.clock.today();
    if (agreement.endedOn !== null || agreement.validUntil < today) return { type: 'refused', reason: 'already_ended' };
    const ended = { ended_on: today, end_reason: input.reason };
    await trx('withholding_agreement').where({ institution_id: institutionId, id: agreement.id }).update(ended);
    await recordDeed(trx, by, {
      action: 'withholding-ended',
      entity: 'withholding-agreement',
      entityId: agreement.id,
      details: { farmerId: agreement.farmerId, reason: input.reason },
      before: agreement,
      after: { ...agreement, endedOn: today, endReason: input.reason },
    });
    return { type: 'done' };
  });
  return answer.type === 'done' ? answer.outcome : answer;
}
