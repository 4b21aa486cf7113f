import fc from 'fast-check';
import { isContractError } from '../../src/contract/contract-error';
import { replayAnswer } from '../../src/contract/replay-command';
import { arbitraryTerms, effective, later } from './arbitrary-terms';
import { oracleReplay, type OracleEvent, type OracleHistory } from './replay-oracle';
import { RUNS } from './runs';

jest.setTimeout(120_000);

const money = (most: number) => fc.integer({ min: 1, max: most }).map((centimos) => (centimos / 100).toFixed(2));
const order = fc.shuffledSubarray(['penalty', 'fee', 'interest', 'principal'], { minLength: 4 });

const happening = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constant('repayment' as const), amount: money(900_000) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('charge' as const),
      kind: fc.constantFrom('fee' as const, 'penalty' as const),
      dueAfter: fc.integer({ min: 0, max: 60 }),
      amount: money(9_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('reversal' as const), which: fc.nat(10) }) },
);

/** Loans whose instalments all pay principal, and what happens to them, entered in order. */
const history = fc
  .record({
    terms: arbitraryTerms({ plans: ['level', 'equal-principal', 'interest-only'], rates: effective, most: 6 }),
    allocation: fc.record({
      order,
      orderInAdvance: order,
      across: fc.constantFrom('instalment' as const, 'component' as const),
      excess: fc.constantFrom('next-instalment' as const, 'last-instalment' as const),
    }),
    late: fc.boolean(),
    happenings: fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), happening), { minLength: 1, maxLength: 8 }),
  })
  .map(({ terms, allocation, late, happenings }): { history: OracleHistory; asOf: string } => {
    const { date = '', amount = '' } = terms.disbursements[0] ?? {};
    const events: OracleEvent[] = [{ id: '0', type: 'disbursement', date, amount }];
    let day = date;
    for (const [after, what] of happenings) {
      day = later(day, after);
      const entered = { id: String(events.length), date: day };
      const repaid = events.filter(
        (one) => one.type === 'repayment' && !events.some((r) => r.type === 'reversal' && r.of === one.id),
      );
      const target = what.type === 'reversal' ? repaid[what.which % Math.max(1, repaid.length)] : undefined;
      if (what.type === 'repayment') events.push({ ...entered, type: 'repayment', amount: what.amount });
      if (what.type === 'charge')
        events.push({
          ...entered,
          type: 'charge',
          kind: what.kind,
          due: later(day, what.dueAfter),
          amount: what.amount,
        });
      if (target) events.push({ ...entered, type: 'reversal', of: target.id });
    }
    return {
      history: {
        terms: { ...terms, grace: { principal: 0, interest: 0 } },
        allocation,
        ...(late && { lateInterest: { annualPercent: '16.97' } }),
        events,
      },
      asOf: day,
    };
  });

it('a loan that is lived through day by day ends as the one that is replayed', () => {
  let compared = 0;
  fc.assert(
    fc.property(history, ({ history: lived, asOf }) => {
      const { lateInterest, ...rest } = lived;
      const late = lateInterest && { lateInterest: { ...lateInterest, on: 'overdue-principal' } };
      const answer = replayAnswer({ ...rest, ...late, asOf });
      if (isContractError(answer)) return;
      compared++;
      const expected = oracleReplay(lived, asOf);
      expect(answer).toMatchObject({
        instalments: expected.paid.map((paid) => ({ paid })),
        outstanding: { total: expected.outstanding, lateInterest: expected.lateInterest },
        overpaid: expected.overpaid,
      });
    }),
    { numRuns: Math.ceil(RUNS.numRuns / 4) },
  );
  expect(compared).toBeGreaterThan(RUNS.numRuns / 10);
});
