import { horizontalBars, stackedBars } from '../web/charts';
import { money, month, ratio, wholeMoney } from '../web/format';
import type { Translate } from '../web/locale';
import type { Svg } from '../web/svg';
import type { Book } from './book';
import { riskOver, type Figures, type Member } from './figures';
import type { Dimension, MaturingMonth } from './store';
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

export function maturingChart(book: Book, months: readonly MaturingMonth[], t: Translate): Svg {
  return horizontalBars({
    id: 'maturing',
    title: t('Capital que vence por mes'),
    rows: months.map((one) => ({
      label: month(`${one.month}-01`),
      value: one.principal,
      text: money(one.principal, book.currency),
    })),
  });
}
