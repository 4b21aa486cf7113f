import type { Season } from '../lending/harvest-calendar';
import { addDays, addMonths, monthOf, yearOf } from '../lending/dates';
import { varietyOptions } from '../farmers/words';
import type { Option } from '../web/field-html';
import type { Translate } from '../web/locale';
import { DEPARTMENTS, type TypedRequest } from './read-request';
import type { ProductPlan } from './store';

/** The choices of the partial `request-fields`, and which of its fields a plan asks for. */
export function requestFields(plan: ProductPlan, today: string, t: Translate) {
  return {
    harvest: plan === 'harvest',
    periodic: plan === 'level' || plan === 'equal-principal',
    bullet: plan === 'bullet',
    departments: DEPARTMENTS.map((value) => ({ value, label: departmentName(value) })),
    varieties: varietyOptions(t),
    seasons: seasonOptions(today, t),
    steps: [1, 2, 3, 4, 6, 12].map((months) => ({
      value: String(months),
      label: t('Cada {count} meses', { count: months }),
    })),
  };
}

/** What a blank form starts with: paid out today, and the first instalment when it can be earned. */
export function blankRequest(plan: ProductPlan, today: string): Record<string, string> {
  const common = { monto: '', desembolso: typedDate(today) };
  if (plan === 'harvest') {
    return {
      ...common,
      departamento: '10',
      variedad: 'ccn51',
      temporada: nextSeason(today),
      temporadas: '2',
      siembra: '',
    };
  }
  if (plan === 'bullet') return { ...common, vencimiento: typedDate(addDays(today, 180)) };
  return { ...common, cuotas: '12', cada: '1', vencimiento: typedDate(addMonths(today, 1)) };
}

/** Typed values of a request with what a blank one has where nothing was typed. */
export function withTyped(blank: Record<string, string>, typed: TypedRequest): Record<string, string> {
  const given = Object.entries(typed).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...blank, ...Object.fromEntries(given) };
}

export function departmentName(code: string): string {
  const names: Readonly<Record<string, string>> = { '10': 'Huánuco', '22': 'San Martín', '25': 'Ucayali' };
  return names[code] ?? code;
}

export function seasonName(season: Season, year: number, t: Translate): string {
  return season === 'main' ? t('Campaña grande {year}', { year }) : t('Campaña chica {year}', { year });
}

const YEARS_AHEAD = 6;

function seasonOptions(today: string, t: Translate): Option[] {
  return Array.from({ length: YEARS_AHEAD + 1 }, (_, index) => yearOf(today) + index).flatMap((year) =>
    (['main', 'minor'] as const).map((season) => ({ value: `${year}-${season}`, label: seasonName(season, year, t) })),
  );
}

/** The campaña grande pays from May on and the campaña chica in December: from March on the chica comes first. */
function nextSeason(today: string): string {
  const month = monthOf(today);
  if (month <= 3) return `${yearOf(today)}-main`;
  return month <= 10 ? `${yearOf(today)}-minor` : `${yearOf(today) + 1}-main`;
}

function typedDate(day: string): string {
  return `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
}
