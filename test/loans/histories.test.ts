import fc from 'fast-check';
import type { Knex } from '../../src/db/connect';
import { addDays } from '../../src/lending/dates';
import { Decimal } from '../../src/lending/decimal';
import type { InstalmentPlan, Terms } from '../../src/lending/terms';
import { lineDifferences } from '../../src/lines/recompute';
import { eventsOf, type EventDetails } from '../../src/loans/events';
import { loadLoan } from '../../src/loans/load';
import { loanDifferences } from '../../src/loans/recompute';
import { debtOn } from '../../src/repayments/debt-on';
import { setParameter } from '../../src/parameters/set-parameter';
import { postRepayment, type RepaymentIntent } from '../../src/repayments/post-repayment';
import { reverseRepayment } from '../../src/repayments/reverse-repayment';
import { chargeLoan } from '../../src/servicing/charge-loan';
import { decideChange } from '../../src/servicing/decide-change';
import { recordRecovery } from '../../src/servicing/record-recovery';
import { requestChange } from '../../src/servicing/request-change';
import type { RequestKind } from '../../src/servicing/store';
import { provide } from '../servicing/provision';
import { createWorld, type World } from '../support/world';
import { aLoan, aSetting, command, harvestTerms, ledgerOf, on, type Setting } from './a-loan';

let world: World;
let db: Knex;
let setting: Setting;

beforeAll(async () => {
  world = await createWorld();
  ({ db } = world);
  setting = await aSetting(world);
  await setParameter(db, setting.at.by('ana'), {
    commandId: 'cap-of-histories',
    name: 'rate-cap.PEN',
    validFrom: '2025-11-02',
    validTo: '2032-12-31',
    figures: { compensatory: '80.00', moratory: '16.80' },
    source: 'Prueba',
    status: 'entered',
  });
  await provide(world, setting.at, 1_000_000_000, '2025-11-30');
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
  | { readonly type: 'reverse'; readonly which: number }
  | { readonly type: 'charge'; readonly kind: 'fee' | 'penalty'; readonly amount: number; readonly inDays: number }
  | Change
  | { readonly type: 'recover'; readonly percent: number };

/** Something that one person asks and another approves. */
interface Change {
  readonly type: 'change';
  readonly kind: RequestKind;
  /** Of what is owed of the part that is forgiven. */
  readonly percent: number;
  readonly details: EventDetails;
}

const cause = fc.constantFrom({ reason: 'difficulty' }, { reason: 'request' }, { reason: 'emergency' });
const rate = fc.integer({ min: 0, max: 90 }).map((percent) => ({ kind: 'effective', percent: String(percent) }));
const treatment = fc.constantFrom('capitalise', 'carry');
const newPlan = fc.record({
  plan: fc.constantFrom('level', 'equal-principal', 'bullet'),
  count: fc.integer({ min: 1, max: 6 }),
  every: fc.constantFrom({ months: 1 }, { months: 6 }),
});

const change: fc.Arbitrary<Change> = fc
  .tuple(
    fc.oneof(
      fc.record({
        kind: fc.constant('waiver' as const),
        details: fc.record({
          part: fc.constantFrom('principal' as const, 'interest' as const, 'late-interest' as const, 'fee' as const),
        }),
      }),
      fc.record({
        kind: fc.constant('extra-grace' as const),
        details: fc.record({ change: fc.record({ months: fc.integer({ min: 1, max: 8 }), cause }) }),
      }),
      fc.record({
        kind: fc.constant('rate-change' as const),
        details: fc.record({ change: fc.record({ rate }) }),
      }),
      fc.record({
        kind: fc.constant('reprogramming' as const),
        details: fc.record({
          change: fc.record(
            { instalments: newPlan, unpaidInterest: treatment, cause, rate },
            { requiredKeys: ['instalments', 'unpaidInterest', 'cause'] },
          ),
        }),
      }),
      fc.record({ kind: fc.constant('write-off' as const), details: fc.constant({}) }),
    ),
    fc.integer({ min: 1, max: 105 }),
  )
  .map(([{ kind, details }, percent]) => ({ type: 'change' as const, kind, details, percent }));

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
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constant('charge' as const),
        kind: fc.constantFrom('fee' as const, 'penalty' as const),
        amount: fc.integer({ min: 1, max: 5_000 }),
        inDays: fc.nat(200),
      }),
    },
    { weight: 3, arbitrary: change },
    {
      weight: 1,
      arbitrary: fc.record({ type: fc.constant('recover' as const), percent: fc.integer({ min: 1, max: 101 }) }),
    },
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

/** A loan that goes wrong from beginning to end, so that no run is without the rare events. */
const downfall: Step[] = [
  { days: 40, act: { type: 'charge', kind: 'penalty', amount: 900, inDays: 10 } },
  {
    days: 10,
    act: {
      type: 'change',
      kind: 'rate-change',
      percent: 1,
      details: { change: { rate: { kind: 'effective', percent: '31.2' } } },
    },
  },
  {
    days: 60,
    act: {
      type: 'change',
      kind: 'extra-grace',
      percent: 1,
      details: { change: { months: 3, cause: { reason: 'difficulty' } } },
    },
  },
  { days: 150, act: { type: 'pay', percent: 60, daysAgo: 20, intent: undefined } },
  {
    days: 90,
    act: {
      type: 'change',
      kind: 'reprogramming',
      percent: 1,
      details: {
        change: {
          instalments: { plan: 'level', count: 4, every: { months: 1 } },
          unpaidInterest: 'capitalise',
          cause: { reason: 'difficulty' },
        },
      },
    },
  },
  { days: 80, act: { type: 'change', kind: 'waiver', percent: 20, details: { part: 'principal' } } },
  { days: 90, act: { type: 'reverse', which: 0 } },
  { days: 90, act: { type: 'change', kind: 'write-off', percent: 1, details: {} } },
  { days: 30, act: { type: 'recover', percent: 40 } },
  { days: 30, act: { type: 'reverse', which: 1 } },
  { days: 30, act: { type: 'recover', percent: 100 } },
];

it('whatever is paid, late, ahead, back-dated or taken back, changed, forgiven or written off, ledger and balances are what a replay says', async () => {
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
        count(outcome !== 'done' ? 'refused' : act.type === 'change' ? act.kind : act.type);
        if (outcome === 'done' && act.type === 'pay' && act.daysAgo > 0) count('back-dated');
        expect(await loanDifferences(db, setting.at.id)).toEqual([]);
        const balances = Object.values(await ledgerOf(db, setting.at.id, loanId));
        expect(balances.reduce((sum, balance) => sum + balance, 0)).toBe(0);
      }
      expect(await lineDifferences(db, setting.at.id)).toEqual([]);
    }),
    {
      examples: [[harvestTerms(), downfall]],
      numRuns: Number(process.env['HISTORY_RUNS'] ?? 40),
      ...(process.env['FC_SEED'] !== undefined && { seed: Number(process.env['FC_SEED']) }),
    },
  );
  for (const kind of ['pay', 'pay-off', 'reverse', 'back-dated', 'refused']) expect(done[kind] ?? 0).toBeGreaterThan(3);
  for (const kind of ['charge', 'waiver', 'extra-grace', 'rate-change', 'reprogramming', 'write-off', 'recover']) {
    expect([kind, done[kind] ?? 0]).not.toEqual([kind, 0]);
  }
}, 180_000);

async function perform(loanId: number, day: string, act: Act): Promise<string> {
  const { at } = setting;
  if (act.type === 'reverse') {
    const payments = (await eventsOf(db, at.id, loanId)).filter(
      ({ type }) => type === 'repayment' || type === 'recovery',
    );
    const eventId = payments[act.which]?.id ?? 0;
    const input = { commandId: command(), loanId, eventId, reason: 'Error de registro' };
    const outcome = await reverseRepayment(db, on(at, 'marta', day), input);
    return outcome.type === 'done' ? 'done' : outcome.reason;
  }
  if (act.type === 'charge') {
    const { kind, amount, inDays } = act;
    const input = { commandId: command(), loanId, kind, amount, due: addDays(day, inDays), reason: 'Inspección' };
    const outcome = await chargeLoan(db, on(at, 'marta', day), input);
    return outcome.type === 'done' ? 'done' : outcome.reason;
  }
  if (act.type === 'change') return changeLoan(loanId, day, act);
  if (act.type === 'recover') {
    const owed = (await loadLoan(db, at.id, loanId, day))?.state.outstanding.total ?? 0;
    const amount = Math.floor((owed * act.percent) / 100);
    const input = { commandId: command(), loanId, amount, valueDate: day, channel: 'cash' as const };
    const outcome = await recordRecovery(db, on(at, 'celia', day), input);
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

async function changeLoan(loanId: number, day: string, { kind, percent, details }: Change): Promise<string> {
  const { at } = setting;
  const outstanding = (await loadLoan(db, at.id, loanId, day))?.state.outstanding;
  const owed = { principal: 0, interest: 0, fee: 0, penalty: 0, 'late-interest': 0 };
  if (outstanding)
    Object.assign(owed, outstanding, { fee: outstanding.fees, 'late-interest': outstanding.lateInterest });
  const amount = kind === 'waiver' ? Math.floor((owed[details.part ?? 'interest'] * percent) / 100) : 0;
  const asked = { commandId: command(), loanId, kind, amount, details, reason: 'Helada' };
  const requested = await requestChange(db, on(at, 'carmen', day), asked);
  if (requested.type === 'refused') return requested.reason;
  const { requestId } = requested;
  const decision = { commandId: command(), requestId, decision: 'approved' as const, reason: '' };
  const outcome = await decideChange(db, on(at, 'marta', day), decision);
  return outcome.type === 'done' ? 'done' : outcome.reason;
}
