import type { ExportColumn } from '../web/export';
import { blankForm, type Form } from '../web/form';
import { date } from '../web/format';
import type { Translate } from '../web/locale';
import { withQuery, type Pages } from '../web/pagination';
import { BAND_KEYS, PAR_DAYS, segmentOf } from './ageing';
import type { Book } from './book';
import type { LoansQuery } from './form';
import { LOANS_PATH, PORTFOLIO_PATH } from './links';
import type { ListedLoan, ListTotals } from './list-store';
import { choicesOf } from './page';
import type { Names } from './store';
import { bandNames } from './words';

export interface LoansView {
  readonly book: Book;
  readonly query: LoansQuery;
  readonly loans: readonly ListedLoan[];
  readonly totals: ListTotals;
  readonly pages: Pages;
  readonly names: Names;
  readonly isClosed: boolean;
}

export function loansPage(
  { book, query, loans, totals, pages, names, isClosed }: LoansView,
  errors: Form['errors'],
  t: Translate,
) {
  const bands = bandNames(t);
  const address = { ...query, al: book.asOf, moneda: book.currency };
  return {
    form: { ...blankForm({ ...query, al: date(book.asOf), moneda: book.currency }), errors },
    choices: {
      bands: BAND_KEYS.map((key) => ({ value: key, label: bands[key] })),
      risk: PAR_DAYS.map((days) => ({ value: String(days), label: t('Más de {count} días', { count: days }) })),
      quality: [
        { value: 'atrasada', label: t('Cartera atrasada') },
        { value: 'refinanciada', label: t('Refinanciada o reestructurada') },
        { value: 'alto-riesgo', label: t('Alto riesgo') },
      ],
      ...choicesOf(names, t),
    },
    isClosed,
    withRefinanced: query.refinanciados !== '',
    currency: book.currency,
    loans: loans.map((loan) => ({ ...loan, tone: toneOf(loan.daysLate), maturing: loan.maturing ?? 0 })),
    totals,
    showsMaturing: query.vence !== '',
    vence: query.vence,
    pages,
    clear: withQuery(LOANS_PATH, { al: book.asOf, moneda: book.currency }),
    portfolio: withQuery(PORTFOLIO_PATH, { al: book.asOf, moneda: book.currency }),
    csv: withQuery(`${LOANS_PATH}/descargar`, { ...address, formato: 'csv' }),
    xlsx: withQuery(`${LOANS_PATH}/descargar`, { ...address, formato: 'xlsx' }),
  };
}

function toneOf(daysLate: number): 'ok' | 'warn' | 'bad' {
  if (daysLate === 0) return 'ok';
  return segmentOf(daysLate) > segmentOf(30) ? 'bad' : 'warn';
}

export function loanColumns(t: Translate, showsMaturing: boolean): ExportColumn<ListedLoan>[] {
  return [
    { heading: t('Crédito'), kind: 'integer', value: (loan) => loan.id },
    { heading: t('Productor'), kind: 'text', value: (loan) => loan.farmerName },
    { heading: t('Departamento'), kind: 'text', value: (loan) => loan.department },
    { heading: t('Distrito'), kind: 'text', value: (loan) => loan.district },
    { heading: t('Producto'), kind: 'text', value: (loan) => loan.product },
    { heading: t('Asesor'), kind: 'text', value: (loan) => loan.officer },
    { heading: t('Organización'), kind: 'text', value: (loan) => loan.organisation },
    { heading: t('Línea de crédito'), kind: 'text', value: (loan) => loan.line },
    { heading: t('Desembolsado el'), kind: 'date', value: (loan) => loan.disbursedOn },
    { heading: t('Monto desembolsado'), kind: 'money', value: (loan) => loan.principal },
    { heading: t('Saldo capital'), kind: 'money', value: (loan) => loan.outstanding },
    { heading: t('Días de atraso'), kind: 'integer', value: (loan) => loan.daysLate },
    ...(showsMaturing
      ? [{ heading: t('Capital que vence'), kind: 'money' as const, value: (loan: ListedLoan) => loan.maturing }]
      : []),
  ];
}
