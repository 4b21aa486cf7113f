import type { Names } from '../portfolio/store';
import { blankForm } from '../web/form';
import { percent, ratio } from '../web/format';
import type { Translate } from '../web/locale';
import { withQuery } from '../web/pagination';
import type { RiskBook } from './cuts';
import { hardestHit } from './hardest-hit-page';
import type { Part } from './part';
import { severityPart } from './severities-page';
import type { StressSum } from './stress';
import { outcomePart, shortfallPart, type GroupRow, type LinkTo } from './stress-groups-page';
import { lossPart } from './stress-losses-page';
import { FALLS, WEEKS_LATE, type StressQuery } from './stress-query';
import type { Stressed } from './try-stress';

export const STRESS_PATH = '/riesgo/estres';
export const STRESS_LOANS_PATH = '/riesgo/estres/creditos';

export interface StressView {
  readonly book: RiskBook;
  readonly currencies: readonly string[];
  readonly query: StressQuery;
  readonly names: Names;
  /** Nothing where a parameter is missing, or where `progress` says how far the work is, from 0 to 1. */
  readonly stressed: Stressed | undefined;
  readonly progress: number | undefined;
}

export function stressPage({ book, currencies, query, names, stressed, progress }: StressView, t: Translate) {
  const asked = {
    ...query,
    moneda: book.currency,
    precio: query.precio ?? '',
    rendimiento: query.rendimiento ?? '',
  };
  const fallOptions = (chosen: string) =>
    [...new Set<string>([...FALLS, chosen])]
      .filter((fall) => fall !== '')
      .map((value) => ({ value, label: percent(value) }));
  const departments = [...names.department].map(([value, label]) => ({ value, label }));
  return {
    form: blankForm(asked),
    path: STRESS_PATH,
    seed: query.semilla,
    anotherSeed: withQuery(STRESS_PATH, { ...asked, semilla: String((Number(query.semilla) % 999_999_999) + 1) }),
    currency: book.currency,
    currencies: currencies.map((code) => ({
      code,
      to: withQuery(STRESS_PATH, { ...asked, moneda: code }),
      current: code === book.currency,
    })),
    severalCurrencies: currencies.length > 1,
    choices: {
      price: fallOptions(asked.precio),
      harvest: fallOptions(asked.rendimiento),
      weeks: WEEKS_LATE.map((value) => ({ value, label: t('{count} semanas', { count: Number(value) }) })),
      departments: [{ value: '', label: t('Todos') }, ...departments],
      varieties: [
        { value: '', label: t('Todas') },
        { value: 'ccn51', label: t('CCN-51') },
        { value: 'fine-native', label: t('Fino o nativo') },
      ],
    },
    waiting: progress !== undefined,
    progressWords: t(
      'Se está probando la cartera: va por {share}. Los demás pueden seguir trabajando mientras tanto.',
      {
        share: ratio(progress ?? 0, 1),
      },
    ),
    again: withQuery(STRESS_PATH, asked),
    missing: progress === undefined && stressed === undefined,
    empty: stressed?.loans.length === 0,
    coverageWords: t(
      'PAR 30 bajo estrés: el saldo de los créditos que hoy tienen más de 30 días de atraso, y el de los que cubrirían menos de {share} de lo que les vence en 12 meses (parámetro «Desde qué cobertura un crédito no se atrasa bajo estrés»). Quien cubre más, pero no todo, paga en parte: su faltante se cuenta y no entra al PAR.',
      { share: ratio(stressed?.coverage ?? 0, 1) },
    ),
    unknown: stressed?.unknown ?? 0,
    unknownWords: t('De {count} créditos no se conoce ni el flujo de caja ni una parcela: no se pudieron probar.', {
      count: stressed?.unknown ?? 0,
    }),
    parts: stressed && stressed.loans.length > 0 ? partsOf(book, stressed, names, asked, t) : [],
  };
}

function partsOf(
  book: RiskBook,
  stressed: Stressed,
  names: Names,
  asked: Record<string, string>,
  t: Translate,
): Part[] {
  const linkTo: LinkTo = (grupo, clave, resultado = '') =>
    withQuery(STRESS_LOANS_PATH, { ...asked, grupo, clave, resultado });
  const rowsOf = (
    sums: ReadonlyMap<string, StressSum>,
    name: ReadonlyMap<string, string>,
    group: 'departamento' | 'linea',
  ) =>
    [...sums]
      .toSorted(([, one], [, other]) => other.stressedShortfall - one.stressedShortfall)
      .map(([key, sum]): GroupRow => ({ name: name.get(key) ?? key, sum, group, key }));
  const whole: GroupRow[] = [{ name: t('Toda la cartera'), sum: stressed.whole, group: 'todo', key: 'todo' }];
  const groups: [string, string, GroupRow[]][] = [
    ['whole', t('Toda la cartera'), whole],
    ['department', t('Por departamento'), rowsOf(stressed.byDepartment, names.department, 'departamento')],
    ['line', t('Por línea de crédito'), rowsOf(stressed.byLine, names.line, 'linea')],
  ];
  return [
    severityPart(book, stressed, t),
    ...groups.flatMap(([id, title, rows]) => [
      shortfallPart(book, id, title, rows, linkTo, t),
      outcomePart(book, title, rows, linkTo, t),
    ]),
    hardestHit(book, stressed, linkTo, t),
    lossPart(book, stressed, names, t),
  ];
}
