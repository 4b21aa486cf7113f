import { replayCommand } from '../../src/contract/replay-command';

const history = {
  terms: {
    currency: 'PEN',
    disbursements: [{ date: '2027-01-01', amount: '1200.00' }],
    rate: { kind: 'nominal', percent: '10', dayCount: '30/360' },
    interestMethod: 'flat',
    instalments: { plan: 'level', count: 4, every: { months: 1 } },
  },
  allocation: {
    order: ['penalty', 'fee', 'interest', 'principal'],
    across: 'instalment',
    excess: 'next-instalment',
  },
  events: [
    { id: '1', type: 'disbursement', date: '2027-01-01', amount: '1200.00' },
    { id: '2', type: 'charge', kind: 'penalty', date: '2027-02-10', due: '2027-02-10', amount: '5.00' },
    { id: '3', type: 'repayment', date: '2027-02-11', amount: '400.00' },
  ],
  asOf: '2027-02-11',
};

const answered = (json: unknown) => {
  const { output, exitCode } = replayCommand(JSON.stringify(json));
  return { answer: JSON.parse(output) as unknown, exitCode };
};

describe('mazorca replay', () => {
  it('answers one history with the state of its loan', () => {
    const { answer, exitCode } = answered(history);
    expect(exitCode).toBe(0);
    expect(answer).toEqual({
      status: 'active',
      daysLate: 0,
      outstanding: { principal: '825.00', interest: '20.00', fees: '0.00', penalties: '0.00', lateInterest: '0.00', total: '845.00' },
      overpaid: '0.00',
      instalments: [
        { number: 1, due: '2027-02-01', principal: '300.00', interest: '10.00', insurance: '0.00', fees: '0.00', penalties: '0.00', total: '310.00', balance: '900.00', paid: '310.00', outstanding: '0.00', paidOn: '2027-02-11' },
        { number: 2, due: '2027-03-01', principal: '300.00', interest: '10.00', insurance: '0.00', fees: '0.00', penalties: '5.00', total: '315.00', balance: '600.00', paid: '90.00', outstanding: '225.00' },
        { number: 3, due: '2027-04-01', principal: '300.00', interest: '10.00', insurance: '0.00', fees: '0.00', penalties: '0.00', total: '310.00', balance: '300.00', paid: '0.00', outstanding: '310.00' },
        { number: 4, due: '2027-05-01', principal: '300.00', interest: '10.00', insurance: '0.00', fees: '0.00', penalties: '0.00', total: '310.00', balance: '0.00', paid: '0.00', outstanding: '310.00' },
      ],
      transactions: [
        { id: '3', date: '2027-02-11', amount: '400.00', principal: '375.00', interest: '20.00', insurance: '0.00', fees: '0.00', penalties: '5.00', lateInterest: '0.00', overpaid: '0.00', reversed: false },
      ],
    }); // prettier-ignore
  });

  it('answers an array in its order, a bad one in its place, and says so in the exit code', () => {
    const bad = { ...history, events: history.events.slice(1) };
    const { answer, exitCode } = answered([history, bad, history]);
    expect(exitCode).toBe(1);
    expect(answer).toEqual([
      expect.objectContaining({ status: 'active' }),
      {
        error: { code: 'payment_before_disbursement', path: 'events.1', message: expect.stringContaining('events.1') },
      },
      expect.objectContaining({ status: 'active' }),
    ]);
  });

  it('has nothing to say to an empty array', () => {
    expect(answered([])).toEqual({ answer: [], exitCode: 0 });
  });

  it.each(['', '{', '[{}'])('answers "%s", which is no JSON, with an error', (stdin) => {
    const { output, exitCode } = replayCommand(stdin);
    expect(exitCode).toBe(1);
    expect(JSON.parse(output)).toMatchObject({ error: { code: 'malformed_json' } });
  });

  const withEvent = (event: object) => ({ ...history, events: [history.events[0], event] });
  it.each<[string, object, string, string]>([
    ['a history without events', { ...history, events: undefined }, 'wrong_shape', 'events'],
    ['a day of the report that is none', { ...history, asOf: '2027-02-30' }, 'date_does_not_exist', 'asOf'],
    ['terms of the wrong shape', { ...history, terms: { currency: 'PEN' } }, 'wrong_shape', 'terms.disbursements'],
    [
      'an unknown order',
      { ...history, allocation: { ...history.allocation, order: ['tip'] } },
      'wrong_shape',
      'allocation.order.0',
    ],
    [
      'an order that is too short',
      { ...history, allocation: { ...history.allocation, order: ['fee'] } },
      'allocation_order_incomplete',
      'allocation.order',
    ],
    [
      'a number for an amount',
      withEvent({ id: '2', type: 'repayment', date: '2027-02-01', amount: 5 }),
      'wrong_shape',
      'events.1.amount',
    ],
    [
      'an event that nobody knows',
      withEvent({ id: '2', type: 'gift', date: '2027-02-01' }),
      'wrong_shape',
      'events.1.type',
    ],
    [
      'a field that nobody knows',
      withEvent({ id: '2', type: 'write-off', date: '2027-02-01', why: 'flood' }),
      'wrong_shape',
      'events.1',
    ],
    [
      'late interest on something else',
      { ...history, lateInterest: { annualPercent: '10', on: 'everything' } },
      'wrong_shape',
      'lateInterest.on',
    ],
  ])('refuses %s', (_name, json, code, path) => {
    const { answer, exitCode } = answered(json);
    expect(exitCode).toBe(1);
    expect(answer).toMatchObject({ error: { code, path } });
  });

  it('reads every kind of event', () => {
    const cause = { reason: 'emergency', emergencyDecree: 'D.S. 035-2027-PCM', wasCurrentAtDeclaration: true };
    const plan = { plan: 'level', count: 3, every: { months: 2 } };
    const { answer } = answered({
      ...history,
      lateInterest: { annualPercent: '16.97', on: 'overdue-principal' },
      events: [
        ...history.events,
        { id: '4', type: 'repayment', date: '2027-02-12', amount: '500.00', intent: 'prepay-reduce-term' },
        {
          id: '5',
          type: 'rate-change',
          date: '2027-02-13',
          rate: { kind: 'nominal', percent: '8', dayCount: '30/360' },
        },
        { id: '6', type: 'extra-grace', date: '2027-02-14', months: 2, cause },
        { id: '7', type: 'reprogramming', date: '2027-02-15', instalments: plan, unpaidInterest: 'carry', cause },
        { id: '8', type: 'waiver', date: '2027-02-16', part: 'interest', amount: '1.00' },
        { id: '9', type: 'write-off', date: '2027-12-31' },
        { id: '10', type: 'recovery', date: '2028-01-15', amount: '50.00' },
        { id: '11', type: 'reversal', date: '2028-01-16', of: '10' },
      ],
      asOf: '2028-01-31',
    });
    expect(answer).toMatchObject({
      status: 'written-off',
      writtenOffOn: '2027-12-31',
      modification: { type: 'reprogramado' },
    });
  });
});
