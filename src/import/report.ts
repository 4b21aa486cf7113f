import { stringify } from 'csv-stringify/sync';
import type { Translate } from '../web/locale';
import { ADDED_COLUMNS } from './columns';
import type { Fault } from './import-kind';
import { columnKey, type CsvFile } from './read-csv';

/** A report names this many faults; whoever has more asks for the file of faulty rows. */
const FAULTS_SHOWN_MAX = 100;

/** `Fila 17, columna dni: El DNI debe tener 8 dígitos` */
export function faultLines(faults: readonly Fault[], t: Translate): string[] {
  const lines = faults
    .slice(0, FAULTS_SHOWN_MAX)
    .map(({ row, column, message }) =>
      column === null
        ? t('Fila {row}: {message}', { row, message })
        : t('Fila {row}, columna {column}: {message}', { row, column, message }),
    );
  const rest = faults.length - lines.length;
  return rest > 0 ? [...lines, t('… y {count} errores más', { count: rest })] : lines;
}

/**
 * The faulty rows as they were, with their row number and the reasons in front: to be corrected and imported again, as it
 * is, because those two columns are skipped.
 */
export function faultyRowsCsv(file: CsvFile, faults: readonly Fault[]): string {
  const reasons = new Map<number, string[]>();
  for (const fault of faults) {
    const line = fault.column === null ? fault.message : `${fault.column}: ${fault.message}`;
    reasons.set(fault.row, [...(reasons.get(fault.row) ?? []), line]);
  }
  const kept = file.headings.map((heading) => !ADDED_COLUMNS.some((added) => added === columnKey(heading)));
  const cells = (row: readonly string[]): string[] => row.filter((_cell, place) => kept[place] ?? true);
  const lines = file.rows
    .filter(({ number }) => reasons.has(number))
    .map(({ number, original }) => [String(number), (reasons.get(number) ?? []).join(' | '), ...cells(original)]);
  return stringify([[...ADDED_COLUMNS, ...cells(file.headings)], ...lines], {
    bom: true,
    delimiter: file.delimiter,
    record_delimiter: 'windows',
    quote_record_delimiter: true,
    escape_formulas: true,
    // A coordinate or a telephone is no formula, and must come back as it was.
    cast: { string: (value) => (/^[-+][\d.,\s]+$/.test(value) ? { value, escape_formulas: false } : value) },
  });
}
