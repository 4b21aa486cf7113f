import type { Department, Investor } from '../alliance/store';
import type { Breach } from '../covenants/breaches';
import { headroomOf } from '../covenants/standing';
import { formulaName, limitWords, points, stateTag } from '../covenants/words';
import { daysBetween } from '../lending/dates';
import type { PortfolioAtRisk } from '../lending/portfolio-at-risk';
import type { ExportColumn } from '../web/export';
import { date, ratio } from '../web/format';
import type { Translate } from '../web/locale';
import type { LineReach } from './reach';
import { fundsChart, partsOf } from './funds-chart';
import { standing, type LineMovement } from './movement-store';
import { fundsOf, leftToDraw, type CreditLine } from './store';
import { lineTag, revolvingWords } from './words';

/** The terms of a line and what they are called by. */
export interface LineTerms {
  readonly line: CreditLine;
  readonly institution: string;
  readonly investor: Investor;
  readonly regions: readonly Department[];
  /** Names of the products; none means all. */
  readonly products: readonly string[];
}

export function termsData({ line, institution, investor, regions, products }: LineTerms, today: string, t: Translate) {
  return {
    to: `/lineas/${line.institutionId}/${line.id}`,
    institution,
    investor: investor.name,
    country: countryName(investor.country),
    currency: line.currency,
    rate: line.ratePercent,
    kind: revolvingWords(line, t),
    availableFrom: line.availableFrom,
    availableUntil: line.availableUntil,
    maturesOn: line.maturesOn,
    daysToMaturity: Math.max(0, daysBetween(today, line.maturesOn)),
    regions: regions.map((region) => region.name).join(', '),
    products: products.length === 0 ? t('Todos') : products.join(', '),
    tag: lineTag(line, today, t),
  };
}

export function fundsData(line: CreditLine, today: string, t: Translate) {
  const drawable = today >= line.availableFrom && today <= line.availableUntil;
  return {
    ...fundsOf(line),
    currency: line.currency,
    drawable,
    toDraw: leftToDraw(line, today),
    repaid: line.repaid,
    lent: line.lent,
    recovered: line.recovered,
    chart: fundsChart('linea', t('Dónde está el dinero comprometido'), [line], today, t),
    parts: partsOf(line, today, t).filter(({ amount }) => amount > 0),
  };
}

/** A movement as the page and the file show it. */
export interface MovementRow {
  readonly id: number;
  readonly valueDate: string;
  readonly what: string;
  readonly drawn: number | null;
  readonly repaid: number | null;
  /** Owed to the investor after it. */
  readonly debt: number;
  readonly journalId: number;
  readonly reason: string;
  /** It was taken back, or takes another back. */
  readonly struck: boolean;
  readonly reversible: boolean;
}

/** In order of value date with the debt after each; a reversal has the date of what it takes back. */
export function movementRows(movements: readonly LineMovement[], t: Translate): MovementRow[] {
  const counting = new Set(standing(movements).map((movement) => movement.id));
  let debt = 0;
  return movements.map((movement) => {
    const signed = movement.reverses === null ? movement.amount : -movement.amount;
    const drawdown = movement.kind === 'drawdown';
    debt += drawdown ? signed : -signed;
    return {
      id: movement.id,
      valueDate: movement.valueDate,
      what: movementWords(movement, t),
      drawn: drawdown ? signed : null,
      repaid: drawdown ? null : signed,
      debt,
      journalId: movement.journalId,
      reason: movement.reason,
      struck: !counting.has(movement.id),
      reversible: counting.has(movement.id),
    };
  });
}

export function movementWords({ kind, reverses }: LineMovement, t: Translate): string {
  if (reverses === null) return kind === 'drawdown' ? t('Disposición') : t('Pago al fondeador');
  return kind === 'drawdown'
    ? t('Extorno de la disposición {id}', { id: reverses })
    : t('Extorno del pago {id}', { id: reverses });
}

export function movementColumns(t: Translate): ExportColumn<MovementRow>[] {
  return [
    { heading: t('N.º'), kind: 'integer', value: (row) => row.id },
    { heading: t('Fecha'), kind: 'date', value: (row) => row.valueDate },
    { heading: t('Movimiento'), kind: 'text', value: (row) => row.what },
    { heading: t('Disposición'), kind: 'money', value: (row) => row.drawn },
    { heading: t('Pago al fondeador'), kind: 'money', value: (row) => row.repaid },
    { heading: t('Por pagar al fondeador'), kind: 'money', value: (row) => row.debt },
    { heading: t('Asiento'), kind: 'integer', value: (row) => row.journalId },
    { heading: t('Motivo'), kind: 'text', value: (row) => row.reason },
  ];
}

export function reachData({ total, regions }: LineReach, risk: PortfolioAtRisk, currency: string) {
  return {
    currency,
    regions: regions.map((region) => ({ ...region, hectares: region.hectares.toFixed() })),
    ...total,
    hectares: total.hectares.toFixed(),
    averageLoan: total.loans === 0 ? null : Math.round(total.lent / total.loans),
    atRisk: risk.atRisk,
    gross: risk.gross,
  };
}

/** The covenants that their last test found broken, for the top of the line's page. */
export function breachData(breaches: readonly Breach[], t: Translate) {
  return breaches.map(({ covenant, test, state, curesUntil }) => ({
    name: formulaName(covenant.formula, t),
    limit: limitWords(covenant, t),
    tested: date(test.date),
    value: ratio(test.part, test.whole),
    headroom: points(headroomOf(covenant, test)),
    state: stateTag(state, t),
    until: state === 'curing' ? t('Hasta el {day}', { day: date(curesUntil) }) : '',
  }));
}

const countries = new Intl.DisplayNames('es-PE', { type: 'region' });

export function countryName(code: string): string {
  return countries.of(code) ?? code;
}
