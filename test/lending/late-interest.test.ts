import { Decimal } from '../../src/lending/decimal';
import type { LateInterest, LoanEvent } from '../../src/lending/history';
import { flatTerms, historyOf, plainTerms, repayment, stateOf } from './a-loan';

/** S/ 1,000 due at once on 1 February, and a moratory rate of 16.97 % a year: 0.0435504 % a day. */
const bullet = { ...plainTerms, instalments: { ...plainTerms.instalments, count: 1 } };
const lateInterest: LateInterest = { annualPercent: new Decimal('16.97'), on: 'overdue-principal' };

const owedOn = (asOf: string, events: readonly LoanEvent[] = []) =>
  stateOf(historyOf(bullet, events, { lateInterest }), asOf);

describe('late interest', () => {
  it.each([
    ['on the due date', '2027-02-01', 0],
    ['one day late', '2027-02-02', 44], // 100,000 × 0.000435504
    ['thirty days late', '2027-03-03', 1_307], // 100,000 × 30 × 0.000435504 = 1,306.51
    ['a year late, not compounded', '2028-02-01', 15_896], // 100,000 × 365 × 0.000435504 = 15,895.90
  ])('%s', (_name, asOf, centimos) => {
    expect(owedOn(asOf).outstanding).toMatchObject({ lateInterest: centimos, total: 100_000 + centimos });
  });

  it('runs on what is left of the overdue principal', () => {
    // 15 days on 1,000.00 cost 6.53, so that 600.00 leave 406.53 of it for the next 15
    const { outstanding, transactions } = owedOn('2027-03-03', [repayment('2027-02-16', 60_000)]);
    expect(transactions.at(-1)).toMatchObject({ lateInterest: 653, principal: 59_347 });
    expect(outstanding.principal).toBe(40_653);
    expect(outstanding.lateInterest).toBe(266); // (100,000 × 15 + 40,653 × 15) × 0.000435504 − 653
  });

  it('is the same however often it is looked at', () => {
    const charges = ['03', '04', '05', '06', '07'].map((day): LoanEvent => ({
      id: day,
      type: 'charge',
      kind: 'fee',
      date: `2027-02-${day}`,
      due: '2027-02-28',
      amount: 1,
    }));
    expect(owedOn('2027-03-03', charges).outstanding.lateInterest).toBe(1_307);
  });

  it('does not run on interest, nor on what is not yet due', () => {
    const state = stateOf(historyOf(flatTerms, [], { lateInterest }), '2027-02-11');
    expect(state.outstanding.lateInterest).toBe(131); // 30,000 × 10 × 0.000435504
    expect(state.instalments.map((row) => row.lateInterest)).toEqual([131, 0, 0, 0]);
  });

  it('is paid with interest, after insurance and before the interest of the contract', () => {
    const events = [repayment('2027-02-11', 1_000)];
    const state = stateOf(historyOf(flatTerms, events, { lateInterest }), '2027-02-11');
    expect(state.transactions.at(-1)).toMatchObject({ lateInterest: 131, interest: 869, principal: 0 });
  });

  it('starts on the next open day where the due date is a closed one, and is forgiven by a waiver', () => {
    const waiver: LoanEvent = { id: 'w', type: 'waiver', date: '2027-03-03', part: 'late-interest', amount: 1_300 };
    expect(owedOn('2027-03-03', [waiver]).outstanding.lateInterest).toBe(7);
  });
});
