import { BANDS } from '../portfolio/ageing';
import { bandNames } from '../portfolio/words';
import { stackedBars } from '../web/charts';
import { date, money, ratio } from '../web/format';
import type { Translate } from '../web/locale';
import { PAID_OFF, WRITTEN_OFF, type RiskBook } from './cuts';
import { loansBehind } from './links';
import { cell, type Part } from './part';
import type { Group } from './group-store';

const FROM = BANDS.map(({ key }) => key);
const TO = [...FROM, PAID_OFF, WRITTEN_OFF];

/** What became of each band: shares of the balance of the earlier day, and the amounts below. */
export function rollParts(book: RiskBook, groups: readonly Group[], t: Translate): Part[] {
  const amounts = new Map(groups.map(({ member, amount }) => [member, amount]));
  const amountOf = (from: string, to: string): number => amounts.get(`${from}:${to}`) ?? 0;
  const names: Readonly<Record<string, string>> = {
    ...bandNames(t),
    [PAID_OFF]: t('Pagado'),
    [WRITTEN_OFF]: t('Castigado'),
  };
  const nameOf = (key: string): string => names[key] ?? key;
  const rows = FROM.map((from) => ({
    from,
    to: TO.map((to) => ({ to, amount: amountOf(from, to) })),
    total: TO.reduce((sum, to) => sum + amountOf(from, to), 0),
  }));
  const worse = rows.reduce(
    (sum, row, index) => sum + row.to.reduce((all, { to, amount }) => all + (isWorse(index, to) ? amount : 0), 0),
    0,
  );
  const whole = rows.reduce((sum, row) => sum + row.total, 0);
  const between = { from: date(book.since), to: date(book.asOf) };
  const columns = [...TO.map(nameOf), t('Total')];
  return [
    {
      title: t('Del {from} al {to}, en parte del saldo inicial', between),
      chart:
        whole === 0
          ? null
          : stackedBars({
              id: 'roll',
              title: t('Adónde fue el saldo de cada tramo'),
              series: TO.map(nameOf),
              rows: rows.map((row) => ({
                label: nameOf(row.from),
                values: row.to.map(({ amount }) => (row.total === 0 ? 0 : amount / row.total)),
                text: money(row.total, book.currency),
              })),
            }),
      summary: t('{share} del saldo del {from} está peor el {to}.', { ...between, share: ratio(worse, whole) }),
      columns,
      rows: rows.map((row) => ({
        name: nameOf(row.from),
        cells: [...row.to.map(({ amount }) => cell(ratio(amount, row.total))), cell(ratio(row.total, row.total))],
      })),
      note: t(
        'Cada fila parte del saldo que un tramo tenía en la primera fecha. Los créditos nuevos no están. El atraso de las dos fechas sale del cronograma de hoy, también en los créditos reprogramados.',
      ),
    },
    {
      title: t('Los mismos saldos en montos'),
      chart: null,
      summary: t('El saldo del {from} era {amount}.', { ...between, amount: money(whole, book.currency) }),
      columns,
      rows: rows.map((row) => ({
        name: nameOf(row.from),
        cells: [
          ...row.to.map(({ to, amount }) =>
            cell(money(amount, book.currency), amount === 0 ? null : loansBehind(book, 'roll', `${row.from}:${to}`)),
          ),
          cell(money(row.total, book.currency)),
        ],
      })),
      note: '',
    },
  ];
}

function isWorse(from: number, to: string): boolean {
  if (to === WRITTEN_OFF) return true;
  return to !== PAID_OFF && TO.indexOf(to) > from;
}
