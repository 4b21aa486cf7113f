import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { once } from '../ledger/command';
import { findOrganisation, NO_INSTITUTION } from './store';

export interface NewLetter {
  readonly commandId: string;
  readonly partnerOrganisationId: number;
  readonly signedOn: string;
  /** New hectares of cocoa, decimal text; `0` where the organisation commits itself to something else. */
  readonly hectares: string;
  /** Where the hectares are, `10`. */
  readonly departmentCode: string;
}

export type LetterRecorded =
  | { readonly type: 'done'; readonly letterId: number }
  | { readonly type: 'refused'; readonly reason: 'command_reused' | 'organisation_unknown' | 'date_in_future' };

/** Enters a letter of intention that a partner organisation signed, on that day or before. */
export async function recordLetter(db: Knex, by: By, { commandId, ...letter }: NewLetter): Promise<LetterRecorded> {
  const command = { id: commandId, kind: 'record-letter', content: letter };
  const answer = await once<LetterRecorded>(db, by, command, async (trx) => {
    const { partnerOrganisationId, signedOn, hectares, departmentCode } = letter;
    if (!(await findOrganisation(trx, partnerOrganisationId))) {
      return { type: 'refused', reason: 'organisation_unknown' };
    }
    if (signedOn > by.clock.today()) return { type: 'refused', reason: 'date_in_future' };
    const id = await nextNumber(trx, NO_INSTITUTION, 'letter_of_intention');
    await trx('letter_of_intention').insert({
      id,
      partner_organisation_id: partnerOrganisationId,
      signed_on: signedOn,
      hectares,
      department_code: departmentCode,
      created_at: by.clock.now(),
    });
    await recordDeed(trx, by, {
      action: 'letter-recorded',
      entity: 'partner-organisation',
      entityId: partnerOrganisationId,
      details: { letterId: id, signedOn, hectares, departmentCode },
      after: letter,
    });
    return { type: 'done', letterId: id };
  });
  return answer.type === 'done' ? answer.outcome : answer;
}
