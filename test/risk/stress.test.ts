import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CashFlow } from '../../src/applications/cash-flow';
import { connect } from '../../src/db/connect';
import { migrate } from '../../src/db/migrate';
import type { RiskBook } from '../../src/risk/cuts';
import { stressOrProgress } from '../../src/risk/stress-jobs';
import { outcomeOf } from '../../src/risk/stress';
import { stressQuery } from '../../src/risk/stress-query';
import { tryStress } from '../../src/risk/try-stress';
import { signIn, textOf } from '../support/browser';
import { onPostgres } from '../support/database';
import { linksOf, linkTo } from '../support/links';
import { loanBook, type LoanBook } from '../support/loan-book';
import { createWorld, createWorldOn, TODAY, type World } from '../support/world';

let world: World;
let selva: LoanBook;

beforeEach(async () => {
  world = await createWorld();
  selva = await loanBook(world, world.selva);
});

/** 1,000 kg in December at S/ 10.00, less S/ 2.00 a kg: S/ 8,000 in an ordinary year. */
const DECEMBER: CashFlow = {
  asOf: '2026-05-01',
  parcels: [
    {
      id: 1,
      name: 'La Loma',
      areaHa: '2',
      plantedOn: '2015-01-01',
      variety: 'ccn51',
      department: '22',
      harvestShares: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100],
    },
  ],
  crops: {
    ccn51: { pricePerKg: 10_00, yieldCurve: [1_000] },
    'fine-native': { pricePerKg: 10_00, yieldCurve: [1_000] },
  },
  haircut: '0.5',
  costPerKg: 2_00,
  costPerHectareYear: 0,
  careShares: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100],
  otherIncomeMonthly: 0,
  livingCostMonthly: 0,
  otherDebtMonthly: 0,
  otherDebtMonths: 0,
  surplusSharePercent: '70',
  stress: { priceFallPercent: 50, yieldFallPercent: 30 },
  solesPerDollar: null,
};

const OCTOBER = [0, 0, 0, 0, 0, 0, 0, 0, 0, 100, 0, 0] as const;

/** S/ 6,000 due in December, S/ 5,000 of it principal; and a loan of S/ 15,000 of which nothing is known. */
async function twoLoans(): Promise<void> {
  const id = await selva.addLoan({
    disbursedOn: '2026-05-01',
    ubigeo: '220101',
    instalments: [{ due: '2026-12-31', principal: 5_000_00, interest: 1_000_00 }],
  });
  await selva.addLoan({ disbursedOn: '2026-05-01', instalments: [{ due: '2026-12-31', principal: 15_000_00 }] });
  const { application_id: applicationId }: { application_id: number } = await world
    .db('loan')
    .where({ institution_id: world.selva.id, id })
    .first();
  await world
    .db('application')
    .where({ institution_id: world.selva.id, id: applicationId })
    .update({ cash_flow: JSON.stringify(DECEMBER) });
}

const book = (): RiskBook => ({
  institutionId: world.selva.id,
  currency: 'PEN',
  asOf: TODAY,
  since: TODAY,
  today: TODAY,
});

async function stressed(query: Record<string, string>) {
  const read = await tryStress(world.db, { book: book(), query: stressQuery.parse(query) });
  if (!read) throw new Error('a parameter is missing');
  return read;
}

describe('A harvest that fails', () => {
  it.each([
    ['nothing happens', { precio: '0', rendimiento: '0' }, 0],
    ['the price halves: 5,000 − 2,000 = 3,000', { precio: '50', rendimiento: '0' }, 3_000_00],
    ['the yield halves: 5,000 − 1,000 = 4,000', { precio: '0', rendimiento: '50' }, 2_000_00],
    ['both halve: 2,500 − 1,000 = 1,500', { precio: '50', rendimiento: '50' }, 4_500_00],
    ['it comes after the due date', { precio: '0', rendimiento: '0', semanas: '8' }, 6_000_00],
    ['the price falls elsewhere', { precio: '50', rendimiento: '0', departamento: '10' }, 0],
    ['the price falls there', { precio: '50', rendimiento: '0', departamento: '22' }, 3_000_00],
    ['the price of the other variety falls', { precio: '50', rendimiento: '0', variedad: 'fine-native' }, 0],
  ])('leaves unpaid what the window lacks: %s', async (_name, query, shortfall) => {
    await twoLoans();
    const { whole, unknown } = await stressed(query);
    expect(whole).toMatchObject({ expectedShortfall: 0, stressedShortfall: shortfall, ahead: 21_000_00 });
    expect(unknown).toBe(1);
  });

  it('brings the loan into PAR 30 and its provision from 1 % to 25 %', async () => {
    await twoLoans();
    const { whole } = await stressed({ precio: '50', rendimiento: '0' });
    expect(whole).toMatchObject({
      gross: 20_000_00,
      lateNow: 0,
      lateStressed: 5_000_00,
      provisionNow: 50_00 + 150_00,
      provisionStressed: 1_250_00 + 150_00,
    });
  });

  it('takes the parcels of the farmer where no cash flow was recorded', async () => {
    const farmerId = await selva.addFarmer('Quispe');
    await world.db('parcel').insert({
      institution_id: world.selva.id,
      id: 1,
      farmer_id: farmerId,
      name: 'La Loma',
      area_ha: '2',
      tenure: 'title',
      variety: 'ccn51',
      planted_on: '2015-01-01',
      ubigeo: '100601',
      created_at: '2026-01-01T12:00:00.000Z',
    });
    const instalments = [{ due: '2027-07-31', principal: 1_000_00 }];
    await selva.addLoan({ disbursedOn: TODAY, farmerId, instalments });
    const mild = await stressed({ precio: '0', rendimiento: '0' });
    expect([mild.unknown, mild.whole.stressedShortfall]).toEqual([0, 0]);
    const hard = await stressed({ precio: '70', rendimiento: '70' });
    expect(hard.whole.stressedShortfall).toBe(1_000_00);
  });

  it('leaves what the harvest since the last instalment has brought already', async () => {
    const since = { ...DECEMBER, parcels: DECEMBER.parcels.map((parcel) => ({ ...parcel, harvestShares: OCTOBER })) };
    await twoLoans();
    await world
      .db('application')
      .where({ institution_id: world.selva.id })
      .whereNotNull('cash_flow')
      .update({ cash_flow: JSON.stringify(since) });
    expect((await stressed({ precio: '70', rendimiento: '70' })).whole.stressedShortfall).toBe(0);
  });

  it('gives the same losses for the same seed and others for another', async () => {
    await twoLoans();
    const lossesOf = async (semilla: string) => (await stressed({ semilla })).losses;
    const once = await lossesOf('7');
    expect(once.bars.reduce((sum, { scenarios }) => sum + scenarios, 0)).toBe(1_000);
    expect(await lossesOf('7')).toEqual(once);
    expect(await lossesOf('8')).not.toEqual(once);
    expect(once.beyond99).toBeGreaterThan(0);
    expect(once.beyond99).toBeLessThanOrEqual(3_000_00);
  });

  it('knows nothing of another lender', async () => {
    const valle = await loanBook(world, world.valle);
    await valle.addLoan({ disbursedOn: '2026-05-01', instalments: [{ due: '2026-12-31', principal: 7_777_00 }] });
    expect((await stressed({})).loans).toEqual([]);
  });
});

describe('What is covered of what falls due', () => {
  it.each([
    ['all of it', 0, 1_000, 0.8, 'pays-all'],
    ['85 % where 80 % is enough', 150, 1_000, 0.8, 'pays-part'],
    ['80 % where 80 % is enough', 200, 1_000, 0.8, 'pays-part'],
    ['79.9 % where 80 % is enough', 201, 1_000, 0.8, 'pays-little'],
    ['nothing falls due', 0, 0, 0.8, 'pays-all'],
  ] as const)('%s', (_name, shortfall, ahead, coverage, outcome) => {
    expect(outcomeOf(shortfall, ahead, coverage)).toBe(outcome);
  });

  it('decides whether a loan that misses something is late: S/ 600.00 of S/ 6,000.00 missing is not', async () => {
    await twoLoans();
    // At −26 % the window has 7,400 − 2,000 = 5,400; the choices of the page end in tens, so the yield helps: 0.7 × (10,000 − 2,000) = 5,600.
    const { whole } = await stressed({ precio: '0', rendimiento: '30' });
    expect(whole).toMatchObject({ stressedShortfall: 400_00, lateStressed: 0 });
    expect(whole.byOutcome).toEqual({ 'pays-all': 0, 'pays-part': 5_000_00, 'pays-little': 0, unknown: 15_000_00 });
  });

  it('is shown from a mild fall to a hard one, for price, yield and both', async () => {
    await twoLoans();
    const { severities } = await stressed({});
    expect(
      severities.map((one) => [one.percent, one.price.shortfall, one.yield.shortfall, one.both.shortfall]),
    ).toEqual([
      // 10,000 of beans less 2,000 for picking them; 6,000 are due.
      [10, 0, 0, 0], // 7,000; 7,200; 0.9 × (9,000 − 2,000) = 6,300
      [20, 0, 0, 1_200_00], // 6,000; 6,400; 0.8 × 6,000 = 4,800
      [30, 1_000_00, 400_00, 2_500_00], // 5,000; 5,600; 0.7 × 5,000 = 3,500
      [40, 2_000_00, 1_200_00, 3_600_00], // 4,000; 4,800; 0.6 × 4,000 = 2,400
      [50, 3_000_00, 2_000_00, 4_500_00], // 3,000; 4,000; 0.5 × 3,000 = 1,500
    ]);
    // At −20 % 4,800 of 6,000 are exactly the 80 % that are enough.
    expect(severities.map((one) => one.both.late)).toEqual([0, 0, 5_000_00, 5_000_00, 5_000_00]);
  });
});

describe('A stress in a thread of its own', () => {
  it('finds what it would find here, and the same stress is tried once', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'stress-')), 'own.sqlite');
    const db = onPostgres ? world.db : connect(`sqlite:${path}`);
    if (!onPostgres) {
      await migrate(db);
      world = await createWorldOn(db, world.clock);
      selva = await loanBook(world, world.selva);
    }
    await twoLoans();
    const ask = { book: book(), query: stressQuery.parse({ precio: '50' }) };
    const here = await tryStress(db, ask);
    const { job } = await stressOrProgress(db, ask);
    expect(await job.result).toEqual(here);
    expect(job.part).toBeGreaterThan(0.9);
    expect((await stressOrProgress(db, ask)).job).toBe(job);
    await selva.addLoan({ disbursedOn: '2026-05-01', instalments: [{ due: '2026-12-31', principal: 1_00 }] });
    expect((await stressOrProgress(db, ask)).job).not.toBe(job);
    await (
      await stressOrProgress(db, ask)
    ).job.result;
    if (!onPostgres) await db.destroy();
  });
});

describe('The stress page', () => {
  it('without a loan has nothing to try', async () => {
    const raul = await signIn(world.app, 'raul@selva');
    expect(textOf((await raul.get('/riesgo/estres')).text)).toContain('Hoy no hay saldo por cobrar que probar.');
  });

  it('says what would be missing, where, of which loans, and with which seed', async () => {
    await twoLoans();
    const raul = await signIn(world.app, 'raul@selva');
    const { text: html } = await raul.get('/riesgo/estres?precio=50&rendimiento=0&semilla=41');
    const text = textOf(html);
    expect(text).toContain(
      'Toda la cartera: faltarían S/ 3,000.00 de S/ 21,000.00 que vencen en 12 meses; el PAR 30 pasaría de 0.00 % a 25.00 %.',
    );
    expect(text).toContain('No podrían pagar todo 1 de 2 créditos.');
    expect(text).toContain('Semilla: 41');
    expect(text).toContain('Supuesto');
    expect(linksOf(html)).toContainEqual(['S/ 5,000.00', '/creditos/1']);
    expect(linkTo(html, 'Probar con otra semilla')).toContain('semilla=42');
    expect((html.match(/<svg [^>]*class="chart"/g) ?? []).length).toBe(5);
  });

  it('leads from a group to its loans, with what each would cover', async () => {
    await twoLoans();
    const raul = await signIn(world.app, 'raul@selva');
    const { text: html } = await raul.get('/riesgo/estres?precio=50&rendimiento=0');
    const all = textOf((await raul.get(linkTo(html, 'Ver todos los créditos probados'))).text);
    expect(all).toContain('2 créditos');
    expect(all).toContain('S/ 5,000.00 S/ 6,000.00 S/ 0.00 S/ 3,000.00 50.00 % Paga muy poco');
    expect(all).toContain('S/ 15,000.00 S/ 15,000.00 S/ 0.00 S/ 0.00 — Sin datos del hogar');
    const query = 'precio=50&rendimiento=0&grupo=departamento&clave=22&resultado=poco';
    expect(textOf((await raul.get(`/riesgo/estres/creditos?${query}`)).text)).toContain('1 crédito De S/ 6,000.00');
    const other = 'precio=50&rendimiento=0&grupo=linea&clave=9';
    expect(textOf((await raul.get(`/riesgo/estres/creditos?${other}`)).text)).toContain('Ningún crédito está detrás');
  });

  it('of a currency without an exchange rate says what is missing', async () => {
    const raul = await signIn(world.app, 'raul@selva');
    await world.db('parameter').where({ institution_id: world.selva.id, name: 'exchange-rate.USD' }).del();
    expect(textOf((await raul.get('/riesgo/estres?moneda=USD')).text)).toContain('Falta un parámetro');
  });
});
