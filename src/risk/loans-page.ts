import type { ExportColumn } from '../web/export';
import { date } from '../web/format';
import type { Translate } from '../web/locale';
import type { Pages } from '../web/pagination';
import { withQuery } from '../web/pagination';
import type { Cut, RiskBook } from './cuts';
import { RISK_LOANS_PATH } from './links';
import type { CutLoan } from './loan-store';

export interface CutList {
  readonly book: RiskBook;
  readonly cut: Cut;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly totals: { readonly loans: number; readonly amount: number };
  readonly pages: Pages;
  readonly loans: readonly CutLoan[];
}

export function cutLoansPage({ book, cut, query, totals, pages, loans }: CutList, t: Translate) {
  return {
    currency: book.currency,
    day: date(book.asOf),
    amountName: amountName(cut, t),
    totals,
    pages,
    loans,
    csv: withQuery(`${RISK_LOANS_PATH}/descargar`, { ...query, formato: 'csv' }),
    xlsx: withQuery(`${RISK_LOANS_PATH}/descargar`, { ...query, formato: 'xlsx' }),
  };
}

export function cutLoanColumns(cut: Cut, t: Translate): ExportColumn<CutLoan>[] {
  return [
    { heading: t('Crédito'), kind: 'integer', value: (loan) => loan.id },
    { heading: t('Productor'), kind: 'text', value: (loan) => loan.farmerName },
    { heading: t('Departamento'), kind: 'text', value: (loan) => loan.department },
    { heading: t('Distrito'), kind: 'text', value: (loan) => loan.district },
    { heading: t('Producto'), kind: 'text', value: (loan) => loan.product },
    { heading: t('Desembolsado el'), kind: 'date', value: (loan) => loan.disbursedOn },
    { heading: amountName(cut, t), kind: 'money', value: (loan) => loan.amount },
  ];
}

function amountName(cut: Cut, t: Translate): string {
  if (cut === 'income') return t('Por cobrar');
  if (cut === 'maturing') return t('Capital que vence');
  if (cut === 'due') return t('Vencía');
  if (cut === 'unpaid') return t('Sin pagar');
  return cut === 'ever-late' ? t('Desembolsado') : t('Saldo capital');
}
