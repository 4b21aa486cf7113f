import { BACK_QUARTERS, reportPath } from './paths';
import { parameterTitle } from '../parameters/words';
import { amountText, count, date, hectares, longDate, money, percent, ratio } from '../web/format';
import type { Translate } from '../web/locale';
import { quartersBack, type Quarter } from './quarters';
import type { LineReport } from './read-report';
import { covenantRows, fundRows, groupRows, type FileRow, type GroupRow } from './rows';

/** Names of what the loans of a line are divided by. */
export interface GroupNames {
  readonly department: ReadonlyMap<string, string>;
  readonly product: ReadonlyMap<string, string>;
}

export interface ReportView {
  readonly report: LineReport;
  readonly names: GroupNames;
  readonly institution: string;
  readonly investor: string;
}

export function reportPage(view: ReportView, today: string, t: Translate) {
  const { report, institution, investor } = view;
  const { line, figures, rule, quarter } = report;
  const amount = (value: number | null) => (value === null ? '—' : money(value, line.currency));
  const [whole] = groupRows(report, 'all', () => t('Toda la línea'));
  const choices = quartersBack(today, line.availableFrom, BACK_QUARTERS);
  const path = reportPath(line);
  return {
    subject: `${institution} · ${investor}`,
    period: t('Del {from} al {to}, en {currency}', {
      from: date(quarter.from),
      to: date(figures.date),
      currency: line.currency,
    }),
    basis: figures.frozen
      ? t('Cifras congeladas al cerrar el {day}: lo que se registró después no las cambia.', {
          day: longDate(figures.date),
        })
      : t(
          'Cifras por fecha valor al {day}: ese fin de mes no está cerrado con cifras de líneas, y todavía pueden cambiar.',
          { day: longDate(figures.date) },
        ),
    frozen: figures.frozen,
    balanceIn: t('Saldo, {currency}', { currency: line.currency }),
    summary: summaryOf(view, whole, t),
    funds: fundRows(report, t).map((row) => ({ ...row, total: amount(row.total), quarter: amount(row.quarter) })),
    tables: [
      tableOf(t('Cartera'), whole ? [whole] : []),
      tableOf(t('Por región'), groupRows(report, 'department', nameIn(view.names.department))),
      tableOf(t('Por producto'), groupRows(report, 'product', nameIn(view.names.product))),
    ],
    ageing: groupRows(report, 'days-late', (member) => daysLateName(member, t)).map((row) => ({
      name: row.name,
      loans: textOf(row.loans),
      principal: amount(row.principal),
      share: row.principal === null ? '—' : ratio(row.principal, whole?.principal ?? 0),
    })),
    writtenOff: amount(figures.funds.writtenOff12Months),
    refinanced: amount(whole && whole.principal !== null ? (groupOf(report)?.refinanced ?? 0) : null),
    provision: figures.provision === undefined ? '—' : amount(figures.provision),
    covenants: covenantRows(report, t).map((row) => ({
      ...row,
      value: row.percent === null ? '—' : percent(row.percent),
    })),
    rules: t(
      'Jóvenes: de {from} a {to} años. Un grupo de menos de {few} productores no se muestra. Parámetro: {name}.',
      {
        from: rule.youngFrom,
        to: rule.youngTo,
        few: rule.farmersShownFrom,
        name: parameterTitle('line-report', t),
      },
    ),
    quarters: choices.map((one) => ({
      label: quarterName(one, t),
      to: `${path}?trimestre=${one.key}`,
      current: one.key === quarter.key,
    })),
    print: `${path}/imprimir?trimestre=${quarter.key}`,
    xlsx: `${path}/descargar?trimestre=${quarter.key}&formato=xlsx`,
    csv: `${path}/descargar?trimestre=${quarter.key}&formato=csv`,
  };
}

export function quarterName({ key }: Quarter, t: Translate): string {
  return t('Trimestre {number} de {year}', { number: key.slice(5), year: key.slice(0, 4) });
}

/** The whole report as rows of one table, for a file. */
export function fileRows({ report, names }: ReportView, t: Translate): FileRow[] {
  const of = (part: string, rows: readonly GroupRow[]): FileRow[] =>
    rows.map((group) => ({
      part,
      name: group.name,
      group,
      amount: group.principal,
      quarter: null,
      percent: null,
      note: group.principal === null ? t('Grupo pequeño') : '',
    }));
  const { figures } = report;
  const plain = { quarter: null, percent: null, note: '' };
  return [
    ...fundRows(report, t).map((row): FileRow => ({
      ...plain,
      part: t('Uso de los fondos'),
      ...row,
      amount: row.total,
    })),
    ...of(
      t('Cartera'),
      groupRows(report, 'all', () => t('Toda la línea')),
    ),
    { ...plain, part: t('Cartera'), name: t('Castigos de 12 meses'), amount: figures.funds.writtenOff12Months },
    { ...plain, part: t('Cartera'), name: t('Provisiones'), amount: figures.provision ?? null },
    ...of(
      t('Antigüedad'),
      groupRows(report, 'days-late', (member) => daysLateName(member, t)),
    ),
    ...of(t('Por región'), groupRows(report, 'department', nameIn(names.department))),
    ...of(t('Por producto'), groupRows(report, 'product', nameIn(names.product))),
    ...covenantRows(report, t).map((row): FileRow => ({
      part: t('Covenants'),
      name: row.name,
      amount: null,
      quarter: null,
      percent: row.percent,
      note: `${row.limit}; ${row.tested}; ${row.state.text}`,
    })),
  ];
}

function summaryOf({ report }: ReportView, whole: GroupRow | undefined, t: Translate): string {
  const { currency } = report.line;
  if (!whole || whole.principal === null) return t('La línea tiene muy pocos productores para contar más de ellos.');
  return t('{farmers} productores con {area} deben {principal}; el PAR 30 es {par}.', {
    farmers: textOf(whole.farmers),
    area: hectares(whole.hectares ?? 0),
    principal: money(whole.principal, currency),
    par: ratio(whole.late30 ?? 0, whole.principal),
  });
}

function tableOf(title: string, rows: readonly GroupRow[]) {
  return {
    title,
    rows: rows.map((row) => ({
      name: row.name,
      loans: textOf(row.loans),
      farmers: textOf(row.farmers),
      women: textOf(row.women),
      young: textOf(row.young),
      hectares: row.hectares === null ? '—' : areaText(row.hectares),
      principal: row.principal === null ? '—' : amountText(row.principal),
      late1: row.principal === null ? '—' : ratio(row.late1 ?? 0, row.principal),
      late30: row.principal === null ? '—' : ratio(row.late30 ?? 0, row.principal),
      late90: row.principal === null ? '—' : ratio(row.late90 ?? 0, row.principal),
    })),
  };
}

/** 31075 m² are `3.11`; the heading names hectares. */
function areaText(area: number): string {
  return amountText(Math.round(area * 100));
}

function groupOf({ figures }: LineReport) {
  return figures.groups.find(({ cut }) => cut === 'all');
}

function textOf(value: string | number | null): string {
  return value === null ? '—' : typeof value === 'number' ? count(value) : value;
}

function nameIn(names: ReadonlyMap<string, string>): (member: string) => string {
  return (member) => names.get(member) ?? member;
}

function daysLateName(member: string, t: Translate): string {
  const names: Readonly<Record<string, string>> = {
    '0': t('Al día'),
    '1': t('1 día'),
    '2': t('2 a 8 días'),
    '9': t('9 a 30 días'),
    '31': t('31 a 60 días'),
    '61': t('61 a 90 días'),
    '91': t('91 a 120 días'),
    '121': t('121 a 180 días'),
    '181': t('Más de 180 días'),
  };
  return names[member] ?? member;
}
