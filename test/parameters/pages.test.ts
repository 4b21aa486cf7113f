import { signIn, textOf, type Person } from '../support/browser';
import { createWorld, type World } from '../support/world';

let world: World;
let ana: Person;
beforeAll(async () => {
  world = await createWorld();
  ana = await signIn(world.app, 'ana@selva');
});

const newCap = {
  validFrom: '1/11/2026',
  validTo: '30/04/2027',
  compensatory: '112.40',
  moratory: '16.86',
  source: 'Nota informativa del BCRP',
  status: 'entered',
};

it('the list says what holds today, and what nobody knows', async () => {
  const words = textOf((await ana.get('/parametros')).text);
  expect(words).toContain('Tasa máxima legal en soles Sin valor para hoy');
  expect(words).toContain('Meses de cosecha en Huánuco Tabla de 12 cifras 01/01/2010 — Supuesto');
  expect(words).toContain('Monto (S/): 5500 01/01/2026 31/12/2026 Publicado DS 301-2025-EF');
  expect(words).not.toContain('Metas de la alianza');
});

it('an administrator enters the cap that is missing, and the page shows it first', async () => {
  const answer = await ana.submit('/parametros/rate-cap.PEN/nuevo', newCap, '/parametros/rate-cap.PEN/valores');
  expect([answer.status, answer.headers['location']]).toEqual([303, '/parametros/rate-cap.PEN']);
  const words = textOf((await ana.get('/parametros/rate-cap.PEN')).text);
  expect(words).toContain('Valor registrado desde el 01/11/2026');
  expect(words).toMatch(
    /01\/11\/2026 Vigente hoy 30\/04\/2027 Interés compensatorio, TEA máxima \(%\): 112.40 .* Registrado Nota/,
  );
});

it('wrong values come back with everything typed and a reason for each field', async () => {
  const answer = await ana.submit(
    '/parametros/rate-cap.PEN/nuevo',
    { ...newCap, validFrom: '31/02/2027', compensatory: '112,40', source: '' },
    '/parametros/rate-cap.PEN/valores',
  );
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('value="31/02/2027"');
  expect(answer.text).toContain('value="112,40"');
  expect(answer.text).toContain('href="#f-compensatory"');
  const words = textOf(answer.text);
  expect(words).toContain('Escribe la fecha con día, mes y año');
  expect(words).toContain('Interés compensatorio, TEA máxima (%): Escribe el número con punto decimal');
  expect(words).toContain('Escribe de dónde viene el valor');
});

it('a second value from the same day is refused, and sent again from another day it is taken', async () => {
  const again = { ...newCap, compensatory: '99' };
  const refused = await ana.submit('/parametros/rate-cap.PEN/nuevo', again, '/parametros/rate-cap.PEN/valores');
  expect(refused.status).toBe(422);
  expect(textOf(refused.text)).toContain('Ya hay un valor desde el 01/11/2026. Registra el nuevo desde otra fecha');
  expect(refused.text).toContain('value="99"');
});

it('the months of a harvest must add up to the harvest', async () => {
  const months = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`month.${index + 1}`, '8']));
  const answer = await ana.submit(
    '/parametros/harvest-months.10/nuevo',
    { ...months, validFrom: '2027-01-01', source: 'Acopio 2026', status: 'entered' },
    '/parametros/harvest-months.10/valores',
  );
  expect(answer.status).toBe(422);
  expect(textOf(answer.text)).toContain('Los porcentajes deben sumar 100');
});

it('risk and audit read, and only the administrator records', async () => {
  const raul = await signIn(world.app, 'raul@selva');
  const page = await raul.get('/parametros/uit');
  expect(page.status).toBe(200);
  expect(textOf(page.text)).not.toContain('Registrar un valor nuevo');
  expect((await raul.get('/parametros/uit/nuevo')).status).toBe(403);
  expect((await (await signIn(world.app, 'carmen@selva')).get('/parametros')).status).toBe(403);
});

it('what one institution enters another does not see', async () => {
  const other = await signIn(world.app, 'ana@valle');
  expect(textOf((await other.get('/parametros/rate-cap.PEN')).text)).not.toContain('112.40');
});

it('a name that does not exist, or that the institution does not keep, is not found', async () => {
  for (const name of ['tasa', 'alliance-targets', '__proto__']) {
    expect((await ana.get(`/parametros/${name}`)).status).toBe(404);
  }
  const alicia = await signIn(world.app, 'alicia@azmj');
  expect(textOf((await alicia.get('/parametros')).text)).toContain('Metas de la alianza');
  expect((await alicia.get('/parametros/uit')).status).toBe(404);
});
