import type { Centimos } from '../lending/money';
import { horizontalBars, stackedBars } from '../web/charts';
import { money, month, percent, ratio, wholeMoney } from '../web/format';
import { lineChart } from '../web/line-chart';
import type { Translate } from '../web/locale';
import type { Svg } from '../web/svg';
import type { Book } from './book';
import { highRiskOf, riskOver, type Figures, type Member } from './figures';
import type { TrendPoint } from './read-portfolio';
import type { Dimension } from './store';
import { bandNames, dimensionTitles } from './words';

export function ageingChart(book: Book, whole: Figures, t: Translate): Svg {
  const names = bandNames(t);
  const text = money(whole.gross, book.currency);
  return stackedBars({
    id: 'ageing',
    title: t('Antigüedad de atraso de la cartera bruta'),
    series: whole.bands.map(({ band }) => names[band.key]),
    rows: [{ label: t('Cartera bruta'), values: whole.bands.map(({ principal }) => principal), text }],
  });
}

/** More bars than these are hard to read on a telephone; the rest is one bar, and each of them a row of the table. */
const BARS_MAX = 10;

export function memberChart(
  book: Book,
  dimension: Dimension,
  members: readonly Member[],
  nameOf: (member: Member) => string,
  t: Translate,
): Svg {
  const shown = members.length > BARS_MAX ? members.slice(0, BARS_MAX - 1) : members;
  const rest = members.slice(shown.length);
  const bar = (label: string, gross: number, risk: number) => ({
    label,
    values: [gross - risk, risk],
    text: `${wholeMoney(gross, book.currency)} · ${ratio(risk, gross)}`,
  });
  const rows = shown.map((member) => bar(nameOf(member), member.gross, riskOver(member, 30).principal));
  if (rest.length > 0) {
    const gross = rest.reduce((sum, member) => sum + member.gross, 0);
    const risk = rest.reduce((sum, member) => sum + riskOver(member, 30).principal, 0);
    rows.push(bar(t('Los otros {count}', { count: rest.length }), gross, risk));
  }
  return stackedBars({
    id: dimension,
    title: t('{title}: saldo y PAR 30', { title: dimensionTitles(t)[dimension] }),
    series: [t('Hasta 30 días de atraso'), t('Más de 30 días de atraso')],
    rows,
  });
}

export function dueChart(book: Book, id: string, title: string, rows: readonly DueRow[]): Svg {
  return horizontalBars({
    id,
    title,
    rows: rows.map(({ name, principal }) => ({ label: name, value: principal, text: money(principal, book.currency) })),
  });
}

export interface DueRow {
  readonly name: string;
  readonly principal: Centimos;
}

/** PAR 30 and high risk in percent of the gross portfolio of each month; a month without a portfolio leaves a gap. */
export function trendChart(trend: readonly TrendPoint[], t: Translate): Svg {
  const percentOf = (part: number | null, whole: number) =>
    part === null || whole === 0 ? null : (part / whole) * 100;
  return lineChart({
    id: 'trend',
    title: t('PAR 30 y cartera de alto riesgo al cierre de cada mes'),
    points: trend.map(({ date }) => month(date)),
    series: [
      {
        label: t('PAR 30'),
        values: trend.map(({ figures }) => percentOf(riskOver(figures, 30).principal, figures.gross)),
      },
      {
        label: t('Alto riesgo SBS'),
        values: trend.map(({ figures }) => percentOf(highRiskOf(figures), figures.gross)),
      },
    ],
    axisText: percent,
  });
}
