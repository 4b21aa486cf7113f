import { horizontalBars } from '../web/charts';
import { money, percent, ratio, wholeMoney } from '../web/format';
import type { Translate } from '../web/locale';
import type { RiskBook } from './cuts';
import { cell, type Part } from './part';
import type { Severity, Stressed } from './try-stress';

/** From a mild fall to a hard one, each beside the other. */
export function severityPart(book: RiskBook, { severities, whole }: Stressed, t: Translate): Part {
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
