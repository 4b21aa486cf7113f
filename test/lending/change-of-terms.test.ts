import { Decimal } from '../../src/lending/decimal';
import type { Cause } from '../../src/lending/modification';
import type { LoanEvent, LoanState } from '../../src/lending/history';
import type { Rate, Terms } from '../../src/lending/terms';
import { cajaTerms, historyOf, plainTerms, repayment, stateOf } from './a-loan';

const difficulty: Cause = { reason: 'difficulty' };
const date = '2027-01-10';

const harvest: Terms = {
  ...cajaTerms,
  unpaidInterest: 'carry',
  instalments: {
    plan: 'weighted',
    rows: [
      { due: '2027-05-31', weight: new Decimal(28) },
      { due: '2027-07-31', weight: new Decimal(25) },
      { due: '2027-12-15', weight: new Decimal(13) },
    ],
  },
};

const rateChange = (rate: Rate): LoanEvent => ({ id: 'rate', type: 'rate-change', date, rate });
const effective = (percent: string): Rate => ({ kind: 'effective', percent: new Decimal(percent) });

const principalOf = (state: LoanState) => state.instalments.reduce((sum, row) => sum + row.principal, 0);
const interestOf = (state: LoanState) => state.instalments.reduce((sum, row) => sum + row.interest, 0);

describe('another rate', () => {
  it.each<[string, Terms]>([
    ['level', cajaTerms],
    [
      'equal principal',
      { ...cajaTerms, instalments: { plan: 'equal-principal', count: 12, every: { months: 1 }, monthEnd: 'clamp' } },
    ],
    [
      'from the 31st, counted in months of 30 days',
      {
        ...cajaTerms,
        disbursements: [{ date: '2026-10-31', amount: 800_000 }],
        rate: { kind: 'nominal', percent: new Decimal(24), dayCount: '30/360' },
      },
    ],
    [
      'nominal on actual days',
      { ...cajaTerms, rate: { kind: 'nominal', percent: new Decimal(24), dayCount: 'actual/365' } },
    ],
  ])('that is the same changes nothing beyond a céntimo of rounding (%s)', (_name, terms) => {
    const before = stateOf(historyOf(terms, []), date);
    const after = stateOf(historyOf(terms, [rateChange(terms.rate)]), date);
    expect(after.instalments.map((row) => row.due)).toEqual(before.instalments.map((row) => row.due));
    after.instalments.forEach((row, index) => {
      const old = before.instalments[index];
      expect(Math.abs(row.total - (old?.total ?? 0))).toBeLessThanOrEqual(3);
      expect(Math.abs(row.balance - (old?.balance ?? 0))).toBeLessThanOrEqual(6);
    });
  });

  it('counts from its day: interest earned before is at the old one', () => {
    const after = stateOf(historyOf(cajaTerms, [repayment('2026-12-30', 75_803), rateChange(effective('0'))]), date);
    // 7,397.40 for the 11 days to 10 January at 24.5 %: 49.70; nothing after
    expect(after.instalments[1]?.interest).toBe(4_970);
    expect(interestOf(after)).toBe(14_743 + 4_970);
  });

  it('a higher one costs more, and the due dates stay', () => {
    const before = stateOf(historyOf(harvest, []), date);
    const after = stateOf(historyOf(harvest, [rateChange(effective('40'))]), date);
    expect(interestOf(after)).toBeGreaterThan(interestOf(before));
    expect(after.instalments.map((row) => row.due)).toEqual(before.instalments.map((row) => row.due));
    expect(after.instalments.at(-1)).toMatchObject({ balance: 0, interestCarried: 0 });
    // the harvests still pay in the proportion of their weights
    const [may = 0, july = 0] = after.instalments.map((row) => row.principal + row.interest);
    expect(may / july).toBeCloseTo(28 / 25, 4);
  });
});

describe('extra grace for a failed harvest', () => {
  const grace = (months: number): LoanEvent => ({ id: 'g', type: 'extra-grace', date, months, cause: difficulty });

  it('moves what is not yet due, and interest goes on running', () => {
    const before = stateOf(historyOf(harvest, []), date);
    const after = stateOf(historyOf(harvest, [grace(6)]), date);
    expect(after.instalments.map((row) => row.due)).toEqual(['2027-11-30', '2028-01-31', '2028-06-15']);
    expect(interestOf(after)).toBeGreaterThan(interestOf(before));
    expect(principalOf(after)).toBe(800_000);
    expect(after.instalments.at(-1)).toMatchObject({ balance: 0, interestCarried: 0 });
    expect(after.modification).toMatchObject({ type: 'refinanciado', extensionDays: 183 });
  });

  it('leaves what is overdue overdue', () => {
    const after = stateOf(historyOf(plainTerms, [{ ...grace(3), date: '2027-02-15' }]), '2027-02-15');
    expect(after.instalments.map((row) => row.due)).toEqual(['2027-02-01', '2027-06-01', '2027-07-01', '2027-08-01']);
    expect(after.daysLate).toBe(14);
  });

  it('keeps the 31st of the months that have one', () => {
    const terms = { ...plainTerms, disbursements: [{ date: '2026-12-31', amount: 100_000 }] };
    const after = stateOf(historyOf(terms, [grace(1)]), date);
    expect(after.instalments.map((row) => row.due)).toEqual(['2027-02-28', '2027-03-31', '2027-04-30', '2027-05-31']);
  });

  it('makes the term longer by its own months, whatever charge falls due after it', () => {
    const charge: LoanEvent = { id: 'c', type: 'charge', kind: 'fee', date, due: '2029-01-01', amount: 100 };
    const after = stateOf(historyOf(harvest, [charge, grace(6)]), date);
    expect(after.modification?.extensionDays).toBe(183);
  });

  it('counts what was paid ahead', () => {
    const events = [repayment('2027-01-05', 30_000), { ...grace(2), date: '2027-01-20' }];
    const after = stateOf(historyOf(plainTerms, events), '2027-01-20');
    const ended = after.instalments.filter((row) => row.due === '2027-01-20');
    expect(ended.map((row) => [row.principal, row.balance])).toEqual([
      [25_000, 75_000],
      [5_000, 70_000],
    ]);
    expect(after.outstanding.principal).toBe(70_000);
    expect(principalOf(after)).toBe(100_000);
  });
});

describe('a reprogramming', () => {
  const reprogramming = (unpaidInterest: 'capitalise' | 'carry'): LoanEvent => ({
    id: 're',
    type: 'reprogramming',
    date: '2027-03-10',
    instalments: { plan: 'level', count: 6, every: { months: 2 }, monthEnd: 'clamp' },
    unpaidInterest,
    cause: difficulty,
  });
  const lateInterest = { annualPercent: new Decimal('16.97'), on: 'overdue-principal' as const };
  const paidPart = repayment('2027-01-10', 40_000);
  const late = stateOf(historyOf(cajaTerms, [paidPart], { lateInterest }), '2027-03-10');

  it('takes over all principal, and arrears end', () => {
    const state = stateOf(historyOf(cajaTerms, [paidPart, reprogramming('carry')], { lateInterest }), '2027-03-10');
    expect(late.daysLate).toBe(70);
    expect(state.daysLate).toBe(0);
    expect(state.outstanding.principal).toBe(late.outstanding.principal);
    expect(principalOf(state)).toBe(800_000);
    expect(state.modification).toMatchObject({ type: 'refinanciado', extensionDays: 101 });
    expect(state.instalments.at(-1)).toMatchObject({ due: '2028-03-10', balance: 0 });
  });

  it('keeps late interest and what was paid', () => {
    const state = stateOf(historyOf(cajaTerms, [paidPart, reprogramming('carry')], { lateInterest }), '2027-03-10');
    expect(state.outstanding.lateInterest).toBe(late.outstanding.lateInterest);
    expect(state.instalments.reduce((sum, row) => sum + row.paid, 0)).toBe(
      40_000 - (late.transactions.at(-1)?.lateInterest ?? 0),
    );
    expect(state.instalments[0]).toMatchObject({ due: '2026-12-30', outstanding: 0 });
  });

  it('keeps late interest through a further change', () => {
    const further: LoanEvent = { ...rateChange(effective('20')), date: '2027-03-20' };
    const events = [paidPart, reprogramming('carry'), further];
    const state = stateOf(historyOf(cajaTerms, events, { lateInterest }), '2027-03-20');
    expect(state.outstanding.lateInterest).toBe(late.outstanding.lateInterest);
    expect(late.outstanding.lateInterest).toBeGreaterThan(0);
  });

  it('leaves late interest that was paid with an instalment of the schedule, through a further change', () => {
    const paid: LoanEvent = {
      id: 'late',
      type: 'repayment',
      date: '2027-03-18',
      amount: late.outstanding.lateInterest,
    };
    const further: LoanEvent = { ...rateChange(effective('20')), date: '2027-03-20' };
    const events = [paidPart, reprogramming('carry'), paid, further];
    const state = stateOf(historyOf(cajaTerms, events, { lateInterest }), '2027-03-20');
    const [allocation] = state.transactions.find(({ id }) => id === 'late')?.allocations ?? [];
    expect(allocation?.lateInterest).toBeGreaterThan(0);
    expect(state.instalments.map(({ number }) => number)).toContain(allocation?.instalment);
  });

  it('lets interest wait without bearing any, or makes it principal', () => {
    const carried = stateOf(historyOf(cajaTerms, [reprogramming('carry')]), '2027-03-10');
    const capitalised = stateOf(historyOf(cajaTerms, [reprogramming('capitalise')]), '2027-03-10');
    expect(carried.capitalisedInterest).toBe(0);
    expect(carried.outstanding.principal).toBe(800_000);
    // 147.43 + 140.91 + 120.89 overdue, and 37.61 for the ten days since 28 February
    expect(capitalised.capitalisedInterest).toBe(44_684);
    expect(capitalised.outstanding.principal).toBe(844_684);
    expect(principalOf(capitalised)).toBe(800_000);
    expect(interestOf(capitalised)).toBeGreaterThan(interestOf(carried));
  });

  it('keeps charges that were not paid', () => {
    const charge: LoanEvent = {
      id: 'c',
      type: 'charge',
      kind: 'penalty',
      date: '2027-01-02',
      due: '2027-01-02',
      amount: 900,
    };
    const state = stateOf(historyOf(cajaTerms, [charge, reprogramming('carry')]), '2027-03-10');
    expect(state.outstanding.penalties).toBe(900);
    expect(state.daysLate).toBe(0);
  });

  it('of a loan that is paid is refused', () => {
    expect(() =>
      stateOf(historyOf(plainTerms, [repayment('2027-01-15', 100_000), reprogramming('carry')]), '2027-03-10'),
    ).toThrow('nothing_left_to_change');
  });
});
