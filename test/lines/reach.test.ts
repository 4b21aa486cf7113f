import { lineAtRisk } from '../../src/lines/financed-loans';
import { reachOfLine } from '../../src/lines/reach';
import { lineDifferences } from '../../src/lines/recompute';
import { signIn, textOf, type Person } from '../support/browser';
import { loanBook, type LoanBook } from '../support/loan-book';
import { createWorld, TODAY, type World } from '../support/world';
import { anInvestor, anOpenLine, draw } from './open';

const TINGO_MARIA = '100601';
const TOCACHE = '221001';

let world: World;
let book: LoanBook;
let line: { institutionId: number; id: number };
let loans: number[];

/** Three loans of a dollar line of 1,000.00: two of Rosa, who moved from Huánuco to San Martín, and one of Juan, late. */
beforeAll(async () => {
  world = await createWorld();
  book = await loanBook(world, world.selva);
  const investorId = await anInvestor(world);
  line = { institutionId: world.selva.id, id: await anOpenLine(world, investorId) };
  await draw(world, world.selva, line.id, 900_00);
  const rosa = await book.addFarmer('Quispe', TINGO_MARIA);
  const juan = await book.addFarmer('Mamani', TINGO_MARIA);
  await world.db('farmer').where({ institution_id: world.selva.id, id: juan }).update({ sex: 'M' });
  const common = { currency: 'USD', lineId: line.id, disbursedOn: '2026-03-10' };
  loans = [
    await book.addLoan({
      ...common,
      farmerId: rosa,
      ubigeo: TINGO_MARIA,
      instalments: [{ due: '2026-06-30', principal: 200_00 }],
      payments: [{ on: '2026-06-30', amount: 200_00 }],
    }),
    await book.addLoan({
      ...common,
      farmerId: rosa,
      ubigeo: TOCACHE,
      instalments: [{ due: '2027-06-30', principal: 300_00 }],
    }),
    await book.addLoan({
      ...common,
      farmerId: juan,
      ubigeo: TINGO_MARIA,
      instalments: [{ due: '2026-10-23', principal: 150_00 }],
      payments: [{ on: '2026-10-01', amount: 50_00 }],
    }),
  ];
  await addParcel(rosa, 1, '2.5', [1, 2]);
  await addParcel(juan, 2, '1.25', [3]);
  await world
    .db('staff')
    .where({ institution_id: world.azmj.id, username: 'ines' })
    .update({ investor_id: investorId });
});

describe('whom a line reached', () => {
  it('counts every farmer and every parcel once, and again in each department', async () => {
    const { total, regions } = await reachOfLine(world.db, line);
    expect({ ...total, hectares: total.hectares.toFixed() }).toEqual({
      loans: 3,
      farmers: 2,
      women: 1,
      hectares: '3.75',
      lent: 650_00,
    });
    expect(regions.map((region) => ({ ...region, hectares: region.hectares.toFixed() }))).toEqual([
      { department: 'Huánuco', loans: 2, farmers: 2, women: 1, hectares: '3.75', lent: 350_00 },
      { department: 'San Martín', loans: 1, farmers: 1, women: 1, hectares: '2.5', lent: 300_00 },
    ]);
  });

  it('says nothing of a line without loans', async () => {
    const { total, regions } = await reachOfLine(world.db, { ...line, id: 9_999 });
    expect({ ...total, hectares: total.hectares.toFixed() }).toEqual({
      loans: 0,
      farmers: 0,
      women: 0,
      hectares: '0',
      lent: 0,
    });
    expect(regions).toEqual([]);
  });
});

describe('what of a line is at risk', () => {
  it.each`
    asOf            | late  | atRisk
    ${'2026-11-22'} | ${30} | ${0}
    ${'2026-11-23'} | ${31} | ${100_00}
  `('is the whole unpaid principal of a loan $late days late: $atRisk', async ({ asOf, atRisk }) => {
    expect(await lineAtRisk(world.db, line, asOf, 30)).toMatchObject({ atRisk, gross: 400_00 });
  });

  it('has no ratio where there is no loan', async () => {
    expect(await lineAtRisk(world.db, { ...line, id: 9_999 }, TODAY, 30)).toEqual({ atRisk: 0, gross: 0 });
  });
});

describe('verify', () => {
  it('recomputes what was lent and recovered from the loans and their payments', async () => {
    const own = async () =>
      (await lineDifferences(world.db, world.selva.id)).filter(({ lineId }) => lineId === line.id);
    expect(await own()).toEqual([
      { lineId: line.id, balance: 'lent', stored: 0, recomputed: 650_00 },
      { lineId: line.id, balance: 'recovered', stored: 0, recomputed: 250_00 },
    ]);
    await world
      .db('credit_line')
      .where({ institution_id: line.institutionId, id: line.id })
      .update({ lent: 650_00, recovered: 250_00 });
    expect(await own()).toEqual([]);
  });
});

describe('the page of the line', () => {
  const read = async (person: Person) => textOf((await person.get(`/lineas/${line.institutionId}/${line.id}`)).text);

  it('shows the lender the loans behind it, with their farmers', async () => {
    const person = await signIn(world.app, 'raul@selva');
    expect(await read(person)).toContain(
      `${loans[2]} Mamani, Rosa Rupa-Rupa 10/03/2026 US$ 150.00 US$ 100.00 US$ 150.00`,
    );
    const { text } = await person.get(`/lineas/${line.institutionId}/${line.id}`);
    expect(text).toContain(`href="/creditos/${loans[2]}"`);
  });

  it.each(['alicia@azmj', 'ines@azmj'])('shows %s how many and where, and no name', async (user) => {
    const text = await read(await signIn(world.app, user));
    expect(text).toContain('Huánuco 2 2 1 (50.00 %) 3.75 ha US$ 350.00');
    expect(text).toContain('Total 3 2 1 (50.00 %) 3.75 ha US$ 650.00');
    expect(text).toContain('Crédito promedio: US$ 216.67');
    expect(text).toContain('En riesgo, más de 30 días 25.00 % US$ 100.00');
    expect(text).not.toMatch(/Quispe|Mamani/);
  });
});

/** A parcel of the farmer that stands behind some of the loans, numbered from 1. */
async function addParcel(farmerId: number, id: number, areaHa: string, ofLoans: readonly number[]): Promise<void> {
  const own = { institution_id: world.selva.id };
  await world.db('parcel').insert({
    ...own,
    id,
    farmer_id: farmerId,
    name: `Parcela ${id}`,
    area_ha: areaHa,
    tenure: 'title',
    variety: 'ccn51',
    planted_on: '2018-10-01',
    ubigeo: TINGO_MARIA,
    created_at: '2026-01-01T00:00:00.000Z',
  });
  for (const number of ofLoans) {
    const loan: { application_id: number } = await world
      .db('loan')
      .where({ ...own, id: loans[number - 1] })
      .first('application_id');
    await world.db('application_parcel').insert({ ...own, application_id: loan.application_id, parcel_id: id });
  }
}
