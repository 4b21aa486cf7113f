import { addMonths, monthEnd } from '../lending/dates';
import { lineChart } from '../web/line-chart';
import { count, money, percent, ratio } from '../web/format';
import type { Translate } from '../web/locale';
import type { RiskBook } from './cuts';
import { loansBehind } from './links';
import { cell, type Part } from './part';
import { MONTHS_ON_BOOK, type Vintage } from './vintage';

/** The ages that the table has a column for; the chart has every month. */
const AGES = [3, 6, 9, 12, 18, 24] as const;
const LINES_MAX = 5;

export function vintagePart(book: RiskBook, vintages: readonly Vintage[], t: Translate): Part {
  const worst = vintages
    .map((vintage) => ({ vintage, late: vintage.everLateNow }))
    .toSorted((one, other) => other.late / other.vintage.principal - one.late / one.vintage.principal)[0];
  return {
    title: t('Alguna vez más de 30 días de atraso, por edad'),
    chart:
      vintages.length === 0
        ? null
        : lineChart({
            id: 'vintages',
            title: t('Parte de cada cosecha que alguna vez pasó de 30 días de atraso, por meses desde el desembolso'),
            points: Array.from({ length: MONTHS_ON_BOOK + 1 }, (_, index) => t('mes {age}', { age: index })),
            series: vintages.slice(-LINES_MAX).map((vintage) => ({
              label: nameOf(vintage),
              values: vintage.everLate.map((late) => (late === null ? null : (late / vintage.principal) * 100)),
            })),
            axisText: percent,
          }),
    summary: worst
      ? t('La cosecha con más atraso es {name}: {share} de lo desembolsado pasó alguna vez de 30 días.', {
          name: nameOf(worst.vintage),
          share: ratio(worst.late, worst.vintage.principal),
        })
      : t('Todavía no se ha desembolsado ningún crédito.'),
    columns: [
      t('Créditos'),
      t('Desembolsado'),
      t('Alguna vez atrasado'),
      ...AGES.map((age) => t('Mes {age}', { age })),
    ],
    rows: vintages.map((vintage) => ({
      name: nameOf(vintage),
      cells: [
        cell(count(vintage.loans)),
        cell(money(vintage.principal, book.currency)),
        cell(
          money(vintage.everLateNow, book.currency),
          loansBehind(book, 'ever-late', `${vintage.from}-01`, monthEnd(addMonths(`${vintage.from}-01`, 5))),
        ),
        ...AGES.map((age) => {
          const late = vintage.everLate[age] ?? null;
          return cell(late === null ? '—' : ratio(late, vintage.principal));
        }),
      ],
    })),
    note: t(
      'Cosecha de colocación: los créditos desembolsados en un mismo semestre. Cada crédito cuenta con su monto desembolsado desde que una cuota pasa de 30 días sin pagarse, aunque después se pague. Una edad que el crédito más joven de la cosecha no ha cumplido lleva una raya. Se lee el cronograma de hoy: un crédito reprogramado o refinanciado cuenta como atrasado solo si lo está también según su cronograma nuevo.',
    ),
  };
}

/** `2026-I`, as semesters are written. */
function nameOf({ key }: Vintage): string {
  return key.endsWith('1') ? `${key.slice(0, 4)}-I` : `${key.slice(0, 4)}-II`;
}
