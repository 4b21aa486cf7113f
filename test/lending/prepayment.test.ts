import { addDays } from '../../src/lending/dates';
import { Decimal } from '../../src/lending/decimal';
import type { History, LoanEvent, LoanState } from '../../src/lending/history';
import { payoff } from '../../src/lending/payoff';
import { isRefusal } from '../../src/lending/refusal';
import type { Terms } from '../../src/lending/terms';
import { cajaTerms, flatTerms, historyOf, plainTerms, repayment, stateOf } from './a-loan';

type Intent = 'prepay-reduce-term' | 'prepay-reduce-amount';

const prepayment = (date: string, amount: number, intent: Intent): LoanEvent => ({
  id: `prepaid-${date}`,
  type: 'repayment',
  date,
  amount,
  intent,
});

/** The first instalment of cajaTerms (758.03) is paid when it falls due, on 30 December. */
const firstPaid = repayment('2026-12-30', 75_803);

const totals = (state: LoanState) => state.instalments.map((row) => row.total);

describe('a prepayment', () => {
  it('pays interest and insurance to the day, and no more', () => {
    const state = stateOf(
      historyOf(cajaTerms, [firstPaid, prepayment('2027-01-10', 200_000, 'prepay-reduce-amount')]),
      '2027-01-10',
    );
    // 7,397.40 for 11 days: interest × (1.245^(11/360) − 1) = 49.70, insurance × 0.10 % × 11/30 = 2.71
    expect(state.transactions.at(-1)).toMatchObject({ interest: 4_970, insurance: 271, principal: 194_759 });
    expect(state.outstanding.principal).toBe(739_740 - 194_759);
  });

  it('of the same term makes instalments smaller', () => {
    const state = stateOf(
      historyOf(cajaTerms, [firstPaid, prepayment('2027-01-10', 200_000, 'prepay-reduce-amount')]),
      '2027-01-10',
    );
    expect(state.instalments).toHaveLength(13);
    expect(state.instalments.at(-1)?.due).toBe('2027-11-30');
    expect(Math.max(...totals(state).slice(2))).toBeLessThan(56_000);
  });

  it('of the same instalment makes them fewer, the last one smaller', () => {
    const state = stateOf(
      historyOf(cajaTerms, [firstPaid, prepayment('2027-01-10', 200_000, 'prepay-reduce-term')]),
      '2027-01-10',
    );
    const rest = state.instalments.slice(2);
    expect(rest.length).toBeLessThan(11);
    expect(rest.slice(0, -1).every((row) => row.principal + row.interest === 75_003)).toBe(true);
    expect(rest.at(-1)?.total).toBeLessThan(75_003);
    expect(rest.at(-1)?.balance).toBe(0);
  });

  it('first pays what is due', () => {
    const state = stateOf(
      historyOf(cajaTerms, [prepayment('2026-12-30', 100_000, 'prepay-reduce-amount')]),
      '2026-12-30',
    );
    expect(state.instalments[0]).toMatchObject({ paid: 75_803, outstanding: 0 });
    expect(state.instalments[1]).toMatchObject({ due: '2026-12-30', principal: 24_197, interest: 0, paid: 24_197 });
  });

  it('that reaches no principal pays the next instalment', () => {
    const state = stateOf(
      historyOf(cajaTerms, [firstPaid, prepayment('2027-01-10', 5_000, 'prepay-reduce-term')]),
      '2027-01-10',
    );
    expect(state.instalments).toHaveLength(12);
    expect(state.instalments[1]).toMatchObject({ due: '2027-01-30', paid: 5_000 });
  });

  it('keeps what had been paid ahead, and gives back interest that has not been earned', () => {
    const ahead = repayment('2027-01-05', 75_767); // all of the instalment of 30 January, interest 140.91 included
    const events = [firstPaid, ahead, prepayment('2027-01-10', 100_000, 'prepay-reduce-amount')];
    // the same money, all of it on the 10th: principal falls to the same amount on the same day
    const principal = 100_000 + (75_767 - 14_091 - 764);
    const lateAhead = [prepayment('2027-01-10', 4_970 + 271 + principal, 'prepay-reduce-amount')];
    const state = stateOf(historyOf(cajaTerms, events), '2027-01-10');
    const paid = state.instalments.reduce((sum, row) => sum + row.paid, 0);
    expect(paid).toBe(75_803 + 75_767 + 100_000);
    // the instalment paid ahead ends on the day; its interest for the days after the 10th comes off the next ones
    expect(state.instalments[1]).toMatchObject({ due: '2027-01-10', interest: 14_091, insurance: 764, paid: 75_767 });
    const unpaidInterest = stateOf(historyOf(cajaTerms, [firstPaid, ...lateAhead]), '2027-01-10').outstanding.interest;
    expect(unpaidInterest - state.outstanding.interest).toBe(14_091 - 4_970 + (764 - 271));
  });

  it.each<[string, Terms]>([
    [
      'equal principal',
      { ...cajaTerms, instalments: { plan: 'equal-principal', count: 6, every: { months: 1 }, monthEnd: 'clamp' } },
    ],
    [
      'interest only',
      { ...cajaTerms, instalments: { plan: 'interest-only', count: 6, every: { months: 1 }, monthEnd: 'clamp' } },
    ],
    [
      'a single payment',
      { ...cajaTerms, instalments: { plan: 'bullet', count: 6, every: { months: 1 }, monthEnd: 'clamp' } },
    ],
    ['flat interest', flatTerms],
    [
      'harvests with carried interest',
      {
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
      },
    ],
    [
      'free instalments',
      {
        ...cajaTerms,
        instalments: {
          plan: 'free',
          rows: [{ due: '2027-05-31', amount: 300_000 }, { due: '2027-07-31', amount: 300_000 }, { due: '2027-12-15' }],
        },
      },
    ],
  ])('of a loan with %s costs interest to the day and ends at zero', (_name, terms) => {
    for (const intent of ['prepay-reduce-term', 'prepay-reduce-amount'] as const) {
      const date = addDays(terms.disbursements[0]?.date ?? '', 20);
      const state = stateOf(historyOf(terms, [prepayment(date, 40_000, intent)]), date);
      expect(state.instalments.at(-1)?.balance).toBe(0);
      expect(state.instalments.reduce((sum, row) => sum + row.principal, 0)).toBe(terms.disbursements[0]?.amount);
      expect(state.transactions.at(-1)?.overpaid).toBe(0);
      const untouched = stateOf(historyOf(terms, []), date);
      const interest = (of: LoanState) => of.instalments.reduce((sum, row) => sum + row.interest, 0);
      expect(interest(state)).toBeLessThan(interest(untouched));
    }
  });
});

describe('the payoff of a loan', () => {
  const quote = (history: History, date: string) => {
    const result = payoff(history, date);
    if (isRefusal(result)) throw new Error(result.reason);
    return result;
  };

  it('is principal, what is overdue, and interest and insurance to the day', () => {
    expect(quote(historyOf(cajaTerms, []), '2027-01-10')).toEqual({
      date: '2027-01-10',
      principal: 800_000,
      interest: 14_743 + 4_970, // of the instalment of 30 December, and of 11 days
      insurance: 800 + 271,
      fees: 0,
      penalties: 0,
      lateInterest: 0,
      overpaid: 0,
      total: 820_784,
    });
  });

  it('on the day of disbursement is what was paid out', () => {
    expect(quote(historyOf(cajaTerms, []), '2026-11-30').total).toBe(800_000);
  });

  it('counts charges that were made and leaves out the fees of later instalments', () => {
    const terms: Terms = { ...plainTerms, fees: [{ at: 'each-instalment', amount: 500 }] };
    const charge: LoanEvent = {
      id: 'c',
      type: 'charge',
      kind: 'penalty',
      date: '2027-01-02',
      due: '2027-04-01',
      amount: 70,
    };
    expect(quote(historyOf(terms, [charge]), '2027-02-10')).toMatchObject({ fees: 500, penalties: 70, total: 100_570 });
  });

  it('on the day of a further disbursement counts it, without interest', () => {
    const terms: Terms = {
      ...plainTerms,
      rate: cajaTerms.rate,
      disbursements: [
        { date: '2027-01-01', amount: 60_000 },
        { date: '2027-02-15', amount: 40_000 },
      ],
    };
    const further: LoanEvent = { id: '2', type: 'disbursement', date: '2027-02-15', amount: 40_000 };
    expect(quote(historyOf(terms, [further]), '2027-02-15').principal).toBe(100_000);
  });

  it('gives back interest that was paid ahead and not earned, up to the principal that is left', () => {
    const allButLittle = repayment('2026-11-30', 905_459 - 70);
    const state = stateOf(historyOf(cajaTerms, [allButLittle]), '2026-11-30');
    expect(state.outstanding).toMatchObject({ principal: 70, interest: 0, total: 70 });
    expect(quote(historyOf(cajaTerms, [allButLittle]), '2026-11-30')).toMatchObject({
      principal: 70,
      interest: -70,
      insurance: 0,
      total: 0,
    });
  });

  it('is refused before anything is paid out', () => {
    expect(payoff(historyOf(plainTerms, []), '2026-12-31')).toMatchObject({ reason: 'no_disbursement' });
  });

  it.each([
    ['before the first instalment', '2026-12-15', []],
    ['with an instalment overdue', '2027-01-10', []],
    ['with the next instalment paid ahead', '2027-01-10', [firstPaid, repayment('2027-01-05', 75_767)]],
    ['with part of it paid ahead', '2027-01-10', [firstPaid, repayment('2027-01-05', 20_000)]],
    ['on a due date', '2027-01-30', [firstPaid]],
    ['after the last due date', '2028-03-10', [firstPaid]],
  ] as const)('paid on its day closes the loan: %s', (_name, date, events) => {
    const late = { lateInterest: { annualPercent: new Decimal('16.97'), on: 'overdue-principal' as const } };
    const { total } = quote(historyOf(cajaTerms, events, late), date);
    const closing = prepayment(date, total, 'prepay-reduce-term');
    const state = stateOf(historyOf(cajaTerms, [...events, closing], late), date);
    expect(state).toMatchObject({ status: 'closed', overpaid: 0, outstanding: { total: 0 } });
  });
});

describe('interest that was forgiven before it was earned', () => {
  /** The interest of December, 147.43, and its insurance of 8.00. */
  const waiver = (amount: number): LoanEvent => ({
    id: 'w',
    type: 'waiver',
    date: '2026-11-30',
    part: 'interest',
    amount,
  });
  /** 8,000 × (1.245^(1/360) − 1) = 4.87 of interest, and 0.10 % / 30 = 0.27 of insurance. */
  const nextDay = '2026-12-01';
  const quoteOn = (events: readonly LoanEvent[], date: string) => {
    const quote = payoff(historyOf(cajaTerms, events), date);
    if (isRefusal(quote)) throw new Error(quote.reason);
    return quote;
  };

  it.each([
    ['nothing', 0, 487, 27],
    ['less than was earned', 1_000, 287, 0],
    ['the whole instalment', 15_543, 0, 0],
    ['two instalments', 30_000, 0, 0],
  ])('lapses where the loan is paid off: of %s', (_what, amount, interest, insurance) => {
    const events = amount === 0 ? [] : [waiver(amount)];
    const quote = quoteOn(events, nextDay);
    expect(quote).toMatchObject({ principal: 800_000, interest, insurance, total: 800_000 + interest + insurance });
    const closing = prepayment(nextDay, quote.total, 'prepay-reduce-term');
    const closed = stateOf(historyOf(cajaTerms, [...events, closing]), nextDay);
    expect(closed).toMatchObject({ status: 'closed', overpaid: 0, outstanding: { total: 0 } });
    expect(closed.transactions.at(-1)).toMatchObject({ principal: 800_000, interest, insurance });
  });

  it('is shown as forgiven only as far as it was earned', () => {
    const closing = prepayment(nextDay, 800_000, 'prepay-reduce-term');
    const closed = stateOf(historyOf(cajaTerms, [waiver(15_543), closing]), nextDay);
    expect(closed.instalments.map(({ interest, insurance, waived }) => [interest, insurance, waived])).toEqual([
      [487, 27, 514],
      [0, 0, 0],
    ]);
  });

  it('waits for the next instalments where the loan goes on, and lapses later', () => {
    const part = prepayment(nextDay, 300_000, 'prepay-reduce-amount');
    const state = stateOf(historyOf(cajaTerms, [waiver(15_543), part]), nextDay);
    expect(state.transactions.at(-1)).toMatchObject({ principal: 300_000, interest: 0, insurance: 0 });
    expect(state.instalments.slice(0, 4).map(({ waived }) => waived)).toEqual([514, 0, 9_388, 5_641]);
    const quote = quoteOn([waiver(15_543), part], '2026-12-02');
    expect(quote).toMatchObject({ principal: 500_000, interest: 0, insurance: 0, total: 500_000 });
  });

  it('leaves to the client what they paid ahead of it', () => {
    const ahead: LoanEvent = { ...repayment('2026-11-30', 5_000) };
    // 50.00 of the instalment was paid, and the 105.43 that were left of its interest are forgiven.
    const quote = quoteOn([ahead, waiver(10_543)], nextDay);
    expect(quote).toMatchObject({ principal: 800_000, interest: -4_200, insurance: -773 });
  });
});
