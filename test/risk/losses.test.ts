import type { RiskBook } from '../../src/risk/cuts';
import { monthsAhead, readLosses } from '../../src/risk/read-losses';
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

const STAGES = { stage2AfterDays: 30, stage3FromDays: 90 };

const book = (): RiskBook => ({
  institutionId: world.selva.id,
  currency: 'PEN',
  asOf: TODAY,
  since: TODAY,
  today: TODAY,
  stages: STAGES,
});

/** Owed on 23 November: 1,000.00 in each loan, whose first instalment fell due so long ago. */
const due = (on: string) =>
  selva.addLoan({
    disbursedOn: '2026-01-15',
    instalments: [
      { due: on, principal: 400_00 },
      { due: '2027-05-31', principal: 600_00 },
    ],
  });

describe('The stage of a loan', () => {
  it.each([
    ['2026-11-23', 1, 'current'],
    ['2026-11-22', 1, 'early'],
    ['2026-10-24', 1, 'early'],
    ['2026-10-23', 2, 'late'],
    ['2026-08-26', 2, 'late'],
    ['2026-08-25', 3, 'late'],
  ])('that owes an instalment of %s is %i', async (on, stage, bucket) => {
    await due(on);
    const { parts } = await readLosses(world.db, book());
    expect(parts).toMatchObject([{ stage, bucket, loans: 1, exposure: 1_000_00 }]);
  });

  it.each([
    ['2026-11-23', 2],
    ['2026-10-24', 2],
    ['2026-10-23', 3],
  ])('that was refinanced and owes an instalment of %s is %i', async (on, stage) => {
    const id = await due(on);
    await knowLoans(world.db, world.selva.id, [id]);
    const { parts } = await readLosses(world.db, book());
    expect(parts).toMatchObject([{ stage, bucket: 'refinanced' }]);
  });
});

describe('The expected loss', () => {
  it('in stage 3 is what is lost of all that is owed, and stands beside the provisions of the last closed day', async () => {
    await due('2026-08-25');
    await world.db('portfolio_snapshot').insert({
      ...{ institution_id: world.selva.id, date: '2026-11-22', currency: 'PEN', dimension: 'all', member: '' },
      ...{
        days_late_from: 91,
        loans: 1,
        farmers: 1,
        principal: 1_000_00,
        overdue_principal: 1_000_00,
        provision: 900_00,
      },
    });
    const raul = await signIn(world.app, 'raul@selva');
    const { text: html } = await raul.get('/riesgo/perdida-esperada');
    // 60 % of S/ 1,000.00 without an organisation behind it.
    expect(textOf(html)).toContain(
      'Se espera perder S/ 600.00, 60.00 % del saldo. Las provisiones SBS del 22/11/2026 son S/ 900.00: -S/ 300.00 de diferencia.',
    );
    const list = textOf((await raul.get('/riesgo/creditos?corte=etapa&clave=3')).text);
    expect(list).toContain('1 crédito · Saldo capital S/ 1,000.00');
  });

  it('without a closed day says so', async () => {
    await due('2026-11-23');
    const raul = await signIn(world.app, 'raul@selva');
    const text = textOf((await raul.get('/riesgo/perdida-esperada')).text);
    expect(text).toContain('Todavía no hay un día cerrado con provisiones para comparar.');
  });

  it('takes its probability from the own history once there are loans enough, and says which', async () => {
    const made = (paidOn?: string) =>
      selva.addLoan({
        disbursedOn: '2025-05-01',
        instalments: [{ due: '2026-03-31', principal: 100_00 }],
        payments: paidOn === undefined ? [] : [{ on: paidOn, amount: 100_00 }],
      });
    for (const paidOn of ['2026-03-31', '2026-04-15', '2026-06-28']) await made(paidOn);
    await made('2026-06-29'); // 90 days late
    await made();
    await world
      .db('parameter')
      .where({ institution_id: world.selva.id, name: 'expected-loss' })
      .update({ value: JSON.stringify({ ...(await figures()), historyLoans: '5' }) });
    const { probabilities } = await readLosses(world.db, book());
    expect(probabilities[0]).toMatchObject({ bucket: 'current', loans: 5, defaulted: 2, used: 0.4, own: true });
    expect(probabilities[3]).toMatchObject({ bucket: 'refinanced', loans: 0, used: 0.35, own: false });
  });

  it('of a lender who was there before the parameter was, is reckoned with the value of the program', async () => {
    await world.db('parameter').where({ institution_id: world.selva.id, name: 'expected-loss' }).del();
    await due('2026-08-25');
    const { parts, rules } = await readLosses(world.db, book());
    expect([parts[0]?.loss, rules.parameter.status]).toEqual([600_00, 'assumption']);
  });

  it('knows nothing of another lender', async () => {
    const valle = await loanBook(world, world.valle);
    await valle.addLoan({ disbursedOn: '2026-01-15', instalments: [{ due: '2026-02-15', principal: 7_777_00 }] });
    expect((await readLosses(world.db, book())).parts).toEqual([]);
  });

  async function figures(): Promise<Record<string, string>> {
    const row: { value: string } = await world
      .db('parameter')
      .where({ institution_id: world.selva.id, name: 'expected-loss' })
      .first('value');
    return JSON.parse(row.value) as Record<string, string>;
  }
});

describe('Months ahead', () => {
  it.each([
    ['2026-01-15', '2026-01-20', 1],
    ['2026-01-15', '2026-02-15', 1],
    ['2026-01-15', '2026-02-16', 2],
    ['2026-01-31', '2026-02-28', 1],
    ['2026-11-23', '2027-11-24', 13],
  ])('from %s to %s are %i', (from, to, months) => {
    expect(monthsAhead(from, to)).toBe(months);
  });
});
