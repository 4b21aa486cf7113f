import { escapeHtml } from './escape';

/*
 * What charts are made of. Lengths along the x axis are percents and everything else is pixels, so a chart takes the
 * width of its place while its text keeps its size, on a telephone as on a desk. Only presentation attributes: the content
 * security policy allows no style. Colour is never alone: each series has its own pattern or dash and a written name.
 */

const drawing = Symbol('drawing');

/** A finished drawing. Only `frame` makes one, so the templates may print it without escaping. */
export interface Svg {
  readonly [drawing]: string;
}

export function markupOf(svg: Svg): string {
  return svg[drawing];
}

/** The outer element; `id` is unique on its page, the title is what a screen reader says instead of the drawing. */
export function frame(id: string, title: string, height: number, content: string): Svg {
  const name = `${escapeHtml(id)}-title`;
  return {
    [drawing]:
      `<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-labelledby="${name}" width="100%" height="${height}">` +
      `<title id="${name}">${escapeHtml(title)}</title>${content}</svg>`,
  };
}

export const NORMAL_TEXT = 15;
export const SMALL_TEXT = 13;

export interface TextStyle {
  readonly size?: number;
  readonly anchor: 'start' | 'middle' | 'end';
}

export function text(content: string, x: string, y: number, { size = NORMAL_TEXT, anchor }: TextStyle): string {
  return `<text x="${x}" y="${rounded(y)}" font-size="${size}" text-anchor="${anchor}" fill="currentColor">${escapeHtml(content)}</text>`;
}

export function percent(value: number): string {
  return `${rounded(value)}%`;
}

export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The fills of the series, to be drawn once per chart; `fill(id, series)` then names one. */
export function fillPatterns(id: string, howMany: number): string {
  const drawn = MARKS.slice(0, howMany).map((mark, index) => {
    const over = mark && `<path d="${mark}" stroke="#fff" stroke-width="1.5" fill="none"/>`;
    return (
      `<pattern id="${fillName(id, index)}" width="8" height="8" patternUnits="userSpaceOnUse">` +
      `<rect width="8" height="8" fill="${colour(index)}"/>${over}</pattern>`
    );
  });
  return `<defs>${drawn.join('')}</defs>`;
}

export function fill(id: string, series: number): string {
  return `fill="url(#${fillName(id, series)})"`;
}

export function stroke(series: number): string {
  const dash = DASHES[series % DASHES.length];
  return `fill="none" stroke="${colour(series)}" stroke-width="2"${dash ? ` stroke-dasharray="${dash}"` : ''}`;
}

export function colour(series: number): string {
  return COLOURS[series % COLOURS.length] ?? COLOURS[0];
}

export interface Legend {
  readonly height: number;
  readonly markup: string;
}

/** The names of the series under each other from `top` down; one series needs none. */
export function legend(labels: readonly string[], top: number, sample: (series: number, y: number) => string): Legend {
  if (labels.length < 2) return { height: 0, markup: '' };
  const rows = labels.map((label, series) => {
    const y = top + LEGEND_GAP + series * LEGEND_ROW;
    return sample(series, y) + text(label, '26', y + 12, { size: SMALL_TEXT, anchor: 'start' });
  });
  return { height: LEGEND_GAP + rows.length * LEGEND_ROW, markup: rows.join('') };
}

const LEGEND_GAP = 6;
const LEGEND_ROW = 22;

/** From safe to lost, each at least 3:1 against white. */
const COLOURS = ['#2f6f4f', '#0b5f8a', '#8a6d00', '#b4530a', '#a02334', '#4a1942', '#555555', '#1f2a44'] as const;

/** What is drawn in white over the colour; the first is plain. */
const MARKS = ['', 'M0 8L8 0', 'M0 4H8', 'M0 0L8 8', 'M4 0V8', 'M0 8L8 0M0 0L8 8', 'M0 4H8M4 0V8', 'M2 4H6'] as const;

const DASHES = ['', '8 4', '2 4', '10 4 2 4', '4 4', '12 6', '1 3', '6 2 2 2'] as const;

function fillName(id: string, series: number): string {
  return `${escapeHtml(id)}-fill${series % MARKS.length}`;
}
