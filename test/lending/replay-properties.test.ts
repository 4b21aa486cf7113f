import fc from 'fast-check';
import type { LoanEvent, LoanState, Transaction } from '../../src/lending/history';
import { payoff } from '../../src/lending/payoff';
import { isRefusal, REFUSAL_REASONS } from '../../src/lending/refusal';
import { replay } from '../../src/lending/replay';
import { arbitraryHistory, type ArbitraryHistory } from './arbitrary-history';
import { RUNS } from './runs';

jest.setTimeout(120_000);

const sum = <T>(items: readonly T[], of: (item: T) => number) => items.reduce((total, item) => total + of(item), 0);

/** Holds a law against every history that can be replayed; enough of them must be. */
function forHistories(law: (state: LoanState, from: ArbitraryHistory) => void): void {
  let replayed = 0;
  fc.assert(
    fc.property(arbitraryHistory, (from) => {
      const state = replay(from.history, from.lastDay);
      if (isRefusal(state)) return;
      replayed++;
      law(state, from);
    }),
    RUNS,
  );
  expect(replayed).toBeGreaterThan(RUNS.numRuns / 5);
}

const counted = (state: LoanState) => state.transactions.filter((one) => !one.reversed);
const partsOf = (one: Transaction) =>
  one.principal + one.interest + one.insurance + one.fees + one.penalties + one.lateInterest;

describe('whatever happens to a loan', () => {
  it('every payment is the sum of its parts, and its parts of its allocations', () => {
    forHistories((state) => {
      for (const one of counted(state).filter(({ type }) => type !== 'disbursement')) {
        expect(partsOf(one) + one.overpaid).toBe(one.amount);
        for (const part of ['principal', 'interest', 'insurance', 'fees', 'penalties', 'lateInterest'] as const)
          expect(sum(one.allocations, (line) => line[part])).toBe(one[part]);
      }
    });
  });

  it('no céntimo is created or lost', () => {
    forHistories((state) => {
      const paid = counted(state).filter(({ type }) => type !== 'disbursement');
      expect(sum(paid, (one) => one.amount)).toBe(sum(paid, (one) => partsOf(one)) + state.overpaid);
      expect(sum(paid, (one) => partsOf(one) - one.lateInterest)).toBe(sum(state.instalments, (row) => row.paid));
    });
  });

  it('every instalment is what was paid, what was waived and what is left', () => {
    forHistories((state) => {
      for (const row of state.instalments) {
        expect(row.principal + row.interest + row.insurance + row.fees + row.penalties).toBe(row.total);
        expect(row.paid + row.waived + row.outstanding).toBe(row.total);
        for (const amount of [row.paid, row.waived, row.outstanding, row.lateInterest])
          expect(amount).toBeGreaterThanOrEqual(0);
        if (row.paidOn !== undefined) expect(row.outstanding).toBe(0);
      }
    });
  });

  it('the balance ends at zero, and instalments stand in order', () => {
    forHistories((state) => {
      const planned = state.instalments.filter((row) => row.principal !== 0 || row.interest !== 0);
      if (planned.length > 0) expect(planned.at(-1)?.balance).toBe(0);
      state.instalments.forEach((row, index) => {
        expect(row.number).toBe(index + 1);
        expect(row.due >= (state.instalments[index - 1]?.due ?? '')).toBe(true);
      });
    });
  });

  it('principal paid out and capitalised is principal repaid, waived or outstanding', () => {
    forHistories((state) => {
      const disbursed = sum(
        counted(state).filter(({ type }) => type === 'disbursement'),
        (one) => one.amount,
      );
      const repaid = sum(
        counted(state).filter(({ type }) => type !== 'disbursement'),
        (one) => one.principal,
      );
      const left = disbursed + state.capitalisedInterest - repaid - state.outstanding.principal;
      expect(left).toBeGreaterThanOrEqual(0);
      expect(left).toBeLessThanOrEqual(sum(state.instalments, (row) => row.waived));
    });
  });

  it('what is outstanding is never negative, and adds up', () => {
    forHistories((state) => {
      const { principal, interest, fees, penalties, lateInterest, total } = state.outstanding;
      for (const part of [principal, interest, fees, penalties, lateInterest, state.overpaid])
        expect(part).toBeGreaterThanOrEqual(0);
      expect(principal + interest + fees + penalties + lateInterest).toBe(total);
      if (total > 0 && state.overpaid > 0) expect(state.status).toBe('active');
    });
  });

  it('a loan that is late has something that fell due before', () => {
    forHistories((state, { lastDay }) => {
      const late = state.instalments.filter((row) => row.due < lastDay && row.outstanding > 0);
      expect(state.daysLate > 0).toBe(late.length > 0);
      expect(state.oldestUnpaidDue).toBe(late[0]?.due);
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
    forHistories((state, { history, lastDay }) => {
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

  it('is refused with a word of the list, or replayed: never anything else', () => {
    fc.assert(
      fc.property(arbitraryHistory, ({ history, lastDay }) => {
        const state = replay(history, lastDay);
        if (isRefusal(state)) expect(REFUSAL_REASONS).toContain(state.reason);
      }),
      RUNS,
    );
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
