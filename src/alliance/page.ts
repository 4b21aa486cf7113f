import { Decimal } from '../lending/decimal';
import type { ExportColumn } from '../web/export';
import { blankForm } from '../web/form';
import { count, hectares, ratio, wholeMoney } from '../web/format';
import type { Translate } from '../web/locale';
import { PAGE_ROWS, pagesOf, withQuery } from '../web/pagination';
import { OTHER_DEPARTMENT, type OrganisationListQuery } from './form';
import { hectaresOf, type ListedOrganisation } from './organisation-list';
import type { Progress } from './progress';
import { ORGANISATION_KINDS, type Department, type Letter, type PartnerOrganisation } from './store';
import { departmentName, kindName } from './words';

/** The four goals as texts and as the numbers of a meter; a goal without a target or a figure shows a dash. */
export function progressRows({ targets, ...actual }: Progress, t: Translate) {
  return [
    goal(t('Organizaciones con carta de intención'), actual.organisations, targets?.organisations, count),
    goal(t('Hectáreas comprometidas'), actual.hectares.toNumber(), targets?.hectares.toNumber(), hectares),
    goal(t('Productores financiados'), actual.farmers, targets?.farmers, count),
    goal(t('Inversión en líneas de crédito'), actual.investmentUsd, targets?.investmentUsd, (amount) =>
      wholeMoney(amount, 'USD'),
    ),
  ];
}

function goal(
  label: string,
  actual: number | undefined,
  target: number | undefined,
  write: (figure: number) => string,
) {
  return {
    label,
    actual: actual === undefined ? '—' : write(actual),
    target: target === undefined ? '—' : write(target),
    share: actual === undefined || target === undefined ? '—' : ratio(actual, target),
    meter: actual === undefined || !target ? null : { max: target, value: Math.min(actual, target) },
  };
}

/** Standing letters by the kind of who signed them, and by the department of the hectares. */
export function breakdowns(
  organisations: readonly ListedOrganisation[],
  letters: readonly Letter[],
  departments: readonly Department[],
  t: Translate,
) {
  const standing = letters.filter((letter) => letter.withdrawnOn === null);
  return {
    kinds: ORGANISATION_KINDS.map((kind) => {
      const ofKind = organisations.filter((organisation) => organisation.kind === kind);
      return {
        to: withQuery('/alianza/organizaciones', { tipo: kind }),
        label: kindName(kind, t),
        organisations: ofKind.length,
        withLetter: ofKind.filter((organisation) => organisation.letters > 0).length,
        hectares: ofKind.reduce((sum, organisation) => sum.plus(organisation.hectares), new Decimal(0)).toFixed(),
      };
    }),
    regions: departments.map(({ code, name }) => {
      const there = standing.filter((letter) => letter.departmentCode === code);
      return {
        label: name,
        organisations: new Set(there.map((letter) => letter.partnerOrganisationId)).size,
        letters: there.length,
        hectares: hectaresOf(there).toFixed(),
      };
    }),
  };
}

export function organisationList(
  organisations: readonly ListedOrganisation[],
  query: OrganisationListQuery,
  departments: readonly Department[],
  t: Translate,
) {
  const { pagina, formato: _format, ...filters } = query;
  const pages = pagesOf(organisations.length, pagina, '/alianza/organizaciones', filters);
  const from = (pages.current - 1) * PAGE_ROWS;
  return {
    form: blankForm({ q: query.q, tipo: query.tipo ?? '', region: query.region ?? '' }),
    kinds: kindOptions(t),
    regions: departmentOptions(departments, t),
    filtered: query.q !== '' || query.tipo !== undefined || query.region !== undefined,
    found: organisations.length,
    hectares: organisations.reduce((sum, one) => sum.plus(one.hectares), new Decimal(0)).toFixed(),
    rows: organisations.slice(from, from + PAGE_ROWS).map((organisation) => ({
      ...organisation,
      to: `/alianza/organizaciones/${organisation.id}`,
      kind: kindName(organisation.kind, t),
      department: departmentName(organisation.departmentCode, departments, t),
      hectares: organisation.hectares.toFixed(),
    })),
    pages,
    csv: withQuery('/alianza/organizaciones', { ...filters, formato: 'csv' }),
    xlsx: withQuery('/alianza/organizaciones', { ...filters, formato: 'xlsx' }),
  };
}

export function organisationColumns(
  departments: readonly Department[],
  t: Translate,
): ExportColumn<ListedOrganisation>[] {
  return [
    { heading: t('N.º'), kind: 'integer', value: (row) => row.id },
    { heading: t('Organización'), kind: 'text', value: (row) => row.name },
    { heading: t('Clase'), kind: 'text', value: (row) => kindName(row.kind, t) },
    { heading: t('Región'), kind: 'text', value: (row) => departmentName(row.departmentCode, departments, t) },
    { heading: t('Contacto'), kind: 'text', value: (row) => row.contact },
    { heading: t('Cartas vigentes'), kind: 'integer', value: (row) => row.letters },
    { heading: t('Hectáreas'), kind: 'decimal', value: (row) => row.hectares.toFixed() },
    { heading: t('Última carta'), kind: 'date', value: (row) => row.lastSignedOn },
  ];
}

export function organisationPage(
  organisation: PartnerOrganisation,
  letters: readonly Letter[],
  departments: readonly Department[],
  t: Translate,
) {
  return {
    id: organisation.id,
    kind: kindName(organisation.kind, t),
    department: departmentName(organisation.departmentCode, departments, t),
    contact: organisation.contact || t('No registrado'),
    hectares: hectaresOf(letters.filter((letter) => letter.withdrawnOn === null)).toFixed(),
    letters: letters.map((letter) => letterRow(letter, departments, t)),
  };
}

export function letterRow(letter: Letter, departments: readonly Department[], t: Translate) {
  return { ...letter, department: departmentName(letter.departmentCode, departments, t) };
}

export function kindOptions(t: Translate) {
  return ORGANISATION_KINDS.map((kind) => ({ value: kind, label: kindName(kind, t) }));
}

/** Where an organisation has its seat: one of the departments of the alliance, or elsewhere. */
export function departmentOptions(departments: readonly Department[], t: Translate) {
  return [...departments.map(({ code }) => code), OTHER_DEPARTMENT].map((code) => ({
    value: code,
    label: departmentName(code, departments, t),
  }));
}
