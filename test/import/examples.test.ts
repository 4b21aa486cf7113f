import { readFileSync } from 'node:fs';
import { replayCommand } from '../../src/contract/replay-command';
import { scheduleCommand } from '../../src/contract/schedule-command';
import { belongsToDni } from '../../src/farmers/dni';
import { readCsv, type CsvFile } from '../../src/import/read-csv';

function csv(name: string): CsvFile {
  const file = readCsv(readFileSync(`examples/${name}`));
  if ('type' in file) throw new Error(`row ${file.row}`);
  return file;
}

describe('The examples', () => {
  it('of contracts have a schedule each, which pays back what was lent', () => {
    const { output, exitCode } = scheduleCommand(readFileSync('examples/terms.json', 'utf8'));
    expect(exitCode).toBe(0);
    const schedules = JSON.parse(output) as {
      instalments: { due: string; balance: string }[];
      totals: { principal: string };
    }[];
    expect(schedules.map(({ totals }) => totals.principal)).toEqual(['8000.00', '8000.00', '8000.00']);
    expect(schedules.map(({ instalments }) => instalments.at(-1)?.balance)).toEqual(['0.00', '0.00', '0.00']);
    expect(schedules[2]?.instalments.map(({ due }) => due)).toEqual(['2027-05-31', '2027-07-31', '2027-12-15']);
  });

  it('of a loan’s life leave what was not paid, with the reversed payment shown as such', () => {
    const { output, exitCode } = replayCommand(readFileSync('examples/history.json', 'utf8'));
    expect(exitCode).toBe(0);
    const state = JSON.parse(output) as { daysLate: number; transactions: { id: string; reversed: boolean }[] };
    expect(state.daysLate).toBe(46);
    expect(state.transactions.map(({ id, reversed }) => [id, reversed])).toEqual([
      ['2', false],
      ['3', false],
      ['4', true],
    ]);
  });

  it('of farmers are 500 people, some with zeros in front of the DNI, whose check characters belong to it', () => {
    const { rows } = csv('productores.csv');
    const numbers = new Set(rows.map(({ cells }) => cells['dni'] ?? ''));
    expect(numbers.size).toBe(500);
    expect([...numbers].filter((dni) => dni.startsWith('0')).length).toBeGreaterThan(20);
    const proved = rows.filter(({ cells }) => cells['digito_verificador'] !== '');
    expect(proved.length).toBeGreaterThan(200);
    for (const { cells } of proved) {
      expect(belongsToDni(cells['dni'] ?? '', cells['digito_verificador'] ?? '')).toBe(true);
    }
  });

  it('of applications are all of farmers who are in the other file', () => {
    const numbers = new Set(csv('productores.csv').rows.map(({ cells }) => cells['dni']));
    expect(csv('solicitudes.csv').rows.filter(({ cells }) => !numbers.has(cells['dni']))).toEqual([]);
  });
});
