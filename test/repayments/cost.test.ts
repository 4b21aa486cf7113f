import { debtOn } from '../../src/repayments/debt-on';
import { disburse } from '../../src/lending/disbursing';
import { loadLoan } from '../../src/loans/load';
import { postRepayment, type RepaymentInput } from '../../src/repayments/post-repayment';
import { reverseRepayment } from '../../src/repayments/reverse-repayment';
import { aLoan, aSetting, command, on, type Setting } from '../loans/a-loan';
import { onPostgres } from '../support/database';
import { createWorld, type World } from '../support/world';

/*
 * What a payment asks of the database and of the core. The numbers are what it takes today; whoever needs more has to
 * say so here.
 */

jest.mock('../../src/lending/disbursing', () => {
  const actual: { disburse: typeof disburse } = jest.requireActual('../../src/lending/disbursing');
  return { ...actual, disburse: jest.fn(actual.disburse) };
});

/** A replay pays the loan out once. */
const replayed = jest.mocked(disburse);

let world: World;
let setting: Setting;
let statements: string[] = [];

beforeAll(async () => {
  world = await createWorld();
  setting = await aSetting(world);
  world.db.on('query', ({ sql }: { sql: string }) => statements.push(sql));
});

const pay = (loanId: number, day: string, amount: number, more: Partial<RepaymentInput> = {}) =>
  postRepayment(world.db, on(setting.at, 'celia', day), {
    ...{ commandId: command(), loanId, amount, valueDate: day },
    ...more,
  });

async function costOf(work: () => Promise<{ readonly type: string }>) {
  statements = [];
  replayed.mockClear();
  const outcome = await work();
  const engineOnly = statements.filter((sql) => sql.includes('pg_advisory'));
  return {
    outcome: outcome.type,
    statements: statements.length - engineOnly.length,
    replays: replayed.mock.calls.length,
  };
}

async function payoffOf(loanId: number, day: string): Promise<number> {
  const loaded = await loadLoan(world.db, setting.at.id, loanId, day);
  if (!loaded) throw new Error(`loan ${loanId} was not found`);
  return debtOn(loaded.loan, loaded.events, day).payoff.total;
}

/** BEGIN, COMMIT and what lies between. */
describe('what it takes to post', () => {
  it.each([
    ['a payment of interest alone', 10_000, 20, 1],
    ['a payment that reaches the principal', 200_000, 21, 1],
    ['a payment of two instalments', 700_000, 21, 1],
  ])('%s', async (_name, amount, expected, replays) => {
    const loanId = await aLoan(setting);
    const cost = await costOf(() => pay(loanId, '2026-05-31', amount));
    expect(cost).toEqual({ outcome: 'done', statements: expected, replays });
  });

  it('the second payment of a day: no more than the first', async () => {
    const loanId = await aLoan(setting);
    await pay(loanId, '2026-06-30', 50_000);
    const cost = await costOf(() => pay(loanId, '2026-06-30', 200_000));
    expect(cost).toEqual({ outcome: 'done', statements: 21, replays: 1 });
  });

  it('the payment that ends a loan: another replay, because only the debt says that it is one', async () => {
    const loanId = await aLoan(setting);
    const amount = await payoffOf(loanId, '2026-06-30');
    const cost = await costOf(() => pay(loanId, '2026-06-30', amount));
    expect(cost).toMatchObject({ outcome: 'done', replays: 2 });
  });

  it('a payment that is entered late: the loan before it, on its day, and after it', async () => {
    const loanId = await aLoan(setting);
    await pay(loanId, '2026-06-30', 50_000);
    const cost = await costOf(() => pay(loanId, '2026-07-15', 50_000, { valueDate: '2026-06-01' }));
    expect(cost.outcome).toBe('done');
    expect(cost.replays).toBeLessThanOrEqual(4);
  });

  it('a reversal: the loan before and after it', async () => {
    const loanId = await aLoan(setting);
    const paid = await pay(loanId, '2026-06-30', 50_000);
    if (paid.type === 'refused') throw new Error(paid.reason);
    const { eventId } = paid;
    const reversal = { commandId: command(), loanId, eventId, reason: 'Era de otro crédito' };
    const cost = await costOf(() => reverseRepayment(world.db, on(setting.at, 'marta', '2026-06-30'), reversal));
    expect(cost).toMatchObject({ outcome: 'done', replays: 2 });
  });

  it('a payment that was sent twice: one look at the first answer', async () => {
    const loanId = await aLoan(setting);
    const input = { commandId: command() };
    await pay(loanId, '2026-06-30', 50_000, input);
    const cost = await costOf(() => pay(loanId, '2026-06-30', 50_000, input));
    expect(cost).toEqual({ outcome: 'done', statements: 3, replays: 0 });
  });

  it('on PostgreSQL the day is held open by one more statement', async () => {
    const loanId = await aLoan(setting);
    await costOf(() => pay(loanId, '2026-06-30', 50_000));
    expect(statements.filter((sql) => sql.includes('pg_advisory'))).toHaveLength(onPostgres ? 1 : 0);
  });
});
