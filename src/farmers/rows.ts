import { Decimal } from 'decimal.js';
import type { IsoDate } from '../lending/dates';
import { searchKey } from '../web/fields';
import type { DocumentKind, Sex } from './farmer-fields';
import type { Tenure, Variety } from './parcel-fields';
import type { ParcelDetails } from './add-parcel';
import type { FarmerDetails } from './register-farmer';

export interface Farmer extends FarmerDetails {
  readonly id: number;
  /** As the person is addressed, `Rosa Quispe Huamán`. */
  readonly name: string;
  readonly createdAt: string;
}

export interface Parcel extends ParcelDetails {
  readonly id: number;
  readonly farmerId: number;
}

/** What a farmer may allow us to do with their data, each for itself. */
export const PURPOSES = ['evaluation', 'credit-bureau', 'messages', 'funders'] as const;
export const CONSENT_METHODS = ['handwritten', 'fingerprint', 'digital'] as const;

export type Purpose = (typeof PURPOSES)[number];
export type ConsentMethod = (typeof CONSENT_METHODS)[number];

/** One grant or one withdrawal. */
export interface Consent {
  readonly id: number;
  readonly purpose: Purpose;
  readonly granted: boolean;
  /** Which text was signed; see consent-text.ts. */
  readonly textVersion: string;
  readonly signedOn: IsoDate;
  readonly method: ConsentMethod;
  readonly readAloud: boolean;
  /** Who was there when it was signed. */
  readonly witness: string;
}

export function fullName(person: { givenNames: string; firstSurname: string; secondSurname: string }): string {
  return [person.givenNames, person.firstSurname, person.secondSurname].filter((part) => part !== '').join(' ');
}

export interface FarmerRow {
  readonly id: number;
  readonly document_kind: DocumentKind;
  readonly document_number: string;
  readonly given_names: string;
  readonly first_surname: string;
  readonly second_surname: string;
  readonly phone: string | null;
  readonly sex: Sex;
  readonly birth_date: string;
  readonly ubigeo: string;
  readonly community: string;
  readonly partner_organisation_id: number | null;
  readonly officer_id: number;
  readonly created_at: string;
}

export function farmerOf(row: FarmerRow): Farmer {
  const person = { givenNames: row.given_names, firstSurname: row.first_surname, secondSurname: row.second_surname };
  return {
    ...person,
    id: row.id,
    documentKind: row.document_kind,
    documentNumber: row.document_number,
    name: fullName(person),
    phone: row.phone,
    sex: row.sex,
    birthDate: row.birth_date,
    ubigeo: row.ubigeo,
    community: row.community,
    partnerOrganisationId: row.partner_organisation_id,
    officerId: row.officer_id,
    createdAt: row.created_at,
  };
}

/** The columns of a farmer's own details; the search key is made of the same names that are stored. */
export function farmerColumns(details: FarmerDetails) {
  return {
    document_kind: details.documentKind,
    document_number: details.documentNumber,
    given_names: details.givenNames,
    first_surname: details.firstSurname,
    second_surname: details.secondSurname,
    name_key: searchKey(`${details.firstSurname} ${details.secondSurname} ${details.givenNames}`),
    phone: details.phone,
    sex: details.sex,
    birth_date: details.birthDate,
    ubigeo: details.ubigeo,
    community: details.community,
    partner_organisation_id: details.partnerOrganisationId,
    officer_id: details.officerId,
  };
}

export interface ParcelRow {
  readonly id: number;
  readonly farmer_id: number;
  readonly name: string;
  readonly area_ha: string;
  readonly tenure: Tenure;
  readonly variety: Variety;
  readonly planted_on: string;
  readonly latitude: string | null;
  readonly longitude: string | null;
  readonly ubigeo: string;
}

export function parcelOf(row: ParcelRow): Parcel {
  return {
    id: row.id,
    farmerId: row.farmer_id,
    ...withPlainDecimals({
      name: row.name,
      areaHa: row.area_ha,
      tenure: row.tenure,
      variety: row.variety,
      plantedOn: row.planted_on,
      latitude: row.latitude,
      longitude: row.longitude,
      ubigeo: row.ubigeo,
    }),
  };
}

export function parcelColumns(parcel: ParcelDetails) {
  return {
    name: parcel.name,
    area_ha: parcel.areaHa,
    tenure: parcel.tenure,
    variety: parcel.variety,
    planted_on: parcel.plantedOn,
    latitude: parcel.latitude,
    longitude: parcel.longitude,
    ubigeo: parcel.ubigeo,
  };
}

/**
 * PostgreSQL fills an exact decimal up with zeros and SQLite keeps what was written: here both read the same. Coordinates
 * show the six decimals they are asked with, also where the last ones are zeros.
 */
export function withPlainDecimals(parcel: ParcelDetails): ParcelDetails {
  return {
    ...parcel,
    areaHa: new Decimal(parcel.areaHa).toFixed(),
    latitude: parcel.latitude === null ? null : degrees(parcel.latitude),
    longitude: parcel.longitude === null ? null : degrees(parcel.longitude),
  };
}

function degrees(text: string): string {
  const value = new Decimal(text);
  return value.toFixed(Math.max(6, value.decimalPlaces()));
}

export interface ConsentRow {
  readonly id: number;
  readonly purpose: Purpose;
  readonly granted: boolean | number;
  readonly text_version: string;
  readonly signed_on: string;
  readonly method: ConsentMethod;
  readonly read_aloud: boolean | number;
  readonly staff_name: string;
}

export function consentOf(row: ConsentRow): Consent {
  return {
    id: row.id,
    purpose: row.purpose,
    granted: Boolean(row.granted),
    textVersion: row.text_version,
    signedOn: row.signed_on,
    method: row.method,
    readAloud: Boolean(row.read_aloud),
    witness: row.staff_name,
  };
}
