import type { Centimos } from '../lending/money';
import { stackedBars } from '../web/charts';
import { ratio } from '../web/format';
import type { Translate } from '../web/locale';
import type { Svg } from '../web/svg';
import { fundsOf, leftToDraw, type CreditLine } from './store';

/** One bar per line, each as long as its commitment whatever the currency: where the committed money is. */
export function fundsChart(id: string, title: string, lines: readonly CreditLine[], today: string, t: Translate): Svg {
  const divided = lines.map((line) => partsOf(line, today, t));
  const shown = (divided[0] ?? []).flatMap(({ label }, part) =>
    divided.some((parts) => (parts[part]?.amount ?? 0) > 0) ? [{ label, part }] : [],
  );
  return stackedBars({
    id,
    title,
    series: shown.map(({ label }) => label),
    rows: lines.map((line, index) => {
      const { committed, utilised } = fundsOf(line);
      return {
        label: line.name,
        text: t('{share} utilizado', { share: ratio(utilised, committed) }),
        values: shown.map(({ part }) => (divided[index]?.[part]?.amount ?? 0) / committed),
      };
    }),
  });
}

export interface Part {
  readonly label: string;
  readonly amount: Centimos;
}

/**
 * The commitment divided by where it is; the parts add up to it. What the lender lent beyond the line's money is its own
 * and not shown. Only a non-revolving line has recovered money that may not be lent again, and money given back that
 * may not be drawn again.
 */
export function partsOf(line: CreditLine, today: string, t: Translate): Part[] {
  const { outstanding, lentOn, utilised, availableToDraw, availableToLend } = fundsOf(line);
  const withFarmers = Math.min(lentOn, outstanding);
  const drawable = leftToDraw(line, today);
  return [
    { label: t('Colocado en productores'), amount: withFarmers },
    { label: t('Por colocar'), amount: availableToLend },
    { label: t('Por disponer'), amount: drawable },
    { label: t('Recuperado, por devolver'), amount: outstanding - withFarmers - availableToLend },
    { label: t('Devuelto al fondeador'), amount: utilised - outstanding },
    { label: t('Sin disponer, caducado'), amount: availableToDraw - drawable },
  ];
}
