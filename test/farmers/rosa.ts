import type { ParcelDetails } from '../../src/farmers/add-parcel';
import type { FarmerDetails } from '../../src/farmers/register-farmer';
import type { Institution } from '../support/world';

/** Rosa Quispe Huamán of Rupa-Rupa, whom Carmen looks after. */
export function rosa(at: Institution, other: Partial<FarmerDetails> = {}): FarmerDetails {
  return {
    documentKind: 'DNI',
    documentNumber: '01234567',
    givenNames: 'Rosa',
    firstSurname: 'Quispe',
    secondSurname: 'Huamán',
    sex: 'F',
    birthDate: '1985-04-12',
    phone: '+51962345678',
    ubigeo: '100601',
    community: 'Naranjillo',
    partnerOrganisationId: null,
    officerId: at.staff['carmen'] ?? 0,
    ...other,
  };
}

export const laBanda: ParcelDetails = {
  name: 'La Banda',
  areaHa: '2.5',
  tenure: 'possession',
  variety: 'ccn51',
  plantedOn: '2019-11-15',
  latitude: '-9.295100',
  longitude: '-75.998456',
  ubigeo: '100601',
};

let commands = 0;

/** A command id that nobody has used. */
export function commandId(): string {
  return `command-${String(++commands).padStart(6, '0')}`;
}
