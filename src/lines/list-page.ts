import { daysBetween } from '../lending/dates';
import { sumOf } from '../lending/money';
import type { ExportColumn } from '../web/export';
import { blankForm } from '../web/form';
import type { Translate } from '../web/locale';
import { withQuery } from '../web/pagination';
import type { User } from '../web/user';
import { CURRENCIES } from './form';
import { fundsChart } from './funds-chart';
import type { LineFilters, ListedLine } from './line-list';
import { fundsOf, leftToDraw, type Funds } from './store';
import { currencyName, lineTag, revolvingWords } from './words';

/** All lines that the person sees, to fill the filters, and those that pass them. */
export function listPage(
  user: User,
  all: readonly ListedLine[],
  shown: readonly ListedLine[],
  filters: LineFilters,
  today: string,
  t: Translate,
) {
  const query = { institucion: filters.institutionId, fondeador: filters.investorId, moneda: filters.currency };
  return {
    form: blankForm(Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value ?? '')]))),
    alliance: user.role === 'facilitator' || user.role === 'investor',
    mayOpen: user.role === 'facilitator',
    filters: {
      institutions: options(all.map((line) => [line.institutionId, line.institution])),
      investors: options(all.map((line) => [line.investorId, line.investor])),
      currencies: CURRENCIES.map((currency) => ({ value: currency, label: currencyName(currency, t) })),
    },
    none: all.length === 0,
    found: shown.length,
    rows: shown.map((line) => lineRow(line, today, t)),
    totals: CURRENCIES.flatMap((currency) => totalOf(shown, currency, today)),
    chart: shown.length === 0 ? null : fundsChart('lineas', t('Dónde está el dinero de cada línea'), shown, today, t),
    csv: withQuery('/lineas', { ...query, formato: 'csv' }),
    xlsx: withQuery('/lineas', { ...query, formato: 'xlsx' }),
  };
}

function lineRow(line: ListedLine, today: string, t: Translate) {
  return {
    to: `/lineas/${line.institutionId}/${line.id}`,
    name: line.name,
    institution: line.institution,
    investor: line.investor,
    currency: line.currency,
    kind: revolvingWords(line, t),
    rate: line.ratePercent,
    availableUntil: line.availableUntil,
    maturesOn: line.maturesOn,
    daysToMaturity: Math.max(0, daysBetween(today, line.maturesOn)),
    tag: lineTag(line, today, t),
    ...fundsOf(line),
    toDraw: leftToDraw(line, today),
  };
}

/** Sums of one currency; there is none where no line has it, and currencies are never added up. */
function totalOf(all: readonly ListedLine[], currency: string, today: string) {
  const lines = all.filter((line) => line.currency === currency);
  const funds = lines.map(fundsOf);
  if (lines.length === 0) return [];
  const total = (key: keyof Funds) => sumOf(funds.map((one) => one[key]));
  return [
    {
      currency,
      committed: total('committed'),
      drawn: total('drawn'),
      outstanding: total('outstanding'),
      lentOn: total('lentOn'),
      toDraw: sumOf(lines.map((line) => leftToDraw(line, today))),
      availableToLend: total('availableToLend'),
      utilised: total('utilised'),
    },
  ];
}

function options(pairs: readonly (readonly [number, string])[]) {
  return [...new Map(pairs)].map(([id, name]) => ({ value: String(id), label: name }));
}

export function lineColumns(today: string, t: Translate): ExportColumn<ListedLine>[] {
  const amount = (heading: string, key: keyof Funds): ExportColumn<ListedLine> => ({
    heading,
    kind: 'money',
    value: (line) => fundsOf(line)[key],
  });
  return [
    { heading: t('Institución'), kind: 'text', value: (line) => line.institution },
    { heading: t('N.º de línea'), kind: 'integer', value: (line) => line.id },
    { heading: t('Línea'), kind: 'text', value: (line) => line.name },
    { heading: t('Fondeador'), kind: 'text', value: (line) => line.investor },
    { heading: t('Moneda'), kind: 'text', value: (line) => line.currency },
    amount(t('Comprometido'), 'committed'),
    amount(t('Dispuesto'), 'drawn'),
    amount(t('Por pagar al fondeador'), 'outstanding'),
    amount(t('Colocado en productores'), 'lentOn'),
    { heading: t('Por disponer'), kind: 'money', value: (line) => leftToDraw(line, today) },
    amount(t('Por colocar'), 'availableToLend'),
    amount(t('Utilizado'), 'utilised'),
    { heading: t('Tasa anual (%)'), kind: 'decimal', value: (line) => Number(line.ratePercent) },
    { heading: t('Tipo'), kind: 'text', value: (line) => revolvingWords(line, t) },
    { heading: t('Se dispone desde'), kind: 'date', value: (line) => line.availableFrom },
    { heading: t('Se dispone hasta'), kind: 'date', value: (line) => line.availableUntil },
    { heading: t('Vence'), kind: 'date', value: (line) => line.maturesOn },
    { heading: t('Estado'), kind: 'text', value: (line) => lineTag(line, today, t).text },
  ];
}
