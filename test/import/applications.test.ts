import { readFileSync } from 'node:fs';
import type { Knex } from '../../src/db/connect';
import { createProduct, type NewProduct } from '../../src/products/create-product';
import { setParameter } from '../../src/parameters/set-parameter';
import { addParcel } from '../../src/farmers/add-parcel';
import { recordConsent } from '../../src/farmers/record-consent';
import { registerFarmer } from '../../src/farmers/register-farmer';
import { commandId, laBanda, rosa } from '../farmers/rosa';
import { createWorld, type World } from '../support/world';
import { AS_CARMEN, fileWith, run } from './terminal';

let world: World;
let db: Knex;

const harvest: Omit<NewProduct, 'commandId'> = {
  name: 'Cacao en producción',
  creditType: 'microempresa',
  currency: 'PEN',
  plan: 'harvest',
  amountMin: 1_500_00,
  amountMax: 60_000_00,
  instalmentsMax: 9,
  ratePercent: '27.5',
  lateRatePercent: '14.5',
  insurancePercent: '0.08',
  windowSharePercent: '70',
  unpaidInterest: 'capitalise',
  disbursementFee: 0,
  instalmentFee: 0,
};

const OFFER: readonly Omit<NewProduct, 'commandId'>[] = [
  harvest,
  {
    ...harvest,
    name: 'Campaña, pago único',
    plan: 'bullet',
    amountMin: 1_000_00,
    instalmentsMax: 1,
    ratePercent: '32',
  },
  {
    ...harvest,
    name: 'Equipos y secadores',
    plan: 'level',
    amountMin: 1_000_00,
    instalmentsMax: 24,
    ratePercent: '34.5',
  },
];

async function accepted<T extends { type: string }>(answer: Promise<T>): Promise<Extract<T, { type: 'done' }>> {
  const given = await answer;
  if (given.type !== 'done') throw new Error(JSON.stringify(given));
  return given as Extract<T, { type: 'done' }>;
}

beforeAll(async () => {
  world = await createWorld();
  ({ db } = world);
  for (const institution of [world.selva, world.valle]) {
    for (const product of OFFER) {
      await accepted(createProduct(db, institution.by('ana'), { ...product, commandId: commandId() }));
    }
  }
  await setParameter(db, world.selva.by('ana'), {
    commandId: commandId(),
    name: 'rate-cap.PEN',
    validFrom: '2026-11-01',
    validTo: '2027-04-30',
    figures: { compensatory: '112.40', moratory: '16.86' },
    source: 'BCRP',
    status: 'entered',
  });
  const by = world.selva.by('carmen');
  const { farmerId } = await accepted(registerFarmer(db, by, { commandId: commandId(), ...rosa(world.selva) }));
  for (const name of ['La Banda', 'El Bajo']) {
    await accepted(addParcel(db, by, { commandId: commandId(), farmerId, ...laBanda, name }));
  }
  await accepted(
    recordConsent(db, by, {
      commandId: commandId(),
      farmerId,
      purposes: ['evaluation'],
      textVersion: '1',
      signedOn: '2026-11-20',
      method: 'handwritten',
      readAloud: true,
    }),
  );
  const unsigned = rosa(world.selva, { documentNumber: '00000099', givenNames: 'Ana' });
  await accepted(registerFarmer(db, by, { commandId: commandId(), ...unsigned }));
});

const COLUMNS =
  'referencia,dni,producto,monto,desembolso,destino,parcelas,temporada,temporadas,vencimiento,cuotas,cada,gasto_hogar,otros_ingresos,otras_deudas,meses_deuda,enviar';

const good: Readonly<Record<string, string>> = {
  referencia: 'A-1',
  dni: '01234567',
  producto: 'CACAO EN PRODUCCION',
  monto: '4500.00',
  desembolso: '2026-12-10',
  destino: 'Poda y abono',
  parcelas: 'la banda',
  temporada: '2027 grande',
  temporadas: '2',
  gasto_hogar: '450.00',
  otros_ingresos: '200',
  enviar: 'si',
};

function fileOf(name: string, ...rows: readonly Readonly<Record<string, string>>[]): string {
  const columns = COLUMNS.split(',');
  const lines = rows.map((row) => columns.map((column) => `"${row[column] ?? ''}"`).join(','));
  return fileWith(name, `${COLUMNS}\n${lines.join('\n')}\n`);
}

describe('A file of applications', () => {
  it('brings an application with its tasks done and sends it to be evaluated, and never twice', async () => {
    const file = fileOf('una.csv', good);
    expect((await run(world, 'applications', file, ...AS_CARMEN, '--dry-run')).text).toContain('Solicitudes nuevas: 1');
    expect(await db('application')).toEqual([]);
    const first = await run(world, 'applications', file, ...AS_CARMEN);
    expect([first.code, first.text]).toEqual([0, expect.stringContaining('Solicitudes nuevas: 1; ya registradas: 0')]);
    const rows = (await db('application').where({ institution_id: world.selva.id })) as Record<string, unknown>[];
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      state: 'submitted',
      amount: 4_500_00,
      purpose: 'Poda y abono',
      disburse_on: '2026-12-10',
      submitted_by: world.selva.staff['carmen'],
    });
    expect(await db('application_parcel').count({ rows: '*' }).first()).toEqual({ rows: 1 });
    const again = await run(world, 'applications', file, ...AS_CARMEN);
    expect(again.text).toContain('Solicitudes nuevas: 0; ya registradas: 1');
    expect(await db('application').count({ rows: '*' }).first()).toEqual({ rows: 1 });
  });

  it.each([
    ['referencia', '', 'Ingresa la referencia'],
    ['dni', '00000098', 'No hay un productor con ese documento. Regístralo primero'],
    ['producto', 'Arroz', "No hay un producto en oferta llamado 'Arroz'"],
    ['monto', '1.500', 'El monto se puede leer de dos maneras'],
    ['monto', '100', 'El monto debe estar entre S/ 1,500.00 y S/ 60,000.00'],
    ['desembolso', '', 'Ingresa la fecha del desembolso'],
    ['desembolso', '2026-11-01', 'La fecha del desembolso (01/11/2026) ya pasó'],
    ['destino', '', 'Ingresa el destino del crédito'],
    ['parcelas', 'La Banda|El Cerro', "El productor no tiene una parcela llamada 'El Cerro'"],
    ['temporada', 'grande', 'Escribe el año y la campaña, por ejemplo 2027 grande o 2027 chica'],
    ['temporadas', '0', 'El número de campañas debe estar entre 1 y 40'],
    ['gasto_hogar', '', 'Ingresa el gasto mensual del hogar'],
    ['meses_deuda', 'seis', 'Escribe cuántas cuotas faltan, con números'],
    ['enviar', 'quizás', 'Escribe si o no'],
  ])('with %s %j says “%s” and stores nothing', async (column, value, sentence) => {
    const before = await db('application').count({ rows: '*' }).first();
    const file = fileOf('mala.csv', { ...good, referencia: `B-${column}`, [column]: value });
    const { code, text } = await run(world, 'applications', file, ...AS_CARMEN);
    expect(code).toBe(1);
    expect(text.replace(/\u00a0/g, ' ')).toContain(sentence);
    expect(text).toMatch(/^Fila 2, columna \w+: /m);
    expect(await db('application').count({ rows: '*' }).first()).toEqual(before);
  });

  it('records no cash flow of a farmer who has not signed', async () => {
    const { parcelas: _all, ...rest } = good;
    const file = fileOf('sin-firma.csv', {
      ...rest,
      referencia: 'C-1',
      dni: '00000099',
      producto: 'Campaña, pago único',
      vencimiento: '2027-07-15',
    });
    const { code, text } = await run(world, 'applications', file, ...AS_CARMEN);
    expect([code, text]).toEqual([
      1,
      expect.stringContaining('Fila 2, columna gasto_hogar: Falta su consentimiento firmado para la evaluación'),
    ]);
  });

  it('with the same reference in two rows says so', async () => {
    const file = fileOf('doble.csv', { ...good, referencia: 'D-1' }, { ...good, referencia: 'D-1', monto: '5000' });
    const { text } = await run(world, 'applications', file, ...AS_CARMEN);
    expect(text).toContain('Fila 3, columna referencia: La misma referencia está en la fila 2');
  });

  it('gives its good rows when asked to skip the bad ones', async () => {
    const file = fileOf(
      'mitad.csv',
      { ...good, referencia: 'E-1', monto: '1' },
      { ...good, referencia: 'E-2', enviar: '' },
    );
    const { code, text } = await run(world, 'applications', file, ...AS_CARMEN, '--skip-bad');
    expect([code, text]).toEqual([0, expect.stringContaining('Solicitudes nuevas: 1; ya registradas: 0')]);
    const drafts = await db('application').where({ institution_id: world.selva.id, state: 'draft' });
    expect(drafts).toHaveLength(1);
  });
});

it('the examples go together: the farmers, then their applications, and both a second time', async () => {
  const as = ['--institution', 'valle', '--as', 'carmen'];
  await run(world, 'farmers', fileWith('con-solicitud.csv', farmersWhoApply()), ...as);
  const first = await run(world, 'applications', 'examples/solicitudes.csv', ...as);
  expect([first.code, first.text]).toEqual([0, expect.stringContaining('Solicitudes nuevas: 60; ya registradas: 0')]);
  const again = await run(world, 'applications', 'examples/solicitudes.csv', ...as);
  expect(again.text).toContain('Solicitudes nuevas: 0; ya registradas: 60');
  expect(await db('application').where({ institution_id: world.valle.id }).count({ rows: '*' }).first()).toEqual({
    rows: 60,
  });
}, 120_000);

/** Of the 500 farmers of the example only those whom the other example needs, to save time. */
function farmersWhoApply(): string {
  const applying = new Set(
    readFileSync('examples/solicitudes.csv', 'utf8')
      .split('\n')
      .map((line) => line.split(',')[1]),
  );
  const [headings = '', ...lines] = readFileSync('examples/productores.csv', 'utf8').split('\n');
  return [headings, ...lines.filter((line) => applying.has(line.split(',')[0]))].join('\n');
}
