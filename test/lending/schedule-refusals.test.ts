import { isRefusal, REFUSAL_REASONS } from '../../src/lending/refusal';
import { schedule } from '../../src/lending/schedule';
import { contract } from './contract';

const level = { plan: 'level', count: 12, every: { months: 1 } };
const paidOut = (date: string, amount: string) => ({ disbursements: [{ date, amount }] });
const weighted = (...rows: [due: string, weight: string, atMost?: string][]) => ({
  instalments: {
    plan: 'weighted',
    rows: rows.map(([due, weight, atMost]) => ({ due, weight, ...(atMost && { atMost }) })),
  },
});
const free = (...rows: [due: string, amount?: string][]) => ({
  instalments: { plan: 'free', rows: rows.map(([due, amount]) => ({ due, ...(amount && { amount }) })) },
});
const manyRows = Array.from({ length: 601 }, (_, index): [string, string] => [
  `${2027 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-01`,
  '1',
]);

const REFUSED: [name: string, changes: object, reason: string, path: string][] = [
  ['nothing disbursed', { disbursements: [] }, 'no_disbursement', 'disbursements'],
  ['an amount of zero', paidOut('2026-11-30', '0.00'), 'amount_must_be_positive', 'disbursements.0.amount'],
  ['a negative amount', paidOut('2026-11-30', '-5.00'), 'amount_must_be_positive', 'disbursements.0.amount'],
  ['an absurd amount', paidOut('2026-11-30', '10000000000.01'), 'amount_too_large', 'disbursements.0.amount'],
  ['a day that does not exist', paidOut('2027-02-29', '8000.00'), 'date_does_not_exist', 'disbursements.0.date'],
  ['a day of another age', paidOut('1899-12-31', '8000.00'), 'date_out_of_range', 'disbursements.0.date'],
  [
    'disbursements out of order',
    {
      disbursements: [...paidOut('2026-11-30', '10.00').disbursements, ...paidOut('2026-11-29', '10.00').disbursements],
    },
    'dates_out_of_order',
    'disbursements.1.date',
  ],
  [
    'a disbursement on the last due date',
    {
      disbursements: [...paidOut('2026-11-30', '10.00').disbursements, ...paidOut('2027-11-30', '10.00').disbursements],
    },
    'dates_out_of_order',
    'disbursements.1.date',
  ],
  ['no instalment', { instalments: { ...level, count: 0 } }, 'no_instalment', 'instalments.count'],
  ['no row', weighted(), 'no_instalment', 'instalments.rows'],
  ['601 instalments', { instalments: { ...level, count: 601 } }, 'too_many_instalments', 'instalments.count'],
  ['601 rows', weighted(...manyRows), 'too_many_instalments', 'instalments.rows'],
  [
    'a step that stands still',
    { instalments: { ...level, every: { days: 0 } } },
    'step_must_be_positive',
    'instalments.every',
  ],
  [
    'a step of a lifetime',
    { instalments: { ...level, every: { days: 36_500 } } },
    'date_out_of_range',
    'instalments.every',
  ],
  [
    'an end after 2200',
    { instalments: { ...level, every: { months: 600 } } },
    'date_out_of_range',
    'instalments.count',
  ],
  [
    'a first due date on the day of disbursement',
    { instalments: { ...level, firstDue: '2026-11-30' } },
    'dates_out_of_order',
    'instalments.firstDue',
  ],
  [
    'due dates that fall back',
    weighted(['2027-05-31', '1'], ['2027-05-31', '1']),
    'dates_out_of_order',
    'instalments.rows.1.due',
  ],
  [
    'a weight of zero',
    weighted(['2027-05-31', '1'], ['2027-06-30', '0']),
    'weight_must_be_positive',
    'instalments.rows.1.weight',
  ],
  ['a negative weight', weighted(['2027-05-31', '-1']), 'weight_must_be_positive', 'instalments.rows.0.weight'],
  ['a negative rate', { rate: { kind: 'effective', percent: '-1' } }, 'rate_must_not_be_negative', 'rate.percent'],
  ['an absurd rate', { rate: { kind: 'effective', percent: '10001' } }, 'rate_too_large', 'rate.percent'],
  ['grace for ever', { instalments: level, grace: { principal: 12 } }, 'grace_leaves_no_instalment', 'grace.principal'],
  [
    'interest that is never due',
    { instalments: level, grace: { interest: 12 } },
    'grace_leaves_no_instalment',
    'grace.interest',
  ],
  [
    'grace where amounts are agreed',
    { ...free(['2027-05-31', '10.00'], ['2027-06-30']), grace: { principal: 1 } },
    'grace_needs_a_solved_plan',
    'grace.principal',
  ],
  [
    'flat interest where amounts are agreed',
    { ...free(['2027-05-31']), interestMethod: 'flat' },
    'flat_interest_needs_a_solved_plan',
    'interestMethod',
  ],
  [
    'an amount left out',
    free(['2027-05-31'], ['2027-06-30']),
    'instalment_amount_missing',
    'instalments.rows.0.amount',
  ],
  [
    'an amount for the rest',
    free(['2027-05-31', '1.00']),
    'last_instalment_takes_the_rest',
    'instalments.rows.0.amount',
  ],
  [
    'an amount of zero to pay',
    free(['2027-05-31', '0.00'], ['2027-06-30']),
    'amount_must_be_positive',
    'instalments.rows.0.amount',
  ],
  [
    'more paid than owed',
    free(['2027-05-31', '9000.00'], ['2027-06-30']),
    'instalments_exceed_debt',
    'instalments.rows.0',
  ],
  [
    'instalments below the interest',
    free(['2027-05-31', '1.00'], ['2027-11-30', '1.00'], ['2028-11-30']),
    'interest_outgrows_instalments',
    'instalments.rows.2',
  ],
  [
    'level instalments that round to the interest alone',
    {
      ...paidOut('2027-01-01', '1000.00'),
      rate: { kind: 'nominal', percent: '48', dayCount: '30/360' },
      instalments: { ...level, count: 600 },
    },
    'interest_outgrows_instalments',
    'instalments',
  ],
  [
    'interest beyond all counting',
    {
      rate: { kind: 'effective', percent: '10000' },
      ...weighted(['2090-01-01', '0.000000001'], ['2090-02-01', '999999999']),
    },
    'interest_outgrows_instalments',
    'instalments.rows.0',
  ],
  ['a céntimo in twelve parts', paidOut('2026-11-30', '0.01'), 'instalment_rounds_to_nothing', 'instalments'],
  [
    'a multiple that pays all too soon',
    { ...paidOut('2026-11-30', '100.00'), rounding: { instalmentMultiple: '50', mode: 'up' } },
    'instalments_exceed_debt',
    'instalments',
  ],
  [
    'a multiple of zero',
    { rounding: { instalmentMultiple: '0' } },
    'amount_must_be_positive',
    'rounding.instalmentMultiple',
  ],
  [
    'fees that leave nothing',
    { fees: [{ at: 'disbursement', amount: '8000.00' }] },
    'fees_exceed_disbursement',
    'fees',
  ],
  ['a fee of zero', { fees: [{ at: 'each-instalment', amount: '0.00' }] }, 'amount_must_be_positive', 'fees.0.amount'],
  [
    'a negative premium',
    { insurance: { percentOfBalancePer30Days: '-0.1' } },
    'rate_must_not_be_negative',
    'insurance.percentOfBalancePer30Days',
  ],
  [
    'an instalment that the harvest cannot pay',
    weighted(['2027-05-31', '28', '3933.85'], ['2027-07-31', '25', '3512.36'], ['2027-12-15', '13']),
    'instalment_exceeds_harvest',
    'instalments.rows.1',
  ],
  [
    'an instalment in a window that can pay nothing',
    weighted(['2027-05-31', '28', '0.00'], ['2027-07-31', '25']),
    'instalment_exceeds_harvest',
    'instalments.rows.0',
  ],
];

describe('terms that have no schedule', () => {
  it.each(REFUSED)('%s', (_name, changes, reason, path) => {
    expect(schedule(contract(changes))).toEqual({ type: 'refused', reason, path });
    expect(REFUSAL_REASONS).toContain(reason);
  });

  it('600 instalments are allowed', () => {
    const rate = { kind: 'effective', percent: '5' };
    expect(isRefusal(schedule(contract({ rate, instalments: { ...level, count: 600 } })))).toBe(false);
  });

  it('an instalment of just what the harvest can pay is allowed', () => {
    const result = schedule(
      contract(weighted(['2027-05-31', '28', '3933.85'], ['2027-07-31', '25'], ['2027-12-15', '13'])),
    );
    expect(isRefusal(result)).toBe(false);
  });
});
