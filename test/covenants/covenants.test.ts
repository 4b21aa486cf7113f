import { inTransaction } from '../../src/db/transaction';
import { agreeCovenant } from '../../src/covenants/agree-covenant';
import { measuresOn } from '../../src/covenants/measure-store';
import { isTestDate, stateOn } from '../../src/covenants/standing';
import { testsOf, type Covenant } from '../../src/covenants/store';
import { testCovenants } from '../../src/covenants/test-covenants';
import { signIn, textOf } from '../support/browser';
import { knowLoans } from '../line-reports/standings';
import { loanBook, type LoanBook } from '../support/loan-book';
import { createWorld, TODAY, type World } from '../support/world';

let world: World;
let selva: LoanBook;

beforeEach(async () => {
  world = await createWorld();
  selva = await loanBook(world, world.selva);
});

/** S/ 300 of San Martín 40 days late and S/ 700 of Huánuco on time, both from line 1. */
async function twoLoans(): Promise<void> {
  const instalments = (due: string, principal: number) => [{ due, principal }];
  await selva.addLoan({ disbursedOn: '2026-01-15', ubigeo: '220101', instalments: instalments('2026-10-14', 300_00) });
  await selva.addLoan({ disbursedOn: '2026-01-15', instalments: instalments('2027-05-31', 700_00) });
  const valle = await loanBook(world, world.valle);
  await valle.addLoan({ disbursedOn: '2026-01-15', instalments: instalments('2026-02-15', 7_777_00) });
}

const AT_MOST_5: Covenant = {
  id: 1,
  lineId: 1,
  formula: 'par-30',
  operator: 'at-most',
  threshold: '5',
  testEvery: 'month',
  cureDays: 30,
};

describe('A covenant', () => {
  it.each([
    ['day', '2026-11-23', true],
    ['month', '2026-11-29', false],
    ['month', '2026-11-30', true],
    ['quarter', '2026-11-30', false],
    ['quarter', '2026-12-31', true],
  ] as const)('of every %s is tested on %s: %s', (testEvery, date, expected) => {
    expect(isTestDate({ testEvery }, date)).toBe(expected);
  });

  const failed = (date: string) => ({ covenantId: 1, date, part: 10, whole: 100, met: false });
  const kept = (date: string) => ({ covenantId: 1, date, part: 1, whole: 100, met: true });

  it.each([
    ['5 of 100 is kept', 5, [], '2026-10-01', 'met'],
    ['6 of 100 before any test is in its cure days', 6, [], '2026-10-01', 'curing'],
    ['failed on 30 September, on the last cure day', 6, [failed('2026-09-30')], '2026-10-30', 'curing'],
    ['failed on 30 September, a day later', 6, [failed('2026-09-30')], '2026-10-31', 'breached'],
    ['failed twice', 6, [failed('2026-10-31'), failed('2026-09-30')], '2026-11-01', 'breached'],
    [
      'failed, kept and failed again',
      6,
      [failed('2026-10-31'), kept('2026-09-30'), failed('2026-08-31')],
      '2026-11-01',
      'curing',
    ],
  ])('%s', (_name, part, tests, date, state) => {
    expect(stateOn(AT_MOST_5, { part, whole: 100 }, tests, [], date)).toBe(state);
  });

  it('is let pass on the days of its waiver and on no other', () => {
    const waivers = [{ covenantId: 1, from: '2026-11-01', until: '2026-11-30', reason: 'Huaico' }];
    const on = (date: string) => stateOn(AT_MOST_5, { part: 6, whole: 100 }, [failed('2026-09-30')], waivers, date);
    expect([on('2026-10-31'), on('2026-11-01'), on('2026-11-30'), on('2026-12-01')]).toEqual([
      'breached',
      'waived',
      'waived',
      'breached',
    ]);
  });

  it('without a loan has nothing to measure', () => {
    expect(stateOn(AT_MOST_5, { part: 0, whole: 0 }, [], [], TODAY)).toBe('not-measurable');
  });
});

describe('The measures of a line', () => {
  it('are those of its loans on the day, and of no other lender', async () => {
    await twoLoans();
    const measures = async (asOf: string) =>
      measuresOn(world.db, { institutionId: world.selva.id, asOf, today: TODAY });
    const today = await measures(TODAY);
    expect(today(1, 'par-30')).toEqual({ part: 300_00, whole: 1_000_00 });
    expect(today(1, 'largest-department')).toEqual({ part: 700_00, whole: 1_000_00 });
    expect(today(1, 'utilisation')).toEqual({ part: 0, whole: 1_000_000_00 });
    expect(today(2, 'par-30')).toEqual({ part: 0, whole: 0 });
    const before = await measures('2026-11-13');
    expect(before(1, 'par-30')).toEqual({ part: 0, whole: 1_000_00 });
  });
});

/**
 * Of 1,000.00 with the farmers 100.00 are 40 days late and 50.00 refinanced and on time; 90.00 are provided for; in
 * twelve months 100.00 were written off, and a year ago 500.00 were with the farmers.
 */
async function fourLoans(): Promise<void> {
  const made = (disbursedOn: string, due: string, principal: number, more = {}) =>
    selva.addLoan({ disbursedOn, instalments: [{ due, principal }], ...more });
  const old = await made('2025-03-01', '2027-05-31', 350_00);
  await made('2026-01-15', '2026-10-14', 100_00);
  const changed = await made('2025-01-15', '2027-05-31', 50_00);
  await made('2026-01-15', '2027-05-31', 500_00);
  const lost = await made('2025-05-01', '2026-01-31', 100_00, { writtenOffOn: '2026-08-01' });
  expect([old, changed, lost]).toEqual([1, 3, 5]);
  await knowLoans(world.db, world.selva.id, [changed]);
  await world.db('portfolio_snapshot').insert({
    institution_id: world.selva.id,
    date: '2026-11-22',
    currency: 'PEN',
    dimension: 'line',
    member: '1',
    days_late_from: 0,
    loans: 4,
    farmers: 4,
    principal: 1_000_00,
    overdue_principal: 100_00,
    provision: 90_00,
  });
}

describe('Each formula', () => {
  it.each([
    ['par-30', 100_00, 1_000_00],
    ['par-30-refinanced', 150_00, 1_000_00],
    ['risk-coverage', 90_00, 100_00],
    ['uncovered-risk', 60_00, 1_000_00],
    // (500.00 + 1,000.00) ÷ 2.
    ['write-offs', 100_00, 750_00],
  ] as const)('%s is %i of %i', async (formula, part, whole) => {
    await fourLoans();
    const live = await measuresOn(world.db, { institutionId: world.selva.id, asOf: TODAY, today: TODAY });
    const atClose = await measuresOn(world.db, { institutionId: world.selva.id, asOf: TODAY });
    expect([live(1, formula), atClose(1, formula)]).toEqual([
      { part, whole },
      { part, whole },
    ]);
  });

  it('about provisions has no base while no day is closed', async () => {
    await twoLoans();
    const measure = await measuresOn(world.db, { institutionId: world.selva.id, asOf: TODAY, today: TODAY });
    expect(measure(1, 'risk-coverage')).toEqual({ part: 0, whole: 0 });
  });
});

describe('The test of the covenants', () => {
  it('keeps what came out on the test date, once, and nothing on other days', async () => {
    await twoLoans();
    const agreed = await agreeCovenant(world.db, world.azmj.by('alicia'), {
      ...AT_MOST_5,
      commandId: 'covenant-1',
      institutionId: world.selva.id,
    });
    expect(agreed).toEqual({ type: 'done', covenantId: 1 });
    await knowLoans(world.db, world.selva.id);
    const by = world.selva.by('raul');
    const test = (date: string) => inTransaction(world.db, (trx) => testCovenants(trx, by, date));
    expect(await test('2026-10-30')).toBe(0);
    expect(await test('2026-10-31')).toBe(1);
    expect(await test('2026-10-31')).toBe(1);
    expect(await testsOf(world.db, world.selva.id, [1])).toMatchObject([
      { date: '2026-10-31', part: 0, whole: 1_000_00, met: true },
    ]);
  });
});

describe('The covenants of a line', () => {
  it('are entered by the facilitator, seen by the lender, and waived with a reason', async () => {
    await twoLoans();
    const path = `/lineas/${world.selva.id}/1/covenants`;
    const alicia = await signIn(world.app, 'alicia@azmj');
    const fields = { formula: 'par-30', operator: 'at-most', threshold: '5', testEvery: 'month', cureDays: '0' };
    expect((await alicia.submit(path, fields)).status).toBe(303);
    expect((await alicia.submit(path, { ...fields, threshold: 'mucho' })).status).toBe(422);
    const raul = await signIn(world.app, 'raul@selva');
    const text = textOf((await raul.get(path)).text);
    expect(text).toContain('PAR 30 de la línea como máximo 5.00 %');
    expect(text).toContain('30.00 % -25.00 En plazo para remediar');
    expect(text).not.toContain('Dar dispensa');
    const waiver = { from: '01/11/2026', until: '30/11/2026', reason: 'Huaico en Juanjuí' };
    expect((await alicia.submit(`${path}/1/dispensa`, { ...waiver, until: '01/10/2026' })).status).toBe(422);
    expect((await alicia.submit(`${path}/1/dispensa`, waiver)).status).toBe(303);
    const shown = textOf((await raul.get(path)).text);
    expect(shown).toContain('Con dispensa Dispensa del 01/11/2026 al 30/11/2026: Huaico en Juanjuí');
    expect((await (await signIn(world.app, 'raul@valle')).get(path)).status).toBe(404);
  });
});
