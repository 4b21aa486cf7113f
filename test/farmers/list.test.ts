import { parse } from 'csv-parse/sync';
import { addParcel } from '../../src/farmers/add-parcel';
import { exportColumns } from '../../src/farmers/list-page';
import { registerFarmer, type FarmerDetails } from '../../src/farmers/register-farmer';
import { searchFarmers, type FarmerFilters } from '../../src/farmers/search-farmers';
import { exportReply } from '../../src/web/export';
import { createTranslator } from '../../src/web/locale';
import { signIn, textOf, type Person } from '../support/browser';
import { linksOf, linkTo } from '../support/links';
import { unzipped } from '../support/unzip';
import { createWorld, type Institution, type World } from '../support/world';
import { commandId, laBanda, rosa } from './rosa';

let world: World;
let carmen: Person;
let marta: Person;

async function register(at: Institution, other: Partial<FarmerDetails>): Promise<number> {
  const answer = await registerFarmer(world.db, at.by('carmen'), { commandId: commandId(), ...rosa(at, other) });
  if (answer.type === 'refused') throw new Error(answer.reason);
  return answer.farmerId;
}

beforeAll(async () => {
  world = await createWorld();
  const { db, selva, valle } = world;
  carmen = await signIn(world.app, 'carmen@selva');
  marta = await signIn(world.app, 'marta@selva');
  const created_at = world.clock.now();
  await db('partner_organisation').insert([
    { id: 1, name: 'Coop. Naranjillo', kind: 'producer-organisation', department_code: '10', created_at },
    { id: 2, name: 'Gobierno Regional', kind: 'government', department_code: '10', created_at },
  ]);
  const rosaId = await register(selva, { documentNumber: '01234567', partnerOrganisationId: 1 });
  const julio = selva.staff['julio'] ?? 0;
  const rest: Partial<FarmerDetails>[] = [
    { documentNumber: '00000042', givenNames: 'José', firstSurname: 'Ñahui', secondSurname: '', sex: 'M', phone: null },
    { documentNumber: '40000003', givenNames: 'Ana', firstSurname: 'Quispe', secondSurname: 'Ríos', ubigeo: '221001' },
    { documentNumber: '40000004', givenNames: 'Eva', firstSurname: 'Zúñiga', secondSurname: 'Paz', officerId: julio },
    { documentNumber: '40000005', givenNames: '100%_Real', firstSurname: 'Abad', ubigeo: '100601', community: '=1+1' },
  ];
  for (const other of rest) await register(selva, other);
  for (const [name, areaHa] of [
    ['Uno', '2.5'],
    ['Dos', '0.75'],
  ] as const) {
    await addParcel(db, selva.by('carmen'), { commandId: commandId(), farmerId: rosaId, ...laBanda, name, areaHa });
  }
  await register(valle, { documentNumber: '90000001', givenNames: 'Ajena', firstSurname: 'Quispe' });
});

describe('Searching farmers', () => {
  const found = async (filters: FarmerFilters): Promise<string[]> =>
    (await searchFarmers(world.db, world.selva.id, filters)).map(({ name }) => name);

  it.each([
    ['nahui', ['José Ñahui']],
    ['Ñahui', ['José Ñahui']],
    ['QUISPE HUAMAN', ['Rosa Quispe Huamán']],
    ['huamán rosa', ['Rosa Quispe Huamán']],
    ['quispe', ['Rosa Quispe Huamán', 'Ana Quispe Ríos']],
    ['00000042', ['José Ñahui']],
    ['0123', ['Rosa Quispe Huamán']],
    ['quispe 0123', ['Rosa Quispe Huamán']],
    ['962 345', ['100%_Real Abad Huamán', 'Rosa Quispe Huamán', 'Ana Quispe Ríos', 'Eva Zúñiga Paz']],
    ['%', ['100%_Real Abad Huamán']],
    ['_', ['100%_Real Abad Huamán']],
    [String.raw`\ `, []],
    ['tomas', []],
  ])('%s finds %j, by surname', async (text, names) => {
    expect(await found({ text })).toEqual(names);
  });

  it.each([
    ['a department', { place: '22' }, ['Ana Quispe Ríos']],
    ['a province', { place: '1006', sex: 'M' }, ['José Ñahui']],
    ['a district', { place: '221001' }, ['Ana Quispe Ríos']],
    ['an organisation', { partnerOrganisationId: 1 }, ['Rosa Quispe Huamán']],
    ['an officer', { officerId: 2 }, ['Eva Zúñiga Paz']],
  ] as const)('within %s', async (_what, filters, names) => {
    expect(await found(filters)).toEqual(names);
  });

  it('adds the areas of the parcels exactly', async () => {
    const [first] = await searchFarmers(world.db, world.selva.id, { text: '01234567' }, { from: 0, rows: 50 });
    expect(first).toMatchObject({
      parcels: 2,
      areaHa: '3.25',
      district: 'Rupa-Rupa',
      organisation: 'Coop. Naranjillo',
    });
  });
});

describe('The list of farmers', () => {
  it('shows an officer the own farmers first, and all with one click', async () => {
    const mine = await carmen.get('/productores');
    expect(textOf(mine.text)).toContain('4 productores');
    expect(textOf(mine.text)).not.toContain('Zúñiga');
    const all = await carmen.get(linkTo(mine.text, 'Todos los productores'));
    expect(textOf(all.text)).toContain('5 productores');
    expect(textOf(all.text)).toContain('Zúñiga Paz, Eva');
    expect(textOf(all.text)).not.toContain('Ajena');
  });

  it('shows a manager all of them', async () => {
    expect(textOf((await marta.get('/productores')).text)).toContain('5 productores');
  });

  it('keeps the filters in the address and offers to take each away', async () => {
    const { text } = await marta.get('/productores?buscar=quispe&lugar=1006&sexo=F&organizacion=1');
    expect(textOf(text)).toContain('1 productor Productor');
    expect(text).toContain('<option value="1006" selected>Leoncio Prado</option>');
    const chips = linksOf(text).filter(([says]) => says.startsWith('Quitar el filtro'));
    expect(chips.map(([says]) => says)).toEqual([
      'Quitar el filtro “quispe” ×',
      'Quitar el filtro Leoncio Prado ×',
      'Quitar el filtro Coop. Naranjillo ×',
      'Quitar el filtro Mujer ×',
    ]);
    expect(chips[0]?.[1]).toBe('/productores?lugar=1006&organizacion=1&sexo=F');
  });

  it('says what to do when nothing is found', async () => {
    const { text } = await carmen.get('/productores?buscar=tomas');
    expect(textOf(text)).toContain('0 productores');
    expect(textOf(text)).toContain('Ningún productor coincide con los filtros');
    expect(linkTo(text, 'Buscar entre todos los productores')).toBe('/productores?buscar=tomas&mios=0');
  });

  it('says what will be here when there is nobody yet', async () => {
    const julio = await signIn(world.app, 'julio@valle');
    expect(textOf((await julio.get('/productores')).text)).toContain('Todavía no tienes ninguno.');
  });

  it('is a plain 404 for a filter that nobody could have clicked', async () => {
    for (const query of ['lugar=1', 'sexo=X', 'asesor=uno', 'otro=1', 'lugar=10&lugar=22']) {
      expect((await marta.get(`/productores?${query}`)).status).toBe(404);
    }
  });

  it('has fifty on a page, and a page that does not exist is the first', async () => {
    const { db, valle } = world;
    const [row] = await db('farmer').where({ institution_id: valle.id });
    const many = Array.from({ length: 119 }, (_, index) => ({
      ...row,
      id: 1000 + index,
      document_number: String(50_000_000 + index),
      name_key: `r${String(index).padStart(3, '0')}`,
    }));
    await db.batchInsert('farmer', many, 20);
    const pedro = await signIn(world.app, 'pedro@valle');
    const { text } = await pedro.get('/productores?sexo=F');
    expect(textOf(text)).toContain('120 productores');
    expect(textOf(text)).toContain('Productores (página 1 de 3)');
    expect(text.match(/<tr><th scope="row">/g)).toHaveLength(50);
    expect(linkTo(text, '3')).toBe('/productores?sexo=F&pagina=3');
    expect((await pedro.get('/productores?sexo=F&pagina=3')).text.match(/<tr><th scope="row">/g)).toHaveLength(20);
    expect(textOf((await pedro.get('/productores?pagina=99')).text)).toContain('página 1 de 3');
  });
});

describe('The file of the list', () => {
  it('as CSV holds the whole filtered set, with zeros kept and formulas disarmed', async () => {
    const { text } = await marta.get('/productores');
    const answer = await marta.get(linkTo(text, 'Descargar CSV'));
    expect(answer.headers['content-disposition']).toBe('attachment; filename="productores-2026-11-23.csv"');
    expect(answer.text.startsWith('\uFEFFNúmero,Tipo de documento,')).toBe(true);
    const rows: Record<string, string>[] = parse(answer.text, { columns: true, bom: true });
    expect(rows.map((row) => row['Número de documento'])).toEqual([
      '40000005',
      '00000042',
      '01234567',
      '40000003',
      '40000004',
    ]);
    expect(rows[0]?.['Caserío o comunidad']).toBe("'=1+1");
    expect(rows[2]).toMatchObject({
      'Apellido materno': 'Huamán',
      'Fecha de nacimiento': '1985-04-12',
      Celular: '+51962345678',
      Hectáreas: '3.25',
      Distrito: 'Rupa-Rupa',
      Ubigeo: '100601',
    });
  });

  it('holds what the filters leave and no more', async () => {
    const answer = await carmen.get('/productores/descargar?formato=csv&buscar=nahui');
    expect(parse(answer.text, { bom: true })).toHaveLength(2);
  });

  it('as XLSX opens and has a text cell for the DNI', async () => {
    const answer = await marta.get('/productores/descargar?formato=xlsx');
    expect(answer.headers['content-type']).toContain('spreadsheetml.sheet');
    expect(answer.headers['content-disposition']).toContain('productores-2026-11-23.xlsx');
    const farmers = await searchFarmers(world.db, world.selva.id, {});
    const file = await exportReply('lista', 'xlsx', exportColumns(createTranslator()('es-PE')), farmers);
    expect(unzipped(file.content as Buffer, 'xl/sharedStrings.xml')).toContain('<t>00000042</t>');
  });

  it('that somebody takes away stands in the audit trail', async () => {
    await marta.get('/productores/descargar?formato=csv&lugar=22');
    const deed = (await world
      .db('audit')
      .where({ institution_id: world.selva.id, action: 'farmers-exported' })
      .orderBy('seq', 'desc')
      .first()) as { actor_id: number; details: string };
    expect(deed).toMatchObject({ actor_id: world.selva.staff['marta'], details: '{"rows":1}' });
  });
});
