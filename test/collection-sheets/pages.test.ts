import { signIn, textOf, type Person } from '../support/browser';
import { createWorldOn, type World } from '../support/world';
import { createTestDb } from '../support/database';
import { fixedClock } from '../../src/clock';
import { aSetting, type Setting } from '../loans/a-loan';
import { aFarmersLoan, ROUTE_DAY, rowsNow, sheetNow } from './a-sheet';

/*
 * Carmen goes out on 3 August 2026 and comes back with money; Celia counts it. What they read, in order.
 */
let world: World;
let setting: Setting;
let carmen: Person;
let celia: Person;

beforeAll(async () => {
  world = await createWorldOn(await createTestDb(), fixedClock(`${ROUTE_DAY}T17:00:00.000Z`));
  setting = await aSetting(world);
  carmen = await signIn(world.app, 'carmen@selva');
  celia = await signIn(world.app, 'celia@selva');
});

/** A sheet that Carmen has made on the page, of as many farmers; answers its number. */
async function sheetOf(community: string, surnames: readonly string[]): Promise<number> {
  for (const surname of surnames) await aFarmersLoan(setting, community, surname);
  const made = await carmen.submit(
    '/recaudos/nueva',
    { collectOn: '3/8/2026', place: `caserio:100601:${community}` },
    '/recaudos',
  );
  return Number(/\/recaudos\/(\d+)/.exec(made.headers['location'] ?? '')?.[1]);
}

const read = async (person: Person, path: string): Promise<string> => textOf((await person.get(path)).text);

const fill = (id: number, fields: Record<string, string>, page = `/recaudos/${id}`) =>
  carmen.submit(page, fields, page);

describe('The officer', () => {
  it('makes a sheet for a place and reads who is due what', async () => {
    const id = await sheetOf('Naranjillo', ['Alva', 'Bravo']);
    const text = await read(carmen, `/recaudos/${id}`);
    expect(text).toContain('Hoja de recaudo');
    expect(text).toContain('Hoja hecha con 2 créditos');
    expect(text).toMatch(
      /Naranjillo, Rupa-Rupa 1\. Alva Huamán, Rosa S\/ [\d,]+\.\d\d por cobrar · vencido hace 64 días/,
    );
    expect(text).toContain('2. Bravo Huamán, Rosa');
    expect(text).toContain('0 de 2 filas con pago');
    expect(await read(carmen, '/mi-dia')).toContain(`Hoja ${id} del 03/08/2026 Naranjillo, Rupa-Rupa`);
  });

  it('saves part of it, sees the total, and comes back to what was typed', async () => {
    const id = await sheetOf('Las Palmas', ['Alva', 'Bravo']);
    const saved = await fill(id, { 'amount-1': '250', 'receipt-1': 'A-15', 'outcome-1': '' });
    expect(saved.status).toBe(303);
    const html = (await carmen.get(`/recaudos/${id}`)).text;
    expect(textOf(html)).toContain('Guardado. La hoja suma S/ 250.00 de 1 productor');
    expect(html).toContain('value="250.00"');
    expect(html).toContain('value="A-15"');
  });

  it('is told at the field what cannot be read, and keeps all that was typed', async () => {
    const id = await sheetOf('Pumahuasi', ['Alva', 'Bravo']);
    const again = await fill(id, {
      ...{
        'amount-1': '1.500',
        'receipt-1': 'Z-1',
        'amount-2': '40',
        'outcome-2': 'promised',
        'note-2': 'vende el jueves',
        'outcome-1': 'promised',
      },
    });
    expect(again.status).toBe(422);
    const text = textOf(again.text);
    expect(text).toContain('El monto se puede leer de dos maneras');
    expect(text).toContain('Ingresa qué día prometió pagar');
    expect(again.text).toContain('href="#f-amount-1"');
    expect(again.text).toContain('href="#f-promised-1"');
    expect(again.text).toContain('href="#f-promised-2"');
    for (const typed of ['1.500', 'Z-1', '40', 'vende el jueves']) expect(again.text).toContain(`value="${typed}"`);
    expect((await rowsNow(setting, id)).every(({ collected }) => collected === null)).toBe(true);
  });

  it('who saves from a page that is no longer current reads what is stored beside what was typed', async () => {
    const id = await sheetOf('Cayumba', ['Alva']);
    const { version } = await sheetNow(setting, id);
    await fill(id, { 'amount-1': '100' });
    const crossed = await fill(id, { version: String(version), 'amount-1': '300', 'note-1': 'trajo más' });
    expect(crossed.status).toBe(422);
    const text = textOf(crossed.text);
    expect(text).toContain('La hoja cambió mientras escribías. Lo que escribiste sigue aquí');
    expect(text).toContain('En la fila 1 está guardado 100.00');
    expect(crossed.text).toContain('value="300"');
    expect(crossed.text).toContain('value="trajo más"');
    expect(await rowsNow(setting, id)).toMatchObject([{ collected: 10_000 }]);
  });

  it('is asked while the farmer stands there what becomes of money beyond two instalments', async () => {
    const id = await sheetOf('Afilador', ['Alva']);
    expect(await read(carmen, `/recaudos/${id}`)).not.toContain('Qué prefiere el cliente');
    await fill(id, { 'amount-1': '8700' });
    expect(await read(carmen, `/recaudos/${id}`)).toContain('Qué prefiere el cliente con lo que pasa de la cuota');
    await fill(id, { 'amount-1': '99000' });
    expect(await read(carmen, `/recaudos/${id}`)).toContain(
      'Es más de lo que debe. Para terminar de pagar ese día bastan',
    );
  });

  it('finds another of the own loans and adds it; takes a row out', async () => {
    const id = await sheetOf('Santa Rosa', ['Alva']);
    await aFarmersLoan(setting, 'Otro Caserío', 'Zevallos');
    const page = `/recaudos/${id}/agregar?buscar=zevallos`;
    const found = await carmen.get(page);
    expect(textOf(found.text)).toContain('Zevallos Huamán, Rosa');
    const loanId = /name="loanId" value="(\d+)"/.exec(found.text)?.[1] ?? '';
    expect((await carmen.submit(page, { loanId }, page)).status).toBe(303);
    expect(await read(carmen, `/recaudos/${id}`)).toContain('Zevallos Huamán, Rosa');
    await fill(id, { remove: '1' });
    expect(await read(carmen, `/recaudos/${id}`)).not.toContain('Alva Huamán');
  });

  it('prints the sheet with room for signatures, and without debts for the neighbours’ eyes', async () => {
    const id = await sheetOf('Huayhuantillo', ['Alva']);
    const [row] = await rowsNow(setting, id);
    const due = new Intl.NumberFormat('es-PE', { minimumFractionDigits: 2 }).format((row?.due ?? 0) / 100);
    const paper = await read(carmen, `/recaudos/${id}/hoja`);
    expect(paper).toContain('Firma o huella');
    expect(paper).toContain(due);
    expect(paper).toContain('DNI ••••');
    expect(await read(carmen, `/recaudos/${id}/hoja?montos=0`)).not.toContain(due);
  });

  it('has more rows than a page: each page is saved by itself', async () => {
    const surnames = Array.from({ length: 21 }, (_, index) => `Vela ${String.fromCharCode(65 + index)}`);
    const id = await sheetOf('Río Azul', surnames);
    const first = await read(carmen, `/recaudos/${id}`);
    expect(first).toContain('20. Vela T');
    expect(first).not.toContain('21. Vela U');
    const onward = await fill(id, { 'amount-1': '10', then: 'next' });
    expect(onward.headers['location']).toBe(`/recaudos/${id}?pagina=2`);
    await fill(id, { 'amount-21': '20' }, `/recaudos/${id}?pagina=2`);
    const rows = await rowsNow(setting, id);
    expect(rows.filter(({ collected }) => collected !== null)).toMatchObject([{ number: 1 }, { number: 21 }]);
  });
});

describe('From the field to the desk', () => {
  it('the sheet is handed over, counted, posted, and every farmer has a receipt', async () => {
    const id = await sheetOf('Venenillo', ['Alva', 'Bravo', 'Castro']);
    await fill(id, {
      ...{ 'amount-1': '250', 'receipt-1': 'V-1', 'amount-2': '300.50', 'receipt-2': 'V-2' },
      ...{ 'outcome-3': 'promised', 'promised-3': '10/8/2026', 'note-3': 'vende el lunes' },
    });
    const handOver = await read(carmen, `/recaudos/${id}/entregar`);
    expect(handOver).toContain('Entregar a caja S/ 550.50');
    expect(handOver).toContain('Un productor no pagó y tiene su motivo.');
    await carmen.submit(`/recaudos/${id}/entregar`, {});
    expect(await read(carmen, `/recaudos/${id}`)).toContain('Por recibir en caja');
    expect(await read(celia, '/recaudos')).toMatch(/Dinero en manos de los asesores .*Carmen/);
    expect(await read(celia, '/mi-dia')).toMatch(
      /Hojas de recaudo por recibir \(\d+\) .*S\/ 550\.50 de 2 productores · Carmen/,
    );

    expect(await read(celia, `/recaudos/${id}/caja`)).toContain('La hoja suma S/ 550.50');
    const short = await celia.submit(`/recaudos/${id}/caja`, { counted: '500', differenceReason: '' });
    expect(short.status).toBe(422);
    expect(textOf(short.text)).toContain('Lo contado no es lo que suma la hoja');
    expect(short.text).toContain('value="500.00"');
    const received = await celia.submit(`/recaudos/${id}/caja`, { counted: '550.50', differenceReason: '' });
    expect(received.status).toBe(303);

    const done = await read(celia, `/recaudos/${id}`);
    expect(done).toContain('Pagos registrados por S/ 550.50');
    expect(done).toContain('Confirmada');
    expect(done).toMatch(/V-1 Registrado Recibo 0000\d\d/);
    expect(done).toContain('Prometió pagar el 10/08/2026 · vende el lunes No pagó');
    expect(done).toContain('Contó el dinero y recibió la hoja en caja');
    const receipts = await read(celia, `/recaudos/${id}/recibos`);
    expect(receipts).toContain('Son: doscientos cincuenta y 00/100 soles');
    expect(receipts).toContain('Son: trescientos y 50/100 soles');

    const [, , promised] = await rowsNow(setting, id);
    const story = await read(celia, `/creditos/${promised?.loanId}`);
    expect(story).toMatch(/Visitó al productor para cobrar .*Prometió pagar el: 10\/08\/2026/);

    const [paid] = await rowsNow(setting, id);
    const marta = await signIn(world.app, 'marta@selva');
    await marta.submit(`/creditos/${paid?.loanId}/pagos/${paid?.eventId}/extorno`, { reason: 'Era de otro crédito' });
    expect(await read(celia, `/recaudos/${id}`)).toMatch(/V-1 Extornado Recibo 0000\d\d/);

    const again = await celia.submit(`/recaudos/${id}/caja`, { counted: '550.50', differenceReason: '', version: '1' });
    expect(again.headers['location']).toBe(`/recaudos/${id}`);
    expect(await read(celia, `/recaudos/${id}`)).toContain('La hoja ya fue recibida en caja');
  });

  it('a row that is refused is settled on its own page', async () => {
    const id = await sheetOf('Tulumayo', ['Alva', 'Bravo']);
    await fill(id, { 'amount-1': '99000', 'amount-2': '100' });
    await carmen.submit(`/recaudos/${id}/entregar`, {});
    await celia.submit(`/recaudos/${id}/caja`, { counted: '99100', differenceReason: '' });
    const page = await read(celia, `/recaudos/${id}`);
    expect(page).toContain('Pagos registrados por S/ 100.00. Una fila no se pudo registrar: resuélvela abajo');
    expect(page).toContain('El productor dio más de lo que debe: para terminar de pagar ese día bastan S/');
    const settling = await celia.get(`/recaudos/${id}/filas/1`);
    const [, payoff = ''] = /bastan S\/ ([\d,.]+\d)/.exec(page) ?? [];
    expect(settling.text).toContain(`value="${payoff.replace(',', '')}"`);
    const empty = await celia.submit(`/recaudos/${id}/filas/1`, { amount: '0', reason: '' });
    expect([empty.status, textOf(empty.text).includes('Escribe el motivo')]).toEqual([422, true]);
    await celia.submit(`/recaudos/${id}/filas/1`, { amount: '0', reason: 'Se equivocó de billetes' });
    const settled = await read(celia, `/recaudos/${id}`);
    expect(settled).toContain('Confirmada');
    expect(settled).toContain('Se devolvieron S/ 99,000.00: Se equivocó de billetes');
  });

  it('the desk sends it back with a reason that the officer reads', async () => {
    const id = await sheetOf('Anda', ['Alva']);
    await fill(id, { 'amount-1': '60' });
    await carmen.submit(`/recaudos/${id}/entregar`, {});
    await celia.submit(`/recaudos/${id}/devolver`, { reason: 'Falta el recibo de la fila 1' });
    const text = await read(carmen, `/recaudos/${id}`);
    expect(text).toContain('Caja devolvió la hoja: Falta el recibo de la fila 1');
    expect(text).toContain('Devuelta al asesor');
  });
});

describe('Who sees a sheet', () => {
  it('is its officer and everybody who watches over money, but no other officer', async () => {
    const id = await sheetOf('Bella', ['Alva']);
    for (const [username, status] of [
      ['julio', 404],
      ['marta', 200],
      ['raul', 200],
      ['ana', 200],
      ['hugo', 200],
    ] as const) {
      const person = await signIn(world.app, `${username}@selva`);
      for (const path of ['', '/hoja', '/recibos', '/descargar?formato=csv']) {
        expect([username, path, (await person.get(`/recaudos/${id}${path}`)).status]).toEqual([username, path, status]);
      }
    }
    const julio = await signIn(world.app, 'julio@selva');
    expect(await read(julio, '/recaudos')).not.toContain(`Hoja ${id}`);
    const marta = await signIn(world.app, 'marta@selva');
    expect(await read(marta, '/recaudos')).toContain(`Hoja ${id}`);
  });

  it('is voided with a reason that stays to be read', async () => {
    const id = await sheetOf('Corvina', ['Alva']);
    expect((await carmen.submit(`/recaudos/${id}/anular`, { reason: '' })).status).toBe(422);
    await carmen.submit(`/recaudos/${id}/anular`, { reason: 'El puente se cayó' });
    expect(await read(carmen, `/recaudos/${id}`)).toContain('Anulada: El puente se cayó');
    expect(await read(carmen, '/recaudos?estado=anuladas')).toContain(`Hoja ${id}`);
  });

  it('can take it along as a file, with the DNI whole', async () => {
    const id = await sheetOf('Shapajilla', ['Alva']);
    const { text } = await carmen.get(`/recaudos/${id}/descargar?formato=csv`);
    expect(text).toContain('Fila,Productor,DNI,Celular,Distrito');
    expect(text).toMatch(/1,"?Alva Huamán, Rosa"?,46\d{6},\+51962345678,Rupa-Rupa,Shapajilla/);
    expect((await carmen.get(`/recaudos/${id}/descargar?formato=xlsx`)).status).toBe(200);
  });
});
