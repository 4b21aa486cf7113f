import fc from 'fast-check';
import { AHEAD_DAYS } from '../../src/day-close/falling-due';
import { addDays, daysBetween, type IsoDate } from '../../src/lending/dates';
import { Decimal } from '../../src/lending/decimal';
import type { History, LoanState } from '../../src/lending/history';
import { isRefusal } from '../../src/lending/refusal';
import { replay } from '../../src/lending/replay';
import type { InstalmentPlan, Terms } from '../../src/lending/terms';
import { eventsOf, historyOf } from '../../src/loans/events';
import { findLoan } from '../../src/loans/store';
import { bookFromBalances, bookFromPayments, type Book } from '../../src/portfolio/book';
import { fallingDue } from '../../src/portfolio/falling-due-store';
import { debtOn } from '../../src/repayments/debt-on';
import { postRepayment } from '../../src/repayments/post-repayment';
import { reverseRepayment } from '../../src/repayments/reverse-repayment';
import { verify } from '../../src/verify/verify';
import { aLoan, aSetting, command, harvestTerms, on, type Setting } from '../loans/a-loan';
import { testConfig } from '../support/config';
import { tampered } from '../support/tamper';
import { createWorld, TODAY, type World } from '../support/world';

/*
 * Loans that were lived through: disbursed, paid on time, late, ahead and by mistake. What one statement says of all of
 * them on a day must be what the replay of each of them says.
 */
let world: World;
let setting: Setting;
let loanIds: number[];

beforeAll(async () => {
  world = await createWorld();
  setting = await aSetting(world);
  loanIds = [];
  for (const life of fc.sample(anyLife, { numRuns: 30, seed: 7 })) loanIds.push(await liveThrough(life));
}, 120_000);

it('the portfolio of any day is what the replay of every loan says', async () => {
  const days = [TODAY, ...fc.sample(anyDay, { numRuns: 30, seed: 8 })];
  let late = 0;
  for (const asOf of days) {
    const replayed = new Map<number, { outstanding: number; daysLate: number }>();
    for (const loanId of loanIds) {
      const state = await stateOn(loanId, asOf);
      const outstanding = state.outstanding.principal;
      if (outstanding > 0) replayed.set(loanId, { outstanding, daysLate: state.daysLate });
      if (state.daysLate > 30) late++;
    }
    expect([asOf, await inBook(bookFromPayments, asOf)]).toEqual([asOf, replayed]);
    if (asOf === TODAY) expect(await inBook(bookFromBalances, asOf)).toEqual(replayed);
  }
  expect(late).toBeGreaterThan(20);
});

it('what falls due is the principal that the replay has left in the instalments ahead', async () => {
  let expected = 0;
  for (const loanId of loanIds) {
    const { instalments } = await stateOn(loanId, TODAY);
    const ahead = instalments.filter(({ due }) => due > TODAY && due <= addDays(TODAY, AHEAD_DAYS));
    // Interest comes before principal, so what is left of an instalment is principal first of all.
    for (const { principal, outstanding } of ahead) expected += Math.max(0, Math.min(principal, outstanding));
  }
  const book: Book = { institutionId: setting.at.id, currency: 'PEN', asOf: TODAY, today: TODAY };
  const days = await fallingDue(world.db, book);
  expect(days.reduce((sum, day) => sum + day.principal, 0)).toBe(expected);
  expect(expected).toBeGreaterThan(1_000_00);
});

it('interest has joined the principal of some of them, and money has been taken back from others', async () => {
  const capitalised = await world.db('instalment').where('principal', '<', 0).andWhere('due', '<=', TODAY);
  const reversals = await world.db('loan_event').where({ type: 'reversal' });
  expect([capitalised.length > 2, reversals.length > 2]).toEqual([true, true]);
});

describe('verify', () => {
  it('finds nothing in them', async () => {
    expect(await verify(world.db, testConfig.auditKey)).toEqual([]);
  });

  it.each([
    ['a balance', (loanId: number) => ({ table: 'loan', where: { id: loanId }, change: { principal_outstanding: 1 } })],
    [
      'an instalment',
      (loanId: number) => ({ table: 'instalment', where: { loan_id: loanId, number: 1 }, change: { paid: 1 } }),
    ],
    [
      'a payment',
      (loanId: number) => ({
        table: 'loan_event',
        where: { loan_id: loanId, type: 'repayment' },
        change: { amount: 1 },
      }),
    ],
  ])('finds %s that somebody changed, with the loan', async (_name, harm) => {
    const paid = await world.db('loan_event').where({ type: 'repayment' }).orderBy('id').first('loan_id');
    const { table, where, change } = harm(paid.loan_id);
    const findings = await tampered(
      world.db,
      (trx) =>
        trx(table)
          .where({ institution_id: setting.at.id, ...where })
          .update(change),
      (trx) => verify(trx, testConfig.auditKey),
    );
    const found = findings.map(({ kind, where: loanId }) => [kind, loanId]);
    expect(found).toContainEqual(['loan_differs_from_history', paid.loan_id]);
    if (table === 'loan') expect(found).toContainEqual(['loan_differs_from_ledger', paid.loan_id]);
  });
});

interface Life {
  readonly terms: Terms;
  readonly lateRate: string;
  readonly steps: readonly {
    readonly afterDays: number;
    readonly percent: number;
    readonly daysAgo: number;
    readonly intent: 'advance' | 'prepay-reduce-term' | 'prepay-reduce-amount';
    readonly isMistake: boolean;
  }[];
}

const START = '2025-11-30';
const anyDay = fc.nat(daysBetween(START, TODAY)).map((days) => addDays(START, days));

const anyPlan: fc.Arbitrary<InstalmentPlan> = fc.oneof(
  fc.record({
    plan: fc.constantFrom('level' as const, 'equal-principal' as const),
    count: fc.integer({ min: 2, max: 10 }),
    every: fc.constant({ months: 1 }),
    monthEnd: fc.constant('clamp' as const),
  }),
  fc
    .array(fc.tuple(fc.integer({ min: 30, max: 150 }), fc.constantFrom(1, 1, 2, 40)), { minLength: 3, maxLength: 6 })
    .map((parts): InstalmentPlan => {
      let due = START;
      const rows = parts.map(([days, weight]) => {
        due = addDays(due, days);
        return { due, weight: new Decimal(weight) };
      });
      return { plan: 'weighted', rows };
    }),
);

const anyLife: fc.Arbitrary<Life> = fc.record({
  terms: fc
    .record({
      amount: fc.integer({ min: 500_00, max: 12_000_00 }),
      instalments: anyPlan,
      unpaidInterest: fc.constantFrom('capitalise' as const, 'capitalise' as const, 'carry' as const),
    })
    .map(({ amount, ...plan }) => harvestTerms({ disbursements: [{ date: START, amount }], ...plan })),
  lateRate: fc.constantFrom('0', '16.5'),
  steps: fc.array(
    fc.record({
      afterDays: fc.integer({ min: 1, max: 90 }),
      percent: fc.integer({ min: 5, max: 160 }),
      daysAgo: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 })),
      intent: fc.constantFrom('advance', 'prepay-reduce-term', 'prepay-reduce-amount'),
      isMistake: fc.integer({ min: 0, max: 4 }).map((one) => one === 0),
    }),
    { maxLength: 7 },
  ),
});

/** Pays a share of the next instalment at each step; what the rules refuse is left, as at the counter. */
async function liveThrough({ terms, lateRate, steps }: Life): Promise<number> {
  const { db } = world;
  const loanId = await aLoan(setting, terms, lateRate);
  let today: IsoDate = START;
  for (const { afterDays, percent, daysAgo, intent, isMistake } of steps) {
    today = addDays(today, afterDays);
    if (today > TODAY) break;
    const loan = await findLoan(db, setting.at.id, loanId);
    if (!loan || loan.nextAmount === null) break;
    const valueDate = addDays(today, -daysAgo) < START ? START : addDays(today, -daysAgo);
    const { payoff } = debtOn(loan, await eventsOf(db, setting.at.id, loanId), valueDate);
    const amount = Math.min(Math.ceil((loan.nextAmount * percent) / 100), payoff.total);
    const payment = { commandId: command(), loanId, amount, valueDate, intent };
    const paid = await postRepayment(db, on(setting.at, 'celia', today), payment);
    if (paid.type === 'refused' || !isMistake) continue;
    today = addDays(today, 3);
    if (today > TODAY) break;
    await reverseRepayment(db, on(setting.at, 'marta', today), {
      commandId: command(),
      loanId,
      eventId: paid.eventId,
      reason: 'Se registró en otro crédito',
    });
  }
  return loanId;
}

/** By value date a payment that was taken back has never been. */
async function stateOn(loanId: number, asOf: IsoDate): Promise<LoanState> {
  const loan = await findLoan(world.db, setting.at.id, loanId);
  if (!loan) throw new Error(`no loan ${loanId}`);
  const history = historyOf(loan, await eventsOf(world.db, setting.at.id, loanId));
  const state = replay(withoutMistakes(history), asOf);
  if (isRefusal(state)) throw new Error(state.reason);
  return state;
}

function withoutMistakes(history: History): History {
  const takenBack = new Set(history.events.map((event) => (event.type === 'reversal' ? event.of : '')));
  const events = history.events.filter((event) => event.type !== 'reversal' && !takenBack.has(event.id));
  return { ...history, events };
}

async function inBook(from: typeof bookFromPayments, asOf: IsoDate) {
  const book: Book = { institutionId: setting.at.id, currency: 'PEN', asOf, today: TODAY };
  const rows: { id: number; outstanding: number | string; oldest_due: IsoDate | null }[] = await from(
    world.db,
    book,
  ).orderBy('id');
  return new Map(
    rows.map(({ id, outstanding, oldest_due: oldest }) => [
      id,
      { outstanding: Number(outstanding), daysLate: oldest === null ? 0 : daysBetween(oldest, asOf) },
    ]),
  );
}
