import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { once } from '../ledger/command';
import { searchKey } from '../web/fields';
import { allOrganisations, NO_INSTITUTION, type OrganisationKind } from './store';

export interface NewPartnerOrganisation {
  readonly commandId: string;
  readonly name: string;
  readonly kind: OrganisationKind;
  /** Where it has its seat, `22`. */
  readonly departmentCode: string;
  /** Whom to ask for, as text; may be empty. */
  readonly contact: string;
}

export type PartnerOrganisationAdded =
  | { readonly type: 'done'; readonly partnerOrganisationId: number }
  | { readonly type: 'refused'; readonly reason: 'command_reused' }
  | { readonly type: 'refused'; readonly reason: 'organisation_exists'; readonly partnerOrganisationId: number };

/** Enters a partner organisation. Refuses a name that is already there, with or without accents and capitals. */
export async function addPartnerOrganisation(
  db: Knex,
  by: By,
  { commandId, ...organisation }: NewPartnerOrganisation,
): Promise<PartnerOrganisationAdded> {
  const command = { id: commandId, kind: 'add-partner-organisation', content: organisation };
  const answer = await once<PartnerOrganisationAdded>(db, by, command, async (trx) => {
    // The number comes first: its row makes two who add the same organisation at the same time take turns.
    const id = await nextNumber(trx, NO_INSTITUTION, 'partner_organisation');
    const { name, kind, departmentCode, contact } = organisation;
    const namesake = (await allOrganisations(trx)).find((other) => searchKey(other.name) === searchKey(name));
    if (namesake) return { type: 'refused', reason: 'organisation_exists', partnerOrganisationId: namesake.id };
    const created_at = by.clock.now();
    await trx('partner_organisation').insert({ id, name, kind, department_code: departmentCode, contact, created_at });
    await recordDeed(trx, by, {
      action: 'organisation-added',
      entity: 'partner-organisation',
      entityId: id,
      details: { name, kind, departmentCode },
      after: organisation,
    });
    return { type: 'done', partnerOrganisationId: id };
  });
  return answer.type === 'done' ? answer.outcome : answer;
}
