import { addDays } from '../../src/lending/dates';
import { cutRows, type Cut, type RiskBook } from '../../src/risk/cuts';
import { collectedByMonth, lateCohorts } from '../../src/risk/collection-store';
import { groupsOf, spreadOf } from '../../src/risk/group-store';
import { untestedPrincipal } from '../../src/risk/store';
import { collectionMonths } from '../../src/risk/collection-page';
import { byPeriod, harvestOf, weekOf } from '../../src/risk/periods';
import { vintagesOf } from '../../src/risk/vintage';
import { loanBook, type LoanBook } from '../support/loan-book';
import { createWorld, TODAY, type World } from '../support/world';

let world: World;
let selva: LoanBook;

beforeEach(async () => {
  world = await createWorld();
  selva = await loanBook(world, world.selva);
  const valle = await loanBook(world, world.valle);
  await valle.addLoan({ disbursedOn: '2026-01-15', instalments: [{ due: '2026-10-15', principal: 7_777_00 }] });
  await valle.addLoan({ disbursedOn: '2026-01-15', instalments: [{ due: '2026-12-15', principal: 7_777_00 }] });
});

const on = (asOf: string, since = '2026-01-01'): RiskBook => ({
  institutionId: world.selva.id,
  currency: 'PEN',
  asOf,
  since,
  today: TODAY,
});

const membersOf = async (cut: Cut, book = on(TODAY)) =>
  Object.fromEntries((await groupsOf(world.db, book, cut)).map(({ member, amount }) => [member, amount]));

describe('Concentration', () => {
  it('is 3,800 where three borrowers owe 50, 30 and 20 %', async () => {
    for (const principal of [500_00, 300_00, 200_00]) {
      await selva.addLoan({ disbursedOn: '2026-05-01', instalments: [{ due: '2026-12-15', principal }] });
    }
    const spread = await spreadOf(world.db, on(TODAY), 'borrower');
    expect(spread).toMatchObject({ members: 3, amount: 1_000_00 });
    expect(spread.hhi).toBeCloseTo(3_800, 6);
  });

  it('has no index where nothing is owed', async () => {
    expect(await spreadOf(world.db, on(TODAY), 'district')).toEqual({ members: 0, amount: 0 });
  });

  it('puts two loans of one farmer together and keeps the largest borrowers', async () => {
    const farmerId = await selva.addFarmer('Quispe');
    const instalments = [{ due: '2026-12-15', principal: 300_00 }];
    await selva.addLoan({ disbursedOn: '2026-05-01', instalments, farmerId });
    await selva.addLoan({ disbursedOn: '2026-05-02', instalments, farmerId });
    await selva.addLoan({ disbursedOn: '2026-05-02', instalments: [{ due: '2026-12-15', principal: 500_00 }] });
    const [largest, ...others] = await groupsOf(world.db, on(TODAY), 'borrower', 1);
    expect(largest).toEqual({ member: String(farmerId), loans: 2, items: 2, amount: 600_00 });
    expect(others).toEqual([]);
  });

  it('goes by district and by the month of the next instalment that is not yet due', async () => {
    const owing = (due: string, principal: number) => ({ due, principal });
    await selva.addLoan({
      disbursedOn: '2026-05-01',
      ubigeo: '220101',
      instalments: [owing('2026-10-31', 100_00), owing('2027-05-31', 400_00)],
    });
    await selva.addLoan({ disbursedOn: '2026-05-01', instalments: [owing('2026-07-31', 70_00)] });
    expect(await membersOf('district')).toEqual({ '220101': 500_00, '100601': 70_00 });
    expect(await membersOf('department')).toEqual({ '22': 500_00, '10': 70_00 });
    expect(await membersOf('next-due')).toEqual({ '2027-05': 500_00, overdue: 70_00 });
    expect(await membersOf('organisation')).toEqual({ ninguna: 570_00 });
    expect(await membersOf('variety')).toEqual({ none: 570_00 });
  });
});

describe('Expected income', () => {
  const halfPaid = {
    disbursedOn: '2026-03-01',
    instalments: [
      { due: '2026-10-31', principal: 100_00, interest: 10_00 },
      { due: '2026-11-25', principal: 100_00, interest: 20_00 },
      { due: '2027-05-31', principal: 800_00, interest: 50_00 },
    ],
    payments: [
      { on: '2026-10-31', amount: 110_00 },
      { on: '2026-11-20', amount: 30_00 },
    ],
  };

  it('is what is left of each instalment to come, and its principal apart', async () => {
    await selva.addLoan(halfPaid);
    expect(await membersOf('income')).toEqual({ '2026-11-25': 90_00, '2027-05-31': 850_00 });
    expect(await membersOf('maturing')).toEqual({ '2026-11-25': 90_00, '2027-05-31': 800_00 });
  });

  it('of a day in the past forgets what was paid later', async () => {
    await selva.addLoan(halfPaid);
    expect(await membersOf('income', on('2026-11-19'))).toEqual({ '2026-11-25': 120_00, '2027-05-31': 850_00 });
    expect(await membersOf('income', on('2026-11-20'))).toEqual({ '2026-11-25': 90_00, '2027-05-31': 850_00 });
  });

  it('knows the principal of loans that have had nothing to pay yet', async () => {
    await selva.addLoan(halfPaid);
    await selva.addLoan({ disbursedOn: '2026-05-01', instalments: [{ due: '2027-07-31', principal: 600_00 }] });
    expect(await untestedPrincipal(world.db, on(TODAY))).toBe(600_00);
  });

  const WINDOWS = [
    { season: 'main', fromMonth: 4, toMonth: 5, dueMonth: 5, dueDay: 31 },
    { season: 'main', fromMonth: 6, toMonth: 7, dueMonth: 7, dueDay: 31 },
    { season: 'minor', fromMonth: 10, toMonth: 12, dueMonth: 12, dueDay: 15 },
  ] as const;

  it.each([
    ['2027-05-31', 'main', '2027-04-01', '2027-05-31'],
    ['2027-06-01', 'main', '2027-06-01', '2027-09-30'],
    ['2027-09-30', 'main', '2027-06-01', '2027-09-30'],
    ['2027-12-15', 'minor', '2027-10-01', '2028-03-31'],
    ['2028-01-31', 'minor', '2027-10-01', '2028-03-31'],
  ])('due on %s is paid by the %s harvest from %s to %s', (due, season, from, to) => {
    expect(harvestOf(due, WINDOWS)).toEqual({ season, from, to });
  });

  it.each([
    ['2026-11-23', '2026-11-23'],
    ['2026-11-25', '2026-11-23'],
    ['2026-11-29', '2026-11-23'],
    ['2026-11-30', '2026-11-30'],
  ])('%s lies in the week of Monday %s', (date, monday) => {
    expect(weekOf(date)).toEqual({ from: monday, to: addDays(monday, 6) });
  });

  it('adds up by week in the order of time', () => {
    const due = (member: string, amount: number) => ({ member, items: 1, amount });
    const weeks = byPeriod([due('2026-12-01', 5), due('2026-11-29', 2), due('2026-11-23', 1)], weekOf);
    expect(weeks).toEqual([
      { from: '2026-11-23', to: '2026-11-29', instalments: 2, amount: 3 },
      { from: '2026-11-30', to: '2026-12-06', instalments: 1, amount: 5 },
    ]);
  });
});

describe('Collection', () => {
  it('tells what was early, on the day, late and not paid, by the month it was due in', async () => {
    await selva.addLoan({
      disbursedOn: '2026-03-01',
      instalments: [
        { due: '2026-09-15', principal: 100_00 },
        { due: '2026-10-15', principal: 100_00 },
      ],
      payments: [
        { on: '2026-09-10', amount: 40_00 },
        { on: '2026-09-15', amount: 30_00 },
        { on: '2026-09-30', amount: 20_00 },
        { on: '2026-10-02', amount: 10_00 },
        { on: '2026-11-20', amount: 25_00 },
      ],
    });
    const book = on(TODAY);
    const months = collectionMonths(await groupsOf(world.db, book, 'due'), await collectedByMonth(world.db, book));
    expect(months).toMatchObject([
      { month: '2026-09', due: 100_00, early: 40_00, onTheDay: 30_00, late: 30_00, byMonthEnd: 90_00, unpaid: 0 },
      { month: '2026-10', due: 100_00, early: 0, onTheDay: 0, late: 25_00, byMonthEnd: 0, unpaid: 75_00 },
    ]);
    expect(await membersOf('unpaid')).toEqual({ '2026-10-15': 75_00 });
    expect(await membersOf('unpaid', on('2026-10-01'))).toEqual({ '2026-09-15': 10_00 });
  });

  it('counts what fell due of a loan that was written off', async () => {
    await selva.addLoan({
      disbursedOn: '2026-03-01',
      instalments: [{ due: '2026-09-15', principal: 100_00 }],
      writtenOffOn: '2026-11-01',
    });
    expect(await membersOf('due')).toEqual({ '2026-09-15': 100_00 });
  });
});

describe('Vintages', () => {
  it('follow a loan from the day it is 31 days late, though it pays later', async () => {
    const lent = (due: string, payment?: string) =>
      selva.addLoan({
        disbursedOn: '2026-01-15',
        instalments: [{ due, principal: 100_00 }],
        ...(payment !== undefined && { payments: [{ on: payment, amount: 100_00 }] }),
      });
    await lent('2026-05-31', '2026-06-30');
    await lent('2026-05-31', '2026-07-01');
    await lent('2026-10-23');
    await lent('2026-10-24');
    await selva.addLoan({ disbursedOn: '2026-09-01', instalments: [{ due: '2027-05-31', principal: 50_00 }] });
    const [first, second] = vintagesOf(await lateCohorts(world.db, on(TODAY)), TODAY);
    expect(first).toMatchObject({ key: '2026-1', loans: 4, principal: 400_00, everLateNow: 200_00 });
    expect(first?.everLate.slice(4, 12)).toEqual([0, 0, 100_00, 100_00, 100_00, 100_00, 200_00, null]);
    expect(second).toMatchObject({ key: '2026-2', loans: 1, principal: 50_00, everLateNow: 0 });
    expect(second?.everLate.slice(0, 4)).toEqual([0, 0, 0, null]);
    expect(await membersOf('ever-late')).toEqual({ '2026-01-15': 200_00 });
  });
});

describe('Roll rates', () => {
  it('say where the balance of the first day has gone', async () => {
    const due = '2026-10-31';
    const loan = { disbursedOn: '2026-01-15', instalments: [{ due, principal: 100_00 }] };
    await selva.addLoan(loan);
    await selva.addLoan({ ...loan, payments: [{ on: '2026-11-10', amount: 100_00 }] });
    await selva.addLoan({ ...loan, payments: [{ on: '2026-11-10', amount: 40_00 }] });
    await selva.addLoan({ ...loan, writtenOffOn: '2026-11-15' });
    await selva.addLoan({ disbursedOn: '2026-11-01', instalments: [{ due: '2027-05-31', principal: 900_00 }] });
    expect(await membersOf('roll', on(TODAY, due))).toEqual({
      'al-dia:9-30': 200_00,
      'al-dia:paid-off': 100_00,
      'al-dia:written-off': 100_00,
    });
    expect(await membersOf('roll', on(TODAY, '2026-11-08'))).toEqual({
      '1-8:9-30': 200_00,
      '1-8:paid-off': 100_00,
      '1-8:written-off': 100_00,
      'al-dia:al-dia': 900_00,
    });
  });
});

describe('Every cut', () => {
  it('of another lender is not there', async () => {
    for (const cut of ['department', 'income', 'maturing', 'due', 'unpaid', 'ever-late', 'roll'] as const) {
      expect([cut, await cutRows(world.db, on(TODAY, '2026-05-01'), cut)]).toEqual([cut, []]);
    }
  });
});
