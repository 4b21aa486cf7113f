import { creditTypeName } from '../parameters/words';
import type { ExportColumn } from '../web/export';
import { blankForm, type Form } from '../web/form';
import { date, ratio } from '../web/format';
import type { Translate } from '../web/locale';
import { withQuery } from '../web/pagination';
import type { Basis } from './books';
import type { ReportQuery } from './form';
import type { CurrencyReport, MonthReport } from './month';
import type { ProvisionLine } from './provisions';
import type { Statement, TrialBalance } from './statements';

export const REPORTS_PATH = '/informes';

export function reportPage(report: MonthReport, query: ReportQuery, errors: Form['errors'], t: Translate) {
  const file = (tabla: string, formato: string) =>
    withQuery(`${REPORTS_PATH}/descargar`, { al: report.date, segun: query.segun, tabla, formato });
  return {
    form: { ...blankForm({ al: date(report.date), segun: query.segun }), errors },
    bases: [
      { value: 'conocido', label: basisName('known', t) },
      { value: 'valor', label: basisName('value', t) },
    ],
    basis: basisName(report.basis, t),
    closed: report.digest !== undefined,
    digest: report.digest?.slice(0, 8) ?? null,
    empty: report.currencies.length === 0,
    currencies: report.currencies.map((one) => currencySection(one, t)),
    files: [
      { to: file('balance', 'xlsx'), label: t('Balance de comprobación en Excel') },
      { to: file('balance', 'csv'), label: t('Balance de comprobación en CSV') },
      { to: file('provisiones', 'xlsx'), label: t('Provisiones en Excel') },
      { to: file('provisiones', 'csv'), label: t('Provisiones en CSV') },
    ],
  };
}

function basisName(basis: Basis, t: Translate): string {
  return basis === 'known' ? t('Lo registrado hasta ese día') : t('Por fecha valor, con lo que hoy se sabe');
}

function currencySection({ currency, portfolio, incomeOfMonth, incomeOfYear, ...more }: CurrencyReport, t: Translate) {
  const { trialBalance, provisions } = more;
  return {
    currency,
    trialBalance,
    statements: [
      statement(t('Cartera neta'), portfolio, t),
      statement(t('Resultado del mes'), incomeOfMonth, t),
      statement(t('Resultado del año'), incomeOfYear, t),
    ],
    provisions: provisions.map((line) => ({
      ...line,
      creditType: creditTypeName(line.creditType, t),
      category: categoryName(line, t),
      rate: ratio(line.provision, line.principal),
    })),
    provided: {
      loans: sum(provisions.map(({ loans }) => loans)),
      principal: sum(provisions.map(({ principal }) => principal)),
      provision: sum(provisions.map(({ provision }) => provision)),
    },
  };
}

function statement(title: string, { lines, total }: Statement, t: Translate) {
  return { title, lines, total, empty: lines.length === 0, totalName: t('Total') };
}

function categoryName({ category }: ProvisionLine, t: Translate): string {
  return category === 'Perdida' ? t('Pérdida') : category;
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

type TrialRow = TrialBalance['rows'][number];

export function trialColumns(t: Translate): ExportColumn<TrialRow>[] {
  return [
    { heading: t('Moneda'), kind: 'text', value: (row) => row.currency },
    { heading: t('Cuenta'), kind: 'text', value: (row) => row.code },
    { heading: t('Nombre'), kind: 'text', value: (row) => row.name },
    { heading: t('Debe'), kind: 'money', value: (row) => row.debit },
    { heading: t('Haber'), kind: 'money', value: (row) => row.credit },
    { heading: t('Saldo deudor'), kind: 'money', value: (row) => row.debitBalance },
    { heading: t('Saldo acreedor'), kind: 'money', value: (row) => row.creditBalance },
  ];
}

export function provisionColumns(t: Translate): ExportColumn<ProvisionLine>[] {
  return [
    { heading: t('Moneda'), kind: 'text', value: (row) => row.currency },
    { heading: t('Tipo de crédito'), kind: 'text', value: (row) => creditTypeName(row.creditType, t) },
    { heading: t('Categoría'), kind: 'text', value: (row) => categoryName(row, t) },
    { heading: t('Créditos'), kind: 'integer', value: (row) => row.loans },
    { heading: t('Deudores'), kind: 'integer', value: (row) => row.debtors },
    { heading: t('Saldo capital'), kind: 'money', value: (row) => row.principal },
    { heading: t('Provisión'), kind: 'money', value: (row) => row.provision },
  ];
}
