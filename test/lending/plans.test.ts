import type { Schedule } from '../../src/lending/schedule-rows';
import { scheduled } from './contract';

/** 12 % a year, every month thirty days: 1 % a month, so that a row can be checked by hand. */
const onePercentAMonth = { rate: { kind: 'nominal', percent: '12', dayCount: '30/360' } };

/** Rows as a passbook shows them: due, principal, interest, balance, in céntimos. */
const passbook = ({ instalments }: Schedule) =>
  instalments.map((row) => [row.due, row.principal, row.interest, row.balance]);

describe('a bullet', () => {
  it('pays principal and all interest at the end of its last step', () => {
    const plan = { plan: 'bullet', count: 6, every: { months: 1 } };
    expect(passbook(scheduled({ ...onePercentAMonth, instalments: plan }))).toEqual([
      ['2027-05-30', 800_000, 48_000, 0],
    ]);
  });

  it('under a TEA bears interest day by day: 8,000 × (1.245^(181/360) − 1)', () => {
    const { instalments } = scheduled({ instalments: { plan: 'bullet', count: 6, every: { months: 1 } } });
    expect(instalments).toMatchObject([{ due: '2027-05-30', interest: 93_180, total: 893_180 }]);
  });
});

describe('interest only', () => {
  it('pays the interest of each month and the principal with the last', () => {
    const plan = { plan: 'interest-only', count: 3, every: { months: 1 } };
    expect(passbook(scheduled({ ...onePercentAMonth, instalments: plan }))).toEqual([
      ['2026-12-30', 0, 8000, 800_000],
      ['2027-01-30', 0, 8000, 800_000],
      ['2027-02-28', 800_000, 8000, 0],
    ]);
  });
});

describe('equal principal', () => {
  const plan = { plan: 'equal-principal', count: 3, every: { months: 1 } };

  it('pays a third of the principal each time, and interest on what is left', () => {
    expect(passbook(scheduled({ ...onePercentAMonth, instalments: plan }))).toEqual([
      ['2026-12-30', 266_667, 8000, 533_333],
      ['2027-01-30', 266_667, 5333, 266_666],
      ['2027-02-28', 266_666, 2667, 0],
    ]);
  });

  it('leaves the principal alone in its grace', () => {
    const { instalments } = scheduled({ ...onePercentAMonth, instalments: plan, grace: { principal: 1 } });
    expect(instalments.map((row) => row.principal)).toEqual([0, 400_000, 400_000]);
  });
});

describe('flat interest', () => {
  it('is on the amount disbursed, however much is paid back', () => {
    const plan = { plan: 'level', count: 4, every: { months: 1 } };
    const { instalments } = scheduled({ ...onePercentAMonth, interestMethod: 'flat', instalments: plan });
    expect(instalments.map((row) => row.interest)).toEqual([8000, 8000, 8000, 8000]);
    expect(instalments.map((row) => row.principal)).toEqual([200_000, 200_000, 200_000, 200_000]);
  });

  it('counts real days where the rate does: 8,000 × 12 % × 90/365 in three parts', () => {
    const rate = { kind: 'nominal', percent: '12', dayCount: 'actual/365' };
    const plan = { plan: 'level', count: 3, every: { months: 1 } };
    const { instalments } = scheduled({ rate, interestMethod: 'flat', instalments: plan });
    expect(instalments.map((row) => row.interest)).toEqual([7890, 7890, 7891]);
  });
});

describe('free instalments', () => {
  const rows = [
    { due: '2027-02-28', amount: '300.00' },
    { due: '2027-05-31', amount: '4000.00' },
    { due: '2027-07-31' },
  ];

  it('pay what was agreed, the last what is left', () => {
    expect(passbook(scheduled({ instalments: { plan: 'free', rows } }))).toEqual([
      ['2027-02-28', -15_050, 45_050, 815_050],
      ['2027-05-31', 353_054, 46_946, 461_996],
      ['2027-07-31', 461_996, 17_477, 0],
    ]);
  });

  it('leave unpaid interest waiting where it may not bear interest', () => {
    const { instalments } = scheduled({ unpaidInterest: 'carry', instalments: { plan: 'free', rows } });
    expect(instalments.map((row) => [row.principal, row.interest, row.interestCarried])).toEqual([
      [0, 30_000, 14_230],
      [340_573, 59_427, 0],
      [459_427, 17_219, 0],
    ]);
  });
});

describe('the first due date', () => {
  it('steps the others, so that the 31st comes back after February', () => {
    const plan = { plan: 'level', count: 3, every: { months: 1 }, firstDue: '2027-01-31' };
    expect(scheduled({ instalments: plan }).instalments.map((row) => row.due)).toEqual([
      '2027-01-31',
      '2027-02-28',
      '2027-03-31',
    ]);
  });

  it('makes the first period as long as it is: 45 of 30 days at 1 % a month', () => {
    const plan = { plan: 'level', count: 3, every: { months: 1 }, firstDue: '2027-01-15' };
    const { instalments } = scheduled({ ...onePercentAMonth, instalments: plan });
    expect(instalments.map((row) => row.interest)).toEqual([12_000, 5386, 2707]);
  });

  it('two weeks at 36 % on 360 days are 1.4 %', () => {
    const rate = { kind: 'nominal', percent: '36', dayCount: '30/360' };
    const plan = { plan: 'level', count: 3, every: { weeks: 2 } };
    expect(passbook(scheduled({ rate, instalments: plan }))).toEqual([
      ['2026-12-14', 262_968, 11_200, 537_032],
      ['2026-12-28', 266_650, 7518, 270_382],
      ['2027-01-11', 270_382, 3785, 0],
    ]);
  });
});

describe('grace', () => {
  const plan = { plan: 'level', count: 4, every: { months: 1 } };

  it('on principal asks for interest only', () => {
    const { instalments } = scheduled({ ...onePercentAMonth, instalments: plan, grace: { principal: 2 } });
    expect(instalments.map((row) => row.total)).toEqual([8000, 8000, 406_010, 406_010]);
  });

  it('on interest lets it fall due right after, without interest on it', () => {
    const grace = { principal: 2, interest: 2 };
    const { instalments } = scheduled({ ...onePercentAMonth, instalments: plan, grace });
    expect(instalments.map((row) => row.interest)).toEqual([0, 0, 24_000, 4180]);
  });
});

describe('what is paid on top', () => {
  it('insurance on the balance for the days, fees with each instalment, fees kept back at disbursement', () => {
    const { instalments, totals, tceaPercent } = scheduled({
      ...onePercentAMonth,
      instalments: { plan: 'interest-only', count: 2, every: { months: 1 } },
      insurance: { percentOfBalancePer30Days: '0.10' },
      fees: [
        { at: 'disbursement', amount: '50.00' },
        { at: 'each-instalment', amount: '4.60' },
      ],
    });
    expect(instalments.map((row) => [row.insurance, row.fees, row.total])).toEqual([
      [800, 460, 9260],
      [800, 460, 809_260],
    ]);
    expect(totals).toEqual({ principal: 800_000, interest: 16_000, insurance: 1600, fees: 920, total: 818_520 });
    expect(tceaPercent.greaterThan('12.68')).toBe(true);
  });
});

describe('a further disbursement', () => {
  const disbursements = [
    { date: '2026-11-30', amount: '5000.00' },
    { date: '2027-03-01', amount: '3000.00' },
  ];
  const rows = [
    { due: '2027-05-31', weight: '2' },
    { due: '2027-07-31', weight: '1' },
  ];

  it('bears interest from its own day, and the plan ends in proportion', () => {
    const { instalments } = scheduled({ disbursements, instalments: { plan: 'weighted', rows } });
    expect(instalments.map((row) => row.total)).toEqual([590_956, 295_478]);
    const interest = 500_000 * (1.245 ** (182 / 360) - 1) + 300_000 * (1.245 ** (91 / 360) - 1);
    expect(instalments[0]?.interest).toBe(Math.round(interest));
  });

  it('on a due date counts from the next period', () => {
    const plan = { plan: 'level', count: 3, every: { months: 1 }, firstDue: '2027-03-01' };
    const { instalments } = scheduled({ disbursements, instalments: plan });
    expect(instalments.map((row) => row.balance > 0)).toEqual([true, true, false]);
    expect((instalments[1]?.total ?? 0) > 1.8 * (instalments[0]?.total ?? 0)).toBe(true);
  });
});

describe('a level instalment', () => {
  it.each([
    ['0.01', 'half-even', 276_611],
    ['0.05', 'down', 276_610],
    ['0.10', 'up', 276_620],
    ['5.00', 'half-even', 276_500],
  ])('is rounded to a multiple of %s, %s', (instalmentMultiple, mode, total) => {
    const { instalments } = scheduled({
      rounding: { instalmentMultiple, mode },
      instalments: { plan: 'level', count: 3, every: { months: 1 } },
    });
    expect(instalments.map((row) => row.total).slice(0, 2)).toEqual([total, total]);
  });
});
