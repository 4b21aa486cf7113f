import type { Centimos } from '../lending/money';
import { stackedBars } from '../web/charts';
import { ratio } from '../web/format';
import type { Translate } from '../web/locale';
import type { Svg } from '../web/svg';
import { fundsOf, type CreditLine } from './store';

/** One bar per line, each as long as its commitment whatever the currency: where the committed money is. */
export function fundsChart(id: string, title: string, lines: readonly CreditLine[], t: Translate): Svg {
  return stackedBars({
    id,
    title,
    series: partNames(t),
    rows: lines.map((line) => {
      const { committed, utilised } = fundsOf(line);
      return {
        label: line.name,
        text: t('{share} utilizado', { share: ratio(utilised, committed) }),
        values: whereTheMoneyIs(line).map((amount) => amount / committed),
      };
    }),
  });
}

/** The parts of a commitment, in the order of `whereTheMoneyIs`. */
export function partNames(t: Translate): string[] {
  return [
    t('Colocado en productores'),
    t('Por colocar'),
    t('Recuperado, por devolver'),
    t('Devuelto al fondeador'),
    t('Por disponer'),
  ];
}

/**
 * The commitment divided by where it is; the parts add up to it. What the lender lent beyond the line's money is its own
 * and not shown. Only a non-revolving line has recovered money that may not be lent again, and money given back that
 * may not be drawn again.
 */
export function whereTheMoneyIs(line: CreditLine): Centimos[] {
  const { outstanding, lentOn, utilised, availableToDraw, availableToLend } = fundsOf(line);
  const withFarmers = Math.min(lentOn, outstanding);
  const toGiveBack = outstanding - withFarmers - availableToLend;
  return [withFarmers, availableToLend, toGiveBack, utilised - outstanding, availableToDraw];
}
