import { horizontalBars, stackedBars } from '../web/charts';
import { blankForm } from '../web/form';
import { count, money, percent, ratio, wholeMoney } from '../web/format';
import type { Translate } from '../web/locale';
import { withQuery } from '../web/pagination';
import type { RiskBook } from './cuts';
import { cell, type Part } from './part';
import { SCENARIOS, type Stressed } from './read-stress';
import { inUnits, sumTried, type StressSum, type TriedLoan } from './stress';
import { FALLS, WEEKS_LATE, type StressQuery } from './stress-query';

export const STRESS_PATH = '/riesgo/estres';

export function stressPage(
  book: RiskBook,
  currencies: readonly string[],
  stressed: Stressed | undefined,
  query: StressQuery,
  t: Translate,
) {
  const asked = {
    ...query,
    moneda: book.currency,
    precio: query.precio ?? (stressed ? String(stressed.fall.price) : ''),
    rendimiento: query.rendimiento ?? (stressed ? String(stressed.fall.yield) : ''),
  };
  const fallOptions = (chosen: string) =>
    [...new Set<string>([...FALLS, chosen])]
      .filter((fall) => fall !== '')
      .map((value) => ({ value, label: percent(value) }));
  const departments = [...(stressed?.names.department ?? [])].map(([value, label]) => ({ value, label }));
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
    missing: stressed === undefined,
    empty: stressed?.tried.length === 0,
    unknown: stressed?.unknown ?? 0,
    unknownWords: t('De {count} créditos no se conoce ni el flujo de caja ni una parcela: no se pudieron probar.', {
      count: stressed?.unknown ?? 0,
    }),
    parts: stressed && stressed.tried.length > 0 ? partsOf(book, stressed, t) : [],
  };
}

function partsOf(book: RiskBook, stressed: Stressed, t: Translate): Part[] {
  const { tried, names } = stressed;
  const byDepartment = groupsOf(tried, (loan) => names.department.get(loan.department) ?? loan.department);
  const byLine = groupsOf(tried, (loan) => names.line.get(String(loan.lineId)) ?? String(loan.lineId));
  const whole = sumTried(tried);
  return [
    sumPart(book, t('Toda la cartera'), 'whole', [[t('Toda la cartera'), whole]], t),
    sumPart(book, t('Por departamento'), 'department', byDepartment, t),
    sumPart(book, t('Por línea de crédito'), 'line', byLine, t),
    hardestHit(book, tried, t),
    ...lossPart(book, stressed, t),
  ];
}

function groupsOf(tried: readonly TriedLoan[], nameOf: (loan: TriedLoan) => string): [string, StressSum][] {
  const groups = new Map<string, TriedLoan[]>();
  for (const loan of tried) {
    const group = groups.get(nameOf(loan));
    if (group) group.push(loan);
    else groups.set(nameOf(loan), [loan]);
  }
  return [...groups]
    .map(([name, loans]): [string, StressSum] => [name, sumTried(loans)])
    .toSorted(([, one], [, other]) => other.stressedShortfall - one.stressedShortfall);
}

function sumPart(
  book: RiskBook,
  title: string,
  id: string,
  groups: readonly (readonly [string, StressSum])[],
  t: Translate,
): Part {
  const exact = (amount: number) => cell(money(amount, book.currency));
  const [worst] = groups;
  return {
    title,
    chart: stackedBars({
      id,
      title: t('Lo que no se podría pagar'),
      series: [t('En un año como se espera'), t('Además, bajo estrés')],
      rows: groups.slice(0, 10).map(([name, sum]) => ({
        label: name,
        values: [sum.expectedShortfall, Math.max(0, sum.stressedShortfall - sum.expectedShortfall)],
        text: wholeMoney(sum.stressedShortfall, book.currency),
      })),
    }),
    summary: worst
      ? t('{name}: faltarían {shortfall} de {ahead} que vencen en 12 meses; el PAR 30 pasaría de {now} a {stressed}.', {
          name: worst[0],
          shortfall: money(worst[1].stressedShortfall, book.currency),
          ahead: money(worst[1].ahead, book.currency),
          now: ratio(worst[1].lateNow, worst[1].gross),
          stressed: ratio(worst[1].lateStressed, worst[1].gross),
        })
      : '',
    columns: [
      t('Créditos'),
      t('Saldo capital'),
      t('Vence en 12 meses'),
      t('Faltante esperado'),
      t('Faltante bajo estrés'),
      t('PAR 30 hoy'),
      t('PAR 30 bajo estrés'),
      t('Provisión hoy'),
      t('Provisión bajo estrés'),
    ],
    rows: groups.map(([name, sum]) => ({
      name,
      cells: [
        cell(count(sum.loans)),
        exact(sum.gross),
        exact(sum.ahead),
        exact(sum.expectedShortfall),
        exact(sum.stressedShortfall),
        cell(ratio(sum.lateNow, sum.gross)),
        cell(ratio(sum.lateStressed, sum.gross)),
        exact(sum.provisionNow),
        exact(sum.provisionStressed),
      ],
    })),
    note: '',
  };
}

const HARDEST_HIT = 20;

function hardestHit(book: RiskBook, tried: readonly TriedLoan[], t: Translate): Part {
  const short = tried
    .filter((loan) => loan.stressedShortfall > 0)
    .toSorted((one, other) => other.stressedShortfall - one.stressedShortfall || one.id - other.id);
  return {
    title: t('Los créditos a los que más les faltaría'),
    chart: null,
    summary: t('No podrían pagar todo {short} de {all} créditos.', {
      short: count(short.length),
      all: count(tried.length),
    }),
    columns: [t('Saldo capital'), t('Vence en 12 meses'), t('Faltante esperado'), t('Faltante bajo estrés')],
    rows: short.slice(0, HARDEST_HIT).map((loan) => ({
      name: t('Crédito {id}', { id: loan.id }),
      cells: [
        cell(money(loan.outstanding, book.currency), `/creditos/${loan.id}`),
        cell(money(loan.ahead, book.currency)),
        cell(money(loan.expectedShortfall, book.currency)),
        cell(money(loan.stressedShortfall, book.currency)),
      ],
    })),
    note: '',
  };
}

/** How many bars the losses are put into, from the smallest to the largest. */
const LOSS_BARS = 10;

function lossPart(book: RiskBook, { losses, riskSource, solesPerUnit, names }: Stressed, t: Translate): Part[] {
  if (!losses || !riskSource) return [];
  const amount = (soles: number) => money(inUnits(soles, solesPerUnit), book.currency);
  const largest = losses.losses.at(-1) ?? 0;
  const step = largest / LOSS_BARS || 1;
  const bars = Array.from({ length: LOSS_BARS }, (_, index) => ({
    from: Math.round(index * step),
    to: Math.round((index + 1) * step),
    scenarios: losses.losses.filter((loss) => Math.min(LOSS_BARS - 1, Math.floor(loss / step)) === index).length,
  }));
  const figures: [string, number][] = [
    [t('Pérdida esperada'), losses.expectedLoss],
    [t('VaR 95 %'), losses.valueAtRisk(0.95)],
    [t('VaR 99 %'), losses.valueAtRisk(0.99)],
    [t('Pérdida media más allá del VaR 95 %'), losses.expectedShortfall(0.95)],
    [t('Pérdida media más allá del VaR 99 %'), losses.expectedShortfall(0.99)],
    ...losses.byRegion.map(({ region, expectedLoss }): [string, number] => [
      t('Pérdida esperada en {region}', { region: names.department.get(region) ?? region }),
      expectedLoss,
    ]),
  ];
  return [
    {
      title: t('Pérdidas en {count} años posibles', { count: count(SCENARIOS) }),
      chart: horizontalBars({
        id: 'losses',
        title: t('En cuántos de los años posibles la pérdida cae en cada tramo'),
        rows: bars.map(({ from, to, scenarios }) => ({
          label: `${wholeMoney(inUnits(from, solesPerUnit), book.currency)} – ${wholeMoney(inUnits(to, solesPerUnit), book.currency)}`,
          value: scenarios,
          text: count(scenarios),
        })),
      }),
      summary: t('Se espera perder {expected}; en 99 de 100 años no más de {worst}.', {
        expected: amount(losses.expectedLoss),
        worst: amount(losses.valueAtRisk(0.99)),
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
    },
  ];
}
