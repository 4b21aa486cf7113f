import { signIn, textOf, type Person } from '../support/browser';
import { createWorld, type World } from '../support/world';
import { completeDraft, desk, done, step, type Desk } from './ready';

let world: World;
let ready: Desk;
beforeAll(async () => {
  world = await createWorld();
  ready = await desk(world, world.selva);
});

async function inCommittee(amount: number): Promise<number> {
  const id = await completeDraft(world, world.selva, ready, { amount });
  done(await step(world, world.selva, 'submit', 'carmen', id));
  done(await step(world, world.selva, 'begin', 'raul', id));
  done(await step(world, world.selva, 'committee', 'raul', id));
  return id;
}

function decide(person: Person, id: number, action: string, reason = 'Por la prueba') {
  return person.submit(`/solicitudes/${id}`, { action, reason }, `/solicitudes/${id}/pasos`);
}

describe('the page of an application', () => {
  it('says whose level of autonomy reaches the amount', async () => {
    const id = await inCommittee(2_500_000);
    const marta = await signIn(world.app, 'marta@selva');
    const refused = await decide(marta, id, 'approve', 'Buena cosecha');
    expect(refused.status).toBe(422);
    expect(textOf(refused.text)).toContain('El monto supera tu nivel de autonomía. Lo aprueba: Riesgos');
    expect(refused.text).toContain('Buena cosecha</textarea>');
    expect((await decide(await signIn(world.app, 'raul@selva'), id, 'approve')).status).toBe(303);
  });

  it('offers each person the steps that are theirs', async () => {
    const id = await inCommittee(800_000);
    const buttons = async (user: string): Promise<string[]> => {
      const { text } = await (await signIn(world.app, user)).get(`/solicitudes/${id}`);
      return [...text.matchAll(/name="action" value="(\w+)"/g)].map((match) => match[1] ?? '');
    };
    expect(await buttons('marta@selva')).toEqual(['approve', 'return', 'deny']);
    expect(await buttons('ana@selva')).toEqual(['approve', 'return', 'deny']);
    expect(await buttons('carmen@selva')).toEqual(['withdraw']);
    expect(await buttons('julio@selva')).toEqual([]);
    expect(await buttons('hugo@selva')).toEqual([]);
  });

  it('leads to the disbursement whoever may pay, and not who approved', async () => {
    const id = await inCommittee(800_000);
    done(await step(world, world.selva, 'approve', 'marta', id));
    const link = `/desembolsos/${id}`;
    expect((await (await signIn(world.app, 'celia@selva')).get(`/solicitudes/${id}`)).text).toContain(link);
    expect((await (await signIn(world.app, 'pedro@selva')).get(`/solicitudes/${id}`)).text).toContain(link);
    expect((await (await signIn(world.app, 'marta@selva')).get(`/solicitudes/${id}`)).text).not.toContain(link);
  });

  it('is refused in words when a button of another role is pressed', async () => {
    const id = await inCommittee(800_000);
    const carmen = await signIn(world.app, 'carmen@selva');
    const refused = await decide(carmen, id, 'approve');
    expect([refused.status, textOf(refused.text)]).toEqual([
      422,
      expect.stringContaining('Ese paso le toca a otra persona de la institución'),
    ]);
    const odd = await decide(carmen, id, 'erase');
    expect([odd.status, textOf(odd.text)]).toEqual([422, expect.stringContaining('Elige qué hacer con la solicitud')]);
  });

  it('shows the figures that were assumed, also after the parameters have changed', async () => {
    const id = await inCommittee(800_000);
    const marta = await signIn(world.app, 'marta@selva');
    const before = textOf((await marta.get(`/solicitudes/${id}`)).text);
    await world.db('parameter').where({ institution_id: world.selva.id, name: 'yield-curve.ccn51' }).del();
    expect(textOf((await marta.get(`/solicitudes/${id}`)).text)).toBe(before);
  });

  it('weighs less than a staff page may', async () => {
    const { text } = await (await signIn(world.app, 'raul@selva')).get(`/solicitudes/${await lastId()}`);
    expect(Buffer.byteLength(text)).toBeLessThan(60_000);
  });
});

async function lastId(): Promise<number> {
  const row = (await world.db('application').max({ id: 'id' }).first()) as { id: number };
  return row.id;
}
