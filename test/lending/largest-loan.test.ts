import fc from 'fast-check';
import { capacity, type ShareRule } from '../../src/lending/capacity';
import { Decimal } from '../../src/lending/decimal';
import { everyMonth, windowsBetween } from '../../src/lending/household-income';
import { largestLoan, weightsOfCapacity, type LargestLoanInput } from '../../src/lending/largest-loan';
import { isRefusal } from '../../src/lending/refusal';
import { schedule } from '../../src/lending/schedule';
import type { Terms } from '../../src/lending/terms';
import { farm } from './cocoa-farm';
import { RUNS } from './runs';

const DUES = ['2027-07-31', '2027-12-15', '2028-07-31'];
const share: ShareRule = { ofSurplusPercent: new Decimal(70), ofNetHarvestPercent: new Decimal(50) };

const harvestTerms: Terms = {
  currency: 'PEN',
  disbursements: [{ date: '2026-11-30', amount: 100 }],
  rate: { kind: 'effective', percent: new Decimal('24.5') },
  interestMethod: 'declining',
  instalments: {
    plan: 'weighted',
    rows: weightsOfCapacity(capacity(farm, windowsBetween('2026-11-30', DUES), share)),
  },
  grace: { principal: 0, interest: 0 },
  unpaidInterest: 'carry',
  rounding: { mode: 'half-even', instalmentMultiple: 1, residue: 'last' },
};

const input: LargestLoanInput = {
  terms: harvestTerms,
  household: farm,
  share,
  amountMultiple: 5_000,
  atMost: 10_000_000,
};

describe('the largest loan that a farm can pay', () => {
  it('fits every window, and one multiple more does not', () => {
    const loan = largestLoan(input);
    if (isRefusal(loan)) throw new Error(loan.reason);
    expect(loan.windows.every((window) => window.margin >= 0)).toBe(true);
    expect(loan.amount % 5_000).toBe(0);

    const more = schedule({ ...loan.terms, disbursements: [{ date: '2026-11-30', amount: loan.amount + 5_000 }] });
    if (isRefusal(more)) throw new Error(more.reason);
    expect(more.instalments.some((row, index) => row.total > (loan.windows[index]?.limit ?? 0))).toBe(true);
  });

  it('uses every window alike when instalments follow what each can bear', () => {
    const loan = largestLoan(input);
    if (isRefusal(loan)) throw new Error(loan.reason);
    const used = loan.windows.map((window) => window.instalment / window.limit);
    expect(Math.max(...used) - Math.min(...used)).toBeLessThan(0.0001);
  });

  it('is paid out in the proportion of the planned disbursements', () => {
    const disbursements = [
      { date: '2026-11-30', amount: 300 },
      { date: '2027-02-28', amount: 100 },
    ];
    const loan = largestLoan({ ...input, terms: { ...harvestTerms, disbursements } });
    if (isRefusal(loan)) throw new Error(loan.reason);
    const [first, second] = loan.terms.disbursements.map((one) => one.amount);
    expect(Math.abs((first ?? 0) - 3 * (second ?? 0))).toBeLessThanOrEqual(3);
    expect((first ?? 0) + (second ?? 0)).toBe(loan.amount);
  });

  it('may take all that a window can bear', () => {
    const loan = largestLoan({ ...input, amountMultiple: 1 });
    if (isRefusal(loan)) throw new Error(loan.reason);
    expect(Math.min(...loan.windows.map((window) => window.margin))).toBe(0);
  });

  it('stops at the most that the product lends', () => {
    expect(largestLoan({ ...input, atMost: 20_000 })).toMatchObject({ amount: 20_000 });
  });

  it('is refused where an instalment falls in a window that brings nothing', () => {
    const level: Terms = {
      ...harvestTerms,
      instalments: { plan: 'level', count: 12, every: { months: 1 }, monthEnd: 'clamp' },
    };
    const harvestOnly = { ...farm, otherIncome: everyMonth(0), livingCost: everyMonth(60_000) };
    expect(largestLoan({ ...input, terms: level, household: harvestOnly })).toEqual({
      type: 'refused',
      reason: 'no_capacity',
      path: 'household',
    });
  });

  it('never grows when the family needs more to live on', () => {
    const amountAt = (livingCost: number) => {
      const loan = largestLoan({ ...input, household: { ...farm, livingCost: everyMonth(livingCost) } });
      return isRefusal(loan) ? 0 : loan.amount;
    };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 150_000 }), fc.nat(30_000), (livingCost, more) => {
        expect(amountAt(livingCost + more)).toBeLessThanOrEqual(amountAt(livingCost));
      }),
      { numRuns: Math.ceil(RUNS.numRuns / 40) },
    );
  });
});
