import { stackedBars } from '../web/charts';
import { money, month, ratio } from '../web/format';
import type { Translate } from '../web/locale';
import type { RiskBook } from './cuts';
import { loansBehind } from './links';
import { cell, type Part } from './part';
import { byPeriod, monthOfDate } from './periods';
import type { CollectedMonth } from './collection-store';
import type { Group } from './group-store';

/** What fell due in a month and what became of it. */
export interface CollectionMonth extends CollectedMonth {
  readonly from: string;
  readonly to: string;
  readonly due: number;
  readonly unpaid: number;
}

/** Due is by date; both sides are about the same instalments. */
export function collectionMonths(due: readonly Group[], collected: readonly CollectedMonth[]): CollectionMonth[] {
  const byMonth = new Map(collected.map((one) => [one.month, one]));
  return byPeriod(due, monthOfDate).map(({ from, to, amount }) => {
    const key = from.slice(0, 7);
    const paid = byMonth.get(key) ?? { month: key, early: 0, onTheDay: 0, late: 0, byMonthEnd: 0 };
    return { ...paid, from, to, due: amount, unpaid: amount - paid.early - paid.onTheDay - paid.late };
  });
}

export function collectionPart(book: RiskBook, months: readonly CollectionMonth[], t: Translate): Part {
  const whole = months.reduce(
    (sum, one) => ({
      due: sum.due + one.due,
      punctual: sum.punctual + one.early + one.onTheDay,
      byMonthEnd: sum.byMonthEnd + one.byMonthEnd,
    }),
    { due: 0, punctual: 0, byMonthEnd: 0 },
  );
  const exact = (amount: number) => money(amount, book.currency);
  return {
    title: t('Cobranza por mes de vencimiento'),
    chart: stackedBars({
      id: 'collection',
      title: t('Qué se pagó de lo que venció cada mes'),
      series: [t('Adelantado'), t('Puntual'), t('Atrasado'), t('Sin pagar')],
      rows: months.map((one) => ({
        label: month(one.from),
        values: [one.early, one.onTheDay, one.late, one.unpaid],
        text: ratio(one.byMonthEnd, one.due),
      })),
    }),
    summary: t(
      'Del total que venció se pagó {efficiency} antes de cerrar su mes y {punctual} a más tardar en su día.',
      {
        efficiency: ratio(whole.byMonthEnd, whole.due),
        punctual: ratio(whole.punctual, whole.due),
      },
    ),
    columns: [
      t('Vencía'),
      t('Adelantado'),
      t('Puntual'),
      t('Atrasado'),
      t('Sin pagar'),
      t('Eficiencia'),
      t('Puntualidad'),
    ],
    rows: months.map((one) => ({
      name: month(one.from),
      cells: [
        cell(exact(one.due), loansBehind(book, 'due', one.from, one.to)),
        cell(exact(one.early)),
        cell(exact(one.onTheDay)),
        cell(exact(one.late)),
        cell(exact(one.unpaid), loansBehind(book, 'unpaid', one.from, one.to)),
        cell(ratio(one.byMonthEnd, one.due)),
        cell(ratio(one.early + one.onTheDay, one.due)),
      ],
    })),
    note: t(
      'Eficiencia: lo pagado hasta el fin del mes entre lo que vencía en él según el cronograma. Puntualidad: lo pagado hasta el mismo día del vencimiento. Los pagos cuentan por su fecha valor; lo condonado no vencía. Se lee el cronograma de hoy: lo que una reprogramación pasó a otra fecha vence en la fecha nueva.',
    ),
  };
}
