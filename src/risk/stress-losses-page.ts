import type { Names } from '../portfolio/store';
import { horizontalBars } from '../web/charts';
import { count, money, wholeMoney } from '../web/format';
import type { Translate } from '../web/locale';
import type { RiskBook } from './cuts';
import { cell, type Part } from './part';
import { SCENARIOS, type Stressed } from './try-stress';

/** What is lost in many possible years: expected, in a bad one, and beyond. */
export function lossPart(
  book: RiskBook,
  { losses, riskSource, solesPerUnit }: Stressed,
  names: Names,
  t: Translate,
): Part {
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
