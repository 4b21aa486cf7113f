import { nextNumber } from '../db/counter';
import type { Knex } from '../db/connect';
import { isUniqueViolation } from '../db/transaction';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { once } from '../ledger/command';
import type { IsoDate } from '../lending/dates';
import type { DocumentKind, Sex } from './farmer-fields';
import { farmerFault, type FarmerFault } from './farmer-fault';
import { farmerColumns } from './rows';

export interface FarmerDetails {
  readonly documentKind: DocumentKind;
  /** Text: a DNI keeps the zeros in front. */
  readonly documentNumber: string;
  readonly givenNames: string;
  readonly firstSurname: string;
  /** Empty for a person with one surname. */
  readonly secondSurname: string;
  readonly sex: Sex;
  readonly birthDate: IsoDate;
  /** `+51962123456`, or null. */
  readonly phone: string | null;
  /** INEI code of the district where the person lives, `100601`. */
  readonly ubigeo: string;
  readonly community: string;
  /** The producer organisation the person belongs to, if any. */
  readonly partnerOrganisationId: number | null;
  /** The member of staff who looks after the person. */
  readonly officerId: number;
}

export interface NewFarmer extends FarmerDetails {
  readonly commandId: string;
}

export type FarmerRegistered =
  | { readonly type: 'done'; readonly farmerId: number }
  | { readonly type: 'refused'; readonly reason: 'command_reused' | FarmerFault }
  /** The institution already has a farmer with that document: `farmerId` is who. */
  | { readonly type: 'refused'; readonly reason: 'document_taken'; readonly farmerId: number };

/**
 * Enters a farmer. Refuses a document that the institution already has, an age below 18 or above 100 years, and a
 * district, organisation or officer that is not there.
 */
export async function registerFarmer(db: Knex, by: By, newFarmer: NewFarmer): Promise<FarmerRegistered> {
  try {
    return await register(db, by, newFarmer);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // Somebody else entered the same document at the same moment and was first; now the row is there to be found.
    return register(db, by, newFarmer);
  }
}

async function register(db: Knex, by: By, { commandId, ...farmer }: NewFarmer): Promise<FarmerRegistered> {
  const { institutionId } = by.actor;
  const command = { id: commandId, kind: 'register-farmer', content: farmer };
  const answer = await once<FarmerRegistered>(db, by, command, async (trx) => {
    const refusal = await farmerFault(trx, by, farmer);
    if (refusal) return refusal;
    const id = await nextNumber(trx, institutionId, 'farmer');
    await trx('farmer').insert({
      institution_id: institutionId,
      id,
      ...farmerColumns(farmer),
      created_at: by.clock.now(),
    });
    await recordDeed(trx, by, {
      action: 'farmer-registered',
      entity: 'farmer',
      entityId: id,
      after: farmer,
    });
    return { type: 'done', farmerId: id };
  });
  return answer.type === 'done' ? answer.outcome : answer;
}
