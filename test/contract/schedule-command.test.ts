import { execFileSync, spawnSync } from 'node:child_process';
import { scheduleCommand } from '../../src/contract/schedule-command';

const terms = {
  currency: 'PEN',
  disbursements: [{ date: '2026-11-30', amount: '8000.00' }],
  rate: { kind: 'effective', percent: '24.5' },
  instalments: { plan: 'level', count: 3, every: { months: 1 } },
};

const answered = (json: unknown) => {
  const { output, exitCode } = scheduleCommand(JSON.stringify(json));
  return { answer: JSON.parse(output) as unknown, exitCode };
};

describe('mazorca schedule', () => {
  it('answers one object with one schedule', () => {
    const { answer, exitCode } = answered(terms);
    expect(exitCode).toBe(0);
    expect(answer).toEqual({
      instalments: [
        { number: 1, due: '2026-12-30', principal: '2618.68', interest: '147.43', insurance: '0.00', fees: '0.00', total: '2766.11', balance: '5381.32' },
        { number: 2, due: '2027-01-30', principal: '2663.60', interest: '102.51', insurance: '0.00', fees: '0.00', total: '2766.11', balance: '2717.72' },
        { number: 3, due: '2027-02-28', principal: '2717.72', interest: '48.40', insurance: '0.00', fees: '0.00', total: '2766.12', balance: '0.00' },
      ],
      totals: { principal: '8000.00', interest: '298.34', insurance: '0.00', fees: '0.00', total: '8298.34' },
      tceaPercent: '24.499745',
    }); // prettier-ignore
  });

  it('answers an array in its order, a bad one in its place, and says so in the exit code', () => {
    const { answer, exitCode } = answered([terms, { ...terms, disbursements: [] }, terms]);
    expect(exitCode).toBe(1);
    expect(answer).toEqual([
      expect.objectContaining({ tceaPercent: '24.499745' }),
      { error: { code: 'no_disbursement', path: 'disbursements', message: expect.stringContaining('disbursement') } },
      expect.objectContaining({ tceaPercent: '24.499745' }),
    ]);
  });

  it('has nothing to say to an empty array', () => {
    expect(answered([])).toEqual({ answer: [], exitCode: 0 });
  });

  it.each(['', '{', 'terms', '[{}'])('answers "%s", which is no JSON, with an error', (stdin) => {
    const { output, exitCode } = scheduleCommand(stdin);
    expect(exitCode).toBe(1);
    expect(JSON.parse(output)).toMatchObject({ error: { code: 'malformed_json' } });
  });

  it.each([
    ['a number for an amount', { disbursements: [{ date: '2026-11-30', amount: 8000 }] }, 'disbursements.0.amount'],
    [
      'an amount with a comma',
      { disbursements: [{ date: '2026-11-30', amount: '8,000.00' }] },
      'disbursements.0.amount',
    ],
    ['a third decimal', { disbursements: [{ date: '2026-11-30', amount: '1.005' }] }, 'disbursements.0.amount'],
    ['a date the other way round', { disbursements: [{ date: '30/11/2026', amount: '1.00' }] }, 'disbursements.0.date'],
    ['a field that no one knows', { interest: '24' }, ''],
    ['an unknown plan', { instalments: { plan: 'balloon' } }, 'instalments.plan'],
    [
      'a step of months and days',
      { instalments: { plan: 'level', count: 3, every: { months: 1, days: 1 } } },
      'instalments.every',
    ],
    ['half an instalment', { instalments: { plan: 'level', count: 2.5, every: { months: 1 } } }, 'instalments.count'],
    ['a nominal rate without day count', { rate: { kind: 'nominal', percent: '12' } }, 'rate.dayCount'],
    ['a currency in words', { currency: 'soles' }, 'currency'],
    ['shares that do not make a year', { instalments: harvest(Array(12).fill('8')) }, 'instalments.monthShares'],
  ])('has the wrong shape with %s', (_name, changes, path) => {
    expect(answered({ ...terms, ...changes })).toEqual({
      answer: { error: { code: 'wrong_shape', path, message: expect.any(String) } },
      exitCode: 1,
    });
  });

  it.each([[null], [[[]]], [1], ['{}']])('%j is no contract', (json) => {
    expect(answered([json])).toMatchObject({ answer: [{ error: { code: 'wrong_shape' } }], exitCode: 1 });
  });

  it('fills in what is left out', () => {
    const spelledOut = {
      ...terms,
      interestMethod: 'declining',
      instalments: { ...terms.instalments, monthEnd: 'clamp' },
      grace: { principal: 0, interest: 0 },
      unpaidInterest: 'capitalise',
      rounding: { mode: 'half-even', instalmentMultiple: '0.01', residue: 'last' },
    };
    expect(answered(spelledOut)).toEqual(answered(terms));
    expect(answered({ ...spelledOut, rounding: {}, grace: {} })).toEqual(answered(terms));
  });

  it('turns a harvest plan into the weighted one of its calendar', () => {
    const rows = [
      { due: '2027-07-31', weight: '50' },
      { due: '2027-12-15', weight: '19' },
    ];
    const shares = ['5', '5', '7', '11', '14', '14', '11', '8', '6', '6', '7', '6'];
    const weighted = answered({ ...terms, instalments: { plan: 'weighted', rows } });
    expect(answered({ ...terms, instalments: harvest(shares) })).toEqual(weighted);
  });
});

describe('the command line', () => {
  const options = { encoding: 'utf8' as const, env: { ...process.env, NODE_OPTIONS: '' } };

  it('reads terms and prints the schedule', () => {
    const output = execFileSync('npm', ['run', '--silent', 'mazorca', '--', 'schedule'], {
      ...options,
      input: JSON.stringify(terms),
    });
    expect(JSON.parse(output)).toEqual(answered(terms).answer);
  });

  it('ends with status 1 when a term is bad, after all are answered', () => {
    const { stdout, status } = spawnSync('npm', ['run', '--silent', 'mazorca', '--', 'schedule'], {
      ...options,
      input: JSON.stringify([{}, terms]),
    });
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toEqual([expect.objectContaining({ error: expect.anything() }), answered(terms).answer]);
  });
});

function harvest(monthShares: unknown[]): object {
  return {
    plan: 'harvest',
    region: 'san_martin',
    crop: 'cocoa',
    monthShares,
    windows: [
      { season: 'main', fromMonth: 4, toMonth: 7, dueMonth: 7, dueDay: 31 },
      { season: 'minor', fromMonth: 10, toMonth: 12, dueMonth: 12, dueDay: 15 },
    ],
    firstSeason: { year: 2027, season: 'main' },
    seasons: 2,
  };
}
