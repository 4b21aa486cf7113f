import type { Translate } from '../web/locale';
import type { Fault } from './import-kind';
import { columnKey, type CsvFile, type CsvRow } from './read-csv';

/** A column of a file that is imported. */
export interface Column {
  readonly name: string;
  /** Without it nothing of the file can be read. */
  readonly needed?: true;
}

/** What the file of faulty rows adds in front of the columns of the file it came from; a later import skips them. */
export const ADDED_COLUMNS = ['fila', 'motivo'] as const;

/** What is wrong with the columns, before any row is looked at, a sentence each. */
export function columnFaults(file: CsvFile, columns: readonly Column[], t: Translate): string[] {
  const keys = file.headings.map(columnKey);
  const present = file.headings.map((heading) => `'${heading.trim()}'`).join(', ');
  const missing = columns
    .filter(({ name, needed }) => needed && !keys.includes(name))
    .map(({ name }) =>
      t("Tu archivo necesita una columna llamada '{name}'. Ahora tiene: {present}", { name, present }),
    );
  const twice = keys.filter((key, place) => key !== '' && keys.indexOf(key) !== place);
  return [
    ...missing,
    ...[...new Set(twice)].map((name) => t("La columna '{name}' está dos veces. Deja una sola", { name })),
  ];
}

/** A cell beyond the last heading: most often a comma in a text without quotes, which moves all cells behind it. */
export function tooManyCells(row: CsvRow, t: Translate): Fault {
  return { row: row.number, column: null, message: t('La fila tiene más celdas que columnas') };
}

/** Headings that mean nothing here: perhaps a note, perhaps a slip of the pen. */
export function unusedColumns(file: CsvFile, columns: readonly Column[]): string[] {
  const known = new Set<string>([...columns.map(({ name }) => name), ...ADDED_COLUMNS]);
  return file.headings.filter((heading) => heading.trim() !== '' && !known.has(columnKey(heading)));
}
