import { inTransaction } from '../../src/db/transaction';
import { recordDeed } from '../../src/ledger/audit';
import { timelineOf } from '../../src/audit/timeline';
import { createTranslator } from '../../src/web/locale';
import { signIn, textOf, type Person } from '../support/browser';
import { linkTo } from '../support/links';
import { createWorld, type Institution, type World } from '../support/world';

const t = createTranslator()('es-PE');

let world: World;
let ana: Person;

beforeAll(async () => {
  world = await createWorld();
  await deed(world.selva, 'carmen', 'farmer-registered', 'farmer', 7, { reason: 'llegó a la agencia' });
  await deed(world.selva, 'marta', 'line-drawdown', 'credit-line', 7, { amount: 1_234_56, currency: 'PEN' });
  await deed(world.valle, 'julio', 'farmer-registered', 'farmer', 7, { reason: 'de otra institución' });
  for (let parcelId = 1; parcelId <= 60; parcelId++) {
    await deed(world.selva, 'julio', 'parcel-added', 'farmer', 8, { parcelId });
  }
  ana = await signIn(world.app, 'ana@selva');
});

describe('the timeline of a record', () => {
  it('tells what happened to it, by whom, with the details in words', async () => {
    expect(await timelineOf(world.db, t, world.selva.id, 'credit-line', 7)).toEqual([
      {
        title: 'Registró un desembolso de la línea',
        when: expect.stringMatching(/^2026-11-23T15:00:00/),
        who: 'Marta (Jefe de negocios)',
        lines: ['Monto: S/ 1,234.56'],
      },
    ]);
  });

  it('is that of its own institution', async () => {
    const [step, ...others] = await timelineOf(world.db, t, world.selva.id, 'farmer', 7);
    expect(step?.lines).toEqual(['Motivo: llegó a la agencia']);
    expect(others).toEqual([]);
  });

  it('begins with the newest', async () => {
    const steps = await timelineOf(world.db, t, world.selva.id, 'farmer', 8);
    const times = steps.map((step) => step.when);
    expect(times).toEqual(times.toSorted().toReversed());
    expect(steps).toHaveLength(60);
  });

  it('shows the word of a deed that has no sentence yet', async () => {
    await deed(world.selva, 'ana', 'moon-landed', 'moon', 1, {});
    expect((await timelineOf(world.db, t, world.selva.id, 'moon', 1))[0]?.title).toBe('moon-landed');
  });
});

describe('the log of the institution', () => {
  it.each<[string, string, string[], string[]]>([
    ['an action', '?accion=line-drawdown', ['1 hecho ', 'S/ 1,234.56'], ['llegó a la agencia']],
    [
      'a record',
      '?entidad=farmer&numero=7',
      ['1 hecho ', 'llegó a la agencia'],
      ['S/ 1,234.56', 'de otra institución'],
    ],
    ['a day', '?desde=24/11/2026', ['0 hechos', 'Ningún hecho coincide'], []],
    ['a day that holds them', '?desde=23/11/2026&hasta=23/11/2026&entidad=farmer', ['61 hechos'], []],
  ])('is narrowed by %s', async (_name, query, present, absent) => {
    const text = textOf((await ana.get(`/auditoria${query}`)).text);
    for (const words of present) expect(text).toContain(words);
    for (const words of absent) expect(text).not.toContain(words);
  });

  it('is narrowed by a person', async () => {
    const { marta } = world.selva.staff;
    const text = textOf((await ana.get(`/auditoria?persona=${marta}`)).text);
    expect(text).toContain('Registró un desembolso de la línea');
    expect(text).not.toContain('Julio (Asesor de negocios)');
  });

  it('has pages that keep the filters, newest first', async () => {
    const first = await ana.get('/auditoria?accion=parcel-added');
    expect(textOf(first.text)).toContain('Parcela: 60');
    const second = textOf((await ana.get(linkTo(first.text, '2'))).text);
    expect(second).toContain('Parcela: 10');
    expect(second).not.toContain('Parcela: 11');
  });

  it('says which date it could not read and keeps it', async () => {
    const { text, status } = await ana.get('/auditoria?desde=31/02/2026');
    expect(status).toBe(200);
    expect(textOf(text)).toContain('Escribe la fecha con día, mes y año');
    expect(text).toContain('value="31/02/2026"');
  });

  it('goes out whole as CSV, with the filters', async () => {
    const { text, headers } = await ana.get('/auditoria/descargar?accion=parcel-added&formato=csv');
    expect(headers['content-disposition']).toContain('auditoria-2026-11-23.csv');
    expect(text.trim().split('\r\n')).toHaveLength(61);
    expect(text).toContain('Registró una parcela');
  });

  it('goes out as XLSX', async () => {
    const { headers } = await ana.get('/auditoria/descargar?formato=xlsx');
    expect(headers['content-type']).toContain('spreadsheetml');
  });

  it.each(['carmen@selva', 'marta@selva', 'celia@selva', 'raul@selva'])('is not for %s', async (user) => {
    const person = await signIn(world.app, user);
    expect((await person.get('/auditoria')).status).toBe(403);
    expect((await person.get('/auditoria/descargar?formato=csv')).status).toBe(403);
  });

  it('of the facilitator holds the deeds of the facilitator alone', async () => {
    const alicia = await signIn(world.app, 'alicia@azmj');
    const text = textOf((await alicia.get('/auditoria')).text);
    expect(text).toContain('Alicia (Facilitador)');
    expect(text).toContain('5 hechos');
    expect(text).not.toContain('Carmen');
  });
});

async function deed(
  institution: Institution,
  who: string,
  action: string,
  entity: string,
  entityId: number,
  details: Record<string, unknown>,
): Promise<void> {
  await inTransaction(world.db, (trx) => recordDeed(trx, institution.by(who), { action, entity, entityId, details }));
}
