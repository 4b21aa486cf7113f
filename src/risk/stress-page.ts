import type { Names } from '../portfolio/store';
import { horizontalBars, stackedBars } from '../web/charts';
import { blankForm } from '../web/form';
import { count, money, percent, ratio, wholeMoney } from '../web/format';
import type { Translate } from '../web/locale';
import { withQuery } from '../web/pagination';
import type { RiskBook } from './cuts';
import { cell, type Part } from './part';
import type { StressSum } from './stress';
import { FALLS, WEEKS_LATE, type StressQuery } from './stress-query';
import { SCENARIOS, type Severity, type Stressed } from './try-stress';

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

/** The address of the loans behind a row, with everything that was asked. */
type LinkTo = (group: 'todo' | 'departamento' | 'linea', key: string, outcome?: string) => string;

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

interface GroupRow {
  readonly name: string;
  readonly sum: StressSum;
  readonly group: 'todo' | 'departamento' | 'linea';
  readonly key: string;
}

function shortfallPart(
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

function outcomePart(book: RiskBook, title: string, rows: readonly GroupRow[], linkTo: LinkTo, t: Translate): Part {
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

/** From a mild fall to a hard one, each beside the other. */
function severityPart(book: RiskBook, { severities, whole }: Stressed, t: Translate): Part {
  const last = severities.at(-1);
  const cells = ({ shortfall, late }: Severity) => [
    cell(wholeMoney(shortfall, book.currency)),
    cell(ratio(late, whole.gross)),
  ];
  return {
    title: t('De una caída leve a una grave'),
    chart: horizontalBars({
      id: 'severities',
      title: t('Lo que faltaría si precio y rendimiento caen a la vez'),
      rows: severities.map(({ percent: fall, both }) => ({
        label: t('Caen {fall}', { fall: percent(fall) }),
        value: both.shortfall,
        text: `${wholeMoney(both.shortfall, book.currency)} · ${ratio(both.shortfall, whole.ahead)}`,
      })),
    }),
    summary: last
      ? t(
          'Si cae {fall} solo el precio faltarían {price}, si cae solo el rendimiento {harvest}, y si caen los dos {both}.',
          {
            fall: percent(last.percent),
            price: money(last.price.shortfall, book.currency),
            harvest: money(last.yield.shortfall, book.currency),
            both: money(last.both.shortfall, book.currency),
          },
        )
      : '',
    columns: [
      t('Cae el precio: faltaría'),
      t('PAR 30'),
      t('Cae el rendimiento: faltaría'),
      t('PAR 30'),
      t('Caen ambos: faltaría'),
      t('PAR 30'),
    ],
    rows: severities.map((one) => ({
      name: t('Caída de {fall}', { fall: percent(one.percent) }),
      cells: [...cells(one.price), ...cells(one.yield), ...cells(one.both)],
    })),
    note: t('Con el departamento, la variedad y las semanas de atraso elegidos arriba.'),
  };
}

const HARDEST_HIT = 10;

function hardestHit(book: RiskBook, { loans }: Stressed, linkTo: LinkTo, t: Translate): Part {
  const short = loans.filter(({ stressedShortfall }) => stressedShortfall > 0);
  return {
    title: t('Los créditos a los que más les faltaría'),
    chart: null,
    summary: t('No podrían pagar todo {short} de {all} créditos.', {
      short: count(short.length),
      all: count(loans.length),
    }),
    columns: [
      t('Saldo capital'),
      t('Vence en 12 meses'),
      t('Faltante esperado'),
      t('Faltante bajo estrés'),
      t('Cubre'),
    ],
    rows: short.slice(0, HARDEST_HIT).map((loan) => ({
      name: t('Crédito {id}', { id: loan.id }),
      cells: [
        cell(money(loan.outstanding, book.currency), `/creditos/${loan.id}`),
        cell(money(loan.ahead, book.currency)),
        cell(money(loan.expectedShortfall, book.currency)),
        cell(money(loan.stressedShortfall, book.currency)),
        cell(ratio(loan.ahead - loan.stressedShortfall, loan.ahead)),
      ],
    })),
    note: '',
    more: { to: linkTo('todo', 'todo'), label: t('Ver todos los créditos probados') },
  };
}

function lossPart(book: RiskBook, { losses, riskSource, solesPerUnit }: Stressed, names: Names, t: Translate): Part {
  const inUnits = (soles: number) => Math.round(soles / solesPerUnit);
  const amount = (soles: number) => money(inUnits(soles), book.currency);
  const round = (soles: number) => wholeMoney(inUnits(soles), book.currency);
  const figures: [string, number][] = [
    [t('Pérdida esperada'), losses.expected],
    [t('VaR 95 %'), losses.valueAtRisk95],
    [t('VaR 99 %'), losses.valueAtRisk99],
    [t('Pérdida media más allá del VaR 95 %'), losses.beyond95],
    [t('Pérdida media más allá del VaR 99 %'), losses.beyond99],
    ...losses.byRegion.map(({ region, expectedLoss }): [string, number] => [
      t('Pérdida esperada en {region}', { region: names.department.get(region) ?? region }),
      expectedLoss,
    ]),
  ];
  return {
    title: t('Pérdidas en {count} años posibles', { count: count(SCENARIOS) }),
    chart: horizontalBars({
      id: 'losses',
      title: t('En cuántos de los años posibles la pérdida cae en cada tramo'),
      rows: losses.bars.map(({ from, to, scenarios }) => ({
        label: `${round(from)} – ${round(to)}`,
        value: scenarios,
        text: count(scenarios),
      })),
    }),
    summary: t('Se espera perder {expected}; en 99 de 100 años no más de {worst}.', {
      expected: amount(losses.expected),
      worst: amount(losses.valueAtRisk99),
    }),
    columns: [t('Monto')],
    rows: figures.map(([name, soles]) => ({ name, cells: [cell(amount(soles))] })),
    note: t(
      'Precio y cosecha varían según el parámetro «Cuánto varían precio y cosecha de un año a otro» ({status}: {source}). La misma semilla da las mismas pérdidas.',
      {
        status: riskSource.status === 'assumption' ? t('Supuesto') : t('Registrado'),
        source: riskSource.source,
      },
    ),
  };
}
