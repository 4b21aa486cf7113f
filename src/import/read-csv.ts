import { CsvError, parse } from 'csv-parse/sync';
import { searchKey } from '../web/fields';

export interface CsvFile {
  /** As written in the file. */
  readonly headings: readonly string[];
  readonly delimiter: ',' | ';' | '\t';
  readonly rows: readonly CsvRow[];
}

export interface CsvRow {
  /** The number that Excel shows beside it: the headings are row 1. */
  readonly number: number;
  /** The cells, trimmed, by the key of their heading. */
  readonly cells: Readonly<Record<string, string>>;
  /** The cells as they were, in the order of the headings. */
  readonly original: readonly string[];
  readonly tooManyCells: boolean;
}

/**
 * Reads what spreadsheets write: UTF-8 with or without its mark, or Windows-1252; comma, semicolon or tab. Empty rows are
 * skipped and still counted, so that row numbers are those of the spreadsheet. A quote that is never closed is refused
 * with the row where the trouble is.
 */
export function readCsv(bytes: Uint8Array): CsvFile | { readonly type: 'unreadable'; readonly row: number } {
  const text = decoded(bytes);
  const delimiter = delimiterOf(text);
  try {
    const [headings = [], ...records] = parse(text, { delimiter, bom: true, relax_column_count: true });
    const keys = headings.map(columnKey);
    const rows = records.map((original, index): CsvRow => {
      const cells = Object.fromEntries(keys.map((key, place) => [key, (original[place] ?? '').trim()]));
      const tooManyCells = original.slice(headings.length).some((cell) => cell.trim() !== '');
      return { number: index + 2, cells, original, tooManyCells };
    });
    return { headings, delimiter, rows: rows.filter(({ original }) => original.some((cell) => cell.trim() !== '')) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { type: 'unreadable', row: Number(error['records'] ?? 0) + 1 };
  }
}

/** `Apellido Paterno` and `apellido_paterno` are the same column. */
export function columnKey(heading: string): string {
  return searchKey(heading).replace(/[\s_.-]+/g, '_');
}

/** What is no UTF-8 was saved by a spreadsheet in the code page of its Windows. */
function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The sign that stands most often between the headings. */
function delimiterOf(text: string): CsvFile['delimiter'] {
  const headings = text.slice(0, text.search(/[\r\n]|$/));
  const candidates = [',', ';', '\t'] as const;
  const times = (sign: string): number => headings.split(sign).length;
  return candidates.reduce((best, candidate) => (times(candidate) > times(best) ? candidate : best));
}
