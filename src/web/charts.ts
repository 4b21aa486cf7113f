import { scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import { fill, fillPatterns, frame, legend, percent, text, type Svg } from './svg';

/** One bar per row, in the order given. `text` is the figure as it is read, `S/ 1,200`. */
export interface BarChart {
  /** Unique on its page: letters and digits. */
  readonly id: string;
  /** What the chart says, in one sentence: screen readers read it instead of the drawing. */
  readonly title: string;
  readonly rows: readonly { readonly label: string; readonly value: number; readonly text: string }[];
}

/** Bars that are divided into the same series; `values` stand in the order of `series`. */
export interface StackedBarChart {
  readonly id: string;
  readonly title: string;
  readonly series: readonly string[];
  readonly rows: readonly { readonly label: string; readonly values: readonly number[]; readonly text: string }[];
}

export function horizontalBars({ id, title, rows }: BarChart): Svg {
  return stackedBars({ id, title, series: [''], rows: rows.map(({ value, ...row }) => ({ ...row, values: [value] })) });
}

/** The longest bar takes the whole width; a bar without a figure leaves its empty track. */
export function stackedBars({ id, title, series, rows }: StackedBarChart): Svg {
  const totals = rows.map((row) => row.values.reduce((sum, value) => sum + value, 0));
  const width = scaleLinear()
    .domain([0, Math.max(0, ...totals) || 1])
    .range([0, 100]);
  const layers = stack<undefined, readonly number[], number>()
    .keys(series.keys())
    .value((values, key) => Math.max(0, values[key] ?? 0))(rows.map((row) => row.values));
  const bars = rows.map((row, index) => {
    const top = index * ROW + BAR_TOP;
    const pieces = layers.map((layer) => {
      const [from = 0, to = 0] = layer[index] ?? [];
      return to > from ? bar(fill(id, layer.key), width(from), width(to) - width(from), top) : '';
    });
    return rowText(row.label, row.text, index * ROW + TEXT_BASE) + track(top) + pieces.join('');
  });
  const names = legend(series, rows.length * ROW, (key, y) => {
    return `<rect x="1" y="${y}" width="16" height="14" ${fill(id, key)}/>`;
  });
  const content = fillPatterns(id, series.length) + bars.join('') + names.markup;
  return frame(id, title, rows.length * ROW + names.height, content);
}

// Pixels.
const ROW = 46;
const TEXT_BASE = 15;
const BAR_TOP = 20;
const BAR_HEIGHT = 18;

function bar(fillAttribute: string, from: number, width: number, top: number): string {
  return `<rect x="${percent(from)}" y="${top}" width="${percent(width)}" height="${BAR_HEIGHT}" ${fillAttribute} stroke="#fff"/>`;
}

/** The faint whole on which the bar lies, so that a short bar is seen as short and none as none. */
function track(top: number): string {
  return `<rect x="0" y="${top}" width="100%" height="${BAR_HEIGHT}" fill="currentColor" fill-opacity="0.08"/>`;
}

/** What fits on a line of a 360 px telephone; the table under the chart has the whole name. */
const LETTERS_MAX = 42;

function rowText(label: string, figure: string, base: number): string {
  const room = Math.max(8, LETTERS_MAX - figure.length);
  const shown = label.length > room ? `${label.slice(0, room - 1).trimEnd()}…` : label;
  return text(shown, '0', base, { anchor: 'start' }) + text(figure, '100%', base, { anchor: 'end' });
}
