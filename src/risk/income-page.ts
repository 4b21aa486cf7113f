import type { WindowRule } from '../lending/harvest-calendar';
import { horizontalBars } from '../web/charts';
import { count, date, money, month, ratio, wholeMoney } from '../web/format';
import type { Translate } from '../web/locale';
import type { Cut, RiskBook } from './cuts';
import { loansBehind } from './links';
import { cell, type Part } from './part';
import { byPeriod, harvestOf, monthOfDate, weekOf, type HarvestPeriod, type PeriodSum } from './periods';
import type { Group } from './group-store';

export interface ExpectedIncome {
  /** What falls due on each date, with interest, and the principal of it. */
  readonly income: readonly Group[];
  readonly maturing: readonly Group[];
  readonly windows: readonly WindowRule[];
  readonly gross: number;
  readonly untested: number;
}

/** The weeks ahead that are shown one by one: half a year. */
const WEEKS_SHOWN = 26;

export function incomeParts(book: RiskBook, view: ExpectedIncome, t: Translate): Part[] {
  const weeks = byPeriod(view.income, weekOf).slice(0, WEEKS_SHOWN);
  const harvests = byPeriod<HarvestPeriod>(view.income, (day) => harvestOf(day, view.windows));
  const months = byPeriod(view.maturing, monthOfDate);
  const byHarvest = {
    ...periodPart(book, 'income', harvests, t('Por ventana de cosecha'), t),
    rows: harvests.map((harvest) => rowOf(book, 'income', harvest, harvestName(harvest, t), total(harvests))),
  };
  return [
    periodPart(book, 'income', weeks, t('Por semana'), t),
    ...(view.windows.length === 0 ? [] : [byHarvest]),
    {
      ...periodPart(book, 'maturing', months, t('Capital que vence por mes'), t),
      rows: months.map((one) => rowOf(book, 'maturing', one, month(one.from), view.gross)),
      note: t(
        '{share} del saldo está en créditos a los que todavía no les ha vencido ninguna cuota. Un crédito que se paga en la cosecha no puede atrasarse antes: el PAR de hoy no ve su riesgo.',
        { share: ratio(view.untested, view.gross) },
      ),
    },
  ];
}

function periodPart(book: RiskBook, cut: Cut, periods: readonly PeriodSum[], title: string, t: Translate): Part {
  const sum = total(periods);
  const largest = periods.toSorted((one, other) => other.amount - one.amount)[0];
  return {
    title,
    chart:
      periods.length === 0
        ? null
        : horizontalBars({
            id: `${cut}-${title.length}`,
            title,
            rows: periods.slice(0, 12).map((one) => ({
              label: spanName(one),
              value: one.amount,
              text: wholeMoney(one.amount, book.currency),
            })),
          }),
    summary: largest
      ? t('En total {amount}; lo más alto vence del {from} al {to}: {largest}.', {
          amount: money(sum, book.currency),
          from: date(largest.from),
          to: date(largest.to),
          largest: money(largest.amount, book.currency),
        })
      : t('No vence ninguna cuota en esos días.'),
    columns: [t('Cuotas'), t('Monto'), t('Parte')],
    rows: periods.map((one) => rowOf(book, cut, one, spanName(one), sum)),
    note: '',
  };
}

function rowOf(book: RiskBook, cut: Cut, period: PeriodSum, name: string, whole: number) {
  return {
    name,
    cells: [
      cell(count(period.instalments)),
      cell(money(period.amount, book.currency), loansBehind(book, cut, period.from, period.to)),
      cell(ratio(period.amount, whole)),
    ],
  };
}

function spanName({ from, to }: PeriodSum): string {
  return `${date(from)} – ${date(to)}`;
}

function harvestName({ season, from }: HarvestPeriod, t: Translate): string {
  return season === 'main'
    ? t('Campaña grande desde {month}', { month: month(from) })
    : t('Campaña chica desde {month}', { month: month(from) });
}

function total(periods: readonly PeriodSum[]): number {
  return periods.reduce((sum, one) => sum + one.amount, 0);
}
