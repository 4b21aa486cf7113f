import type { ExportColumn } from '../web/export';
import type { Option } from '../web/field-html';
import { blankForm } from '../web/form';
import type { Translate } from '../web/locale';
import { withQuery } from '../web/pagination';
import type { User } from '../web/user';
import type { ListQuery } from './form';
import { statesOf, type ApplicationFilters, type ListedApplication } from './list-store';
import { STATES, type State } from './states';
import { holder, nextAction, stateName, stateTone } from './words';

export const LIST_PATH = '/solicitudes';

type Filters = Omit<ListQuery, 'pagina'>;

/** Officers see their own applications first; everybody else sees all until they ask for theirs. */
export function onlyMine(query: Filters, user: User): boolean {
  return query.mios === '' ? user.role === 'officer' : query.mios === '1';
}

export function filtersOf(query: Filters, user: User): ApplicationFilters {
  return {
    text: query.buscar,
    states: statesOf(query.estado),
    officerId: onlyMine(query, user) ? user.id : query.asesor,
    productId: query.producto,
  };
}

/** A tab for the open ones, one for each state with its count, and one for all. */
export function stateTabs(query: Filters, counts: ReadonlyMap<State, number>, t: Translate) {
  const to = (estado: string): string => withQuery(LIST_PATH, { ...query, estado });
  const sum = (states: readonly State[]): number =>
    states.reduce((total, state) => total + (counts.get(state) ?? 0), 0);
  return [
    { to: to(''), label: t('Abiertas'), rows: sum(statesOf('')), current: query.estado === '' },
    ...STATES.map((state) => ({
      to: to(state),
      label: stateName(state, t),
      rows: counts.get(state) ?? 0,
      current: query.estado === state,
    })),
    { to: to('todas'), label: t('Todas'), rows: sum(STATES), current: query.estado === 'todas' },
  ];
}

export function filterForm(query: Filters, officers: readonly Option[], products: readonly Option[]) {
  const values = {
    buscar: query.buscar,
    asesor: query.asesor === undefined ? '' : String(query.asesor),
    producto: query.producto === undefined ? '' : String(query.producto),
  };
  return { form: blankForm(values), officers, products };
}

export function applicationLine(application: ListedApplication, now: string, t: Translate) {
  return {
    ...application,
    stateWord: stateName(application.state, t),
    tone: stateTone(application.state),
    since: sinceWords(application.stateSince, now, t),
    holder: holder(application.state, application.officer, application.evaluator, t),
    next: nextAction(application.state, t),
  };
}

export function sinceWords(instant: string, now: string, t: Translate): string {
  const days = daysSince(instant, now);
  return days === 0 ? t('desde hoy') : t('hace {count} días', { count: days });
}

/** Whole days of 24 hours between two instants. */
function daysSince(instant: string, now: string): number {
  return Math.max(0, Math.floor((Date.parse(now) - Date.parse(instant)) / 86_400_000));
}

export function exportColumns(now: string, t: Translate): ExportColumn<ListedApplication>[] {
  return [
    { heading: t('Solicitud'), kind: 'integer', value: (row) => row.id },
    { heading: t('Productor'), kind: 'text', value: (row) => row.farmer },
    { heading: t('Documento'), kind: 'text', value: (row) => row.document },
    { heading: t('Producto'), kind: 'text', value: (row) => row.product },
    { heading: t('Moneda'), kind: 'text', value: (row) => row.currency },
    { heading: t('Monto'), kind: 'money', value: (row) => row.amount },
    { heading: t('Estado'), kind: 'text', value: (row) => stateName(row.state, t) },
    { heading: t('Días en el estado'), kind: 'integer', value: (row) => daysSince(row.stateSince, now) },
    { heading: t('Quién la tiene'), kind: 'text', value: (row) => holder(row.state, row.officer, row.evaluator, t) },
    { heading: t('Siguiente paso'), kind: 'text', value: (row) => nextAction(row.state, t) },
    { heading: t('Asesor'), kind: 'text', value: (row) => row.officer },
  ];
}
