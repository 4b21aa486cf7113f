import { stackedBars } from '../web/charts';
import { count, money, ratio, wholeMoney } from '../web/format';
import type { Translate } from '../web/locale';
import type { RiskBook } from './cuts';
import { cell, type Part } from './part';
import type { StressSum } from './stress';

/** The address of the loans behind a row, with everything that was asked. */
export type LinkTo = (group: 'todo' | 'departamento' | 'linea', key: string, outcome?: string) => string;

/** The whole portfolio, a department or a line, and what a stress does to it. */
export interface GroupRow {
  readonly name: string;
  readonly sum: StressSum;
  readonly group: 'todo' | 'departamento' | 'linea';
  readonly key: string;
}

/** What could not be paid. */
export function shortfallPart(
  book: RiskBook,
  id: string,
  title: string,
  rows: readonly GroupRow[],
  linkTo: LinkTo,
  t: Translate,
): Part {
  const exact = (amount: number, to: string | null = null) => cell(money(amount, book.currency), to);
  const [worst] = rows;
  return {
    title,
    chart: stackedBars({
      id,
      title: t('Lo que no se podría pagar'),
      series: [t('En un año como se espera'), t('Además, bajo estrés')],
      rows: rows.slice(0, 10).map(({ name, sum }) => ({
        label: name,
        values: [sum.expectedShortfall, Math.max(0, sum.stressedShortfall - sum.expectedShortfall)],
        text: wholeMoney(sum.stressedShortfall, book.currency),
      })),
    }),
    summary: worst
      ? t('{name}: faltarían {shortfall} de {ahead} que vencen en 12 meses; el PAR 30 pasaría de {now} a {stressed}.', {
          name: worst.name,
          shortfall: money(worst.sum.stressedShortfall, book.currency),
          ahead: money(worst.sum.ahead, book.currency),
          now: ratio(worst.sum.lateNow, worst.sum.gross),
          stressed: ratio(worst.sum.lateStressed, worst.sum.gross),
        })
      : '',
    columns: [
      t('Créditos'),
      t('Saldo capital'),
      t('Vence en 12 meses'),
      t('Faltante esperado'),
      t('Faltante bajo estrés'),
      t('Parte que faltaría'),
    ],
    rows: rows.map(({ name, sum, group, key }) => ({
      name,
      cells: [
        cell(count(sum.loans), linkTo(group, key)),
        exact(sum.gross),
        exact(sum.ahead),
        exact(sum.expectedShortfall),
        exact(sum.stressedShortfall),
        cell(ratio(sum.stressedShortfall, sum.ahead)),
      ],
    })),
    note: '',
  };
}

/** Who would pay, and what becomes of PAR and provisions. */
export function outcomePart(
  book: RiskBook,
  title: string,
  rows: readonly GroupRow[],
  linkTo: LinkTo,
  t: Translate,
): Part {
  const [first] = rows;
  return {
    title: t('{title}: quién pagaría, y el riesgo', { title }),
    chart: null,
    summary: first
      ? t('{name}: del saldo, {all} lo pagaría todo, {part} en parte y {little} demasiado poco.', {
          name: first.name,
          all: ratio(first.sum.byOutcome['pays-all'], first.sum.gross),
          part: ratio(first.sum.byOutcome['pays-part'], first.sum.gross),
          little: ratio(first.sum.byOutcome['pays-little'], first.sum.gross),
        })
      : '',
    columns: [
      t('Paga todo'),
      t('Paga en parte'),
      t('Paga muy poco'),
      t('PAR 30 hoy'),
      t('PAR 30 esperado'),
      t('PAR 30 estrés'),
      t('Provisión hoy'),
      t('Provisión estrés'),
    ],
    rows: rows.map(({ name, sum, group, key }) => ({
      name,
      cells: [
        cell(ratio(sum.byOutcome['pays-all'], sum.gross), linkTo(group, key, 'todo')),
        cell(ratio(sum.byOutcome['pays-part'], sum.gross), linkTo(group, key, 'parte')),
        cell(ratio(sum.byOutcome['pays-little'], sum.gross), linkTo(group, key, 'poco')),
        cell(ratio(sum.lateNow, sum.gross)),
        cell(ratio(sum.lateExpected, sum.gross)),
        cell(ratio(sum.lateStressed, sum.gross)),
        cell(wholeMoney(sum.provisionNow, book.currency)),
        cell(wholeMoney(sum.provisionStressed, book.currency)),
      ],
    })),
    note: '',
  };
}
