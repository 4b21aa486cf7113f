import type { Form } from '../web/form';
import type { Translate } from '../web/locale';
import { STATUSES } from './form';
import { PARAMETER_KINDS, type ParameterName } from './kinds';
import type { Parameter } from './store';
import { figureLabel, parameterTitle, statusTag } from './words';

const FIGURES_ON_A_LINE = 3;

/** The value that holds today of each name, and the names of which none does. */
export function overview(values: readonly { name: ParameterName; value: Parameter | undefined }[], t: Translate) {
  return values.map(({ name, value }) => ({
    name,
    title: parameterTitle(name, t),
    value: value ? valueData(value, t) : null,
  }));
}

export function history(values: readonly Parameter[], today: string, t: Translate) {
  const current = values.find((value) => value.validFrom <= today);
  const inForce = current && (current.validTo === null || current.validTo >= today) ? current : undefined;
  return values.map((value) => ({
    ...valueData(value, t),
    state: value.validFrom > today ? t('Futuro') : value === inForce ? t('Vigente hoy') : '',
  }));
}

export function valueData(value: Parameter, t: Translate) {
  const figures = PARAMETER_KINDS[value.name].figures.map(({ key }) => ({
    label: figureLabel(value.name, key, t),
    figure: value.figures[key] ?? '',
  }));
  return {
    validFrom: value.validFrom,
    validTo: value.validTo,
    source: value.source,
    recordedAt: value.recordedAt,
    status: statusTag(value.status, t),
    figures,
    long: figures.length > FIGURES_ON_A_LINE,
  };
}

export function formPage(name: ParameterName, form: Form, t: Translate) {
  return {
    name,
    form,
    ends: PARAMETER_KINDS[name].ends === true,
    figures: PARAMETER_KINDS[name].figures.map(({ key }) => ({ key, label: figureLabel(name, key, t) })),
    statuses: STATUSES.map((status) => ({ value: status, label: statusChoice(status, t) })),
  };
}

/** Which figure a message is about, since the same sentence may stand for each of twenty. */
export function withFigureNames(name: ParameterName, form: Form, t: Translate): Form {
  const keys = new Set(PARAMETER_KINDS[name].figures.map((figure) => figure.key));
  const errors = Object.entries(form.errors).map(([key, message]) => [
    key,
    keys.has(key) ? `${figureLabel(name, key, t)}: ${message}` : message,
  ]);
  return { ...form, errors: Object.fromEntries(errors) as Form['errors'] };
}

function statusChoice(status: (typeof STATUSES)[number], t: Translate): string {
  if (status === 'published') return t('Publicado: lo dice la norma o la fuente oficial');
  return status === 'entered'
    ? t('Registrado: lo decide o lo mide la institución')
    : t('Supuesto: se usa mientras no haya un dato mejor');
}
