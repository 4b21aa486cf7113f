import { Decimal } from 'decimal.js';
import { formatNumber } from 'libphonenumber-js';
import { stateName, stateTone } from '../applications/words';
import { daysBetween, type IsoDate } from '../lending/dates';
import type { Option } from '../web/field-html';
import type { Form } from '../web/form';
import type { Translate } from '../web/locale';
import { consentText } from './consent-text';
import type { FarmerApplication, FarmerLoan } from './credit-store';
import type { District } from './places';
import { PURPOSES, type Consent, type Farmer, type Parcel } from './rows';
import { methodWord, purposeWord, sexWord, tenureWord, varietyWord } from './words';

/** `Rupa-Rupa, Leoncio Prado, Huánuco` */
export function placeText(district: Pick<District, 'name' | 'province' | 'department'>): string {
  return `${district.name}, ${district.province}, ${district.department}`;
}

/** `+51962123456` → `962 123 456` */
export function phoneText(phone: string): string {
  return formatNumber(phone, phone.startsWith('+51') ? 'NATIONAL' : 'INTERNATIONAL');
}

/** Whole years from one day to another: 1980-11-24 to 2026-11-23 is 45. */
export function wholeYears(from: IsoDate, to: IsoDate): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? years - 1 : years;
}

/** What everybody who works with the farmer sees first. */
export function farmerSummary(
  farmer: Farmer,
  names: {
    readonly districts: readonly District[];
    readonly organisations: readonly Option[];
    readonly officers: readonly Option[];
  },
  today: IsoDate,
  t: Translate,
) {
  const district = names.districts.find(({ ubigeo }) => ubigeo === farmer.ubigeo);
  return {
    id: farmer.id,
    document: `${farmer.documentKind} ${farmer.documentNumber}`,
    sex: sexWord(farmer.sex, t),
    birthDate: farmer.birthDate,
    age: wholeYears(farmer.birthDate, today),
    phone: farmer.phone === null ? null : { to: `tel:${farmer.phone}`, text: phoneText(farmer.phone) },
    place: district ? placeText(district) : farmer.ubigeo,
    community: farmer.community,
    organisation: labelOf(names.organisations, farmer.partnerOrganisationId),
    officer: labelOf(names.officers, farmer.officerId),
    createdAt: farmer.createdAt,
  };
}

function labelOf(options: readonly Option[], id: number | null): string | null {
  return options.find(({ value }) => value === String(id))?.label ?? null;
}

export function parcelLines(parcels: readonly Parcel[], districts: readonly District[], today: IsoDate, t: Translate) {
  return {
    totalHa: parcels.reduce((sum, parcel) => sum.plus(parcel.areaHa), new Decimal(0)).toFixed(),
    parcels: parcels.map((parcel) => ({
      id: parcel.id,
      name: parcel.name,
      areaHa: parcel.areaHa,
      tenure: tenureWord(parcel.tenure, t),
      variety: varietyWord(parcel.variety, t),
      plantedOn: parcel.plantedOn,
      years: wholeYears(parcel.plantedOn, today),
      place: parcel.latitude === null ? null : `${parcel.latitude}, ${parcel.longitude ?? ''}`,
      district: districts.find(({ ubigeo }) => ubigeo === parcel.ubigeo)?.name ?? parcel.ubigeo,
    })),
  };
}

/** Each purpose with what counts today, and everything that was ever signed or taken back. */
export function consentLines(consents: readonly Consent[], t: Translate) {
  const line = (consent: Consent) => ({
    purposeTitle: purposeWord(consent.purpose, t),
    granted: consent.granted,
    signedOn: consent.signedOn,
    method: methodWord(consent.method, t),
    readAloud: consent.readAloud,
    witness: consent.witness,
    textVersion: consent.textVersion,
  });
  return {
    purposes: PURPOSES.map((purpose) => {
      const latest = consents.find((consent) => consent.purpose === purpose);
      return {
        purpose,
        title: purposeWord(purpose, t),
        state: latest === undefined ? 'none' : latest.granted ? 'granted' : 'withdrawn',
        latest: latest ? line(latest) : null,
      };
    }),
    consentHistory: consents.map(line),
  };
}

/** What the paper says, purpose by purpose, for the page where it is signed. */
export function consentTexts(t: Translate) {
  return PURPOSES.map((purpose) => ({ title: purposeWord(purpose, t), text: consentText(purpose, t) }));
}

export function loanLines(loans: readonly FarmerLoan[], today: IsoDate, t: Translate) {
  return loans.map((loan) => ({
    ...loan,
    daysLate: loan.oldestUnpaidDue === null ? 0 : Math.max(0, daysBetween(loan.oldestUnpaidDue, today)),
    state: loanState(loan, today, t),
  }));
}

function loanState(loan: FarmerLoan, today: IsoDate, t: Translate): { tone: string; text: string } {
  if (loan.status === 'written-off') return { tone: 'bad', text: t('Castigado') };
  if (loan.status !== 'active') return { tone: '', text: t('Pagado') };
  const late = loan.oldestUnpaidDue === null ? 0 : daysBetween(loan.oldestUnpaidDue, today);
  return late > 0
    ? { tone: 'bad', text: t('{count} días de atraso', { count: late }) }
    : { tone: 'ok', text: t('Al día') };
}

export function applicationLines(applications: readonly FarmerApplication[], t: Translate) {
  return applications.map((application) => ({
    ...application,
    state: { tone: stateTone(application.state), text: stateName(application.state, t) },
  }));
}

/** The farmer's details as the form shows them for a change. */
export function farmerValues(farmer: Farmer): Form['values'] {
  return {
    documentKind: farmer.documentKind,
    documentNumber: farmer.documentNumber,
    givenNames: farmer.givenNames,
    firstSurname: farmer.firstSurname,
    secondSurname: farmer.secondSurname,
    sex: farmer.sex,
    birthDate: dayMonthYear(farmer.birthDate),
    phone: farmer.phone === null ? '' : phoneText(farmer.phone),
    ubigeo: farmer.ubigeo,
    community: farmer.community,
    partnerOrganisationId: farmer.partnerOrganisationId === null ? '' : String(farmer.partnerOrganisationId),
    officerId: String(farmer.officerId),
  };
}

export function parcelValues(parcel: Parcel): Form['values'] {
  return {
    name: parcel.name,
    areaHa: parcel.areaHa,
    tenure: parcel.tenure,
    variety: parcel.variety,
    plantedOn: dayMonthYear(parcel.plantedOn),
    latitude: parcel.latitude ?? '',
    longitude: parcel.longitude ?? '',
    ubigeo: parcel.ubigeo,
  };
}

function dayMonthYear(day: IsoDate): string {
  return `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
}
