import fc from 'fast-check';
import { closeDay } from '../../src/day-close/close-day';
import { addDays } from '../../src/lending/dates';
import type { LoanStanding } from '../../src/loans/loan-standing';
import { qualityOf, riskLadder, type Ratio } from '../../src/portfolio/quality';
import { readPortfolio, type PortfolioFigures } from '../../src/portfolio/read-portfolio';
import type { Members } from '../../src/portfolio/store';
import { on } from '../loans/a-loan';
import { signIn, textOf } from '../support/browser';
import { loanBook, type BookLoan, type LoanBook } from '../support/loan-book';
import { createWorld, TODAY, type World } from '../support/world';

let world: World;
let selva: LoanBook;

interface Stands {
  readonly modification?: LoanStanding['modification'];
  readonly inCourt?: boolean;
}

/** A loan of the book as the close of a day knows it, refinanced or in court besides. */
async function lend(loan: BookLoan, { modification = null, inCourt = false }: Stands = {}): Promise<number> {
  const loanId = await selva.addLoan(loan);
  const own = { institution_id: world.selva.id };
  const row = await world
    .db('loan')
    .where({ ...own, id: loanId })
    .first();
  if (row.status !== 'active') return loanId;
  if (inCourt) {
    const filed = {
      filed_on: loan.disbursedOn,
      since: loan.disbursedOn,
      court: 'Leoncio Prado',
      case_number: '12-2026',
    };
    const by = { reason: 'No responde', filed_by: world.selva.staff['marta'] };
    await world.db('court_case').insert({ ...own, id: loanId, loan_id: loanId, ...filed, ...by });
  }
  const running = loan.instalments.findIndex(({ due }) => due > TODAY);
  await world.db('loan_standing').insert({
    ...{ ...own, loan_id: loanId, since: loan.disbursedOn, until: null, farmer_id: row.farmer_id },
    ...{ principal: row.principal_outstanding, capitalised: 0, oldest_unpaid_due: row.oldest_unpaid_due },
    ...{ modification, in_court: inCourt ? 1 : 0, accrued: 0, accrual_interest: 0, joins_principal: 0 },
    ...{ running_instalment: running === -1 ? null : running + 1, accrual_from: loan.disbursedOn },
    accrual_until: loan.instalments[running]?.due ?? null,
  });
  return loanId;
}

const closeToday = () => closeDay(world.db, on(world.selva, 'raul', TODAY), TODAY);

const read = (members: Members = {}, knownNow = false): Promise<PortfolioFigures> =>
  readPortfolio(world.db, {
    ...{ institutionId: world.selva.id, currency: 'PEN', asOf: undefined, today: TODAY, knownNow, members },
  });

/** Due so many days ago, or ahead where the number is below zero, and nothing of it paid. */
const owing = (principal: number, daysLate: number): BookLoan => ({
  disbursedOn: '2025-06-01',
  instalments: [{ due: addDays(TODAY, -daysLate), principal }],
});

const inPercent = ({ part, whole }: Ratio): string =>
  part === null || whole === null || whole === 0 ? '—' : ((part / whole) * 100).toFixed(2);

describe('a book of eight loans', () => {
  beforeAll(async () => {
    world = await createWorld();
    selva = await loanBook(world, world.selva);
    await lend(owing(1_000_00, -60)); // bullet, not due yet: Normal, 10.00 set aside
    await lend(owing(2_000_00, 20)); // CPP: 100.00
    await lend(owing(3_000_00, 45)); // vencido, Deficiente: 750.00
    await lend(owing(1_500_00, 200)); // vencido, Pérdida: 1,500.00
    const refinanced: BookLoan = {
      disbursedOn: '2025-06-01',
      instalments: [
        { due: addDays(TODAY, -100), principal: 500_00 },
        { due: addDays(TODAY, 100), principal: 2_500_00 },
      ],
      payments: [{ on: addDays(TODAY, -100), amount: 500_00 }],
    };
    await lend(refinanced, { modification: 'refinanciado' }); // CPP: 125.00
    await lend(owing(500_00, 45), { modification: 'refinanciado' }); // vencido again
    await lend(owing(4_000_00, 400), { inCourt: true }); // judicial, Pérdida: 4,000.00
    await lend({ ...owing(800_00, 300), writtenOffOn: '2026-08-01' });
    expect(await closeToday()).toMatchObject({ type: 'done' });
  });

  it.each([
    [1, '75.86', '93.10', '77.12'],
    [30, '62.07', '79.31', '64.05'],
    [60, '37.93', '58.62', '41.18'],
    [90, '37.93', '58.62', '41.18'],
    [180, '37.93', '58.62', '41.18'],
  ])('has a PAR %d of %s %%, with refinanced %s %%, with written-off %s %%', async (days, ...percents) => {
    for (const knownNow of [false, true]) {
      const { portfolio, losses } = await read({}, knownNow);
      const step = riskLadder(portfolio.whole, losses).find((one) => one.days === days);
      expect(step && [step.alone, step.withRefinanced, step.withWrittenOff].map(inPercent)).toEqual(percents);
    }
  });

  it.each([
    ['mora', 9_000_00, 14_500_00],
    ['high-risk', 11_500_00, 14_500_00],
    ['global-mora', 12_300_00, 14_500_00],
    ['matured-par-30', 9_000_00, 13_500_00],
    ['write-off', 800_00, null],
  ] as const)('has as %s %d of %s', async (key, part, whole) => {
    for (const knownNow of [false, true]) {
      const { portfolio, losses } = await read({}, knownNow);
      expect(qualityOf(portfolio.whole, losses)[key]).toEqual({ part, whole });
    }
  });

  it.each([
    ['reserve', 14_500_00],
    ['par-30-coverage', 9_000_00],
    ['overdue-coverage', 9_000_00],
    ['high-risk-coverage', 11_500_00],
  ] as const)('has set aside 6,610.00, and %s is that of %d', async (key, whole) => {
    for (const knownNow of [false, true]) {
      const { portfolio, losses } = await read({}, knownNow);
      expect(qualityOf(portfolio.whole, losses)[key]).toEqual({ part: 6_610_00, whole });
    }
  });

  it('is late by the bands of the SBS and by those of CGAP', async () => {
    const { whole } = (await read()).portfolio;
    const principals = (bands: typeof whole.bands) => bands.map(({ band, principal }) => [band.key, principal / 100]);
    expect(principals(whole.bands)).toEqual([
      ['al-dia', 3_500],
      ['1-8', 0],
      ['9-30', 2_000],
      ['31-60', 3_500],
      ['61-120', 0],
      ['mas-120', 5_500],
    ]);
    expect(principals(whole.cgapBands)).toEqual([
      ['al-dia', 3_500],
      ['1-30', 2_000],
      ['31-60', 3_500],
      ['61-90', 0],
      ['91-180', 0],
      ['181-365', 1_500],
      ['mas-365', 4_000],
    ]);
  });

  it('lists behind a figure of the books the loans that are in it', async () => {
    const raul = await signIn(world.app, 'raul@selva');
    for (const [query, says] of [
      ['cartera=atrasada', '4 créditos · saldo capital S/ 9,000.00'],
      ['cartera=refinanciada', '1 crédito · saldo capital S/ 2,500.00'],
      ['cartera=alto-riesgo', '5 créditos · saldo capital S/ 11,500.00'],
      ['atraso=60&refinanciados=con', '4 créditos · saldo capital S/ 8,500.00'],
      ['tramo=mas-365', '1 crédito · saldo capital S/ 4,000.00'],
      ['vence=90', '1 crédito · saldo capital S/ 1,000.00 · capital que vence S/ 1,000.00'],
    ]) {
      expect([query, textOf((await raul.get(`/cartera/creditos?${query}`)).text)]).toEqual([
        query,
        expect.stringContaining(says ?? ''),
      ]);
    }
  });

  it('says on the page of which day it is and as known when', async () => {
    const raul = await signIn(world.app, 'raul@selva');
    const frozen = textOf((await raul.get('/cartera')).text);
    expect(frozen).toContain('Al cierre del 23 de noviembre de 2026, según lo conocido ese día');
    expect(frozen).toContain('Alto riesgo SBS 79.31 % S/ 11,500.00');
    expect(frozen).toContain('Cobertura de PAR 30 73.44 % provisiones S/ 6,610.00');
    expect(frozen).toContain('En los próximos 90 días vence 6.90 % de la cartera.');
    const live = textOf((await raul.get('/cartera?segun=hoy')).text);
    expect(live).toContain('Calculado ahora');
    expect(live).toContain('Alto riesgo SBS 79.31 % S/ 11,500.00');
    const crossed = textOf((await raul.get('/cartera?asesor=1&departamento=10')).text);
    expect(crossed).not.toContain('Al cierre del 23');
  });
});

describe('a loan that was given other due dates after a day was closed', () => {
  it('is as late on that day as it was known to be, and the trend goes from month to month', async () => {
    world = await createWorld();
    selva = await loanBook(world, world.selva);
    const loanId = await lend({ ...owing(1_000_00, 53), payments: [{ on: '2026-09-01', amount: 100_00 }] });
    for (const day of ['2026-10-31', '2026-11-01']) await closeDay(world.db, on(world.selva, 'raul', TODAY), day);
    const own = { institution_id: world.selva.id };
    await world
      .db('instalment')
      .where({ ...own, loan_id: loanId })
      .update({ due: '2027-06-30' });
    await world
      .db('loan')
      .where({ ...own, id: loanId })
      .update({ oldest_unpaid_due: '2027-06-30' });

    const frozen = await read();
    expect(frozen.book.asOf).toBe('2026-11-01');
    expect(frozen.portfolio.whole.bands.map(({ principal }) => principal)).toEqual([0, 0, 0, 900_00, 0, 0]);
    expect(frozen.trend.map(({ date, figures }) => [date, figures.gross])).toEqual([
      ['2026-10-31', 900_00],
      ['2026-11-01', 900_00],
    ]);
    expect(frozen.losses.averageGross).toBe(900_00);
    const raul = await signIn(world.app, 'raul@selva');
    expect(textOf((await raul.get('/cartera')).text)).toContain(
      'Del 31/10/2026 al 01/11/2026 la cartera bruta pasó de S/ 900.00 a S/ 900.00 y el PAR 30 de 0.00 % a 100.00 %.',
    );
    const live = textOf((await raul.get('/cartera?al=01/11/2026&segun=hoy')).text);
    expect(live).toContain('Un crédito reprogramado después del 1 de noviembre de 2026 se ve con sus cuotas de hoy.');
    expect(live).toContain('PAR 30 0.00 %');
  });
});

describe('any book on the day of its close', () => {
  const anyLoan = fc.record({
    dues: fc.array(
      fc.record({ days: fc.integer({ min: -150, max: 500 }), principal: fc.integer({ min: 1, max: 900_00 }) }),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
    paidShare: fc.double({ min: 0, max: 0.9, noNaN: true }),
    modification: fc.constantFrom(null, null, 'refinanciado' as const, 'reestructurado' as const),
    inCourt: fc.integer({ min: 0, max: 5 }).map((one) => one === 0),
    officer: fc.constantFrom('carmen', 'julio'),
    ubigeo: fc.constantFrom('100601', '220101'),
  });

  it('is the same from what was frozen and from its loans, whole and by every member', async () => {
    world = await createWorld();
    selva = await loanBook(world, world.selva);
    for (const one of fc.sample(anyLoan, { numRuns: 40, seed: 5 })) {
      const dues = [...new Map(one.dues.map((due) => [due.days, due])).values()].toSorted((a, b) => b.days - a.days);
      const instalments = dues.map(({ days, principal }) => ({
        due: addDays(TODAY, -days),
        principal,
        interest: 7_00,
      }));
      const amount = Math.floor(instalments.reduce((sum, row) => sum + row.principal, 0) * one.paidShare);
      const payments = amount > 0 ? [{ on: '2026-10-01', amount }] : [];
      const { officer, ubigeo } = one;
      await lend({ disbursedOn: '2025-01-15', instalments, payments, officer, ubigeo }, one);
    }
    await closeToday();
    const frozen = await read();
    const live = await read({}, true);
    expect([frozen.source, live.source]).toEqual(['frozen', 'live']);
    expect(frozen.portfolio.whole).toEqual(live.portfolio.whole);
    expect(frozen.farmers).toBe(live.farmers);
    expect(frozen.due).toEqual(live.due);
    expect(frozen.due?.length).toBeGreaterThan(3);
    expect(frozen.portfolio.whole.refinanced).toBeGreaterThan(0);
    const withoutProvisions = ({ portfolio }: PortfolioFigures) =>
      Object.values(portfolio.by).map((members) => members.map((member) => ({ ...member, provision: null })));
    expect(withoutProvisions(frozen)).toEqual(withoutProvisions(live));
    for (const members of [{ department: '22' }, { officer: String(world.selva.staff['julio']) }]) {
      const [ofMember, now] = [await read(members), await read(members, true)];
      expect([ofMember.source, ofMember.farmers]).toEqual(['frozen', now.farmers]);
      expect({ ...ofMember.portfolio.whole, provision: null }).toEqual(now.portfolio.whole);
    }
  });
});
