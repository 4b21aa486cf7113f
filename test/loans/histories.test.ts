import fc from 'fast-check';
import type { Knex } from '../../src/db/connect';
import { addDays } from '../../src/lending/dates';
import { Decimal } from '../../src/lending/decimal';
import type { InstalmentPlan, Terms } from '../../src/lending/terms';
import { lineDifferences } from '../../src/lines/recompute';
import { eventsOf } from '../../src/loans/events';
import { loadLoan } from '../../src/loans/load';
import { loanDifferences } from '../../src/loans/recompute';
import { debtOn } from '../../src/repayments/debt-on';
import { postRepayment, type RepaymentIntent } from '../../src/repayments/post-repayment';
import { reverseRepayment } from '../../src/repayments/reverse-repayment';
import { createWorld, type World } from '../support/world';
import { aLoan, aSetting, command, harvestTerms, ledgerOf, on, type Setting } from './a-loan';

let world: World;
let db: Knex;
let setting: Setting;

beforeAll(async () => {
  world = await createWorld();
  ({ db } = world);
  setting = await aSetting(world);
});

/** What somebody does to a loan, after some days have passed. */
interface Step {
  readonly days: number;
  readonly act: Act;
}

type Act =
  | {
      readonly type: 'pay';
      readonly percent: number;
      readonly daysAgo: number;
      readonly intent?: RepaymentIntent | undefined;
    }
  | { readonly type: 'pay-off' }
  | { readonly type: 'reverse'; readonly which: number };

const step: fc.Arbitrary<Step> = fc.record({
  days: fc.integer({ min: 0, max: 90 }),
  act: fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        type: fc.constant('pay' as const),
        percent: fc.integer({ min: 1, max: 180 }),
        daysAgo: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 120 })),
        intent: fc.constantFrom(
          'advance' as const,
          'prepay-reduce-term' as const,
          'prepay-reduce-amount' as const,
          undefined,
        ),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ type: 'pay-off' as const }) },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('reverse' as const), which: fc.nat(5) }) },
  ),
});

const plan: fc.Arbitrary<InstalmentPlan> = fc.oneof(
  fc.record({
    plan: fc.constantFrom('level' as const, 'equal-principal' as const),
    count: fc.integer({ min: 1, max: 9 }),
    every: fc.constantFrom({ months: 1 }, { months: 3 }),
    monthEnd: fc.constant('clamp' as const),
  }),
  fc
    .array(fc.tuple(fc.integer({ min: 20, max: 200 }), fc.integer({ min: 1, max: 40 })), { minLength: 1, maxLength: 6 })
    .map((parts): InstalmentPlan => {
      let due = '2025-11-30';
      const rows = parts.map(([days, weight]) => {
        due = addDays(due, days);
        return { due, weight: new Decimal(weight) };
      });
      return { plan: 'weighted', rows };
    }),
);

const terms: fc.Arbitrary<Terms> = fc
  .record({
    instalments: plan,
    unpaidInterest: fc.constantFrom('capitalise' as const, 'carry' as const),
    insured: fc.boolean(),
    instalmentFee: fc.constantFrom(0, 350),
    amount: fc.integer({ min: 50_000, max: 2_000_000 }),
  })
  .map(({ instalments, unpaidInterest, insured, instalmentFee, amount }) =>
    harvestTerms({
      disbursements: [{ date: '2025-11-30', amount }],
      instalments,
      unpaidInterest,
      ...(insured && { insurance: { percentOfBalancePer30Days: new Decimal('0.1') } }),
      ...(instalmentFee > 0 && { fees: [{ at: 'each-instalment' as const, amount: instalmentFee }] }),
    }),
  );

it('whatever is paid, late, ahead, back-dated or taken back, ledger and balances are what a replay says', async () => {
  const done: Record<string, number> = {};
  const count = (name: string): void => {
    done[name] = (done[name] ?? 0) + 1;
  };
  await fc.assert(
    fc.asyncProperty(terms, fc.array(step, { minLength: 3, maxLength: 9 }), async (contract, steps) => {
      const loanId = await aLoan(setting, contract);
      let day = '2025-12-01';
      for (const { days, act } of steps) {
        day = addDays(day, days);
        const outcome = await perform(loanId, day, act);
        count(outcome === 'done' ? act.type : 'refused');
        if (outcome === 'done' && act.type === 'pay' && act.daysAgo > 0) count('back-dated');
        expect(await loanDifferences(db, setting.at.id)).toEqual([]);
        const balances = Object.values(await ledgerOf(db, setting.at.id, loanId));
        expect(balances.reduce((sum, balance) => sum + balance, 0)).toBe(0);
      }
      expect(await lineDifferences(db, setting.at.id)).toEqual([]);
    }),
    {
      numRuns: Number(process.env['HISTORY_RUNS'] ?? 40),
      ...(process.env['FC_SEED'] !== undefined && { seed: Number(process.env['FC_SEED']) }),
    },
  );
  for (const kind of ['pay', 'pay-off', 'reverse', 'back-dated', 'refused']) expect(done[kind] ?? 0).toBeGreaterThan(3);
});

async function perform(loanId: number, day: string, act: Act): Promise<string> {
  const { at } = setting;
  if (act.type === 'reverse') {
    const payments = (await eventsOf(db, at.id, loanId)).filter(({ type }) => type === 'repayment');
    const eventId = payments[act.which]?.id ?? 0;
    const input = { commandId: command(), loanId, eventId, reason: 'Error de registro' };
    const outcome = await reverseRepayment(db, on(at, 'marta', day), input);
    return outcome.type === 'done' ? 'done' : outcome.reason;
  }
  const daysAgo = act.type === 'pay' ? act.daysAgo : 0;
  const valueDate = addDays(day, -daysAgo) < '2025-11-30' ? '2025-11-30' : addDays(day, -daysAgo);
  const loaded = await loadLoan(db, at.id, loanId, day);
  if (!loaded) throw new Error('the loan is gone');
  const debt = debtOn(loaded.loan, loaded.events, valueDate);
  const next = loaded.state.instalments.find((row) => row.outstanding > 0)?.outstanding ?? 0;
  const amount =
    act.type === 'pay-off' ? debt.payoff.total : Math.floor((Math.max(debt.dueNow, next) * act.percent) / 100);
  const outcome = await postRepayment(db, on(at, 'celia', day), {
    commandId: command(),
    loanId,
    amount,
    valueDate,
    ...(act.type === 'pay' && { intent: act.intent }),
  });
  return outcome.type === 'done' ? 'done' : outcome.reason;
}
