import { stringify } from 'csv-stringify/sync';
import writeExcelFile, { type CellObject } from 'write-excel-file/node';
import type { File } from './reply';

export const EXPORT_FORMATS = ['csv', 'xlsx'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/**
 * `text` stays text in Excel, so a DNI keeps its zeros. `money` is whole céntimos and comes out in soles with two
 * decimals. `integer` is a count or an id, `decimal` an exact decimal as text or number, `date` is `YYYY-MM-DD`.
 */
export type ColumnKind = 'text' | 'money' | 'integer' | 'decimal' | 'date';

export interface ExportColumn<Row> {
  /** Already translated; the first row of the file. */
  readonly heading: string;
  readonly kind: ColumnKind;
  readonly value: (row: Row) => string | number | null | undefined;
}

/**
 * The whole filtered set of a list as a file to download. `name` is the file's name without its ending; characters
 * outside `A-Z a-z 0-9 _ . -` become `_` on the way out.
 *
 * @example
 * await exportReply('creditos-2026-11-30', 'csv', [{ heading: 'Saldo', kind: 'money', value: (l) => l.balance }], [{ balance: 123456 }])
 * // Saldo
 * // 1234.56
 */
export async function exportReply<Row>(
  name: string,
  format: ExportFormat,
  columns: readonly ExportColumn<Row>[],
  rows: readonly Row[],
): Promise<File> {
  return format === 'csv'
    ? { type: 'file', name: `${name}.csv`, contentType: 'text/csv; charset=utf-8', content: csvOf(columns, rows) }
    : { type: 'file', name: `${name}.xlsx`, contentType: XLSX_TYPE, content: await xlsxOf(columns, rows) };
}

const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/**
 * UTF-8 with the mark that lets Excel see it is UTF-8, comma, dates as ISO. A text that a spreadsheet would run as a
 * formula gets an apostrophe in front; figures are ours and keep their minus, and `+51…` of a telephone cannot run.
 */
export function csvOf<Row>(columns: readonly ExportColumn<Row>[], rows: readonly Row[]): string {
  const kinds = columns.map((column) => column.kind);
  const isFigure = (value: string, index: number): boolean =>
    kinds[index] === 'text' ? PHONE.test(value) : value.startsWith('-');
  return stringify(
    [columns.map(({ heading }) => heading), ...rows.map((row) => columns.map(({ value }) => value(row) ?? ''))],
    {
      bom: true,
      record_delimiter: 'windows',
      quote_record_delimiter: true,
      escape_formulas: true,
      cast: {
        number: (value, { index }) => (kinds[index] === 'money' ? solesText(value) : String(value)),
        // The options of a cell are costly to change, so it is done for the few that need it.
        string: (value, { index, records }) =>
          records > 0 && isFigure(value, index) ? { value, escape_formulas: false } : value,
      },
    },
  );
}

const PHONE = /^\+\d{6,15}$/;

/** -123456 → `-1234.56`, by digits and not by division. */
function solesText(amount: number): string {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function xlsxOf<Row>(columns: readonly ExportColumn<Row>[], rows: readonly Row[]): Promise<Buffer> {
  const headings = columns.map(({ heading, kind }): CellObject => ({
    value: heading,
    type: String,
    fontWeight: 'bold',
    align: kind === 'text' || kind === 'date' ? 'left' : 'right',
  }));
  const body = rows.map((row) => columns.map((column) => xlsxCell(column.kind, column.value(row))));
  return writeExcelFile([headings, ...body], {
    columns: columns.map(({ heading, kind }) => ({ width: Math.max(heading.length + 2, WIDTHS[kind]) })),
    stickyRowsCount: 1,
  }).toBuffer();
}

const WIDTHS: Readonly<Record<ColumnKind, number>> = { text: 24, money: 16, integer: 10, decimal: 12, date: 12 };

function xlsxCell(kind: ColumnKind, value: string | number | null | undefined): CellObject | null {
  if (value === null || value === undefined || value === '') return null;
  return typedCell(kind, value);
}

/** XML has no way to write them: one of them in a name would make the file unreadable. */
const CONTROL_CHARACTERS = /[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu;

function typedCell(kind: ColumnKind, value: string | number): CellObject {
  switch (kind) {
    case 'text':
      return { value: String(value).replace(CONTROL_CHARACTERS, ''), type: String, format: '@' };
    case 'money':
      return { value: Number(solesText(Number(value))), type: Number, format: '#,##0.00' };
    case 'integer':
      return { value: Number(value), type: Number, format: '0' };
    case 'decimal':
      return { value: Number(value), type: Number, format: '#,##0.00######' };
    case 'date':
      return { value: new Date(`${value}T00:00:00Z`), type: Date, format: 'dd/mm/yyyy' };
  }
}
