import type { Knex } from '../../src/db/connect';
import { recordConsent } from '../../src/farmers/record-consent';
import { findFarmerByDocument, hasConsent, parcelsOf } from '../../src/farmers/store';
import { withdrawConsent } from '../../src/farmers/withdraw-consent';
import { createWorld, type World } from '../support/world';
import { AS_CARMEN, fileWith, path, read, run } from './terminal';

let world: World;
let db: Knex;

beforeAll(async () => {
  world = await createWorld();
  ({ db } = world);
});

const COLUMNS = 'dni,nombres,apellido_paterno,apellido_materno,sexo,fecha_nacimiento,celular,ubigeo';
const PARCEL = 'parcela,area_ha,tenencia,variedad,fecha_siembra,latitud,longitud';

async function everything(): Promise<unknown[]> {
  const tables = ['farmer', 'parcel', 'consent', 'command', 'audit', 'counter'];
  return Promise.all(tables.map((table) => db(table).count({ rows: '*' }).first()));
}

async function farmer(dni: string) {
  return findFarmerByDocument(db, world.selva.id, 'DNI', dni);
}

describe('A file of farmers', () => {
  const line = '00000011,Rosa,Ñahui,Huamán,F,1985-04-12,962 345 678,100601';

  it('brings a farmer with the zeros of the DNI, and the second time finds everything there', async () => {
    const file = fileWith(
      'uno.csv',
      `${COLUMNS},${PARCEL}\n${line},La Banda,2.5,titulo,ccn51,2019-11-15,-9.295123,-75.998456\n`,
    );
    const first = await run(world, 'farmers', file, ...AS_CARMEN);
    expect(first).toMatchObject({ code: 0 });
    expect(first.text).toContain('Productores nuevos: 1; ya registrados: 0');
    expect(first.text).toContain('Parcelas nuevas: 1; ya registradas: 0');
    expect(await farmer('00000011')).toMatchObject({
      name: 'Rosa Ñahui Huamán',
      phone: '+51962345678',
      officerId: world.selva.staff['carmen'],
    });
    const before = await db('farmer').count({ rows: '*' }).first();
    const again = await run(world, 'farmers', file, ...AS_CARMEN);
    expect(again.text).toContain('Productores nuevos: 0; ya registrados: 1');
    expect(again.text).toContain('Parcelas nuevas: 0; ya registradas: 1');
    expect(await db('farmer').count({ rows: '*' }).first()).toEqual(before);
  });

  it('tried out says what would happen and leaves nothing behind, not even a number', async () => {
    const file = fileWith('prueba.csv', `${COLUMNS}\n${line.replace('00000011', '00000012')}\n`);
    const before = await everything();
    const seen = await run(world, 'farmers', file, ...AS_CARMEN, '--dry-run');
    expect(seen).toMatchObject({ code: 0 });
    expect(seen.text).toContain('Productores nuevos: 1; ya registrados: 0');
    expect(seen.text).toContain('Fue solo una prueba: no se registró nada.');
    expect(await everything()).toEqual(before);
  });

  it('may have a parcel in each row of the same farmer', async () => {
    const two = line.replace('00000011', '00000013');
    const file = fileWith(
      'dos.csv',
      `${COLUMNS},${PARCEL}\n${two},Uno,1,titulo,ccn51,2019-01-01,,\n${two},Dos,2,posesion,fino,2020-01-01,,\n`,
    );
    expect((await run(world, 'farmers', file, ...AS_CARMEN)).text).toContain('Productores nuevos: 1');
    const parcels = await parcelsOf(db, world.selva.id, (await farmer('00000013'))?.id ?? 0);
    expect(parcels.map(({ name, variety, tenure, ubigeo }) => [name, variety, tenure, ubigeo])).toEqual([
      ['Uno', 'ccn51', 'title', '100601'],
      ['Dos', 'fine-native', 'possession', '100601'],
    ]);
  });

  it.each([
    [
      'semicolons, the mark of UTF-8 and Windows line ends',
      (text: string) => `\uFEFF${text.replaceAll(',', ';').replaceAll('\n', '\r\n')}`,
    ],
    ['tabs', (text: string) => text.replaceAll(',', '\t')],
    [
      'headings in capitals and with spaces',
      (text: string) => text.replace(/^.*/, (one) => one.toUpperCase().replaceAll('_', ' ')),
    ],
    ['the code page of Windows', (text: string) => Buffer.from(text, 'latin1')],
    ['empty rows between', (text: string) => text.replace('\n', '\n\n,,,,,,,\n')],
  ])('is understood with %s', async (_how, written) => {
    const dni = String(20_000_000 + ((await db('farmer').count({ rows: '*' }).first()) as { rows: number }).rows);
    const file = fileWith('otra.csv', written(`${COLUMNS}\n${line.replace('00000011', dni)}\n`));
    expect(await run(world, 'farmers', file, ...AS_CARMEN)).toMatchObject({ code: 0 });
    expect((await farmer(dni))?.name).toBe('Rosa Ñahui Huamán');
  });

  it('without a column that is needed says so before it looks at any row', async () => {
    const file = fileWith('columnas.csv', 'nombres,nombres,apellido_paterno\nRosa,Rosa,\n');
    const { code, text } = await run(world, 'farmers', file, ...AS_CARMEN);
    expect(code).toBe(1);
    expect(text).toContain(
      "Tu archivo necesita una columna llamada 'dni'. Ahora tiene: 'nombres', 'nombres', 'apellido_paterno'",
    );
    expect(text).toContain("La columna 'nombres' está dos veces. Deja una sola");
    expect(text).not.toContain('Fila');
  });

  it('with a column that means nothing is taken, and told', async () => {
    const file = fileWith(
      'celualr.csv',
      `${COLUMNS.replace('celular', 'celualr')}\n${line.replace('00000011', '00000014')}\n`,
    );
    const { code, text } = await run(world, 'farmers', file, ...AS_CARMEN);
    expect([code, text]).toEqual([0, expect.stringContaining("La columna 'celualr' no se usa")]);
  });

  it('whose quotes never close is refused with the row', async () => {
    const file = fileWith('comillas.csv', `${COLUMNS}\n${line}\n"00000015,Rosa\n`);
    const { code, text } = await run(world, 'farmers', file, ...AS_CARMEN);
    expect([code, text]).toEqual([1, 'El archivo no se entiende a partir de la fila 3: revisa las comillas\n']);
  });

  it('says which row has more cells than there are columns', async () => {
    const file = fileWith('celdas.csv', `${COLUMNS}\n${line.replace('Huamán', 'Huamán, viuda de Tello')}\n`);
    const { code, text } = await run(world, 'farmers', file, ...AS_CARMEN);
    expect([code, text]).toEqual([1, expect.stringContaining('Fila 2: La fila tiene más celdas que columnas')]);
  });

  it('does not give anew a consent that was taken back', async () => {
    const row = `${line.replace('00000011', '00000016')},evaluacion mensajes,2026-10-01,mano,si`;
    const file = fileWith('firma.csv', `${COLUMNS},autoriza,fecha_firma,forma_firma,leido\n${row}\n`);
    expect((await run(world, 'farmers', file, ...AS_CARMEN)).text).toContain('Consentimientos nuevos: 2');
    const farmerId = (await farmer('00000016'))?.id ?? 0;
    const carmen = world.selva.by('carmen');
    await withdrawConsent(db, carmen, { commandId: 'withdraw-1', farmerId, purpose: 'evaluation' });
    expect((await run(world, 'farmers', file, ...AS_CARMEN)).text).toContain(
      'Consentimientos nuevos: 0; ya registrados: 2',
    );
    expect(await hasConsent(db, world.selva.id, farmerId, 'evaluation')).toBe(false);
    const again = { farmerId, textVersion: '1', method: 'handwritten', readAloud: true } as const;
    await recordConsent(db, carmen, {
      ...again,
      commandId: 'again-001',
      purposes: ['evaluation'],
      signedOn: '2026-11-01',
    });
    expect(await hasConsent(db, world.selva.id, farmerId, 'evaluation')).toBe(true);
  });

  it('names the officer and the organisation of each farmer', async () => {
    const created_at = world.clock.now();
    await db('partner_organisation').insert([
      { id: 1, name: 'Cooperativa Ñuñu', kind: 'producer-organisation', department_code: '10', created_at },
    ]);
    const rows = ['julio,COOPERATIVA NUNU', 'celia,', 'julio,Otra'].map(
      (rest, index) => `${line.replace('00000011', `0000002${index}`)},${rest}`,
    );
    const file = fileWith('asesor.csv', `${COLUMNS},asesor,organizacion\n${rows.join('\n')}\n`);
    const { text } = await run(world, 'farmers', file, ...AS_CARMEN, '--skip-bad');
    expect(await farmer('00000020')).toMatchObject({
      officerId: world.selva.staff['julio'],
      partnerOrganisationId: 1,
    });
    expect(text).toContain("Fila 3, columna asesor: No existe un asesor con el usuario 'celia'");
    expect(text).toContain("Fila 4, columna organizacion: No existe una organización de productores llamada 'Otra'");
  });
});

describe('The file of examples with faults', () => {
  const BAD = 'examples/productores-con-errores.csv';

  it('says of each faulty row what is wrong, as Excel counts rows, and stores nothing', async () => {
    const before = await everything();
    const { code, text } = await run(world, 'farmers', BAD, ...AS_CARMEN);
    expect(code).toBe(1);
    expect(text.split('\n')).toEqual([
      'productores-con-errores.csv: 17 filas',
      "La columna 'notas' no se usa",
      'Fila 4, columna dni: El DNI debe tener 8 dígitos. Si Excel quitó los ceros de adelante, da formato de texto a la columna',
      'Fila 5, columna digito_verificador: El dígito verificador no corresponde a ese DNI. Revisa los dos en el documento',
      'Fila 6, columna apellido_paterno: Ingresa el apellido paterno',
      'Fila 7, columna fecha_nacimiento: Escribe la fecha con día, mes y año, por ejemplo 27/03/2026',
      'Fila 7, columna celular: El celular debe tener 9 dígitos y empezar con 9',
      'Fila 8, columna fecha_nacimiento: El productor debe tener 18 años cumplidos',
      'Fila 9, columna ubigeo: Ese distrito no existe en Huánuco, San Martín ni Ucayali',
      'Fila 10, columna area_ha: Escribe el número con punto decimal, por ejemplo 2.5',
      'Fila 11, columna tenencia: Escribe titulo, posesion, alquiler o comunidad',
      'Fila 11, columna variedad: Escribe ccn51 o fino',
      'Fila 12, columna fecha_siembra: La fecha de siembra no puede ser posterior a hoy',
      'Fila 13, columna latitud: La latitud debe estar entre -11.6 y -5.3, donde están Huánuco, San Martín y Ucayali',
      'Fila 13, columna longitud: La longitud debe estar entre -78 y -70.3, donde están Huánuco, San Martín y Ucayali',
      'Fila 14, columna autoriza: Escribe lo que autoriza, separado por espacios: evaluacion, centrales, mensajes, financiadores',
      'Fila 15, columna parcela: La misma parcela está en la fila 2 con otros datos',
      'Fila 16, columna apellido_paterno: El mismo productor está en la fila 2 con otro dato aquí',
      'Fila 17, columna nombres: Escribe el nombre con letras, sin números ni otros signos',
      'Fila 17, columna sexo: Escribe F o M',
      'Productores nuevos: 2; ya registrados: 0',
      'Parcelas nuevas: 3; ya registradas: 0',
      'Consentimientos nuevos: 4; ya registrados: 0',
      'Filas con error: 14',
      'No se registró nada. Corrige esas filas, o usa --skip-bad para registrar las demás.',
      '',
    ]);
    expect(await everything()).toEqual(before);
  });

  it('gives the good rows when asked to skip the bad ones, and the bad ones with their reason', async () => {
    const seen = await run(world, 'farmers', BAD, ...AS_CARMEN, '--skip-bad', '--errors', path('malas.csv'));
    expect(seen).toMatchObject({ code: 0 });
    expect(await farmer('00215678')).toBeDefined();
    expect(await farmer('45678911')).toBeDefined();
    expect(await farmer('45678905')).toBeUndefined();
    const lines = read('malas.csv').split('\r\n');
    expect(lines).toHaveLength(1 + 14 + 1);
    expect(lines[0]).toMatch(/^\uFEFFfila;motivo;dni;/);
    expect(lines[2]).toMatch(/^5;digito_verificador: El dígito verificador no corresponde/);
    expect(lines.find((line) => line.startsWith('13;'))).toContain(';-75.998456;-9.295123;');
    expect(lines.find((line) => line.startsWith('17;'))).toContain(";'=1+1;");
  });

  it('once corrected, the file of the bad rows is imported as it is', async () => {
    const corrected = read('malas.csv')
      .split('\r\n')
      .filter((line, index) => index === 0 || line.startsWith('10;'))
      .join('\r\n')
      .replace(';2,5;', ';2.5;');
    const { code, text } = await run(world, 'farmers', fileWith('corregidas.csv', corrected), ...AS_CARMEN);
    expect([code, text]).toEqual([0, expect.stringContaining('Productores nuevos: 1')]);
    expect(text).not.toContain("columna 'motivo' no se usa");
  });
});

describe('The file of 500 farmers', () => {
  const FARMERS = 'examples/productores.csv';

  it('is imported without a fault, and the second time nothing is new', async () => {
    const first = await run(world, 'farmers', FARMERS, '--institution', 'valle', '--as', 'carmen');
    expect(first).toMatchObject({ code: 0 });
    expect(first.text).toContain(
      'Productores nuevos: 500; ya registrados: 0\nParcelas nuevas: 721; ya registradas: 0\n',
    );
    expect(first.text).toContain('Filas con error: 0');
    expect(first.progress).toContain('50 %');
    const again = await run(world, 'farmers', FARMERS, '--institution', 'valle', '--as', 'carmen');
    expect(again.text).toContain(
      'Productores nuevos: 0; ya registrados: 500\nParcelas nuevas: 0; ya registradas: 721\n',
    );
    const [farmers] = await db('farmer').where({ institution_id: world.valle.id }).count({ rows: '*' });
    expect(farmers).toEqual({ rows: 500 });
    const departments = await db('farmer as f')
      .join('district as d', 'd.ubigeo', 'f.ubigeo')
      .where({ institution_id: world.valle.id })
      .distinct('d.department')
      .orderBy('d.department');
    expect(departments).toEqual([{ department: 'Huánuco' }, { department: 'San Martín' }, { department: 'Ucayali' }]);
  }, 120_000);

  it('leaves in the trail which file it was and what it brought', async () => {
    const deeds = (await db('audit')
      .where({ institution_id: world.valle.id, action: 'farmers-imported' })
      .orderBy('seq')
      .select('details', 'entity_id')) as { details: string; entity_id: string }[];
    expect(deeds.map(({ details }) => (JSON.parse(details) as { farmersCreated?: number }).farmersCreated)).toEqual([
      500,
      undefined,
    ]);
    expect(deeds[0]?.entity_id).toBe(deeds[1]?.entity_id);
  });
});

describe('The command', () => {
  it.each([
    [['farmers', 'no-existe.csv', ...AS_CARMEN], "No se puede leer el archivo 'no-existe.csv'"],
    [
      ['farmers', 'x.csv', '--institution', 'selva', '--as', 'celia'],
      "No hay un asesor ni un jefe de negocios activo con el usuario 'celia' en 'selva'",
    ],
    [['farmers', 'x.csv', '--institution', 'nadie', '--as', 'carmen'], "en 'nadie'"],
    [['loans', 'x.csv', ...AS_CARMEN], 'mazorca import farmers|applications|deliveries ARCHIVO.csv'],
    [['farmers', ...AS_CARMEN], 'mazorca import farmers|applications|deliveries ARCHIVO.csv'],
    [['farmers', 'x.csv', '--institution', 'selva'], 'mazorca import farmers|applications|deliveries ARCHIVO.csv'],
    [['farmers', 'x.csv', ...AS_CARMEN, '--force'], 'mazorca import farmers|applications|deliveries ARCHIVO.csv'],
  ])('%j is not understood', async (args, answer) => {
    const { code, text } = await run(world, ...args);
    expect([code, text]).toEqual([2, expect.stringContaining(answer)]);
  });
});
