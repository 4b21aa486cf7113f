import { count, money, ratio } from '../web/format';
import type { Translate } from '../web/locale';
import type { RiskBook } from './cuts';
import { cell, type Part } from './part';
import type { LinkTo } from './stress-groups-page';
import type { Stressed } from './try-stress';

const HARDEST_HIT = 10;

/** The loans that would lack most. */
export function hardestHit(book: RiskBook, { loans }: Stressed, linkTo: LinkTo, t: Translate): Part {
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
