import { inTransaction } from '../../src/db/transaction';
import { freezeLineMonth } from '../../src/line-reports/freeze-line-month';
import { frozenFigures } from '../../src/line-reports/frozen';
import { readReport } from '../../src/line-reports/read-report';
import { quarterOf } from '../../src/line-reports/quarters';
import { findLine, type CreditLine } from '../../src/lines/store';
import { signIn, textOf } from '../support/browser';
import { linkTo } from '../support/links';
import { loanBook, type LoanBook } from '../support/loan-book';
import { createWorld, TODAY, type World } from '../support/world';
import { knowLoans } from './standings';

let world: World;
let selva: LoanBook;

beforeEach(async () => {
  world = await createWorld();
  selva = await loanBook(world, world.selva);
});

const QUARTER = quarterOf('2026-09-30');

/** Of one farmer, whose sex and birthday are given; S/ 100.00 of principal, of a parcel of 2.5 ha. */
async function lend(more: Partial<Parameters<LoanBook['addLoan']>[0]> = {}, sex = 'M', birthDate = '1980-05-01') {
  const farmerId = await selva.addFarmer('Huamán', more.ubigeo);
  await world
    .db('farmer')
    .where({ institution_id: world.selva.id, id: farmerId })
    .update({ sex, birth_date: birthDate });
  const instalments = [{ due: '2027-05-31', principal: 100_00 }];
  const id = await selva.addLoan({ disbursedOn: '2026-02-01', farmerId, instalments, ...more });
  const own = { institution_id: world.selva.id };
  const { application_id: applicationId }: { application_id: number } = await world
    .db('loan')
    .where({ ...own, id })
    .first();
  const parcel = {
    ...own,
    id,
    farmer_id: farmerId,
    name: 'La Loma',
    area_ha: '2.5',
    tenure: 'title',
    variety: 'ccn51',
  };
  const place = { planted_on: '2015-01-01', ubigeo: '100601', created_at: '2026-01-01T12:00:00.000Z' };
  await world.db('parcel').insert({ ...parcel, ...place });
  await world.db('application_parcel').insert({ ...own, application_id: applicationId, parcel_id: id });
  return id;
}

/** Fourteen farmers: six women, five of them young; one loan of San Martín, and one 61 days late on 30 September. */
async function fourteenLoans(): Promise<void> {
  for (let index = 0; index < 5; index++) await lend({}, 'F', '2000-01-01');
  await lend({}, 'F');
  for (let index = 0; index < 6; index++) await lend();
  await lend({ instalments: [{ due: '2026-07-31', principal: 100_00 }] });
  await lend({ ubigeo: '220101', instalments: [{ due: '2027-05-31', principal: 300_00 }] });
  await knowLoans(world.db, world.selva.id);
}

async function line(): Promise<CreditLine> {
  const found = await findLine(world.db, world.selva.id, 1);
  if (!found) throw new Error('there is no line');
  return found;
}

const freeze = async () => inTransaction(world.db, (trx) => freezeLineMonth(trx, world.selva.id, '2026-09-30'));

describe('The figures of a line at the end of a month', () => {
  it('are those of its loans, farmers and parcels, each counted once', async () => {
    await fourteenLoans();
    await freeze();
    const frozen = await frozenFigures(world.db, world.selva.id, 1, '2026-09-30');
    expect(frozen?.funds).toMatchObject({ drawn: 0, lent: 1_600_00, recovered: 0, writtenOff: 0 });
    expect(frozen?.groups.find(({ cut }) => cut === 'all')).toEqual({
      ...{ lineId: 1, cut: 'all', member: '', loans: 14, farmers: 14, women: 6, young: 5 },
      ...{ squareMetres: 350_000, principal: 1_600_00, late1: 100_00, late30: 100_00, late90: 0 },
      ...{ refinanced: 0, late30OrRefinanced: 100_00 },
    });
    const members = (cut: string) =>
      frozen?.groups.filter((group) => group.cut === cut).map(({ member, farmers }) => [member, farmers]);
    expect(members('department')).toEqual([
      ['10', 13],
      ['22', 1],
    ]);
    expect(members('days-late')).toEqual([
      ['0', 13],
      ['61', 1],
    ]);
  });

  it('are the same by value date while nothing is booked later', async () => {
    await fourteenLoans();
    const live = await readReport(world.db, await line(), QUARTER, TODAY);
    expect(live.figures.frozen).toBe(false);
    await freeze();
    const frozen = await readReport(world.db, await line(), QUARTER, TODAY);
    expect(frozen.figures.frozen).toBe(true);
    expect(frozen.figures.groups.toSorted(byName)).toEqual(live.figures.groups.toSorted(byName));
    expect(frozen.figures.funds).toEqual(live.figures.funds);
  });

  it('stay as they were, whatever is entered with an earlier date', async () => {
    await fourteenLoans();
    await freeze();
    const before = await readReport(world.db, await line(), QUARTER, TODAY);
    await lend();
    const after = await readReport(world.db, await line(), QUARTER, TODAY);
    expect(after.figures).toEqual(before.figures);
  });

  it('count a farmer of two loans once, and his parcel too', async () => {
    const first = await lend();
    const { farmer_id: farmerId, application_id: applicationId }: Record<string, number> = await world
      .db('loan')
      .where({ institution_id: world.selva.id, id: first })
      .first();
    const again = await selva.addLoan({
      disbursedOn: '2026-03-01',
      farmerId: farmerId ?? 0,
      instalments: [{ due: '2027-07-31', principal: 50_00 }],
    });
    expect(applicationId).toBeGreaterThan(0);
    const second: Record<string, number> = await world
      .db('loan')
      .where({ institution_id: world.selva.id, id: again })
      .first();
    await world.db('application_parcel').insert({
      institution_id: world.selva.id,
      application_id: second['application_id'],
      parcel_id: first,
    });
    const { figures } = await readReport(world.db, await line(), QUARTER, TODAY);
    expect(figures.groups[0]).toMatchObject({ loans: 2, farmers: 1, squareMetres: 25_000, principal: 150_00 });
  });

  it('are not taken on other days', async () => {
    await inTransaction(world.db, (trx) => freezeLineMonth(trx, world.selva.id, '2026-09-29'));
    expect(await world.db('line_month_funds')).toEqual([]);
  });

  function byName(one: { cut: string; member: string }, other: { cut: string; member: string }): number {
    return `${one.cut} ${one.member}` < `${other.cut} ${other.member}` ? -1 : 1;
  }
});

describe('The report of a line', () => {
  const path = () => `/lineas/${world.selva.id}/1/informe`;

  it.each(['alicia@azmj', 'marta@selva', 'raul@selva'])(
    'tells %s of the last ended quarter without a name',
    async (who) => {
      await fourteenLoans();
      await freeze();
      const text = textOf((await (await signIn(world.app, who)).get(path())).text);
      expect(text).toContain('Trimestre 3 de 2026');
      expect(text).toContain('Cifras congeladas al cerrar el 30 de setiembre de 2026');
      expect(text).toContain('14 productores con 35.00 ha deben S/ 1,600.00; el PAR 30 es 6.25 %.');
      expect(text).toContain('Toda la línea 14 14 6 5 35.00 1,600.00 6.25 % 6.25 % 0.00 %');
      // One farmer of San Martín: hidden, and Huánuco with it, since the total would tell of him.
      expect(text).toContain('San Martín <5 <5 — — — — — — —');
      expect(text).toContain('Huánuco — — — — — — — — —');
      expect(text).not.toContain('Huamán');
    },
  );

  it('says that a quarter that is not closed may still change', async () => {
    await fourteenLoans();
    const text = textOf((await (await signIn(world.app, 'raul@selva')).get(`${path()}?trimestre=2026-4`)).text);
    expect(text).toContain('Cifras por fecha valor al 23 de noviembre de 2026');
  });

  it('is printed, and taken away as a file with every part', async () => {
    await fourteenLoans();
    await freeze();
    const raul = await signIn(world.app, 'raul@selva');
    const { text: html } = await raul.get(path());
    const printed = textOf((await raul.get(linkTo(html, 'Ver para imprimir'))).text);
    expect(printed).toContain('Uso de los fondos');
    expect(printed).not.toContain('Descargar Excel');
    const csv = (await raul.get(linkTo(html, 'Descargar CSV'))).text;
    for (const part of ['Uso de los fondos', 'Cartera', 'Antigüedad', 'Por región', 'Por producto']) {
      expect(csv).toContain(`\r\n${part},`);
    }
    const xlsx = await raul.get(linkTo(html, 'Descargar Excel'));
    expect([xlsx.status, xlsx.headers['content-type']]).toEqual([200, expect.stringContaining('spreadsheetml')]);
  });

  it('is not for people of another lender, nor for an investor who did not give the line', async () => {
    for (const who of ['raul@valle', 'ines@azmj']) {
      expect([who, (await (await signIn(world.app, who)).get(path())).status]).toEqual([who, 404]);
    }
    expect((await (await signIn(world.app, 'carmen@selva')).get(path())).status).toBe(403);
  });

  it('of a quarter before the line began is not known', async () => {
    expect((await (await signIn(world.app, 'raul@selva')).get(`${path()}?trimestre=2019-1`)).status).toBe(404);
  });
});
