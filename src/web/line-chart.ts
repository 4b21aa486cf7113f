import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { colour, frame, legend, percent, rounded, SMALL_TEXT, stroke, text, type Svg } from './svg';

/** Lines over the same points of time, oldest first; a point without a figure (`null`) leaves a gap. */
export interface LineChart {
  /** Unique on its page: letters and digits. */
  readonly id: string;
  /** What the chart says, in one sentence: screen readers read it instead of the drawing. */
  readonly title: string;
  readonly points: readonly string[];
  readonly series: readonly { readonly label: string; readonly values: readonly (number | null)[] }[];
  /** How a figure of the y axis is written. */
  readonly axisText: (value: number) => string;
}

/** The y axis starts at zero, so that a fall looks as large as it is. */
export function lineChart({ id, title, points, series, axisText }: LineChart): Svg {
  const values = series.flatMap((one) => one.values).filter((value) => value !== null);
  const y = scaleLinear()
    .domain([0, Math.max(0, ...values) || 1])
    .nice(TICKS)
    .range([PLOT_BOTTOM, PLOT_TOP]);
  const x = scaleLinear()
    .domain([0, Math.max(1, points.length - 1)])
    .range([POINT_INSET, 100 - POINT_INSET]);
  const names = legend(
    series.map((one) => one.label),
    HEIGHT,
    (key, top) => `<path d="M0 ${top + 7}H20" ${stroke(key)}/>`,
  );
  const content = [
    ...y.ticks(TICKS).map((tick) => gridLine(axisText(tick), y(tick))),
    ...series.map((one, key) => curve(one.values, key, x, y)),
    ...shownPoints(points.length).map((index) => pointName(points, index, x(index))),
    names.markup,
  ];
  return frame(id, title, HEIGHT + names.height, content.join(''));
}

// Pixels.
const PLOT_TOP = 24;
const PLOT_BOTTOM = 184;
const HEIGHT = 210;
const TEXT_RISE = 4;
const TEXT_DROP = 18;
// Percents: the first and the last marker stay inside the drawing.
const POINT_INSET = 2;
const TICKS = 4;
const NAMES_MAX = 4;

function gridLine(label: string, y: number): string {
  const rule = `<line x1="0" x2="100%" y1="${rounded(y)}" y2="${rounded(y)}" stroke="currentColor" stroke-opacity="0.25"/>`;
  return rule + text(label, '0', y - TEXT_RISE, { size: SMALL_TEXT, anchor: 'start' });
}

/** The inner drawing is stretched to the width of the outer one; its strokes and the markers beside it are not. */
function curve(
  values: readonly (number | null)[],
  key: number,
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  const path = line<number | null>()
    .defined((value) => value !== null)
    .x((_value, index) => x(index))
    .y((value) => y(value ?? 0))(values);
  const drawn =
    `<svg x="0" y="0" width="100%" height="${PLOT_BOTTOM}" viewBox="0 0 100 ${PLOT_BOTTOM}" preserveAspectRatio="none">` +
    `<path d="${path ?? ''}" ${stroke(key)} vector-effect="non-scaling-stroke"/></svg>`;
  const markers = values.map((value, index) =>
    value === null ? '' : `<circle cx="${percent(x(index))}" cy="${rounded(y(value))}" r="3" fill="${colour(key)}"/>`,
  );
  return drawn + markers.join('');
}

function pointName(points: readonly string[], index: number, at: number): string {
  const isFirst = index === 0;
  const isLast = index === points.length - 1;
  const anchor = isFirst ? 'start' : isLast ? 'end' : 'middle';
  const x = isFirst ? 0 : isLast ? 100 : at;
  return text(points[index] ?? '', percent(x), PLOT_BOTTOM + TEXT_DROP, { size: SMALL_TEXT, anchor });
}

/** The first, the last and evenly some between, so that they do not run into each other on a telephone. */
function shownPoints(points: number): number[] {
  if (points <= NAMES_MAX) return Array.from({ length: points }, (_, index) => index);
  return Array.from({ length: NAMES_MAX }, (_, index) => Math.round((index * (points - 1)) / (NAMES_MAX - 1)));
}
