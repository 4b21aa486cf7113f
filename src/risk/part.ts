import type { Svg } from '../web/svg';

/** One figure of a risk page: the drawing, its table, what it says in one sentence, and the way to the loans. */
export interface Part {
  readonly title: string;
  readonly chart: Svg | null;
  readonly summary: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly Cell[] }[];
  readonly note: string;
  /** Where all of what the table begins with is listed. */
  readonly more?: { readonly to: string; readonly label: string };
}

export interface Cell {
  readonly text: string;
  readonly to: string | null;
}

export function cell(text: string, to: string | null = null): Cell {
  return { text, to };
}
