import { formatNumber } from 'libphonenumber-js';
import type { IsoDate } from '../lending/dates';
import type { ExportColumn } from '../web/export';
import type { Option } from '../web/field-html';
import { count } from '../web/format';
import type { Translate } from '../web/locale';
import { withQuery } from '../web/pagination';
import type { User } from '../web/user';
import { LOAN_STATES, type LoanListQuery } from './form';
import type { ListedLoan, LoanFilters } from './list-store';
import { daysLateOn, loanTag } from './words';

export const LOANS_PATH = '/creditos';

/** What the selects of the filter offer. */
export interface LoanChoices {
  readonly departments: readonly Option[];
  readonly organisations: readonly Option[];
  readonly lines: readonly Option[];
  readonly products: readonly Option[];
  readonly officers: readonly Option[];
  /** The bands of days late that the regulation knows, e.g. `9-30`. */
  readonly bands: readonly Option[];
}

/** Officers see their own loans first; everybody else sees all until they ask for theirs. */
export function onlyMine(query: LoanListQuery, user: User): boolean {
  return query.mios === '' ? user.role === 'officer' : query.mios === '1';
}

export function loanFilters(query: LoanListQuery, user: User): LoanFilters {
  const [from = '', to = ''] = query.atraso.split('-');
  return {
    text: query.buscar.trim() || undefined,
    state: query.estado || undefined,
    daysLate: from === '' ? undefined : { from: Number(from), to: to === '' ? undefined : Number(to) },
    department: query.departamento || undefined,
    partnerOrganisationId: query.organizacion,
    lineId: query.linea,
    productId: query.producto,
    officerId: onlyMine(query, user) ? user.id : query.asesor,
  };
}

/** The filters in the address, without the page number. */
export function addressOf(query: LoanListQuery): Record<string, string | number | undefined> {
  const { pagina: _page, ...filters } = query;
  return filters;
}

export function filterForm(query: LoanListQuery, choices: LoanChoices, t: Translate) {
  const { buscar, estado, atraso, departamento } = query;
  const ids = { organizacion: query.organizacion, linea: query.linea, producto: query.producto, asesor: query.asesor };
  const values = Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, String(id ?? '')]));
  return {
    form: { values: { buscar, estado, atraso, departamento, ...values }, errors: {}, commandId: '' },
    states: LOAN_STATES.map((value) => ({ value, label: stateName(value, t) })),
    ...choices,
  };
}

/** What narrows the list now, each with the address of the list without it. */
export function chipsOf(query: LoanListQuery, mine: boolean, choices: LoanChoices, t: Translate) {
  const address = addressOf(query);
  const labelIn = (options: readonly Option[], value: string | number | undefined): string =>
    options.find((option) => option.value === String(value ?? ''))?.label ?? String(value ?? '');
  const labels: Readonly<Record<string, string>> = {
    buscar: query.buscar.trim() === '' ? '' : `“${query.buscar.trim()}”`,
    estado: query.estado === '' ? '' : stateName(query.estado, t),
    atraso: query.atraso === '' ? '' : t('{days} días de atraso', { days: labelIn(choices.bands, query.atraso) }),
    departamento: query.departamento === '' ? '' : labelIn(choices.departments, query.departamento),
    organizacion: labelIn(choices.organisations, query.organizacion),
    linea: labelIn(choices.lines, query.linea),
    producto: labelIn(choices.products, query.producto),
    asesor: mine ? '' : labelIn(choices.officers, query.asesor),
  };
  return Object.entries(labels)
    .filter(([, label]) => label !== '')
    .map(([name, label]) => ({ label, to: withQuery(LOANS_PATH, { ...address, [name]: undefined }) }));
}

function stateName(state: (typeof LOAN_STATES)[number], t: Translate): string {
  switch (state) {
    case 'vigente':
      return t('Vigentes');
    case 'atrasado':
      return t('Atrasados');
    case 'pagado':
      return t('Pagados');
    case 'castigado':
      return t('Castigados');
  }
}

/** `1 a 8`, `más de 120`, and `al día` for none. */
export function bandOptions(lastDays: readonly number[], t: Translate): Option[] {
  const bands = lastDays.map((last, index) => ({ from: (lastDays[index - 1] ?? 0) + 1, to: last }));
  const beyond = lastDays.at(-1) ?? 0;
  return [
    { value: '0-0', label: t('Al día') },
    ...bands.map(({ from, to }) => ({ value: `${from}-${to}`, label: t('{from} a {to}', { from, to }) })),
    { value: `${beyond + 1}-`, label: t('más de {days}', { days: beyond }) },
  ];
}

export function loanLine(loan: ListedLoan, today: IsoDate, t: Translate) {
  const daysLate = loan.status === 'active' ? daysLateOn(loan.oldestUnpaidDue, today) : 0;
  return {
    id: loan.id,
    farmerId: loan.farmerId,
    farmer: `${loan.firstSurname} ${loan.secondSurname}`.trim() + `, ${loan.givenNames}`,
    place: [loan.community, loan.district].filter(Boolean).join(', '),
    phone: loan.phone === null ? null : { to: `tel:${loan.phone}`, text: formatNumber(loan.phone, 'NATIONAL') },
    product: loan.product,
    officer: loan.officer,
    currency: loan.currency,
    outstanding: loan.outstanding,
    nextDue: loan.nextDue,
    nextAmount: loan.nextAmount,
    daysLate: daysLate === 0 ? '' : count(daysLate),
    tag: loanTag(loan.status, daysLate, t),
  };
}

/** The columns of the file, with what the list has no room for. */
export function exportColumns(today: IsoDate, t: Translate): ExportColumn<ListedLoan>[] {
  const late = (loan: ListedLoan): number => (loan.status === 'active' ? daysLateOn(loan.oldestUnpaidDue, today) : 0);
  return [
    { heading: t('Crédito'), kind: 'integer', value: (loan) => loan.id },
    { heading: t('Número de documento'), kind: 'text', value: (loan) => loan.documentNumber },
    { heading: t('Apellido paterno'), kind: 'text', value: (loan) => loan.firstSurname },
    { heading: t('Apellido materno'), kind: 'text', value: (loan) => loan.secondSurname },
    { heading: t('Nombres'), kind: 'text', value: (loan) => loan.givenNames },
    { heading: t('Celular'), kind: 'text', value: (loan) => loan.phone },
    { heading: t('Caserío o comunidad'), kind: 'text', value: (loan) => loan.community },
    { heading: t('Distrito'), kind: 'text', value: (loan) => loan.district },
    { heading: t('Departamento'), kind: 'text', value: (loan) => loan.department },
    { heading: t('Organización de productores'), kind: 'text', value: (loan) => loan.organisation },
    { heading: t('Producto'), kind: 'text', value: (loan) => loan.product },
    { heading: t('Línea de crédito'), kind: 'text', value: (loan) => loan.line },
    { heading: t('Asesor'), kind: 'text', value: (loan) => loan.officer },
    { heading: t('Estado'), kind: 'text', value: (loan) => loanTag(loan.status, late(loan), t).text },
    { heading: t('Moneda'), kind: 'text', value: (loan) => loan.currency },
    { heading: t('Desembolsado el'), kind: 'date', value: (loan) => loan.disbursedOn },
    { heading: t('Monto desembolsado'), kind: 'money', value: (loan) => loan.principal },
    { heading: t('Saldo capital'), kind: 'money', value: (loan) => loan.outstanding },
    { heading: t('Cuota por pagar'), kind: 'date', value: (loan) => loan.nextDue },
    { heading: t('Monto de la cuota por pagar'), kind: 'money', value: (loan) => loan.nextAmount },
    { heading: t('Días de atraso'), kind: 'integer', value: late },
  ];
}
