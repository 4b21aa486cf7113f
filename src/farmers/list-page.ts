import type { Option } from '../web/field-html';
import type { Translate } from '../web/locale';
import { withQuery } from '../web/pagination';
import type { ExportColumn } from '../web/export';
import type { User } from '../web/user';
import type { ListQuery } from './form';
import { phoneText } from './page';
import { placeName, type District } from './places';
import type { FarmerFilters, ListedFarmer } from './search-farmers';
import { sexOptions, sexWord } from './words';

export const LIST_PATH = '/productores';

/** Officers see their own farmers first; everybody else sees all until they ask for theirs. */
export function onlyMine(query: ListQuery, user: User): boolean {
  return query.mios === '' ? user.role === 'officer' : query.mios === '1';
}

export function filtersOf(query: ListQuery, user: User): FarmerFilters {
  return {
    text: query.buscar.trim() || undefined,
    place: query.lugar || undefined,
    partnerOrganisationId: query.organizacion,
    officerId: onlyMine(query, user) ? user.id : query.asesor,
    sex: query.sexo || undefined,
  };
}

/** The filters in the address, without the page number: a change of filter begins at page 1. */
export function addressOf(query: ListQuery): Record<string, string | number | undefined> {
  const { pagina: _page, ...filters } = query;
  return filters;
}

export interface ListChoices {
  readonly districts: readonly District[];
  readonly organisations: readonly Option[];
  readonly officers: readonly Option[];
}

/** What narrows the list now, each with the address of the list without it. */
export function chipsOf(query: ListQuery, user: User, choices: ListChoices, t: Translate) {
  const address = addressOf(query);
  const without = (name: string): string => withQuery(LIST_PATH, { ...address, [name]: undefined });
  const label = (options: readonly Option[], value: string | number | undefined): string =>
    options.find((option) => option.value === String(value))?.label ?? '';
  const chips: { readonly label: string; readonly to: string }[] = [];
  const text = query.buscar.trim();
  if (text !== '') chips.push({ label: `“${text}”`, to: without('buscar') });
  if (query.lugar !== '') {
    chips.push({ label: placeName(choices.districts, query.lugar) ?? query.lugar, to: without('lugar') });
  }
  if (query.organizacion !== undefined) {
    chips.push({ label: label(choices.organisations, query.organizacion), to: without('organizacion') });
  }
  if (query.asesor !== undefined && !onlyMine(query, user)) {
    chips.push({ label: label(choices.officers, query.asesor), to: without('asesor') });
  }
  if (query.sexo !== '') chips.push({ label: sexWord(query.sexo, t), to: without('sexo') });
  return chips;
}

export function filterForm(query: ListQuery, choices: ListChoices, t: Translate) {
  return {
    form: {
      values: {
        buscar: query.buscar,
        lugar: query.lugar,
        organizacion: String(query.organizacion ?? ''),
        asesor: String(query.asesor ?? ''),
        sexo: query.sexo,
      },
      errors: {},
      commandId: '',
    },
    organisations: choices.organisations,
    officers: choices.officers,
    sexes: sexOptions(t),
  };
}

export function farmerLine(farmer: ListedFarmer) {
  return {
    id: farmer.id,
    name: `${farmer.firstSurname} ${farmer.secondSurname}`.trim() + `, ${farmer.givenNames}`,
    document: farmer.documentNumber,
    // A telephone is read as one: it does not break over two lines.
    phone: farmer.phone === null ? '' : phoneText(farmer.phone).replaceAll(' ', '\u00a0'),
    district: farmer.district,
    province: farmer.province,
    organisation: farmer.organisation ?? '',
    officer: farmer.officer,
    parcels: farmer.parcels,
    areaHa: farmer.areaHa,
  };
}

/** The columns of the file, with what the list has no room for. */
export function exportColumns(t: Translate): ExportColumn<ListedFarmer>[] {
  return [
    { heading: t('Número'), kind: 'integer', value: (farmer) => farmer.id },
    { heading: t('Tipo de documento'), kind: 'text', value: (farmer) => farmer.documentKind },
    { heading: t('Número de documento'), kind: 'text', value: (farmer) => farmer.documentNumber },
    { heading: t('Apellido paterno'), kind: 'text', value: (farmer) => farmer.firstSurname },
    { heading: t('Apellido materno'), kind: 'text', value: (farmer) => farmer.secondSurname },
    { heading: t('Nombres'), kind: 'text', value: (farmer) => farmer.givenNames },
    { heading: t('Sexo'), kind: 'text', value: (farmer) => sexWord(farmer.sex, t) },
    { heading: t('Fecha de nacimiento'), kind: 'date', value: (farmer) => farmer.birthDate },
    { heading: t('Celular'), kind: 'text', value: (farmer) => farmer.phone },
    { heading: t('Departamento'), kind: 'text', value: (farmer) => farmer.department },
    { heading: t('Provincia'), kind: 'text', value: (farmer) => farmer.province },
    { heading: t('Distrito'), kind: 'text', value: (farmer) => farmer.district },
    { heading: t('Ubigeo'), kind: 'text', value: (farmer) => farmer.ubigeo },
    { heading: t('Caserío o comunidad'), kind: 'text', value: (farmer) => farmer.community },
    { heading: t('Organización de productores'), kind: 'text', value: (farmer) => farmer.organisation },
    { heading: t('Asesor'), kind: 'text', value: (farmer) => farmer.officer },
    { heading: t('Parcelas'), kind: 'integer', value: (farmer) => farmer.parcels },
    { heading: t('Hectáreas'), kind: 'decimal', value: (farmer) => farmer.areaHa },
  ];
}
