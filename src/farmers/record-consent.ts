import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import { recordDeed } from '../ledger/audit';
import { staffIdOf, type By } from '../ledger/by';
import { once } from '../ledger/command';
import type { IsoDate } from '../lending/dates';
import { LAW_PUBLISHED_ON, type ConsentTextVersion } from './consent-text';
import type { ConsentMethod, Purpose } from './rows';
import { lockFarmer } from './store';

export interface SignedConsent {
  readonly commandId: string;
  readonly farmerId: number;
  /** What the farmer signed for, each purpose for itself. */
  readonly purposes: readonly Purpose[];
  /** Which text was signed; see consent-text.ts. */
  readonly textVersion: ConsentTextVersion;
  readonly signedOn: IsoDate;
  readonly method: ConsentMethod;
  /** Whether somebody read the text to the farmer before it was signed. */
  readonly readAloud: boolean;
}

export type ConsentRecorded =
  | { readonly type: 'done'; readonly consentIds: readonly number[] }
  | { readonly type: 'refused'; readonly reason: 'command_reused' | 'not_found' | ConsentFault };

export type ConsentFault = 'no_purpose' | 'signed_in_future' | 'signed_before_law';

/**
 * Records what a farmer signed under Ley 29733, one row for each purpose; the actor is the witness. Refuses a paper
 * without a purpose, or signed on a day to come or before there was the law.
 */
export async function recordConsent(
  db: Knex,
  by: By,
  { commandId, ...signed }: SignedConsent,
): Promise<ConsentRecorded> {
  const { institutionId } = by.actor;
  const command = { id: commandId, kind: 'record-consent', content: signed };
  const answer = await once<ConsentRecorded>(db, by, command, async (trx) => {
    if (!(await lockFarmer(trx, institutionId, signed.farmerId))) return { type: 'refused', reason: 'not_found' };
    const fault = consentFault(by, signed);
    if (fault) return { type: 'refused', reason: fault };
    const consentIds: number[] = [];
    for (const purpose of signed.purposes) {
      const id = await nextNumber(trx, institutionId, 'consent');
      await trx('consent').insert({
        institution_id: institutionId,
        id,
        farmer_id: signed.farmerId,
        purpose,
        granted: true,
        text_version: signed.textVersion,
        signed_on: signed.signedOn,
        method: signed.method,
        read_aloud: signed.readAloud,
        staff_id: staffIdOf(by),
        recorded_at: by.clock.now(),
      });
      consentIds.push(id);
    }
    const { farmerId, ...details } = signed;
    await recordDeed(trx, by, {
      action: 'consent-recorded',
      entity: 'farmer',
      entityId: farmerId,
      details,
      after: signed,
    });
    return { type: 'done', consentIds };
  });
  return answer.type === 'done' ? answer.outcome : answer;
}

function consentFault(by: By, signed: Omit<SignedConsent, 'commandId'>): ConsentFault | undefined {
  if (signed.purposes.length === 0) return 'no_purpose';
  if (signed.signedOn > by.clock.today()) return 'signed_in_future';
  return signed.signedOn < LAW_PUBLISHED_ON ? 'signed_before_law' : undefined;
}
