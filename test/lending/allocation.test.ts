import type { AllocationRule, DebtPart, LoanEvent } from '../../src/lending/history';
import { flatTerms, historyOf, repayment, stateOf } from './a-loan';

/** Four instalments of 300.00 principal and 10.00 interest, due on the first of February, March, April and May. */
const inOrder: AllocationRule = {
  order: ['penalty', 'fee', 'interest', 'principal'],
  across: 'instalment',
  excess: 'next-instalment',
};

function charge(kind: 'fee' | 'penalty', due: string, amount: number): LoanEvent {
  return { id: `${kind} due ${due}`, type: 'charge', kind, date: '2027-01-05', due, amount };
}

function after(events: readonly LoanEvent[], allocation: AllocationRule, asOf = '2027-12-31') {
  return stateOf(historyOf(flatTerms, events, { allocation }), asOf);
}

function splitOf(events: readonly LoanEvent[], allocation: AllocationRule) {
  const {
    penalties = 0,
    fees = 0,
    interest = 0,
    principal = 0,
    overpaid = 0,
  } = after(events, allocation).transactions.at(-1) ?? {};
  return [penalties, fees, interest, principal, overpaid];
}

function paidOf(events: readonly LoanEvent[], allocation: AllocationRule) {
  return after(events, allocation).instalments.map((row) => row.paid);
}

describe('what is due on the day is paid by order', () => {
  const charges = [charge('fee', '2027-02-01', 500), charge('penalty', '2027-02-01', 700)];
  const orders: [string, DebtPart[], number, number[]][] = [
    //                                                          amount  penalty fee interest principal overpaid
    ['penalties before all', ['penalty', 'fee', 'interest', 'principal'], 600, [600, 0, 0, 0, 0]],
    ['then fees, interest, principal', ['penalty', 'fee', 'interest', 'principal'], 2_300, [700, 500, 1_000, 100, 0]],
    ['principal before all', ['principal', 'interest', 'fee', 'penalty'], 30_100, [0, 0, 100, 30_000, 0]],
    ['interest before charges', ['interest', 'fee', 'penalty', 'principal'], 1_600, [100, 500, 1_000, 0, 0]],
    ['fees last', ['penalty', 'interest', 'principal', 'fee'], 32_000, [700, 300, 1_000, 30_000, 0]],
  ];
  it.each(orders)('%s: %j', (_name, order, amount, split) => {
    expect(splitOf([...charges, repayment('2027-02-01', amount)], { ...inOrder, order })).toEqual(split);
  });

  it('a charge is due on its own date, before its instalment is', () => {
    const early = [charge('penalty', '2027-01-20', 700), charge('fee', '2027-02-01', 500)];
    const inAdvance: AllocationRule = { ...inOrder, orderInAdvance: ['principal', 'interest', 'fee', 'penalty'] };
    expect(splitOf([...early, repayment('2027-01-20', 1_000)], inAdvance)).toEqual([700, 0, 0, 300, 0]);
    expect(splitOf([...early, repayment('2027-01-19', 1_000)], inAdvance)).toEqual([0, 0, 0, 1_000, 0]);
  });
});

describe('across instalments', () => {
  const late = (amount: number) => [repayment('2027-03-01', amount)];

  it('one instalment is finished before the next', () => {
    expect(paidOf(late(40_000), inOrder)).toEqual([31_000, 9_000, 0, 0]);
    expect(splitOf(late(40_000), inOrder)).toEqual([0, 0, 2_000, 38_000, 0]);
  });

  it('or one part is finished over all that are due', () => {
    const byComponent: AllocationRule = { ...inOrder, across: 'component' };
    expect(paidOf(late(1_500), byComponent)).toEqual([1_000, 500, 0, 0]);
    expect(splitOf(late(1_500), byComponent)).toEqual([0, 0, 1_500, 0, 0]);
    expect(splitOf(late(1_500), inOrder)).toEqual([0, 0, 1_000, 500, 0]);
  });
});

describe('what is left pays what is not yet due', () => {
  const excess = (rule: Partial<AllocationRule>, amount: number, date = '2027-02-01') =>
    paidOf([repayment(date, amount)], { ...inOrder, ...rule });

  it.each([
    ['the next instalment', 'next-instalment', [31_000, 31_000, 8_000, 0]],
    ['the last instalment', 'last-instalment', [31_000, 0, 8_000, 31_000]],
    ['all of them alike', 'reamortise', [31_000, 13_000, 13_000, 13_000]],
  ] as const)('%s', (_name, rule, paid) => {
    expect(excess({ excess: rule }, 70_000)).toEqual(paid);
  });

  it('alike to the céntimo, the last taking what does not divide', () => {
    expect(excess({ excess: 'reamortise' }, 31_000 + 27_500)).toEqual([31_000, 9_167, 9_167, 9_166]);
    expect(excess({ excess: 'reamortise' }, 31_000 + 1)).toEqual([31_000, 0, 0, 1]);
    expect(excess({ excess: 'reamortise' }, 31_000 + 2)).toEqual([31_000, 1, 1, 0]);
  });

  it('what one instalment does not need goes to the others', () => {
    const events = [repayment('2027-02-01', 31_000 + 30_000), repayment('2027-02-02', 32_000)];
    const rule: AllocationRule = { ...inOrder, excess: 'reamortise' };
    // the second of 320.00 is 106.67 each, of which the next one needs 10.00
    const first = paidOf(events.slice(0, 1), { ...inOrder, excess: 'next-instalment' });
    expect(first).toEqual([31_000, 30_000, 0, 0]);
    const paid = paidOf(events, rule);
    expect(paid.reduce((sum, one) => sum + one, 0)).toBe(93_000);
    expect(Math.max(...paid.slice(1)) - Math.min(...paid.slice(1))).toBeLessThanOrEqual(1);
  });

  it('by its own order', () => {
    const rule: AllocationRule = { ...inOrder, orderInAdvance: ['principal', 'penalty', 'fee', 'interest'] };
    expect(splitOf([repayment('2027-01-15', 30_500)], rule)).toEqual([0, 0, 500, 30_000, 0]);
    expect(splitOf([repayment('2027-01-15', 30_500)], inOrder)).toEqual([0, 0, 1_000, 29_500, 0]);
  });

  it('and what finds nothing to pay is overpaid', () => {
    const state = after([repayment('2027-01-15', 124_050)], inOrder);
    expect(state).toMatchObject({ status: 'overpaid', overpaid: 50, outstanding: { total: 0 } });
    expect(splitOf([repayment('2027-01-15', 124_050)], inOrder)).toEqual([0, 0, 4_000, 120_000, 50]);
  });
});

describe('money that was paid too much', () => {
  it('pays a charge that comes later, on its day', () => {
    const events = [repayment('2027-01-15', 124_050), { ...charge('penalty', '2027-06-01', 30), date: '2027-06-01' }];
    const before = after(events, inOrder, '2027-05-31');
    const then = after(events, inOrder, '2027-06-01');
    expect(before).toMatchObject({ status: 'overpaid', overpaid: 50 });
    expect(then).toMatchObject({ status: 'overpaid', overpaid: 20, outstanding: { total: 0 } });
    expect(splitOf(events, inOrder)).toEqual([30, 0, 4_000, 120_000, 20]);
  });

  it('pays a further disbursement', () => {
    const twice = { ...flatTerms, instalments: { ...flatTerms.instalments } };
    const events: LoanEvent[] = [
      repayment('2027-01-15', 130_000),
      { id: 'more', type: 'disbursement', date: '2027-01-20', amount: 2_000 },
    ];
    const state = stateOf(historyOf(twice, events), '2027-01-20');
    expect(state.status).toBe('overpaid');
    expect(state.overpaid).toBe(130_000 - state.instalments.reduce((sum, row) => sum + row.total, 0));
  });
});

describe('charges in the schedule', () => {
  it('stand in the instalment on whose due date or before it they fall due', () => {
    const events = [
      charge('fee', '2027-02-01', 500),
      charge('fee', '2027-02-02', 40),
      charge('penalty', '2027-03-01', 7),
    ];
    const rows = after(events, inOrder).instalments;
    expect(rows.map((row) => row.fees)).toEqual([500, 40, 0, 0]);
    expect(rows.map((row) => row.penalties)).toEqual([0, 7, 0, 0]);
    expect(rows.map((row) => row.total)).toEqual([31_500, 31_047, 31_000, 31_000]);
  });

  it('after the last due date are instalments of their own', () => {
    const rows = after([charge('penalty', '2027-06-15', 280)], inOrder).instalments;
    expect(rows.at(-1)).toMatchObject({ number: 5, due: '2027-06-15', principal: 0, penalties: 280, outstanding: 280 });
  });
});
