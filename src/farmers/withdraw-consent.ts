import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import { recordDeed } from '../ledger/audit';
import { staffIdOf, type By } from '../ledger/by';
import { once } from '../ledger/command';
import type { Purpose } from './rows';
import { consentsOf, lockFarmer } from './store';

export interface ConsentWithdrawal {
  readonly commandId: string;
  readonly farmerId: number;
  readonly purpose: Purpose;
}

export type ConsentWithdrawn =
  | { readonly type: 'done'; readonly consentId: number }
  | { readonly type: 'refused'; readonly reason: 'command_reused' | 'not_found' | 'not_granted' };

/**
 * Records that the farmer takes a consent back, from today on; what was done under it stays. Refuses where there is none
 * to take back.
 */
export async function withdrawConsent(db: Knex, by: By, withdrawal: ConsentWithdrawal): Promise<ConsentWithdrawn> {
  const { institutionId } = by.actor;
  const { commandId, ...content } = withdrawal;
  const { farmerId, purpose } = content;
  const command = { id: commandId, kind: 'withdraw-consent', content };
  const answer = await once<ConsentWithdrawn>(db, by, command, async (trx) => {
    if (!(await lockFarmer(trx, institutionId, farmerId))) return { type: 'refused', reason: 'not_found' };
    const latest = (await consentsOf(trx, institutionId, farmerId)).find((consent) => consent.purpose === purpose);
    if (!latest?.granted) return { type: 'refused', reason: 'not_granted' };
    const id = await nextNumber(trx, institutionId, 'consent');
    await trx('consent').insert({
      institution_id: institutionId,
      id,
      farmer_id: farmerId,
      purpose,
      granted: false,
      text_version: latest.textVersion,
      signed_on: by.clock.today(),
      method: latest.method,
      read_aloud: latest.readAloud,
      staff_id: staffIdOf(by),
      recorded_at: by.clock.now(),
    });
    await recordDeed(trx, by, {
      action: 'consent-withdrawn',
      entity: 'farmer',
      entityId: farmerId,
      details: { purpose },
      before: latest,
    });
    return { type: 'done', consentId: id };
  });
  return answer.type === 'done' ? answer.outcome : answer;
}
