import fc from 'fast-check';
import { closeDay } from '../../src/day-close/close-day';
import { DAYS_LATE_FROM } from '../../src/day-close/group-loans';
import { judgeLoans, type JudgedLoan, type LoanOnDay } from '../../src/day-close/judge';
import { rulesOn, type Rules } from '../../src/day-close/rules';
import { daysLate } from '../../src/lending/arrears';
import { categoryByDaysLate, worstCategory, type DebtorCategory } from '../../src/lending/classification';
import { addDays } from '../../src/lending/dates';
import { conductAtRefinancing, conductOnDay, type RefinancedConduct } from '../../src/lending/refinanced-conduct';
import type { LoanStanding } from '../../src/loans/loan-standing';
import { loanBook, type LoanBook } from '../support/loan-book';
import { createWorld, TODAY, type World } from '../support/world';

/** Set-based statements and the pure rules of lending are two ways to the same figures. */
const LOANS = 24;

let world: World;
let book: LoanBook;
let loanIds: number[];

beforeAll(async () => {
  world = await createWorld();
  book = await loanBook(world, world.selva);
  const small = await book.addProduct('Cacao pequeña empresa');
  await world.db('product').where({ id: small }).update({ credit_type: 'pequena_empresa' });
  const line = await book.addLine('Segunda línea');
  loanIds = [];
  for (let index = 0; index < LOANS; index++) {
    loanIds.push(
      await book.addLoan({
        disbursedOn: '2025-01-10',
        instalments: [{ due: '2027-01-10', principal: 100_000, interest: 10_000 }],
        ...(index % 3 === 0 && { productId: small, currency: 'USD' }),
        ...(index % 4 === 0 && { lineId: line, ubigeo: '220501' }),
        ...(index % 5 === 0 && { officer: 'julio' }),
      }),
    );
  }
});

const dayBefore = fc.oneof(
  fc.integer({ min: -40, max: 200 }),
  fc.constantFrom(0, 1, 8, 9, 30, 31, 60, 61, 120, 121, 180),
);

const standings = fc.array(
  fc.record({
    farmer: fc.integer({ min: 0, max: 15 }),
    principal: fc.integer({ min: 0, max: 5_000_000 }),
    capitalised: fc.integer({ min: -1_000, max: 50_000 }),
    lateBy: fc.option(dayBefore),
    modification: fc.constantFrom(null, 'refinanciado' as const, 'refinanciado' as const, 'reestructurado' as const),
    inCourt: fc.constantFrom(0 as const, 0 as const, 0 as const, 1 as const),
    accrued: fc.integer({ min: -20_000, max: 200_000 }),
    periodBegan: fc.integer({ min: 0, max: 400 }),
    periodLeft: fc.option(fc.integer({ min: 1, max: 400 })),
    interest: fc.integer({ min: 0, max: 500_000 }),
  }),
  { minLength: LOANS, maxLength: LOANS },
);

it('judges every portfolio as the rules of lending judge each of its loans', async () => {
  const rules = await rulesOn(world.db, world.selva.id, TODAY);
  if (typeof rules === 'string') throw new Error(rules);
  const farmers: { id: number }[] = await world.db('farmer').where({ institution_id: world.selva.id }).select('id');
  const loans = await loansToJudge();
  const conducts = new Map<number, RefinancedConduct>();
  let debtors: ReadonlyMap<number, DebtorCategory> = new Map();
  let day = '2026-01-01';

  await fc.assert(
    fc.asyncProperty(standings, fc.boolean(), async (drawn, halfAYearPasses) => {
      day = addDays(day, 1);
      if (halfAYearPasses) await beginEarlier(conducts);
      const known = drawn.map((one, index) => ({
        ...loans[index],
        standing: standingOf(one, farmers[one.farmer]?.id ?? 0, day),
      })) as LoanOnDay[];
      await world.db('loan_standing').where({ institution_id: world.selva.id }).del();
      await world.db('loan_standing').insert(
        known.map(({ standing }, index) => ({
          institution_id: world.selva.id,
          loan_id: loanIds[index],
          ...standing,
        })),
      );
      expect(await closeDay(world.db, world.selva.by('raul'), day)).toMatchObject({ type: 'done', repeated: false });

      followAll(conducts, known, debtors, rules, day);
      const judged = judgeLoans(known, keptIn(conducts, known), rules, day);
      debtors = new Map(judged.map(({ standing, category }) => [standing.farmer_id, category]));
      expect(await snapshotOf(day, 'category')).toEqual(grouped(judged, (loan) => loan.category));
      expect(await snapshotOf(day, 'situation')).toEqual(grouped(judged, (loan) => loan.situation));
      expect(await snapshotOf(day, 'line')).toEqual(grouped(judged, (loan) => String(loan.lineId)));
      expect(await interestOf(day)).toEqual(interestByProduct(judged));
      expect(await bookedOf()).toEqual(booksFor(judged));
    }),
    { numRuns: 60 },
  );
});

/** The refinanced loans of a day by their place in the portfolio, as the rules of lending lead them on from the day before. */
function followAll(
  conducts: Map<number, RefinancedConduct>,
  known: readonly LoanOnDay[],
  debtorsBefore: ReadonlyMap<number, DebtorCategory>,
  rules: Rules,
  day: string,
): void {
  for (const [index, { standing, creditType }] of known.entries()) {
    if (standing.modification === null) {
      conducts.delete(index);
      continue;
    }
    const before = debtorsBefore.get(standing.farmer_id) ?? 'Normal';
    const due = standing.oldest_unpaid_due ?? undefined;
    const began = conducts.get(index) ?? conductAtRefinancing(before, due, day);
    const byDays = categoryByDaysLate(creditType, daysLate(due, day), rules.classification);
    conducts.set(index, conductOnDay(began, byDays !== 'Normal', day));
  }
}

/** As if every refinanced loan had been paid punctually for half a year longer: days are closed one by one. */
async function beginEarlier(conducts: Map<number, RefinancedConduct>): Promise<void> {
  for (const [index, conduct] of conducts) {
    const punctualFrom = addDays(conduct.punctualFrom, -184);
    conducts.set(index, { ...conduct, punctualFrom });
    await world
      .db('refinanced_loan')
      .where({ institution_id: world.selva.id, loan_id: loanIds[index] })
      .update({ punctual_from: punctualFrom });
  }
}

function keptIn(
  conducts: ReadonlyMap<number, RefinancedConduct>,
  known: readonly LoanOnDay[],
): Map<number, DebtorCategory> {
  const kept = new Map<number, DebtorCategory>();
  for (const [index, { category }] of conducts) {
    const farmer = known[index]?.standing.farmer_id ?? 0;
    kept.set(farmer, worstCategory([kept.get(farmer) ?? 'Normal', category]));
  }
  return kept;
}

type Drawn = typeof standings extends fc.Arbitrary<(infer One)[]> ? One : never;

function standingOf(one: Drawn, farmer: number, day: string): LoanStanding {
  const began = addDays(day, -one.periodBegan);
  return {
    since: day,
    until: null,
    farmer_id: farmer,
    principal: one.principal,
    capitalised: one.capitalised,
    oldest_unpaid_due: one.lateBy === null ? null : addDays(day, -one.lateBy),
    modification: one.modification,
    in_court: one.inCourt,
    accrued: one.accrued,
    running_instalment: one.periodLeft === null ? null : 1,
    accrual_from: began,
    accrual_until: one.periodLeft === null ? null : addDays(day, one.periodLeft),
    accrual_interest: one.periodLeft === null ? 0 : one.interest,
    joins_principal: 0,
  };
}

async function loansToJudge(): Promise<Omit<LoanOnDay, 'standing'>[]> {
  const rows: { currency: string; lineId: number; productId: number; creditType: LoanOnDay['creditType'] }[] =
    await world
      .db('loan as l')
      .join('product as p', (on) => on.on('p.institution_id', 'l.institution_id').on('p.id', 'l.product_id'))
      .where('l.institution_id', world.selva.id)
      .orderBy('l.id')
      .select('l.currency', 'l.line_id as lineId', 'l.product_id as productId', 'p.credit_type as creditType');
  return rows;
}

type Figures = Record<string, number[]>;

/** Loans, farmers, principal, overdue principal and provision by currency, member and days late. */
async function snapshotOf(date: string, dimension: string): Promise<Figures> {
  const rows: Record<string, string | number>[] = await world
    .db('portfolio_snapshot')
    .where({ institution_id: world.selva.id, date, dimension });
  return Object.fromEntries(
    rows.map((row) => [
      `${row['currency']} ${row['member']} ${row['days_late_from']}`,
      ['loans', 'farmers', 'principal', 'overdue_principal', 'provision'].map((name) => Number(row[name])),
    ]),
  );
}

function grouped(judged: readonly JudgedLoan[], member: (loan: JudgedLoan) => string): Figures {
  const figures: Figures = {};
  const counted = new Set<string>();
  const worstFirst = judged.toSorted((one, other) => other.daysLate - one.daysLate);
  for (const loan of worstFirst) {
    const from = DAYS_LATE_FROM.findLast((days) => loan.daysLate >= days) ?? 0;
    const farmer = `${loan.currency} ${member(loan)} ${loan.standing.farmer_id}`;
    const row = (figures[`${loan.currency} ${member(loan)} ${from}`] ??= [0, 0, 0, 0, 0]);
    const adds = [1, counted.has(farmer) ? 0 : 1, loan.principal, loan.overduePrincipal, loan.provision];
    counted.add(farmer);
    for (const [index, amount] of adds.entries()) row[index] = (row[index] ?? 0) + amount;
  }
  return figures;
}

async function interestOf(date: string): Promise<Figures> {
  const rows: Record<string, string | number>[] = await world
    .db('accrued_interest')
    .where({ institution_id: world.selva.id, date });
  return Object.fromEntries(
    rows.map((row) => [
      `${row['currency']} ${row['line_id']} ${row['product_id']}`,
      [Number(row['receivable']), Number(row['suspended'])],
    ]),
  );
}

function interestByProduct(judged: readonly JudgedLoan[]): Figures {
  const figures: Figures = {};
  for (const loan of judged) {
    const row = (figures[`${loan.currency} ${loan.lineId} ${loan.productId}`] ??= [0, 0]);
    row[0] = (row[0] ?? 0) + loan.receivable;
    row[1] = (row[1] ?? 0) + loan.suspended;
  }
  return figures;
}

/** Debits less credits of what the day close keeps, where it is not zero. */
async function bookedOf(): Promise<Record<string, number>> {
  const rows: { currency: string; account: string; balance: number | string }[] = await world
    .db('entry as e')
    .join('journal as j', (on) => on.on('j.institution_id', 'e.institution_id').on('j.id', 'e.journal_id'))
    .where('e.institution_id', world.selva.id)
    .whereIn('e.account_code', ['1403', '1404', '1405', '1406', '1408', '1409'])
    .groupBy('j.currency', 'e.account_code')
    .select('j.currency', 'e.account_code as account')
    .select(world.db.raw(`sum(case e.side when 'debit' then e.amount else -e.amount end) as balance`));
  return Object.fromEntries(
    rows
      .map((row) => [`${row.currency} ${row.account}`, Number(row.balance)] as const)
      .filter(([, value]) => value !== 0),
  );
}

const ACCOUNT_OF = { vigente: '1401', reestructurado: '1403', refinanciado: '1404', vencido: '1405', judicial: '1406' };

function booksFor(judged: readonly JudgedLoan[]): Record<string, number> {
  const books: Record<string, number> = {};
  const add = (key: string, amount: number) => {
    books[key] = (books[key] ?? 0) + amount;
  };
  for (const loan of judged) {
    if (loan.situation !== 'vigente') add(`${loan.currency} ${ACCOUNT_OF[loan.situation]}`, loan.standing.principal);
    add(`${loan.currency} 1408`, loan.receivable);
    add(`${loan.currency} 1409`, -loan.provision);
  }
  return Object.fromEntries(Object.entries(books).filter(([, amount]) => amount !== 0));
}
