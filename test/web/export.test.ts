import { exportReply, type ExportColumn } from '../../src/web/export';
import { unzipped } from '../support/unzip';

interface Line {
  readonly text: string;
  readonly amount: number | null;
  readonly degrees: string;
  readonly day: string | null;
}

const columns: ExportColumn<Line>[] = [
  { heading: 'Texto', kind: 'text', value: ({ text }) => text },
  { heading: 'Monto', kind: 'money', value: ({ amount }) => amount },
  { heading: 'Grados', kind: 'decimal', value: ({ degrees }) => degrees },
  { heading: 'Día', kind: 'date', value: ({ day }) => day },
];

const line = (text: string, amount: number | null = 0): Line => ({ text, amount, degrees: '-75.998456', day: null });

async function csv(text: string, amount: number | null = 0): Promise<string> {
  const { content } = await exportReply('x', 'csv', columns, [line(text, amount)]);
  return String(content).split('\r\n')[1] ?? '';
}

describe('A CSV file', () => {
  it.each([
    ['00123456', '00123456'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1+2', "'-1+2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['＝1', "'＝1"],
    ['+51962345678', '+51962345678'],
    ['+51|cmd', "'+51|cmd"],
    ['a, "b"', '"a, ""b"""'],
    ['dos\nlíneas', '"dos\nlíneas"'],
  ])('writes %j as %j', async (text, written) => {
    const { content } = await exportReply('x', 'csv', [columns[0] as ExportColumn<Line>], [line(text)]);
    expect(content).toBe(`\uFEFFTexto\r\n${written}\r\n`);
  });

  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [-5, '-0.05'],
    [-123456, '-1234.56'],
    [9_007_199_254_740_991, '90071992547409.91'],
    [null, ''],
  ])('writes %j céntimos as %s', async (amount, written) => {
    expect(await csv('a', amount)).toBe(`a,${written},-75.998456,`);
  });

  it('of nothing is its headings', async () => {
    const { content, name } = await exportReply('vacio', 'csv', columns, []);
    expect([name, content]).toEqual(['vacio.csv', '\uFEFFTexto,Monto,Grados,Día\r\n']);
  });
});

describe('An XLSX file', () => {
  it('has a typed cell for each figure, and a text that no program runs', async () => {
    const rows = [{ ...line('=1+1', -123456), day: '2026-11-30' }, line('a\u0001b', null)];
    const { content } = await exportReply('x', 'xlsx', columns, rows);
    const sheet = unzipped(content as Buffer, 'xl/worksheets/sheet1.xml');
    const texts = unzipped(content as Buffer, 'xl/sharedStrings.xml');
    expect(sheet).toMatch(/<c r="A2" s="\d+" t="s">/);
    expect(sheet).toMatch(/<c r="B2" s="\d+"><v>-1234.56<\/v>/);
    expect(sheet).toMatch(/<c r="C2" s="\d+"><v>-75.998456<\/v>/);
    expect(sheet).toMatch(/<c r="D2" s="\d+"><v>46356<\/v>/);
    expect(sheet).not.toContain('r="B3"');
    expect(sheet).not.toContain('<f>');
    expect(texts).toContain('<t>=1+1</t>');
    expect(texts).toContain('<t>ab</t>');
  });
});
