import { signIn, textOf, type Person } from '../support/browser';
import { createWorld, type World } from '../support/world';

let world: World;
let alicia: Person;
let ines: Person;

beforeAll(async () => {
  world = await createWorld();
  alicia = await signIn(world.app, 'alicia@azmj');
  ines = await signIn(world.app, 'ines@azmj');
});

const read = async (person: Person, path: string): Promise<string> => textOf((await person.get(path)).text);

describe('the facilitator', () => {
  it('adds an organisation and its letter, and sees the alliance move', async () => {
    const organisation = await alicia.submit('/alianza/organizaciones/nueva', {
      name: 'Cooperativa Agraria Naranjillo',
      kind: 'producer-organisation',
      departmentCode: '10',
      contact: 'Sr. Tello, 062 561234',
    });
    expect(organisation.status).toBe(303);
    const path = organisation.headers['location'] ?? '';
    expect(await read(alicia, path)).toContain('Organización registrada Cooperativa Agraria Naranjillo');
    const letter = await alicia.submit(`${path}/carta`, {
      signedOn: '1 de febrero de 2013',
      hectares: '661.50',
      departmentCode: '22',
    });
    expect(letter.status).toBe(303);
    const text = await read(alicia, path);
    expect(text).toContain('Hectáreas comprometidas 661.50 ha');
    expect(text).toContain('01/02/2013 661.50 ha San Martín Vigente');
    expect(text).toContain('Registró una carta de intención');

    const progress = await read(alicia, '/alianza');
    expect(progress).toContain('Organizaciones con carta de intención 1 Meta: 30. Avance: 3.33 %');
    expect(progress).toContain('Hectáreas comprometidas 661.50 ha Meta: 19,855.00 ha. Avance: 3.33 %');
    expect(progress).toContain('Productores financiados 0 Meta: 20,000. Avance: 0.00 %');
    expect(progress).toContain('Inversión en líneas de crédito US$ 0 Meta: US$ 40,000,000. Avance: 0.00 %');
    expect(progress).toContain('San Martín 1 1 661.50 ha');
  });

  it('takes a letter back with a reason', async () => {
    const added = await alicia.submit('/alianza/organizaciones/nueva', {
      name: 'Comité Divisoria',
      kind: 'producer-organisation',
      departmentCode: '10',
      contact: '',
    });
    const path = added.headers['location'] ?? '';
    await alicia.submit(`${path}/carta`, { signedOn: '1/2/2013', hectares: '50', departmentCode: '10' });
    const [link = ''] = /\/alianza\/organizaciones\/\d+\/cartas\/\d+\/retiro/.exec((await alicia.get(path)).text) ?? [];
    const empty = await alicia.submit(link, { reason: '' });
    expect(empty.status).toBe(422);
    expect(textOf(empty.text)).toContain('Escribe por qué se retira la carta');
    expect((await alicia.submit(link, { reason: 'La organización se disolvió' })).status).toBe(303);
    const text = await read(alicia, path);
    expect(text).toContain('Retirada el 23/11/2026 La organización se disolvió');
    expect(text).toContain('Hectáreas comprometidas 0.00 ha');
    const again = await alicia.submit(link, { reason: 'Otra vez' });
    expect(textOf(again.text)).toContain('Esa carta ya está retirada');
  });

  it.each`
    page                                 | fields                                                                             | field               | says
    ${'/alianza/organizaciones/nueva'}   | ${{ name: 'Cooperativa agraria NARANJILLO', kind: 'buyer', departmentCode: '00' }} | ${'name'}           | ${'Ya hay una organización con ese nombre'}
    ${'/alianza/organizaciones/nueva'}   | ${{ name: 'Romex', departmentCode: '00' }}                                         | ${'kind'}           | ${'Elige qué clase de organización es'}
    ${'/alianza/organizaciones/1/carta'} | ${{ signedOn: '24/11/2026', hectares: '10', departmentCode: '10' }}                | ${'signedOn'}       | ${'La fecha no puede ser posterior a hoy'}
    ${'/alianza/organizaciones/1/carta'} | ${{ signedOn: '1/2/2013', hectares: '-1', departmentCode: '10' }}                  | ${'hectares'}       | ${'Las hectáreas deben estar entre 0 y 1,000,000'}
    ${'/alianza/organizaciones/1/carta'} | ${{ signedOn: '1/2/2013', hectares: '10' }}                                        | ${'departmentCode'} | ${'Elige la región'}
  `('gets $page back with what was typed: $says', async ({ page, fields, field, says }) => {
    const answer = await alicia.submit(page, fields);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(`href="#f-${field}"`);
    expect(textOf(answer.text)).toContain(says);
    for (const typed of [fields.name, fields.hectares].filter(Boolean))
      expect(answer.text).toContain(`value="${typed}"`);
  });

  it.each([
    '/alianza/organizaciones/999',
    '/alianza/organizaciones/999/carta',
    '/alianza/organizaciones/1/cartas/999/retiro',
  ])('finds nothing at %s', async (path) => {
    expect((await alicia.get(path)).status).toBe(404);
  });
});

describe('the list of organisations', () => {
  it('is searched without accents, by kind and by region', async () => {
    await alicia.submit('/alianza/organizaciones/nueva', {
      name: 'Ñahuín Comercial Cacaotera',
      kind: 'buyer',
      departmentCode: '00',
      contact: '',
    });
    expect(await read(ines, '/alianza/organizaciones?q=nahuin')).toContain('1 organización · 0.00 ha');
    expect(await read(ines, '/alianza/organizaciones?tipo=buyer&q=&region=')).toContain('Ñahuín Comercial Cacaotera');
    expect(await read(ines, '/alianza/organizaciones?region=22')).toContain('Ninguna organización coincide');
    expect(await read(ines, '/alianza/organizaciones')).toMatch(/Comité Divisoria.*Cooperativa Agraria.*Ñahuín/);
  });

  it('can be taken out whole', async () => {
    const csv = await ines.get('/alianza/organizaciones?formato=csv&q=naranjillo');
    expect(csv.text.split('\r\n')[1]).toBe(
      '1,Cooperativa Agraria Naranjillo,Organización de productores,Huánuco,"Sr. Tello, 062 561234",1,661.5,2013-02-01',
    );
    const xlsx = await ines.get('/alianza/organizaciones?formato=xlsx');
    expect(xlsx.headers['content-disposition']).toContain('organizaciones-2026-11-23.xlsx');
  });
});

describe('who may do what', () => {
  it('an investor reads and does not write', async () => {
    const text = await read(ines, '/alianza/organizaciones/1');
    expect(text).toContain('661.50 ha');
    expect(text).not.toContain('Registrar una carta');
    expect(text).not.toContain('Historial');
    expect((await ines.get('/alianza/organizaciones/1/carta')).status).toBe(403);
  });

  it.each(['marta@selva', 'raul@selva', 'carmen@selva'])('%s of a lender does not come in', async (user) => {
    const person = await signIn(world.app, user);
    expect((await person.get('/alianza')).status).toBe(403);
  });
});
