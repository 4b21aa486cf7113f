import type { ExportColumn } from '../web/export';
import type { Translate } from '../web/locale';
import { BAND_KEYS, PAR_DAYS } from './ageing';
import { highRiskOf, riskOver, type Figures, type Portfolio } from './figures';
import { DIMENSIONS, type Names } from './store';
import { bandNames, dimensionNames, memberName } from './words';

/** A row of the file of the portfolio page: the whole, or a member of a dimension. */
export interface FigureRow {
  readonly group: string;
  readonly name: string;
  readonly figures: Figures;
}

export function figureRows(portfolio: Portfolio, names: Names, t: Translate): FigureRow[] {
  const groups = dimensionNames(t);
  return [
    { group: t('Toda la cartera'), name: '', figures: portfolio.whole },
    ...DIMENSIONS.flatMap((dimension) =>
      portfolio.by[dimension].map((member) => ({
        group: groups[dimension],
        name: memberName(names, dimension, member.key, t),
        figures: member,
      })),
    ),
  ];
}

export function figureColumns(t: Translate): ExportColumn<FigureRow>[] {
  const bands = bandNames(t);
  return [
    { heading: t('Grupo'), kind: 'text', value: (row) => row.group },
    { heading: t('Nombre'), kind: 'text', value: (row) => row.name },
    { heading: t('Créditos'), kind: 'integer', value: (row) => row.figures.loans },
    { heading: t('Saldo capital'), kind: 'money', value: (row) => row.figures.gross },
    ...PAR_DAYS.flatMap((days): ExportColumn<FigureRow>[] => [
      {
        heading: t('Saldo con más de {days} días', { days }),
        kind: 'money',
        value: ({ figures }) => riskOver(figures, days).principal,
      },
      {
        heading: t('PAR {days} %', { days }),
        kind: 'decimal',
        value: ({ figures }) => percentOf(riskOver(figures, days).principal, figures.gross),
      },
    ]),
    ...[t('Cartera atrasada'), t('Alto riesgo'), t('Provisiones')].map((heading, index): ExportColumn<FigureRow> => ({
      heading,
      kind: 'money',
      value: ({ figures }) => [figures.overdue, highRiskOf(figures), figures.provision][index] ?? null,
    })),
    ...BAND_KEYS.map((key): ExportColumn<FigureRow> => ({
      heading: bands[key],
      kind: 'money',
      value: ({ figures }) => [...figures.bands, ...figures.cgapBands].find(({ band }) => band.key === key)?.principal,
    })),
  ];
}

/** Empty where there is no portfolio: 0 would read as perfect health. */
function percentOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 1_000_000) / 10_000;
}
