import { horizontalBars, stackedBars } from '../../src/web/charts';
import { lineChart } from '../../src/web/line-chart';
import { markupOf, type Svg } from '../../src/web/svg';

const bars = horizontalBars({
  id: 'regions',
  title: 'Saldo por departamento',
  rows: [
    { label: 'Huánuco', value: 400, text: 'S/ 4.00' },
    { label: 'San Martín', value: 100, text: 'S/ 1.00' },
  ],
});

const stacked = stackedBars({
  id: 'ageing',
  title: 'Antigüedad de atraso',
  series: ['Al día', '1–8', '9–30'],
  rows: [
    { label: 'Todo', values: [60, 30, 10], text: '100' },
    { label: 'Nada', values: [0, 0, 0], text: '0' },
  ],
});

const lines = lineChart({
  id: 'trend',
  title: 'PAR 30 por mes',
  points: ['ene', 'feb', 'mar', 'abr', 'may', 'jun'],
  series: [
    { label: 'PAR 30', values: [1, 2, null, 4, 3, 2] },
    { label: 'PAR 90', values: [0, 1, 1, 1, 1, 1] },
  ],
  axisText: (value) => `${value} %`,
});

describe('every chart', () => {
  const all: [string, Svg][] = [
    ['bars', bars],
    ['stacked bars', stacked],
    ['lines', lines],
  ];

  it.each(all)('of %s is well-formed XML', (_name, chart) => {
    expect(unclosedTags(markupOf(chart))).toEqual([]);
  });

  it.each(all)('of %s carries neither style nor script, so the strict policy lets it through', (_name, chart) => {
    expect(markupOf(chart)).not.toMatch(/<style|<script|\sstyle=|\son\w+=|javascript:/i);
  });

  it.each(all)('of %s is one image with a title to a screen reader', (_name, chart) => {
    const [, titleId = ''] = /^<svg [^>]*role="img" aria-labelledby="([^"]+)"/.exec(markupOf(chart)) ?? [];
    expect(markupOf(chart)).toMatch(new RegExp(`<title id="${titleId}">[^<]+</title>`));
  });

  it.each(all)('of %s fills the width of its place', (_name, chart) => {
    expect(markupOf(chart)).toMatch(/^<svg [^>]*width="100%" height="\d+"/);
  });

  it('writes hostile names as text', () => {
    const hostile = '<script>"&\'';
    const chart = horizontalBars({ id: 'x', title: hostile, rows: [{ label: hostile, value: 1, text: hostile }] });
    expect(markupOf(chart)).not.toContain('<script>');
    expect(markupOf(chart)).toContain('&lt;script&gt;');
  });
});

describe('bars', () => {
  it('are as long as their figures, the longest the whole width', () => {
    expect(barWidths(bars)).toEqual([100, 25]);
  });

  it('lie one after the other in a stack', () => {
    expect(barWidths(stacked)).toEqual([60, 30, 10]);
    expect([...markupOf(stacked).matchAll(/<rect x="([\d.]+)%"/g)].map((match) => Number(match[1]))).toEqual([
      0, 60, 90,
    ]);
  });

  it('tell their series apart by pattern and name, not by colour alone', () => {
    const patterns = [...markupOf(stacked).matchAll(/<pattern .*?<\/pattern>/g)].map(([pattern]) => pattern);
    const marks = patterns.map((pattern) => /<path d="([^"]*)"/.exec(pattern)?.[1] ?? 'plain');
    expect(new Set(marks).size).toBe(3);
    for (const name of ['Al día', '1–8', '9–30']) expect(markupOf(stacked)).toContain(`>${name}</text>`);
  });

  it('shorten a name that would run into its figure on a telephone', () => {
    const rows = [{ label: 'Cooperativa Agraria Industrial Naranjillo', value: 1, text: 'S/ 1,234,567.89' }];
    expect(markupOf(horizontalBars({ id: 'x', title: 'x', rows }))).toContain('>Cooperativa Agraria Indust…<');
  });

  it('of an empty portfolio are empty tracks', () => {
    expect(barWidths(horizontalBars({ id: 'x', title: 'x', rows: [{ label: 'a', value: 0, text: '0' }] }))).toEqual([]);
  });
});

describe('lines', () => {
  it('leave a gap where there is no figure', () => {
    const [, path = ''] = /<path d="([^"]*)" fill="none"/.exec(markupOf(lines)) ?? [];
    expect(path.match(/M/g)).toHaveLength(2);
    expect(markupOf(lines).match(/<circle/g)).toHaveLength(11);
  });

  it('tell their series apart by dash and name', () => {
    expect(markupOf(lines)).toContain('stroke-dasharray');
    expect(markupOf(lines)).toContain('>PAR 90</text>');
  });

  it('name at most four points, with the first and the last', () => {
    const names = ['ene', 'feb', 'mar', 'abr', 'may', 'jun'].filter((name) => markupOf(lines).includes(`>${name}<`));
    expect(names).toEqual(['ene', 'mar', 'abr', 'jun']);
  });

  it('of no figures are an empty plot', () => {
    const chart = lineChart({
      id: 'x',
      title: 'x',
      points: [],
      series: [{ label: 'a', values: [] }],
      axisText: String,
    });
    expect(markupOf(chart)).toMatch(/^<svg .*<\/svg>$/);
    expect(markupOf(chart)).not.toContain('NaN');
  });
});

it('what only looks like a drawing prints nothing', () => {
  const forged: Svg = JSON.parse(JSON.stringify(bars));
  expect(markupOf(forged)).toBeUndefined();
});

function barWidths(chart: Svg): number[] {
  return [...markupOf(chart).matchAll(/width="([\d.]+)%" height="18" fill="url/g)].map((match) => Number(match[1]));
}

/** Tags that are opened and never closed, or closed in the wrong order. */
function unclosedTags(markup: string): string[] {
  const open: string[] = [];
  for (const [, closing, name = '', selfClosing] of markup.matchAll(/<(\/?)([a-zA-Z]+)[^<>]*?(\/?)>/g)) {
    if (closing) {
      if (open.pop() !== name) return [`</${name}>`];
    } else if (!selfClosing) open.push(name);
  }
  return open;
}
