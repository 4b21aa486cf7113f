import fc from 'fast-check';
import { addDays, daysBetween } from '../../src/lending/dates';
import { bookFromBalances, bookFromPayments, type Book } from '../../src/portfolio/book';
import { portfolioOf, riskOver, type Portfolio } from '../../src/portfolio/figures';
import { fallingDue } from '../../src/portfolio/falling-due-store';
import { countFarmers, liveRows } from '../../src/portfolio/live-store';
import { loanBook, type BookLoan, type LoanBook } from '../support/loan-book';
import { createWorld, TODAY, type World } from '../support/world';

let world: World;
let selva: LoanBook;

beforeEach(async () => {
  world = await createWorld();
  selva = await loanBook(world, world.selva);
});

const on = (asOf: string): Book => ({ institutionId: world.selva.id, currency: 'PEN', asOf, today: TODAY });

const portfolioOn = async (asOf: string): Promise<Portfolio> => portfolioOf(await liveRows(world.db, on(asOf), {}));

/** One instalment of 1,000.00 that fell due so many days ago and was never paid. */
const lateFor = (days: number): BookLoan => ({
  disbursedOn: '2025-01-15',
  instalments: [{ due: addDays(TODAY, -days), principal: 1_000_00, interest: 80_00 }],
});

describe('portfolio at risk', () => {
  it.each([
    [0, []],
    [1, []],
    [2, [1]],
    [30, [1]],
    [31, [1, 30]],
    [60, [1, 30]],
    [61, [1, 30, 60]],
    [90, [1, 30, 60]],
    [91, [1, 30, 60, 90]],
    [180, [1, 30, 60, 90]],
    [181, [1, 30, 60, 90, 180]],
  ])('a loan that is %d days late is in PAR %j', async (days, expected) => {
    await selva.addLoan(lateFor(days));
    const { whole } = await portfolioOn(TODAY);
    expect(whole.gross).toBe(1_000_00);
    expect(whole.risk.filter((risk) => risk.principal > 0).map((risk) => risk.days)).toEqual(expected);
  });

  it('counts the whole unpaid principal of the loan, and no interest', async () => {
    await selva.addLoan({
      disbursedOn: '2025-11-23',
      instalments: [
        { due: '2026-09-30', principal: 400_00, interest: 50_00 },
        { due: '2027-04-30', principal: 600_00, interest: 50_00 },
      ],
      payments: [{ on: '2026-10-01', amount: 150_00 }],
    });
    const { whole } = await portfolioOn(TODAY);
    expect(whole.gross).toBe(900_00);
    expect(riskOver(whole, 30)).toEqual({ loans: 1, principal: 900_00, days: 30, withModified: 900_00 });
  });

  it('counts a loan whose last céntimo of an instalment is missing', async () => {
    await selva.addLoan({
      disbursedOn: '2025-11-23',
      instalments: [{ due: '2026-09-30', principal: 400_00, interest: 50_00 }],
      payments: [{ on: '2026-09-30', amount: 449_99 }],
    });
    expect(riskOver((await portfolioOn(TODAY)).whole, 30).principal).toBe(1);
  });

  it('counts interest that has joined the principal, from the due date on', async () => {
    await selva.addLoan({
      disbursedOn: '2026-01-10',
      instalments: [
        { due: '2026-06-30', principal: -50_00, interest: 150_00 },
        { due: '2027-06-30', principal: 1_050_00, interest: 60_00 },
      ],
      payments: [{ on: '2026-06-30', amount: 100_00 }],
    });
    for (const [day, gross] of [
      ['2026-06-29', 1_000_00],
      ['2026-06-30', 1_050_00],
      [TODAY, 1_050_00],
    ] as const) {
      const { whole } = await portfolioOn(day);
      expect([day, whole.gross, riskOver(whole, 1).principal]).toEqual([day, gross, 0]);
    }
  });

  it('leaves out what was written off by then, and not before', async () => {
    await selva.addLoan({ ...lateFor(200), writtenOffOn: '2026-11-01' });
    expect((await portfolioOn('2026-10-31')).whole.gross).toBe(1_000_00);
    expect((await portfolioOn('2026-11-01')).whole.gross).toBe(0);
    expect((await portfolioOn(TODAY)).whole.gross).toBe(0);
  });
});

describe('the portfolio', () => {
  it('never counts the loans of another institution', async () => {
    const valle = await loanBook(world, world.valle);
    await valle.addLoan(lateFor(40));
    await selva.addLoan(lateFor(0));
    const { whole } = await portfolioOn(TODAY);
    expect(whole).toMatchObject({ loans: 1, gross: 1_000_00 });
    expect(await countFarmers(world.db, on(TODAY))).toBe(1);
    expect((await portfolioOn('2026-11-22')).whole.loans).toBe(1);
  });

  it('keeps currencies apart', async () => {
    await selva.addLoan(lateFor(0));
    await selva.addLoan({ ...lateFor(0), currency: 'USD' });
    expect((await portfolioOn(TODAY)).whole.loans).toBe(1);
    expect(portfolioOf(await liveRows(world.db, { ...on(TODAY), currency: 'USD' }, {})).whole.loans).toBe(1);
  });

  it('counts a farmer with two loans once', async () => {
    const farmerId = await selva.addFarmer('Huamán');
    await selva.addLoan({ ...lateFor(0), farmerId });
    await selva.addLoan({ ...lateFor(5), farmerId });
    expect(await countFarmers(world.db, on(TODAY))).toBe(1);
  });

  it('holds no loan before its disbursement and none that is paid', async () => {
    await selva.addLoan({ disbursedOn: '2026-03-10', instalments: [{ due: '2027-04-30', principal: 500_00 }] });
    await selva.addLoan({
      disbursedOn: '2026-03-10',
      instalments: [{ due: '2026-06-30', principal: 700_00 }],
      payments: [{ on: '2026-06-15', amount: 700_00 }],
    });
    expect((await portfolioOn('2026-03-09')).whole.loans).toBe(0);
    expect((await portfolioOn('2026-03-10')).whole.gross).toBe(1_200_00);
    expect((await portfolioOn('2026-06-14')).whole.gross).toBe(1_200_00);
    expect((await portfolioOn('2026-06-15')).whole.gross).toBe(500_00);
    expect((await portfolioOn(TODAY)).whole).toMatchObject({ loans: 1, gross: 500_00 });
  });

  it('is divided by place, product, officer, organisation and line, each adding up to the whole', async () => {
    await world.db('partner_organisation').insert({
      id: 7,
      name: 'Cooperativa Naranjillo',
      kind: 'producer-organisation',
      department_code: '10',
      created_at: '2026-01-01T12:00:00.000Z',
    });
    const productId = await selva.addProduct('Cacao instalación');
    const lineId = await selva.addLine('Línea azul');
    await selva.addLoan({ ...lateFor(0), ubigeo: '220101', officer: 'julio', organisationId: 7 });
    await selva.addLoan({ ...lateFor(45), productId, lineId });
    await selva.addLoan(lateFor(0));
    const { whole, by } = await portfolioOn(TODAY);
    for (const members of Object.values(by)) {
      expect(members.reduce((sum, member) => sum + member.gross, 0)).toBe(whole.gross);
      expect(members.map((member) => member.loans).toSorted((one, other) => one - other)).toEqual([1, 2]);
    }
    expect(by.organisation.map((member) => member.key).toSorted()).toEqual(['7', 'ninguna']);
    expect(by.department.map((member) => member.key)).toEqual(['10', '22']);
  });
});

describe('what falls due in the next 90 days', () => {
  it('is what is unpaid by date, with the 90th day and without the 91st', async () => {
    await selva.addLoan({
      disbursedOn: '2026-01-10',
      instalments: [
        { due: TODAY, principal: 10_00 },
        { due: addDays(TODAY, 1), principal: 20_00, interest: 5_00 },
        { due: '2026-12-31', principal: 40_00, interest: 5_00 },
        { due: addDays(TODAY, 90), principal: 80_00 },
        { due: addDays(TODAY, 91), principal: 160_00 },
      ],
      payments: [{ on: '2026-11-01', amount: 10_00 + 25_00 + 5_00 + 15_00 }],
    });
    expect(await fallingDue(world.db, on(TODAY))).toEqual([
      { due: '2026-12-31', instalments: 1, principal: 25_00, total: 25_00 },
      { due: addDays(TODAY, 90), instalments: 1, principal: 80_00, total: 80_00 },
    ]);
    expect(await fallingDue(world.db, on('2026-10-31'))).toEqual([
      { due: TODAY, instalments: 1, principal: 10_00, total: 10_00 },
      { due: addDays(TODAY, 1), instalments: 1, principal: 20_00, total: 25_00 },
      { due: '2026-12-31', instalments: 1, principal: 40_00, total: 45_00 },
    ]);
  });
});

describe('any portfolio on any day', () => {
  const day = fc.integer({ min: -700, max: 0 }).map((days) => addDays(TODAY, days));
  const anyLoan = fc
    .record({
      disbursedOn: day,
      gaps: fc.array(fc.integer({ min: 20, max: 200 }), { minLength: 1, maxLength: 5 }),
      parts: fc.array(fc.record({ principal: fc.integer({ min: 1, max: 900_00 }), interest: fc.nat(90_00) }), {
        minLength: 5,
        maxLength: 5,
      }),
      paidShares: fc.array(fc.record({ after: fc.nat(400), share: fc.double({ min: 0, max: 0.6, noNaN: true }) }), {
        maxLength: 4,
      }),
    })
    .map(({ disbursedOn, gaps, parts, paidShares }): BookLoan => {
      let due = disbursedOn;
      const instalments = gaps.map((gap, index) => {
        due = addDays(due, gap);
        return { due, ...(parts[index] ?? { principal: 1, interest: 0 }) };
      });
      let owed = instalments.reduce((sum, one) => sum + one.principal + one.interest, 0);
      const payments = paidShares
        .map(({ after, share }) => ({ on: addDays(disbursedOn, after), share }))
        .filter(({ on: paidOn }) => paidOn <= TODAY)
        .toSorted((one, other) => (one.on < other.on ? -1 : 1))
        .map(({ on: paidOn, share }) => {
          const amount = Math.floor(owed * share);
          owed -= amount;
          return { on: paidOn, amount };
        })
        .filter(({ amount }) => amount > 0);
      return { disbursedOn, instalments, payments };
    });

  it('is what a fold over the payments of each loan says', async () => {
    const loans = fc.sample(anyLoan, { numRuns: 30, seed: 1 });
    for (const loan of loans) await selva.addLoan(loan);
    const days = [TODAY, ...fc.sample(day, { numRuns: 25, seed: 2 })];
    let late = 0;
    for (const asOf of days) {
      const folded = loans.map((loan) => stateOn(loan, asOf)).filter((state) => state.outstanding > 0);
      const { whole } = await portfolioOn(asOf);
      const gross = (states: typeof folded) => states.reduce((sum, state) => sum + state.outstanding, 0);
      expect(whole).toMatchObject({ loans: folded.length, gross: gross(folded) });
      for (const { days: over, principal, loans: atRisk } of whole.risk) {
        const risky = folded.filter((state) => state.daysLate > over);
        expect({ over, principal, atRisk }).toEqual({ over, principal: gross(risky), atRisk: risky.length });
        late += risky.length;
      }
    }
    expect(late).toBeGreaterThan(100);
  });

  it('says the same from balances and from payments of today', async () => {
    for (const loan of fc.sample(anyLoan, { numRuns: 30, seed: 3 })) await selva.addLoan(loan);
    const rows = async (from: typeof bookFromBalances) => {
      const loans: { outstanding: number | string }[] = await from(world.db, on(TODAY)).orderBy('id');
      return loans.map((loan) => ({ ...loan, outstanding: Number(loan.outstanding) }));
    };
    const balances = await rows(bookFromBalances);
    expect(balances.length).toBeGreaterThan(10);
    expect(await rows(bookFromPayments)).toEqual(balances);
  });
});

/** A loan on a day, by letting the sum of its payments run down its instalments: interest, then principal, in order. */
function stateOn({ disbursedOn, instalments, payments = [] }: BookLoan, asOf: string) {
  if (disbursedOn > asOf) return { outstanding: 0, daysLate: 0 };
  let paid = payments.filter((payment) => payment.on <= asOf).reduce((sum, payment) => sum + payment.amount, 0);
  let outstanding = 0;
  let oldest: string | undefined;
  for (const { due, principal, interest = 0 } of instalments) {
    const left = Math.max(0, principal + interest - paid);
    paid = Math.max(0, paid - principal - interest);
    outstanding += Math.min(left, principal);
    if (left > 0 && oldest === undefined) oldest = due;
  }
  return { outstanding, daysLate: oldest !== undefined && oldest < asOf ? daysBetween(oldest, asOf) : 0 };
}
