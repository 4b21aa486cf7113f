import { addDays } from '../lending/dates';
import type { ExportColumn } from '../web/export';
import { readDate } from '../web/fields';
import { blankForm, type Form } from '../web/form';
import { instant } from '../web/format';
import type { Translate } from '../web/locale';
import { withQuery, type Pages } from '../web/pagination';
import type { LogFilters } from './form';
import type { Deed, DeedFilter } from './store';
import type { DeedWords } from './words';

export const LOG_PATH = '/auditoria';

/** The filters that could be read, and the form that says which could not. */
export function filterOf(query: LogFilters, t: Translate): { filter: DeedFilter; form: Form } {
  const { accion, entidad, numero, persona, desde, hasta } = query;
  const errors: Record<string, string> = {};
  const day = (name: 'desde' | 'hasta', typed: string): string | undefined => {
    const read = readDate(typed);
    if (typed !== '' && read === undefined) {
      errors[name] = t('Escribe la fecha con día, mes y año, por ejemplo 27/03/2026');
    }
    return read;
  };
  const from = day('desde', desde);
  const until = day('hasta', hasta);
  const staffId = /^\d{1,9}$/.test(persona) ? Number(persona) : undefined;
  const filter = {
    ...(accion !== '' && { action: accion }),
    ...(entidad !== '' && { entity: entidad }),
    ...(numero !== '' && { entityId: numero }),
    ...(staffId !== undefined && { staffId }),
    ...(from !== undefined && { from: midnightInLima(from) }),
    ...(until !== undefined && { before: midnightInLima(addDays(until, 1)) }),
  };
  return { filter, form: { ...blankForm({ accion, entidad, numero, persona, desde, hasta }), errors } };
}

/** Lima is five hours behind UTC all year since 1995, long before the first row of any trail. */
function midnightInLima(day: string): string {
  return `${day}T05:00:00.000Z`;
}

export interface LogPage {
  readonly form: Form;
  readonly filters: {
    readonly actions: DeedWords['actions'];
    readonly entities: DeedWords['entities'];
    readonly people: readonly { readonly value: string; readonly label: string }[];
  };
  readonly rows: readonly ReturnType<typeof logRow>[];
  readonly total: number;
  readonly pages: Pages;
  readonly csv: string;
  readonly xlsx: string;
}

export function logPage(
  query: LogFilters,
  form: Form,
  deeds: readonly Deed[],
  total: number,
  pages: Pages,
  people: readonly { readonly id: number; readonly name: string }[],
  words: DeedWords,
): LogPage {
  return {
    form,
    filters: {
      actions: words.actions,
      entities: words.entities,
      people: people.map(({ id, name }) => ({ value: String(id), label: name })),
    },
    rows: deeds.map((deed) => logRow(deed, words)),
    total,
    pages,
    csv: withQuery(`${LOG_PATH}/descargar`, { ...query, formato: 'csv' }),
    xlsx: withQuery(`${LOG_PATH}/descargar`, { ...query, formato: 'xlsx' }),
  };
}

function logRow(deed: Deed, words: DeedWords) {
  return {
    seq: deed.seq,
    when: deed.recordedAt,
    who: words.who(deed),
    action: words.action(deed.action),
    record: `${words.entity(deed.entity)} ${deed.entityId}`,
    history: withQuery(LOG_PATH, { entidad: deed.entity, numero: deed.entityId }),
    lines: words.lines(deed),
  };
}

export function logColumns(t: Translate, words: DeedWords): ExportColumn<Deed>[] {
  return [
    { heading: t('N.º'), kind: 'integer', value: (deed) => deed.seq },
    { heading: t('Fecha y hora'), kind: 'text', value: (deed) => instant(deed.recordedAt) },
    { heading: t('Persona'), kind: 'text', value: (deed) => words.who(deed) },
    { heading: t('Acción'), kind: 'text', value: (deed) => words.action(deed.action) },
    { heading: t('Tipo de registro'), kind: 'text', value: (deed) => words.entity(deed.entity) },
    { heading: t('Número'), kind: 'text', value: (deed) => deed.entityId },
    { heading: t('Detalle'), kind: 'text', value: (deed) => words.lines(deed).join('; ') },
  ];
}
