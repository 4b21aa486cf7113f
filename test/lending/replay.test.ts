import { Decimal } from '../../src/lending/decimal';
import type { History, LoanEvent } from '../../src/lending/history';
import type { RefusalReason } from '../../src/lending/refusal';
import { replay } from '../../src/lending/replay';
import type { Terms } from '../../src/lending/terms';
import { cajaTerms, flatTerms, historyOf, plainTerms, repayment, stateOf } from './a-loan';

const EVERYTHING_LATER = '2028-12-31';

describe('the status of a loan', () => {
  it.each<[string, LoanEvent[], string, string]>([
    ['approved before anything is paid out', [], '2026-12-31', 'approved'],
    ['active', [], '2027-01-01', 'active'],
    ['closed when nothing is left', [repayment('2027-01-15', 100_000)], '2027-01-15', 'closed'],
    ['active the day before', [repayment('2027-01-15', 100_000)], '2027-01-14', 'active'],
    ['overpaid', [repayment('2027-01-15', 100_001)], '2027-01-15', 'overpaid'],
    ['written off', [{ id: 'w', type: 'write-off', date: '2027-09-30' }], '2027-09-30', 'written-off'],
  ])('%s', (_name, events, asOf, status) => {
    expect(stateOf(historyOf(plainTerms, events), asOf).status).toBe(status);
  });
});

describe('days late', () => {
  it.each([
    ['on the due date', '2027-02-01', 0, undefined],
    ['the day after', '2027-02-02', 1, '2027-02-01'],
    ['over two instalments, from the older', '2027-03-15', 42, '2027-02-01'],
  ])('%s', (_name, asOf, daysLate, oldestUnpaidDue) => {
    const state = stateOf(historyOf(plainTerms, []), asOf);
    expect([state.daysLate, state.oldestUnpaidDue]).toEqual([daysLate, oldestUnpaidDue]);
  });

  it('count from the next open day where the due date is a closed one', () => {
    const monday = (due: string) => (due === '2027-02-01' ? '2027-02-02' : due);
    expect(replay(historyOf(plainTerms, []), '2027-02-02', monday)).toMatchObject({ daysLate: 0 });
    expect(replay(historyOf(plainTerms, []), '2027-02-03', monday)).toMatchObject({ daysLate: 1 });
  });
});

describe('a back-dated payment', () => {
  it('is laid against what was owed on its day, and what follows is laid anew', () => {
    const entered = [repayment('2027-02-10', 30_000), repayment('2027-02-01', 25_000)];
    const state = stateOf(historyOf(plainTerms, entered), '2027-02-10');
    expect(state.transactions.map(({ date, allocations }) => [date, allocations.map((one) => one.instalment)])).toEqual(
      [
        ['2027-01-01', []],
        ['2027-02-01', [1]],
        ['2027-02-10', [2, 3]],
      ],
    );
    expect(state.daysLate).toBe(0);
  });

  it('gives what entering it on its day would have given', () => {
    const one = repayment('2027-02-01', 25_000);
    const other = repayment('2027-02-10', 30_000);
    const late = stateOf(historyOf(plainTerms, [other, one]), EVERYTHING_LATER);
    expect(late).toEqual(stateOf(historyOf(plainTerms, [one, other]), EVERYTHING_LATER));
  });
});

describe('a reversed payment', () => {
  const paid = repayment('2027-02-01', 25_000, 'first');
  const reversal: LoanEvent = { id: 'r', type: 'reversal', date: '2027-02-20', of: 'first' };

  it('is as if it had not been, from the day of its reversal on', () => {
    const history = historyOf(plainTerms, [paid, repayment('2027-02-10', 30_000, 'second'), reversal]);
    expect(stateOf(history, '2027-02-19').outstanding.total).toBe(45_000);
    const state = stateOf(history, '2027-02-20');
    expect(state.outstanding.total).toBe(70_000);
    expect(state.instalments.map((row) => row.paid)).toEqual([25_000, 5_000, 0, 0]);
  });

  it('stays listed with the split that it would have had', () => {
    const state = stateOf(historyOf(plainTerms, [paid, reversal]), '2027-02-20');
    expect(state.transactions.at(-1)).toMatchObject({ id: 'first', reversed: true, principal: 25_000, overpaid: 0 });
    expect(state.outstanding.total).toBe(100_000);
  });

  it('of a charge takes the charge away', () => {
    const fee: LoanEvent = {
      id: 'first',
      type: 'charge',
      kind: 'fee',
      date: '2027-01-05',
      due: '2027-02-01',
      amount: 500,
    };
    expect(stateOf(historyOf(plainTerms, [fee]), '2027-02-01').outstanding.fees).toBe(500);
    expect(stateOf(historyOf(plainTerms, [fee, reversal]), '2027-02-20').outstanding.fees).toBe(0);
  });
});

describe('what is paid out', () => {
  const inTwo = {
    ...plainTerms,
    disbursements: [
      { date: '2027-01-01', amount: 60_000 },
      { date: '2027-02-15', amount: 40_000 },
    ],
  };

  it('is the plan until it happens otherwise', () => {
    const state = stateOf(historyOf(inTwo, []), '2027-01-31');
    expect(state.instalments.map((row) => row.principal)).toEqual([15_000, 28_333, 28_333, 28_334]);
    expect(state.outstanding).toMatchObject({ principal: 60_000, total: 60_000 });
  });

  it('a tranche that did not come on its day leaves the plan', () => {
    const state = stateOf(historyOf(inTwo, []), '2027-02-15');
    expect(state.instalments.map((row) => row.principal)).toEqual([15_000, 15_000, 15_000, 15_000]);
  });

  it('a tranche that comes later and smaller is planned from its day', () => {
    const events: LoanEvent[] = [{ id: '2', type: 'disbursement', date: '2027-03-10', amount: 20_000 }];
    const state = stateOf(historyOf(inTwo, events), '2027-03-10');
    expect(state.instalments.map((row) => row.principal)).toEqual([15_000, 15_000, 25_000, 25_000]);
  });

  it('principal that has not been paid out cannot be paid back', () => {
    const state = stateOf(historyOf(inTwo, [repayment('2027-01-10', 90_000)]), '2027-01-10');
    expect(state.outstanding.principal).toBe(0);
    expect(state.overpaid).toBe(30_000);
  });

  it.each(['last-instalment', 'reamortise'] as const)('nor are instalments left unpaid for it (%s)', (excess) => {
    const history = historyOf(inTwo, [repayment('2027-01-10', 60_000)]);
    const state = stateOf({ ...history, allocation: { ...history.allocation, excess } }, '2027-02-02');
    expect(state).toMatchObject({ daysLate: 0, overpaid: 0, outstanding: { principal: 0 } });
  });

  it('nor be forgiven', () => {
    const waiver: LoanEvent = { id: 'w', type: 'waiver', date: '2027-01-10', part: 'principal', amount: 60_001 };
    expect(replay(historyOf(inTwo, [waiver]), '2027-01-10')).toMatchObject({ reason: 'amount_exceeds_debt' });
    expect(replay(historyOf(inTwo, [{ ...waiver, amount: 60_000 }]), '2027-01-10')).toMatchObject({ status: 'active' });
  });

  it('the first on another day moves a schedule that steps from it', () => {
    const [paidOut] = historyOf(plainTerms, []).events;
    if (paidOut?.type !== 'disbursement') throw new Error('no disbursement');
    const history = { ...historyOf(plainTerms, []), events: [{ ...paidOut, date: '2027-01-11', amount: 80_000 }] };
    const state = stateOf(history, '2027-01-11');
    expect(state.instalments.map((row) => [row.due, row.total])).toEqual([
      ['2027-02-11', 20_000],
      ['2027-03-11', 20_000],
      ['2027-04-11', 20_000],
      ['2027-05-11', 20_000],
    ]);
  });
});

describe('interest that joins the principal', () => {
  const { insurance: _, ...uninsured } = cajaTerms;
  const capitalising: Terms = {
    ...uninsured,
    instalments: {
      plan: 'weighted',
      rows: [
        { due: '2027-02-28', weight: new Decimal(1) },
        { due: '2027-05-31', weight: new Decimal(99) },
      ],
    },
  };

  it('does so when the instalment that does not cover it falls due', () => {
    const before = stateOf(historyOf(capitalising, []), '2027-02-27');
    const after = stateOf(historyOf(capitalising, []), '2027-02-28');
    const [first] = after.instalments;
    expect(before).toMatchObject({ capitalisedInterest: 0, outstanding: { principal: 800_000 } });
    expect(after.capitalisedInterest).toBe(-(first?.principal ?? 0));
    expect(after.outstanding.principal).toBe(first?.balance);
    expect(after.outstanding.total).toBe(before.outstanding.total);
  });

  it('or before, where principal that contains it is paid ahead', () => {
    const total = stateOf(historyOf(capitalising, []), '2026-12-15').outstanding.total;
    const state = stateOf(historyOf(capitalising, [repayment('2026-12-15', total)]), '2026-12-15');
    expect(state).toMatchObject({ status: 'closed', outstanding: { principal: 0, interest: 0 } });
    expect(state.capitalisedInterest).toBe(36_118);
  });
});

describe('a waiver', () => {
  it('forgives the oldest first and is told apart from what was paid', () => {
    const waiver: LoanEvent = { id: 'w', type: 'waiver', date: '2027-03-01', part: 'interest', amount: 1_500 };
    const state = stateOf(historyOf(flatTerms, [waiver]), '2027-03-01');
    expect(state.instalments.map((row) => row.waived)).toEqual([1_000, 500, 0, 0]);
    expect(state.instalments.map((row) => row.paid)).toEqual([0, 0, 0, 0]);
    expect(state.outstanding.interest).toBe(2_500);
  });

  it.each([
    ['penalty', 200],
    ['fee', 300],
    ['principal', 120_000],
    ['interest', 4_000],
  ] as const)('of all of a part (%s) leaves none of it', (part, amount) => {
    const charges: LoanEvent[] = [
      { id: 'f', type: 'charge', kind: 'fee', date: '2027-01-02', due: '2027-02-01', amount: 300 },
      { id: 'p', type: 'charge', kind: 'penalty', date: '2027-01-02', due: '2027-02-01', amount: 200 },
    ];
    const waiver: LoanEvent = { id: 'w', type: 'waiver', date: '2027-01-03', part, amount };
    const before = stateOf(historyOf(flatTerms, charges), '2027-01-03').outstanding.total;
    const after = stateOf(historyOf(flatTerms, [...charges, waiver]), '2027-01-03').outstanding;
    expect(after.total).toBe(before - amount);
    expect(
      { penalty: after.penalties, fee: after.fees, principal: after.principal, interest: after.interest }[part],
    ).toBe(0);
  });
});

describe('a loan that was written off', () => {
  const writeOff: LoanEvent = { id: 'w', type: 'write-off', date: '2027-09-30' };

  it('is still owed, and what comes in is a recovery', () => {
    const recovery: LoanEvent = { id: 'rec', type: 'recovery', date: '2027-10-15', amount: 30_000 };
    const state = stateOf(historyOf(plainTerms, [writeOff, recovery]), '2027-10-15');
    expect(state).toMatchObject({ status: 'written-off', writtenOffOn: '2027-09-30', outstanding: { total: 70_000 } });
    expect(state.transactions.at(-1)).toMatchObject({ type: 'recovery', principal: 30_000 });
  });

  it('is active again when the write-off is reversed', () => {
    const reversal: LoanEvent = { id: 'r', type: 'reversal', date: '2027-10-01', of: 'w' };
    expect(stateOf(historyOf(plainTerms, [writeOff, reversal]), '2027-10-01').status).toBe('active');
  });
});

describe('what a history cannot hold is refused', () => {
  const paid = repayment('2027-02-01', 25_000, 'paid');
  const reversal = (id: string, of: string, date = '2027-02-20'): LoanEvent => ({ id, type: 'reversal', date, of });

  it.each<[string, LoanEvent[], RefusalReason, string]>([
    [
      'a payment before anything is paid out',
      [repayment('2026-12-31', 100)],
      'payment_before_disbursement',
      'events.1',
    ],
    ['nothing paid', [repayment('2027-02-01', 0)], 'amount_must_be_positive', 'events.1.amount'],
    ['less than nothing', [repayment('2027-02-01', -1)], 'amount_must_be_positive', 'events.1.amount'],
    ['half a céntimo', [repayment('2027-02-01', 0.5)], 'amount_too_large', 'events.1.amount'],
    ['more money than there is', [repayment('2027-02-01', 1e13)], 'amount_too_large', 'events.1.amount'],
    ['a day that does not exist', [repayment('2027-02-30', 100)], 'date_does_not_exist', 'events.1.date'],
    ['two events of one name', [paid, paid], 'event_id_repeated', 'events.2.id'],
    ['a reversal of nothing', [reversal('r', 'ghost')], 'event_not_found', 'events.1.of'],
    ['a reversal of itself', [reversal('r', 'r')], 'event_not_found', 'events.1.of'],
    [
      'a reversal of a reversal',
      [paid, reversal('r', 'paid'), reversal('s', 'r')],
      'reversal_of_reversal',
      'events.3.of',
    ],
    ['a second reversal', [paid, reversal('r', 'paid'), reversal('s', 'paid')], 'already_reversed', 'events.3.of'],
    [
      'a reversal before its payment',
      [paid, reversal('r', 'paid', '2027-01-31')],
      'dates_out_of_order',
      'events.2.date',
    ],
    [
      'forgiving more than is owed',
      [{ id: 'w', type: 'waiver', date: '2027-02-01', part: 'penalty', amount: 1 }],
      'amount_exceeds_debt',
      'events.1.amount',
    ],
    [
      'a recovery of a sound loan',
      [{ id: 'rec', type: 'recovery', date: '2027-02-01', amount: 1 }],
      'loan_not_written_off',
      'events.1',
    ],
    [
      'a repayment of one written off',
      [{ id: 'w', type: 'write-off', date: '2027-01-31' }, paid],
      'loan_written_off',
      'events.2',
    ],
    [
      'paying out after a write-off',
      [
        { id: 'w', type: 'write-off', date: '2027-01-31' },
        { id: 'd', type: 'disbursement', date: '2027-02-01', amount: 1 },
      ],
      'loan_written_off',
      'events.2',
    ],
    [
      'another rate when nothing is to come',
      [{ id: 'c', type: 'rate-change', date: '2027-05-01', rate: cajaTerms.rate }],
      'nothing_left_to_change',
      'events.1.date',
    ],
    [
      'money paid out after the last due date',
      [{ id: 'd', type: 'disbursement', date: '2027-06-01', amount: 1 }],
      'dates_out_of_order',
      'events.1',
    ],
  ])('%s', (_name, events, reason, path) => {
    expect(replay(historyOf(plainTerms, events), EVERYTHING_LATER)).toEqual({ type: 'refused', reason, path });
  });

  it('an order of payment that forgets a part', () => {
    const history: History = historyOf(plainTerms, []);
    const order = ['penalty', 'fee', 'interest', 'interest'] as const;
    expect(replay({ ...history, allocation: { ...history.allocation, order } }, EVERYTHING_LATER)).toMatchObject({
      reason: 'allocation_order_incomplete',
      path: 'allocation.order',
    });
  });

  it('terms that have no schedule', () => {
    const history = historyOf({ ...plainTerms, grace: { principal: 4, interest: 0 } }, []);
    expect(replay(history, EVERYTHING_LATER)).toMatchObject({ reason: 'grace_leaves_no_instalment' });
  });

  it('but not what happens after the day of the report', () => {
    expect(replay(historyOf(plainTerms, [repayment('2027-02-01', 25_000)]), '2027-01-31')).toMatchObject({
      outstanding: { total: 100_000 },
    });
  });
});
