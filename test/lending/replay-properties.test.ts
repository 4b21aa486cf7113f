import fc from 'fast-check';
import type { InstalmentState, LoanEvent, LoanState, Transaction } from '../../src/lending/history';
import { payoff } from '../../src/lending/payoff';
import { isRefusal, REFUSAL_REASONS } from '../../src/lending/refusal';
import { replay } from '../../src/lending/replay';
import { arbitraryHistory, type ArbitraryHistory } from './arbitrary-history';
import { RUNS } from './runs';

jest.setTimeout(120_000);

const sum = <T>(items: readonly T[], of: (item: T) => number) => items.reduce((total, item) => total + of(item), 0);

/** Tries every history that can be replayed; enough of them must be, and the others are refused with a known word. */
function forHistories(check: (state: LoanState, from: ArbitraryHistory) => void): void {
  let replayed = 0;
  fc.assert(
    fc.property(arbitraryHistory, (from) => {
      const state = replay(from.history, from.lastDay);
      if (isRefusal(state)) return expect(REFUSAL_REASONS).toContain(state.reason);
      replayed++;
      check(state, from);
    }),
    RUNS,
  );
  expect(replayed).toBeGreaterThan(RUNS.numRuns / 5);
}

const counted = (state: LoanState) => state.transactions.filter((one) => !one.reversed);
const incoming = (state: LoanState) => counted(state).filter(({ type }) => type !== 'disbursement');
const outgoing = (state: LoanState) => counted(state).filter(({ type }) => type === 'disbursement');
const PARTS = ['principal', 'interest', 'insurance', 'fees', 'penalties', 'lateInterest'] as const;
type Split = Readonly<Record<(typeof PARTS)[number], number>>;
const partsOf = (split: Split) => sum(PARTS, (part) => split[part]);

/** What holds of every loan on every day. */
const LAWS: Record<string, (state: LoanState, from: ArbitraryHistory) => void> = {
  'a payment is the sum of its parts, and its parts of its allocations': (state) => {
    const adds = (one: Transaction) =>
      partsOf(one) + one.overpaid === one.amount &&
      PARTS.every((part) => sum(one.allocations, (line) => line[part]) === one[part]);
    expect(incoming(state).filter((one) => !adds(one))).toEqual([]);
  },
  'no céntimo is created or lost': (state) => {
    const paid = incoming(state);
    expect(sum(paid, (one) => one.amount)).toBe(sum(paid, partsOf) + state.overpaid);
    expect(sum(paid, (one) => partsOf(one) - one.lateInterest)).toBe(sum(state.instalments, (row) => row.paid));
  },
  'what was paid of an instalment is what payments allocated to it': (state) => {
    const paid = new Map<number, number>();
    for (const line of incoming(state).flatMap((one) => one.allocations))
      paid.set(line.instalment, (paid.get(line.instalment) ?? 0) + partsOf(line) - line.lateInterest);
    expect(state.instalments.filter((row) => row.paid !== (paid.get(row.number) ?? 0))).toEqual([]);
  },
  'an instalment is what was paid, what was waived and what is left': (state) => {
    const adds = (row: InstalmentState) =>
      row.principal + row.interest + row.insurance + row.fees + row.penalties === row.total &&
      row.paid + row.waived + row.outstanding === row.total &&
      [row.paid, row.waived, row.outstanding, row.lateInterest].every((amount) => amount >= 0) &&
      (row.paidOn === undefined || row.outstanding === 0);
    expect(state.instalments.filter((row) => !adds(row))).toEqual([]);
  },
  'the balance ends at zero, and instalments stand in order': (state) => {
    const planned = state.instalments.filter((row) => row.principal !== 0 || row.interest !== 0);
    if (planned.length > 0) expect(planned.at(-1)?.balance).toBe(0);
    const dues = state.instalments.map((row) => row.due);
    expect(dues).toEqual(dues.toSorted());
    expect(state.instalments.map((row) => row.number)).toEqual(dues.map((_, index) => index + 1));
  },
  'principal paid out and capitalised is principal repaid, waived or outstanding': (state) => {
    const owed = sum(outgoing(state), (one) => one.amount) + state.capitalisedInterest;
    const waived = owed - sum(incoming(state), (one) => one.principal) - state.outstanding.principal;
    expect(waived).toBeGreaterThanOrEqual(0);
    expect(waived).toBeLessThanOrEqual(sum(state.instalments, (row) => row.waived));
  },
  'what was forgiven of interest pays nothing': paysNothing,
  'what is outstanding is never negative, and adds up': (state) => {
    const { principal, interest, fees, penalties, lateInterest, total } = state.outstanding;
    expect(Math.min(principal, interest, fees, penalties, lateInterest, state.overpaid)).toBeGreaterThanOrEqual(0);
    expect(principal + interest + fees + penalties + lateInterest).toBe(total);
    expect(total > 0 && state.overpaid > 0).toBe(false);
  },
  'a loan that is late has something that fell due before': (state, { lastDay }) => {
    const late = state.instalments.filter((row) => row.due < lastDay && row.outstanding > 0);
    expect(state.daysLate > 0).toBe(late.length > 0);
    expect(state.oldestUnpaidDue).toBe(late[0]?.due);
  },
};

/** The lender gets back what it lent, whenever and however it is repaid. */
function paysNothing(state: LoanState, { history }: ArbitraryHistory): void {
  const paid = incoming(state);
  expect(sum(paid, (one) => one.interest)).toBeGreaterThanOrEqual(0);
  expect(sum(paid, (one) => one.insurance)).toBeGreaterThanOrEqual(0);
  const brought = sum(paid, (one) => one.amount);
  const given = sum(history.events, (one) => (one.type === 'waiver' && one.part === 'principal' ? one.amount : 0));
  const lent = sum(outgoing(state), (one) => one.amount);
  expect(state.outstanding.principal).toBeGreaterThanOrEqual(lent - given - brought);
}

function hold(law: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw new Error(`${law}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

describe('whatever happens to a loan', () => {
  it(`keeps the laws of the passbook: ${Object.keys(LAWS).join('; ')}`, () => {
    forHistories((state, from) => {
      for (const [law, check] of Object.entries(LAWS)) hold(law, () => check(state, from));
    });
  });

  it('taking back the last payment restores what was before it', () => {
    forHistories((_state, { history, lastDay }) => {
      const payment: LoanEvent = { id: 'last', type: 'repayment', date: lastDay, amount: 12_345 };
      const reversal: LoanEvent = { id: 'back', type: 'reversal', date: lastDay, of: 'last' };
      const before = replay(history, lastDay);
      const after = replay({ ...history, events: [...history.events, payment, reversal] }, lastDay);
      if (isRefusal(before) || isRefusal(after)) throw new Error('a history was refused');
      expect({ ...after, transactions: after.transactions.slice(0, -1) }).toEqual(before);
      expect(after.transactions.at(-1)).toMatchObject({ id: 'last', reversed: true });
    });
  });

  it('on a day on which it can be paid off, the payoff closes it to the céntimo', () => {
    forHistories((state, from) => {
      const { history, lastDay } = from;
      if (state.status === 'approved') return;
      const quote = payoff(history, lastDay);
      if (isRefusal(quote)) throw new Error(quote.reason);
      if (quote.total === 0 || history.terms.disbursements.some(({ date }) => date > lastDay)) return;
      const closing: LoanEvent = {
        id: 'closing',
        type: 'repayment',
        date: lastDay,
        amount: quote.total,
        intent: 'prepay-reduce-term',
      };
      const closed = replay({ ...history, events: [...history.events, closing] }, lastDay);
      if (isRefusal(closed)) throw new Error(closed.reason);
      expect([closed.outstanding.total, closed.overpaid, closed.status]).toEqual([0, 0, 'closed']);
      expect(state.status).not.toBe('closed');
    });
  });

  it('all interest forgiven on the first day pays nothing, however the loan is paid off', () => {
    let closed = 0;
    forHistories((_state, from) => {
      const { history, lastDay } = from;
      const first = history.events.findIndex(({ type }) => type === 'disbursement');
      const paidOut = history.events[first];
      const asked = paidOut && replay({ ...history, events: [paidOut] }, paidOut.date);
      if (!asked || isRefusal(asked) || asked.outstanding.interest === 0) return;
      const amount = asked.outstanding.interest;
      const waiver: LoanEvent = { id: 'given', type: 'waiver', date: paidOut.date, part: 'interest', amount };
      const forgiven = { ...history, events: history.events.toSpliced(first + 1, 0, waiver) };
      const quote = payoff(forgiven, lastDay);
      if (isRefusal(quote) || quote.total === 0) return;
      const intent = 'prepay-reduce-term';
      const closing: LoanEvent = { id: 'closing', type: 'repayment', date: lastDay, amount: quote.total, intent };
      const state = replay({ ...forgiven, events: [...forgiven.events, closing] }, lastDay);
      if (isRefusal(state)) throw new Error(state.reason);
      closed++;
      paysNothing(state, from);
    });
    expect(closed).toBeGreaterThan(RUNS.numRuns / 20);
  });
});

describe('events of one day that do not touch each other', () => {
  const entered = fc.array(
    fc.record({
      kind: fc.constantFrom('fee' as const, 'penalty' as const),
      amount: fc.integer({ min: 1, max: 99_999 }),
    }),
    { minLength: 2, maxLength: 5 },
  );
  type Entered = { readonly kind: 'fee' | 'penalty'; readonly amount: number };

  it.each<[string, (one: Entered, id: string, date: string) => LoanEvent]>([
    ['charges', ({ kind, amount }, id, date) => ({ type: 'charge', id, date, due: date, kind, amount })],
    ['repayments', ({ amount }, id, date) => ({ type: 'repayment', id, date, amount })],
  ])('give the same loan in whatever order they were entered: %s', (_name, eventOf) => {
    let compared = 0;
    fc.assert(
      fc.property(arbitraryHistory, entered, ({ history, lastDay }, day) => {
        const allocation = { ...history.allocation, excess: 'next-instalment' as const };
        const after = (ofDay: readonly Entered[]) => {
          const events = [...history.events, ...ofDay.map((one, index) => eventOf(one, `day-${index}`, lastDay))];
          return replay({ ...history, allocation, events }, lastDay);
        };
        const forward = after(day);
        const backward = after(day.toReversed());
        if (isRefusal(forward) || isRefusal(backward)) return expect(forward).toEqual(backward);
        compared++;
        const withoutLines = (state: LoanState) => ({ ...state, transactions: sum(counted(state), partsOf) });
        expect(withoutLines(forward)).toEqual(withoutLines(backward));
      }),
      RUNS,
    );
    expect(compared).toBeGreaterThan(RUNS.numRuns / 5);
  });
});
