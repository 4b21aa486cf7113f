import fc from 'fast-check';
import { addDays } from '../../src/lending/dates';
import type { History, LoanEvent } from '../../src/lending/history';
import { openReplay, payoffOn, stateOn, stateWith, type OpenReplay } from '../../src/lending/open-replay';
import { payoff } from '../../src/lending/payoff';
import { isRefusal } from '../../src/lending/refusal';
import { replay } from '../../src/lending/replay';
import { cajaTerms, historyOf, repayment } from './a-loan';
import { arbitraryHistory } from './arbitrary-history';
import { RUNS } from './runs';

jest.setTimeout(120_000);

/** A history without its last events, which come one by one, and days that pass in between. */
const cut = fc.record({
  lived: arbitraryHistory,
  missing: fc.integer({ min: 1, max: 3 }),
  wait: fc.constantFrom(0, 0, 1, 45, 400),
});

function opened(history: History, asOf: string): OpenReplay | undefined {
  const open = openReplay(history, asOf);
  return isRefusal(open) ? undefined : open;
}

describe('A replay that is left open', () => {
  it('says on every later day what a replay of the whole history says', () => {
    fc.assert(
      fc.property(cut, fc.nat(60), ({ lived: { history, lastDay }, wait }, back) => {
        const open = opened(history, addDays(lastDay, -back));
        if (!open) return;
        for (const day of [addDays(lastDay, -back), lastDay, addDays(lastDay, wait)]) {
          expect(stateOn(open, day)).toEqual(replay(history, day));
          expect(payoffOn(open, day)).toEqual(payoff(history, day));
        }
      }),
      { numRuns: RUNS.numRuns / 4 },
    );
  });

  it('says of one more event what a replay of both says, refusals with their places included', () => {
    let replayed = 0;
    fc.assert(
      fc.property(cut, ({ lived: { history, lastDay }, missing, wait }) => {
        const known = history.events.slice(0, -missing);
        const event = history.events[known.length];
        const last = known.at(-1)?.date;
        if (!event || last === undefined) return;
        const open = opened({ ...history, events: known }, last);
        if (!open) return;
        const asOf = addDays(lastDay, wait);
        stateOn(open, event.date);
        const after = stateWith(open, event, asOf);
        expect(after).toEqual(replay({ ...history, events: [...known, event] }, asOf));
        expect(stateOn(open, asOf)).toEqual(replay({ ...history, events: known }, asOf));
        if (!isRefusal(after)) replayed++;
      }),
      RUNS,
    );
    expect(replayed).toBeGreaterThan(RUNS.numRuns / 10);
  });

  it.each([
    ['of nothing', { amount: 0 }],
    ['beyond every amount', { amount: 2_000_000_000_000 }],
    ['on a day that does not exist', { date: '2027-02-30' }],
    ['before the last event', { date: '2026-12-01' }],
    ['with the number of another', { id: '1' }],
  ])('a payment %s is answered as by a replay', (_name, change) => {
    const history = historyOf(cajaTerms, [repayment('2027-01-15', 10_000, '1')]);
    const open = opened(history, '2027-01-15');
    if (!open) throw new Error('the loan was refused');
    const event: LoanEvent = { ...repayment('2027-02-01', 5_000, '2'), ...change };
    const asOf = '2027-03-01';
    expect(stateWith(open, event, asOf)).toEqual(replay({ ...history, events: [...history.events, event] }, asOf));
  });
});
