import { findOrganisation } from '../alliance/store';
import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import { lockFarmer } from '../farmers/store';
import { recordDeed } from '../ledger/audit';
import { staffIdOf, type By } from '../ledger/by';
import { once } from '../ledger/command';
import { agreementsOfFarmer, insertAgreement, type Agreement } from './agreement-store';

export type NewAgreement = Omit<Agreement, 'id' | 'staffId' | 'recordedAt' | 'endedOn' | 'endReason'>;

export type AgreementOutcome =
  | { readonly type: 'done'; readonly agreementId: number }
  | { readonly type: 'refused'; readonly reason: AgreementRefusal };

export type AgreementRefusal =
  | 'command_reused'
  | 'farmer_not_found'
  | 'organisation_unknown'
  | 'share_out_of_range'
  | 'dates_out_of_order'
  | 'signed_in_future'
  | 'signed_after_start'
  | 'intent_missing'
  | 'intent_without_reach'
  | 'overlaps';

/**
 * Records that a farmer lets an organisation withhold a share of what it buys, for the lender. The farmer has signed,
 * and has said what becomes of money beyond two instalments where the whole debt may be paid (Res. SBS 3274-2017,
 * art. 29). One agreement at a time between a farmer and an organisation.
 */
export async function agreeWithholding(
  db: Knex,
  by: By,
  input: NewAgreement & { readonly commandId: string },
): Promise<AgreementOutcome> {
  const { commandId, ...content } = input;
  const command = { id: commandId, kind: 'agree-withholding', content };
  const answer = await once<AgreementOutcome>(db, by, command, (trx) => agree(trx, by, content));
  return answer.type === 'done' ? answer.outcome : answer;
}

async function agree(trx: Knex.Transaction, by: By, agreed: NewAgreement): Promise<AgreementOutcome> {
  const { institutionId } = by.actor;
  const farmer = await lockFarmer(trx, institutionId, agreed.farmerId);
  if (!farmer) return { type: 'refused', reason: 'farmer_not_found' };
  const organisation = await findOrganisation(trx, agreed.partnerOrganisationId);
  if (organisation?.kind !== 'producer-organisation') return { type: 'refused', reason: 'organisation_unknown' };
  const others = await agreementsOfFarmer(trx, institutionId, farmer.id, organisation.id);
  const reason =
    faultOf(agreed, by.clock.today()) ?? (others.some((one) => meets(one, agreed)) ? 'overlaps' : undefined);
  if (reason) return { type: 'refused', reason };

  const id = await nextNumber(trx, institutionId, 'withholding_agreement');
  const agreement = { ...agreed, id, staffId: staffIdOf(by), recordedAt: by.clock.now() };
  await insertAgreement(trx, institutionId, agreement);
  const { farmerId, partnerOrganisationId, sharePercent, validFrom, validUntil: validTo, signedOn, method } = agreed;
  await recordDeed(trx, by, {
    action: 'withholding-agreed',
    entity: 'withholding-agreement',
    entityId: id,
    details: { farmerId, partnerOrganisationId, sharePercent, validFrom, validTo, signedOn, method },
    after: agreement,
  });
  return { type: 'done', agreementId: id };
}

function faultOf(agreed: NewAgreement, today: string): AgreementRefusal | undefined {
  const share = Number(agreed.sharePercent);
  if (!(share > 0 && share <= 100)) return 'share_out_of_range';
  if (agreed.validUntil < agreed.validFrom) return 'dates_out_of_order';
  if (agreed.signedOn > today) return 'signed_in_future';
  if (agreed.signedOn > agreed.validFrom) return 'signed_after_start';
  if (agreed.reach === 'debt' && agreed.intent === null) return 'intent_missing';
  return agreed.reach !== 'debt' && agreed.intent !== null ? 'intent_without_reach' : undefined;
}

/** Whether both would hold on some day; one that was ended holds up to the eve of that. */
function meets(one: Agreement, other: NewAgreement): boolean {
  const startsBeforeEnd = one.endedOn === null || other.validFrom < one.endedOn;
  const neverHeld = one.endedOn !== null && one.endedOn <= one.validFrom;
  return !neverHeld && startsBeforeEnd && one.validFrom <= other.validUntil && other.validFrom <= one.validUntil;
}
