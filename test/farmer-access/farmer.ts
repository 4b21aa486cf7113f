import type { Knex } from '../../src/db/connect';
import { nextNumber } from '../../src/db/counter';
import { inTransaction } from '../../src/db/transaction';
import type { Institution } from '../support/world';

export const ROSA = {
  documentNumber: '01234567',
  birthDate: '1985-04-12',
  phone: '+51962345678',
};

/** Rosa Quispe Huamán of Rupa-Rupa as a farmer of the institution; answers her number. */
export async function addRosa(db: Knex, at: Institution, documentNumber = ROSA.documentNumber): Promise<number> {
  return inTransaction(db, async (trx) => {
    const id = await nextNumber(trx, at.id, 'farmer');
    await trx('farmer').insert({
      institution_id: at.id,
      id,
      document_kind: 'DNI',
      document_number: documentNumber,
      given_names: 'Rosa',
      first_surname: 'Quispe',
      second_surname: 'Huamán',
      name_key: 'quispe huaman rosa',
      phone: ROSA.phone,
      sex: 'F',
      birth_date: ROSA.birthDate,
      ubigeo: '100601',
      community: 'Naranjillo',
      partner_organisation_id: null,
      officer_id: at.staff['carmen'],
      created_at: '2026-01-05T15:00:00.000Z',
    });
    return id;
  });
}
