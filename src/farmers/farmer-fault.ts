import type { Knex } from '../db/connect';
import type { By } from '../ledger/by';
import { addMonths } from '../lending/dates';
import type { FarmerDetails } from './register-farmer';
import { findFarmerByDocument } from './store';

export type FarmerFault = 'too_young' | 'too_old' | 'unknown_district' | 'unknown_organisation' | 'unknown_officer';

export type FarmerRefusal =
  | { readonly type: 'refused'; readonly reason: FarmerFault }
  | { readonly type: 'refused'; readonly reason: 'document_taken'; readonly farmerId: number };

const AGE_MIN_YEARS = 18;
const AGE_MAX_YEARS = 100;

/** What the rules have against these details; `farmerId` is the farmer they belong to, if that one exists already. */
export async function farmerFault(
  trx: Knex.Transaction,
  by: By,
  details: FarmerDetails,
  farmerId?: number,
): Promise<FarmerRefusal | undefined> {
  const { institutionId } = by.actor;
  const today = by.clock.today();
  if (details.birthDate > addMonths(today, -12 * AGE_MIN_YEARS)) return { type: 'refused', reason: 'too_young' };
  if (details.birthDate < addMonths(today, -12 * AGE_MAX_YEARS)) return { type: 'refused', reason: 'too_old' };
  if (!(await trx('district').where({ ubigeo: details.ubigeo }).first('ubigeo'))) {
    return { type: 'refused', reason: 'unknown_district' };
  }
  if (details.partnerOrganisationId !== null && !(await isProducerOrganisation(trx, details.partnerOrganisationId))) {
    return { type: 'refused', reason: 'unknown_organisation' };
  }
  const officer = { institution_id: institutionId, id: details.officerId };
  if (!(await trx('staff').where(officer).first('id'))) return { type: 'refused', reason: 'unknown_officer' };
  const { documentKind, documentNumber } = details;
  const namesake = await findFarmerByDocument(trx, institutionId, documentKind, documentNumber);
  if (namesake && namesake.id !== farmerId) {
    return { type: 'refused', reason: 'document_taken', farmerId: namesake.id };
  }
  return undefined;
}

async function isProducerOrganisation(trx: Knex.Transaction, id: number): Promise<boolean> {
  return (await trx('partner_organisation').where({ id, kind: 'producer-organisation' }).first('id')) !== undefined;
}
