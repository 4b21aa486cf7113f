import fc from 'fast-check';
import type { OracleTerms } from './oracle';

/** Random contracts, as the JSON of contract 1. */

const money = (from: number, to: number) => fc.integer({ min: from, max: to }).map((c) => (c / 100).toFixed(2));
const percent = (most: number, places = 2) =>
  fc.integer({ min: 0, max: most * 10 ** places }).map((value) => (value / 10 ** places).toFixed(places));

export const startDate = fc
  .tuple(fc.integer({ min: 2015, max: 2035 }), fc.integer({ min: 0, max: 365 }))
  .map(([year, day]) => later(`${year}-01-01`, day));

export function later(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export const effective = percent(120).map((text) => ({ kind: 'effective' as const, percent: text }));

export const nominal = fc.record({
  kind: fc.constant('nominal' as const),
  percent: percent(60, 4),
  dayCount: fc.constantFrom('30/360', 'actual/360', 'actual/364', 'actual/365', 'actual/actual'),
});

const every = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(1, 1, 1, 2, 3, 6).map((months) => ({ months })) },
  { weight: 1, arbitrary: fc.constantFrom(1, 2, 4).map((weeks) => ({ weeks })) },
  { weight: 1, arbitrary: fc.constantFrom(7, 15, 30, 45).map((days) => ({ days })) },
);

const rounding = fc.record({
  mode: fc.constantFrom('half-even', 'half-even', 'half-up', 'down', 'up'),
  instalmentMultiple: fc.constantFrom('0.01', '0.01', '0.01', '0.05', '0.10', '1', '5.00'),
  residue: fc.constantFrom('last', 'spread'),
});

const charges = fc.record(
  {
    insurance: percent(1, 4).map((percentOfBalancePer30Days) => ({ percentOfBalancePer30Days })),
    fees: fc.array(fc.record({ at: fc.constantFrom('disbursement', 'each-instalment'), amount: money(1, 2000) }), {
      maxLength: 2,
    }),
  },
  { requiredKeys: [] },
);

export interface TermsShape {
  plans: readonly ('level' | 'equal-principal' | 'bullet' | 'interest-only' | 'weighted' | 'free')[];
  rates?: fc.Arbitrary<OracleTerms['rate']>;
  methods?: readonly ('declining' | 'flat')[];
  unpaid?: readonly ('capitalise' | 'carry')[];
  disbursements?: number;
  most?: number;
}

/** Contracts of some plans: mostly ones that have a schedule, some that must be refused. */
export function arbitraryTerms(shape: TermsShape): fc.Arbitrary<OracleTerms> {
  const most = shape.most ?? 36;
  return fc
    .record({
      plan: fc.constantFrom(...shape.plans),
      start: startDate,
      amounts: fc.array(money(20_000, 3_000_000), { minLength: 1, maxLength: shape.disbursements ?? 1 }),
      drawnAfter: fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 3, maxLength: 3 }),
      rate: shape.rates ?? fc.oneof(effective, nominal),
      interestMethod: fc.constantFrom(...(shape.methods ?? ['declining' as const])),
      count: fc.integer({ min: 1, max: most }),
      every,
      monthEnd: fc.constantFrom('clamp', 'roll'),
      firstAfter: fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined, freq: 3 }),
      gaps: fc.array(fc.integer({ min: 1, max: 400 }), { minLength: most, maxLength: most }),
      weights: fc.array(fc.oneof(fc.integer({ min: 1, max: 100 }).map(String), percent(99, 3)), {
        minLength: most,
        maxLength: most,
      }),
      grace: fc.record({
        principal: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 6 })),
        interest: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 4 })),
      }),
      unpaidInterest: fc.constantFrom(...(shape.unpaid ?? ['capitalise' as const])),
      rounding,
      charges,
    })
    .map((parts) => {
      const disbursements = drawnOver(parts.start, parts.amounts, parts.drawnAfter);
      const free = parts.plan === 'free';
      const total = disbursements.reduce((sum, { amount }) => sum + Number(amount), 0);
      const dues = parts.gaps.slice(0, parts.count).map(addedUp(parts.start));
      const rows = dues.map((due, index) => ({ due, ...rowOf(parts, index, total) }));
      return {
        currency: 'PEN',
        disbursements,
        rate: parts.rate,
        interestMethod: free ? ('declining' as const) : parts.interestMethod,
        instalments:
          free || parts.plan === 'weighted'
            ? { plan: parts.plan, rows }
            : {
                plan: parts.plan,
                count: parts.count,
                every: parts.every,
                ...(parts.firstAfter !== undefined && { firstDue: later(parts.start, parts.firstAfter) }),
                monthEnd: parts.monthEnd,
              },
        grace: free ? { principal: 0, interest: 0 } : parts.grace,
        unpaidInterest: parts.unpaidInterest,
        rounding: parts.rounding,
        ...parts.charges,
      };
    });
}

function rowOf(
  { plan, count, weights }: { plan: string; count: number; weights: string[] },
  index: number,
  total: number,
) {
  const weight = weights[index] ?? '1';
  if (plan === 'weighted') return { weight };
  return index === count - 1 ? {} : { amount: Math.max(0.01, (total * Number(weight)) / 60 / count).toFixed(2) };
}

function drawnOver(start: string, amounts: string[], after: number[]) {
  let date = start;
  return amounts.map((amount, index) => {
    date = index === 0 ? start : later(date, after[index] ?? 0);
    return { date, amount };
  });
}

function addedUp(start: string) {
  let date = start;
  return (gap: number) => (date = later(date, gap));
}
