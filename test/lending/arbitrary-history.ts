import fc from 'fast-check';
import { isContractError } from '../../src/contract/contract-error';
import { parseTerms } from '../../src/contract/terms-json';
import { addDays } from '../../src/lending/dates';
import { Decimal } from '../../src/lending/decimal';
import type { AllocationRule, DebtPart, History, LoanEvent } from '../../src/lending/history';
import type { Terms } from '../../src/lending/terms';
import { arbitraryTerms } from './arbitrary-terms';

/** A history and the day of its last event; most can be replayed, some must be refused. */
export interface ArbitraryHistory {
  readonly history: History;
  readonly lastDay: string;
}

const PARTS: DebtPart[] = ['penalty', 'fee', 'interest', 'principal'];
const order = fc.shuffledSubarray(PARTS, { minLength: 4 });

export const allocationRule: fc.Arbitrary<AllocationRule> = fc.record(
  {
    order,
    orderInAdvance: order,
    across: fc.constantFrom('instalment', 'component'),
    excess: fc.constantFrom('next-instalment', 'last-instalment', 'reamortise'),
  },
  { requiredKeys: ['order', 'across', 'excess'] },
);

const declining = arbitraryTerms({
  plans: ['level', 'level', 'equal-principal', 'bullet', 'interest-only', 'weighted', 'free'],
  unpaid: ['capitalise', 'carry'],
  disbursements: 3,
  most: 12,
});
const flat = arbitraryTerms({ plans: ['level', 'equal-principal'], methods: ['flat'], disbursements: 2, most: 12 });

const anyTerms: fc.Arbitrary<Terms> = fc
  .oneof({ weight: 4, arbitrary: declining }, { weight: 1, arbitrary: flat })
  .map((json) => {
    const terms = parseTerms(json);
    if (isContractError(terms)) throw new Error(terms.error.message);
    return terms;
  });

const amount = fc.integer({ min: 1, max: 2_000_000 });
const cause = fc.record({ reason: fc.constantFrom('emergency', 'difficulty', 'insolvency', 'request') });
const rate = fc
  .integer({ min: 0, max: 80 })
  .map((percent) => ({ kind: 'effective' as const, percent: new Decimal(percent) }));

/** What happens, without its id and its day. */
const happening = fc.oneof(
  { weight: 12, arbitrary: fc.record({ type: fc.constant('repayment' as const), amount }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('repayment' as const),
      amount,
      intent: fc.constantFrom('prepay-reduce-term' as const, 'prepay-reduce-amount' as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('charge' as const),
      kind: fc.constantFrom('fee' as const, 'penalty' as const),
      dueAfter: fc.integer({ min: -30, max: 90 }),
      amount: fc.integer({ min: 1, max: 20_000 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('reversal' as const), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('disbursement' as const), amount }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('waiver' as const),
      part: fc.constantFrom(...PARTS, 'late-interest' as const),
      amount: fc.integer({ min: 1, max: 3_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('rate-change' as const), rate }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('extra-grace' as const), months: fc.integer({ min: 1, max: 8 }), cause }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('reprogramming' as const),
      instalments: fc.record({
        plan: fc.constantFrom('level' as const, 'equal-principal' as const, 'interest-only' as const),
        count: fc.integer({ min: 1, max: 8 }),
        every: fc.integer({ min: 1, max: 4 }).map((months) => ({ months })),
        monthEnd: fc.constant('clamp' as const),
      }),
      unpaidInterest: fc.constantFrom('capitalise' as const, 'carry' as const),
      cause,
    }),
  },
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

export const arbitraryHistory: fc.Arbitrary<ArbitraryHistory> = fc
  .record({
    terms: anyTerms,
    allocation: allocationRule,
    late: fc.boolean(),
    happenings: fc.array(fc.tuple(fc.integer({ min: 0, max: 120 }), happening), { maxLength: 10 }),
  })
  .map(({ terms, allocation, late, happenings }) => {
    const [first] = terms.disbursements;
    if (!first) throw new Error('terms without a disbursement');
    let day = first.date;
    const events: LoanEvent[] = [{ id: '0', type: 'disbursement', ...first }];
    for (const [after, what] of happenings) {
      day = addDays(day, after);
      events.push(eventOf(what, String(events.length), day, events));
    }
    const lateInterest = { annualPercent: new Decimal('16.97'), on: 'overdue-principal' as const };
    return { history: { terms, allocation, ...(late && { lateInterest }), events }, lastDay: day };
  });

function eventOf(what: Happening, id: string, date: string, before: readonly LoanEvent[]): LoanEvent {
  if (what.type === 'charge') {
    const { dueAfter, ...rest } = what;
    return { ...rest, id, date, due: addDays(date, dueAfter) };
  }
  if (what.type === 'reversal') return { type: 'reversal', id, date, of: String(what.which % before.length) };
  return { ...what, id, date };
}
