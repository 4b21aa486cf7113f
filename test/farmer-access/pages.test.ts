import { hiddenFieldsOf, signIn, somebody, textOf, type Person } from '../support/browser';
import { createWorld, type World } from '../support/world';
import { addRosa } from './farmer';

const PIN = '740926';
const DNI = '41234567';

let world: World;
let carmen: Person;
let farmerId: number;

beforeAll(async () => {
  world = await createWorld();
  farmerId = await addRosa(world.db, world.selva, DNI);
  carmen = await signIn(world.app, 'carmen@selva');
});

const access = (): string => `/productores/${farmerId}/acceso`;

async function slip(): Promise<string> {
  return textOf((await carmen.submit(access(), {}, `${access()}/codigos`)).text);
}

function codeOn(paper: string): string {
  return /([A-Z0-9]{4}-[A-Z0-9]{4})/.exec(paper.replace('K7MP-Q2XA', ''))?.[1] ?? '';
}

describe('the access of a farmer', () => {
  it('is a slip with a code, her name and three steps', async () => {
    expect(textOf((await carmen.get(access())).text)).toContain('Todavía no tiene clave');
    const paper = await slip();
    for (const words of [
      'Rosa Quispe Huamán',
      'Caja Rural Selva Central',
      '/mi-credito/activar',
      '24/11/2026',
      'una sola vez',
    ]) {
      expect(paper).toContain(words);
    }
    expect(codeOn(paper)).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/);
    expect(textOf((await carmen.get(access())).text)).toContain('Tiene un código sin usar');
  });

  it('prints the same slip when the form is sent again', async () => {
    const hidden = hiddenFieldsOf((await carmen.get(access())).text, `${access()}/codigos`);
    const papers = [await carmen.post(`${access()}/codigos`, hidden), await carmen.post(`${access()}/codigos`, hidden)];
    const [one, other] = papers.map((paper) => codeOn(textOf(paper.text)));
    expect(one).toBe(other);
  });

  it('is for officers and managers of her institution', async () => {
    const statuses: Record<string, number> = {};
    for (const user of ['celia@selva', 'hugo@selva', 'marta@selva', 'carmen@valle']) {
      statuses[user] = (await (await signIn(world.app, user)).get(access())).status;
    }
    expect(statuses).toEqual({ 'celia@selva': 403, 'hugo@selva': 403, 'marta@selva': 200, 'carmen@valle': 404 });
    const stranger = await signIn(world.app, 'carmen@valle');
    const own = await addRosa(world.db, world.valle, '47654321');
    const token = hiddenFieldsOf(
      (await stranger.get(`/productores/${own}/acceso`)).text,
      `/productores/${own}/acceso/codigos`,
    );
    if (own !== farmerId) expect((await stranger.post(`${access()}/codigos`, token)).status).toBe(404);
  });
});

describe('at her telephone', () => {
  it('she activates it, and from then on enters with DNI and PIN', async () => {
    const rosa = somebody(world.app);
    const code = codeOn(await slip());
    const form = { dni: DNI, code: code.toLowerCase().replace('-', ' '), pin: PIN, again: PIN };
    const activated = await rosa.submit('/mi-credito/activar', form);
    expect(activated.status).toBe(303);
    const cookies = ([activated.headers['set-cookie']].flat() as string[]).join('\n');
    expect(cookies).toMatch(/^dev=\d+\.\d+\.[\w-]{43};[^\n]*HttpOnly[^\n]*SameSite=Lax/m);
    expect(textOf((await rosa.get('/mi-credito')).text)).toContain('Listo: este celular quedó activado con tu clave');

    await rosa.submit('/mi-credito', {}, '/salir');
    expect((await rosa.get('/mi-credito')).headers['location']).toContain('/mi-credito/entrar');
    const wrong = await rosa.submit('/mi-credito/entrar', { dni: DNI, pin: '381604' });
    const unknown = await rosa.submit('/mi-credito/entrar', { dni: '40000001', pin: PIN });
    const elsewhere = await somebody(world.app).submit('/mi-credito/entrar', { dni: DNI, pin: PIN });
    const sentences = [wrong, unknown, elsewhere].map((answer) => [
      answer.status,
      /No pudimos[^<]*/.exec(answer.text)?.[0],
    ]);
    expect(new Set(sentences.map((sentence) => JSON.stringify(sentence))).size).toBe(1);
    expect(wrong.status).toBe(422);
    expect(wrong.text).not.toContain('381604');

    const entered = await rosa.submit('/mi-credito/entrar', { dni: DNI, pin: PIN });
    expect(entered.headers['location']).toBe('/mi-credito');
    expect(textOf((await rosa.get('/mi-credito')).text)).toContain('Hola, Rosa');
  });

  it.each([
    [{ dni: '', code: 'K7MPQ2XA', pin: PIN, again: PIN }, 'Ingresa tu número de DNI'],
    [{ dni: '123', code: 'K7MPQ2XA', pin: PIN, again: PIN }, 'El DNI debe tener 8 dígitos'],
    [{ dni: DNI, code: 'K7', pin: PIN, again: PIN }, 'El código tiene 8 letras y números'],
    [{ dni: DNI, code: 'K7MPQ2XA', pin: '12345', again: '12345' }, 'La clave debe tener 6 dígitos'],
    [{ dni: DNI, code: 'K7MPQ2XA', pin: PIN, again: '740927' }, 'Las dos claves no son iguales'],
    [{ dni: DNI, code: 'K7MPQ2XA', pin: '123456', again: '123456' }, 'La clave sigue una serie'],
    [{ dni: DNI, code: 'K7MPQ2XA', pin: PIN, again: PIN }, 'El DNI y el código no coinciden'],
  ])('%j comes back with a sentence at its field, and without the PIN', async (form, sentence) => {
    const answer = await somebody(world.app).submit('/mi-credito/activar', form);
    expect(answer.status).toBe(422);
    expect(textOf(answer.text)).toContain(sentence);
    expect(answer.text).toMatch(/<input id="f-pin"[^>]* type="password"[^>]* value=""/);
    expect(answer.text).toContain('<title>Error: Activar este celular</title>');
  });

  it('a lost one is unlinked by staff and is out at the next click', async () => {
    const rosa = somebody(world.app);
    await rosa.submit('/mi-credito/activar', { dni: DNI, code: codeOn(await slip()), pin: PIN, again: PIN });
    const page = (await carmen.get(access())).text;
    const action = /action="([^"]*\/baja)"/.exec(page)?.[1] ?? '';
    const unlinked = await carmen.submit(access(), {}, action);
    expect(unlinked.status).toBe(303);
    expect(textOf((await carmen.get(access())).text)).toContain('Desvinculado');
    expect((await rosa.get('/mi-credito')).status).toBe(303);
    expect((await rosa.submit('/mi-credito/entrar', { dni: DNI, pin: PIN })).status).toBe(422);
  });

  it('never is told what belongs to staff', async () => {
    const page = (await somebody(world.app).get('/mi-credito/entrar')).text;
    expect(textOf(page)).not.toMatch(/Mi día|Cartera|Contraseña/);
    expect(page).not.toMatch(/<script|style=/);
  });
});
