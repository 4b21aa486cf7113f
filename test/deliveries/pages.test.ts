import { hiddenFieldsOf, signIn, textOf, type Person } from '../support/browser';
import { createWorld, type World } from '../support/world';
import { aHarvest, aParcel, deliver, delivered, type Harvest } from './a-harvest';

let world: World;
let harvest: Harvest;
let carmen: Person;
let celia: Person;
let marta: Person;

beforeAll(async () => {
  world = await createWorld();
  harvest = await aHarvest(world);
  carmen = await signIn(world.app, 'carmen@selva');
  celia = await signIn(world.app, 'celia@selva');
  marta = await signIn(world.app, 'marta@selva');
});

const formPage = () => `/entregas/nueva?productor=${harvest.farmerId}`;

let slips = 0;

/** What somebody types for 100 kg at 10 %. */
function typed(more: Record<string, string | readonly string[]> = {}) {
  return {
    partnerOrganisationId: String(harvest.organisationId),
    deliveredOn: '23/11/2026',
    slip: `P-${++slips}`,
    lotCode: 'LOTE 7',
    state: 'dry',
    grossKg: '100.00',
    moisturePercent: '10',
    pricePerKg: '16.50',
    discountPercent: '',
    discountReason: '',
    parcel: String(harvest.parcelId),
    share: '100',
    step: 'preview',
    ...more,
  };
}

const read = async (person: Person, path: string) => textOf((await person.get(path)).text);

describe('A delivery', () => {
  it('is looked at before it is recorded', async () => {
    const shown = await carmen.submit(formPage(), typed(), '/entregas');
    expect(shown.status).toBe(200);
    const text = textOf(shown.text);
    expect(text).toContain('Kg secos al 7 % 96.77');
    expect(text).toContain('Valor S/ 1,596.70');
    expect(text).toContain('Se retiene S/ 638.68');
    expect(text).toContain('Se paga al productor S/ 958.02');
    expect(text).toContain(`S/ 638.68 pagan el crédito ${harvest.loanId}`);
    expect(text).toContain('De esas parcelas en un año 96.77 kg secos, de 5100.00 creíbles');
    expect(await read(carmen, '/entregas')).toContain('Todavía no hay ninguna');
  });

  it('is sent as it was looked at, or goes back to be corrected with everything that was typed', async () => {
    const own = await aHarvest(world);
    const page = `/entregas/nueva?productor=${own.farmerId}`;
    const fields = typed({
      slip: 'VISTA-1',
      partnerOrganisationId: String(own.organisationId),
      parcel: String(own.parcelId),
    });
    const shown = await carmen.submit(page, fields, '/entregas');
    const hidden = hiddenFieldsOf(shown.text, '/entregas');
    const back = await carmen.post('/entregas', { ...hidden, step: 'edit' });
    expect(back.text).toMatch(/name="slip"[^>]* value="VISTA-1"/);
    expect(back.text).toContain(`name="_command" value="${hidden['_command']}"`);
    const sent = await carmen.post('/entregas', { ...hidden, step: 'send' });
    expect(sent.status).toBe(303);
    expect(await read(carmen, `/entregas?productor=${own.farmerId}`)).toContain('VISTA-1');
    expect((await carmen.get(`/creditos/${own.loanId}`)).text).toContain(`/entregas?productor=${own.farmerId}`);
  });

  it('shows after it was recorded the way from the lot to the parcel and to the receipt', async () => {
    const fields = typed({ step: 'send' });
    const answer = await carmen.submit(formPage(), fields, '/entregas');
    expect(answer.status).toBe(303);
    const to = answer.headers['location'] ?? '';
    const html = (await carmen.get(to)).text;
    const text = textOf(html);
    expect(text).toMatch(/Entrega \d+ registrada/);
    expect(text).toContain('LOTE 7 · Cooperativa Naranjillo');
    expect(text).toContain('La Banda 2.50 ha');
    expect(text).toContain('-9.295100, -75.998456');
    expect(text).toContain('Retenido S/ 638.68');
    const receipt = /\/creditos\/\d+\/pagos\/\d+/.exec(html)?.[0] ?? '';
    expect(await read(carmen, receipt)).toContain('Retenido de una entrega de cacao');
    const slip = await read(carmen, `${to}/liquidacion`);
    expect(slip).toContain('Son: novecientos cincuenta y ocho y 02/100 soles');
    expect(slip).toContain('Valor del cacao S/ 1,596.70');
  });

  it('sent twice is recorded once', async () => {
    const { text } = await carmen.get(formPage());
    const hidden = Object.fromEntries(
      [...text.matchAll(/<input type="hidden" name="(_csrf|_command)" value="([^"]*)">/g)].map((one) => [
        one[1] ?? '',
        one[2] ?? '',
      ]),
    );
    const fields = { ...typed({ step: 'send' }), farmerId: String(harvest.farmerId), ...hidden };
    const first = await carmen.post('/entregas', fields);
    const second = await carmen.post('/entregas', fields);
    expect(second.headers['location']).toBe(first.headers['location']);
    expect(await read(carmen, second.headers['location'] ?? '')).toContain(
      'La entrega ya estaba registrada con el número',
    );
  });

  it.each([
    ['from tomorrow', { deliveredOn: '24/11/2026' }, 'La fecha de la entrega no puede ser futura'],
    ['of wet beans as dry', { moisturePercent: '45' }, 'Esa humedad no es de grano seco'],
    ['of dry beans nobody measured', { moisturePercent: '' }, 'Ingresa la humedad del grano seco'],
    ['from part of a parcel', { share: '60' }, 'Las partes de las parcelas deben sumar 100 %'],
    ['from no parcel', { share: '' }, 'Escribe de qué parcela vino el cacao'],
    ['with three decimals', { grossKg: '10.125' }, 'Escribe los kilos con hasta dos decimales'],
    ['without a slip', { slip: '' }, 'Escribe el número de la boleta'],
    ['to nobody', { partnerOrganisationId: '' }, 'Elige la organización'],
    ['of too much', { grossKg: '9000' }, 'se esperan a lo más 5100.00. Verifica y marca abajo'],
  ])('%s is refused in plain words, with everything that was typed', async (_name, change, sentence) => {
    const answer = await carmen.submit(
      formPage(),
      typed({ lotCode: 'LOTE QUEDA', step: 'send', ...change }),
      '/entregas',
    );
    expect(answer.status).toBe(422);
    expect(textOf(answer.text)).toContain(sentence);
    expect(answer.text).toContain('value="LOTE QUEDA"');
  });

  it('is found by organisation, lot, farmer and day, and downloaded', async () => {
    await deliver(harvest, { lotCode: 'OTRO LOTE', deliveredOn: '2026-11-10', slip: 'X-77' });
    const only = await read(carmen, '/entregas?lote=OTRO+LOTE');
    expect(only).toContain('X-77');
    expect(only).not.toContain('LOTE 7');
    expect(await read(carmen, '/entregas?buscar=quispe&hasta=10/11/2026')).toContain('X-77');
    expect(await read(carmen, '/entregas?desde=11/11/2026')).not.toContain('X-77');
    expect(await read(carmen, '/entregas?buscar=nadie')).toContain('Ninguna entrega coincide con los filtros');
    const csv = await carmen.get('/entregas/descargar?lote=OTRO+LOTE&formato=csv');
    expect(csv.text).toContain('X-77,OTRO LOTE');
    expect(csv.text).toContain(',1596.70,638.68,958.02,no');
    const xlsx = await carmen.get('/entregas/descargar?formato=xlsx');
    expect(xlsx.headers['content-disposition']).toContain('entregas-2026-11-23.xlsx');
  });

  it('is taken back by the cashier with a reason, and says so everywhere', async () => {
    const id = await delivered(harvest, { lotCode: 'LOTE MAL' });
    const html = (await carmen.get(`/entregas/${id}`)).text;
    expect(html).not.toContain(`/entregas/${id}/extorno`);
    const without = await celia.submit(`/entregas/${id}/extorno`, { reason: '' });
    expect(textOf(without.text)).toContain('Escribe por qué se extorna');
    const answer = await celia.submit(`/entregas/${id}/extorno`, { reason: 'Era de otra socia' });
    expect(answer.status).toBe(303);
    const text = await read(celia, `/entregas/${id}`);
    expect(text).toMatch(/Extornada el 23\/11\/2026 .* por Celia: Era de otra socia/);
    expect(await read(celia, `/entregas/${id}/extorno`)).toContain('Esta entrega ya fue extornada');
    expect(await read(celia, `/entregas/${id}/liquidacion`)).toContain('EXTORNADA: Era de otra socia');
  });

  it('does not let one of its payments be reversed alone', async () => {
    const id = await delivered(harvest);
    const receipt = /\/creditos\/\d+\/pagos\/\d+/.exec((await celia.get(`/entregas/${id}`)).text)?.[0] ?? '';
    expect(await read(celia, `${receipt}/extorno`)).toContain(
      'Este pago se retuvo de una entrega de cacao: extorna la entrega',
    );
    const loan = (await celia.get(receipt.replace(/\/pagos\/.*/, ''))).text;
    expect(loan).toContain(`href="/entregas/${id}/extorno"`);
    expect(loan).not.toContain(`${receipt}/extorno`);
  });
});

describe('A lot', () => {
  it('says whose beans it is made of and exports the plots, longitude first, with six decimals', async () => {
    const other = await aParcel(harvest, { name: 'Loma Alta', areaHa: '5.5', latitude: null, longitude: null });
    const far = await aParcel(harvest, {
      name: 'El "Bajo"',
      areaHa: '5',
      latitude: '-9.300000',
      longitude: '-76.100000',
    });
    const parcels = [
      { parcelId: harvest.parcelId, sharePercent: '50' },
      { parcelId: other, sharePercent: '25' },
      { parcelId: far, sharePercent: '25' },
    ];
    await delivered(harvest, { lotCode: 'EXPORTA', parcels });
    await delivered(harvest, { lotCode: 'EXPORTA' });
    const lot = /\/entregas\/lotes\/\d+/.exec((await carmen.get('/entregas?lote=EXPORTA')).text)?.[0] ?? '';
    const text = await read(carmen, lot);
    expect(text).toContain('Kg secos 193.54 Entregas 2 Productores 1 Parcelas 3');
    expect(text).toContain('Sin coordenadas no entran en el archivo: Loma Alta (Rosa Quispe Huamán)');
    expect(text).toContain(
      'pide el lindero y no solo un punto: Loma Alta (Rosa Quispe Huamán); El "Bajo" (Rosa Quispe Huamán)',
    );
    const file = await carmen.get(`${lot}/geojson`);
    expect(file.headers['content-type']).toContain('application/geo+json');
    const json = file.text ?? String(file.body);
    expect(json).toContain('[-75.998456,-9.295100]');
    expect(JSON.parse(json)).toEqual({
      type: 'FeatureCollection',
      features: [plot('La Banda', [-75.998456, -9.2951], 2.5), plot('El "Bajo"', [-76.1, -9.3], 5)],
    });
    expect((await (await signIn(world.app, 'alicia@azmj')).get(`${lot}/geojson`)).status).toBe(403);
  });

  const plot = (name: string, coordinates: readonly number[], area: number) => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates },
    properties: {
      ProducerName: 'Rosa Quispe Huamán',
      ProducerCountry: 'PE',
      ProductionPlace: `${name}, Rupa-Rupa, Huánuco`,
      Area: area,
    },
  });
});

describe('An agreement', () => {
  it('is entered with the farmer’s consent, shown and ended', async () => {
    const other = await aHarvest(world, { validUntil: '2026-06-30' });
    const page = `/entregas/convenios/nuevo?productor=${other.farmerId}`;
    const fields = {
      partnerOrganisationId: String(other.organisationId),
      ...{
        sharePercent: '35',
        reach: 'two-instalments',
        intent: '',
        validFrom: '23/11/2026',
        validUntil: '31/12/2027',
      },
      ...{ signedOn: '20/11/2026', method: 'fingerprint', readAloud: '1', signatory: 'Elmer Tello' },
    };
    const wrong = await carmen.submit(page, { ...fields, reach: 'debt' }, '/entregas/convenios');
    expect(wrong.status).toBe(422);
    expect(textOf(wrong.text)).toContain('el productor elige qué pasa con lo que excede dos cuotas');
    const done = await carmen.submit(page, fields, '/entregas/convenios');
    const to = done.headers['location'] ?? '';
    const text = await read(carmen, to);
    expect(text).toContain('Vigente');
    expect(text).toContain('Parte de cada entrega 35.00 %');
    expect(text).toContain('Huella digital · 20/11/2026 · leído en voz alta');
    expect(await read(celia, '/entregas/convenios')).toContain('35.00 % · Lo vencido y lo que sigue, hasta dos cuotas');
    const end = await carmen.submit(to, { reason: 'Ya no vende allí' }, `${to}/fin`);
    expect(end.status).toBe(303);
    expect(await read(carmen, to)).toContain('Terminado el 23/11/2026: Ya no vende allí');
  });

  it('begins with finding the farmer', async () => {
    const found = await carmen.get('/entregas/convenios/nuevo?buscar=quispe');
    expect(found.text).toContain(`/entregas/convenios/nuevo?productor&#x3D;${harvest.farmerId}"`);
    expect(await read(carmen, '/entregas/nueva?buscar=nadie')).toContain('Ningún productor coincide');
  });
});

describe('An organisation', () => {
  it('is reconciled to the céntimo, and remits what it owes', async () => {
    const own = await aHarvest(world);
    const first = await delivered(own, { slip: 'R-1', deliveredOn: '2026-11-20' });
    await delivered(own, { slip: 'R-2' });
    const path = `/entregas/organizaciones/${own.organisationId}`;
    const text = await read(celia, path);
    expect(text).toContain('Por cobrar S/ 1,277.36');
    expect(text).toContain('Cuadra al céntimo');
    expect(text).toContain('S/ 3,193.40 = S/ 1,277.36 retenidos + S/ 1,916.04 pagados al productor');
    const tooMuch = await celia.submit(`${path}/remesa`, {
      amount: '1277.37',
      receivedOn: '23/11/2026',
      channel: 'bank',
      reference: '',
    });
    expect(textOf(tooMuch.text)).toContain('La organización debe S/ 1,277.36: la remesa no puede ser mayor');
    const done = await celia.submit(`${path}/remesa`, {
      amount: '700.00',
      receivedOn: '23/11/2026',
      channel: 'bank',
      reference: 'OP 991',
    });
    expect(await read(celia, done.headers['location'] ?? '')).toContain('Monto S/ 700.00');
    const after = await read(celia, path);
    expect(after).toContain('S/ 577.36 = S/ 1,277.36 retenidos − S/ 700.00 remesados');
    expect(after).toContain('R-2 S/ 638.68 S/ 577.36');
    expect(after).not.toContain(`Entrega ${first} 20/11/2026`);
    expect(await read(celia, '/entregas/organizaciones')).toContain('S/ 577.36 Cuadra');
  });

  it('takes a remittance back by another person', async () => {
    const own = await aHarvest(world);
    await delivered(own);
    const path = `/entregas/organizaciones/${own.organisationId}/remesa`;
    const done = await celia.submit(path, {
      amount: '638.68',
      receivedOn: '23/11/2026',
      channel: 'cash',
      reference: '',
    });
    const remittance = done.headers['location'] ?? '';
    expect((await celia.get(remittance)).text).not.toContain('/extorno');
    expect((await celia.submit(remittance, { reason: 'x' }, `${remittance}/extorno`)).status).toBe(422);
    expect((await marta.submit(remittance, { reason: 'De otra entidad' }, `${remittance}/extorno`)).status).toBe(303);
    expect(await read(marta, remittance)).toMatch(/Extornada el .* por Marta: De otra entidad/);
    expect(await read(marta, path.replace('/remesa', ''))).toContain('Por cobrar S/ 638.68');
  });
});

describe('The sheet of an organisation', () => {
  const sheet = (rows: readonly string[]) =>
    ['organizacion\tfecha\tboleta\tlote\tdni\tparcela\testado\tkg\thumedad\tprecio', ...rows].join('\n');
  const row = (own: Harvest, slip: string, kg: string, parcel = '') => {
    const name = `Cooperativa Naranjillo ${organisationNumber(own)}`;
    return [name, '20/11/2026', slip, 'HOJA', documentOf(own), parcel, 'seco', kg, '7.5', '16.00'].join('\t');
  };
  const names = new Map<number, string>();
  const documents = new Map<number, string>();
  const organisationNumber = ({ organisationId }: Harvest) => (names.get(organisationId) ?? '').split(' ').at(-1) ?? '';
  const documentOf = ({ farmerId }: Harvest) => documents.get(farmerId) ?? '';
  const ready = async (): Promise<Harvest> => {
    const own = await aHarvest(world);
    const organisation = (await world.db('partner_organisation').where({ id: own.organisationId }).first('name')) as {
      name: string;
    };
    const key = { institution_id: own.at.id, id: own.farmerId };
    const farmer = (await world.db('farmer').where(key).first('document_number')) as { document_number: string };
    names.set(own.organisationId, organisation.name);
    documents.set(own.farmerId, farmer.document_number);
    return own;
  };
  const send = (fields: Record<string, string>) => carmen.submit('/entregas/importar', fields);

  it('is tried out, recorded, and recorded once', async () => {
    const own = await ready();
    const pasted = sheet([row(own, 'H-1', '50.00'), row(own, 'H-2', '60.00', 'La Banda:100')]);
    const tried = await send({ sheet: pasted, step: 'preview' });
    expect(textOf(tried.text)).toContain('Fue una prueba: todas las filas están bien');
    expect(await read(carmen, '/entregas?lote=HOJA')).toContain('Ninguna entrega coincide');
    expect(textOf((await send({ sheet: pasted, step: 'send' })).text)).toContain(
      'Entregas nuevas: 2; ya registradas: 0',
    );
    expect(textOf((await send({ sheet: pasted, step: 'send' })).text)).toContain(
      'Entregas nuevas: 0; ya registradas: 2',
    );
    expect(await read(carmen, '/entregas?lote=HOJA')).toContain('Total de 2 entregas de 1 productores');
  });

  it('names each bad row and records nothing of it, or only the good ones when asked', async () => {
    const own = await ready();
    const rows = [
      row(own, 'M-1', '50.00'),
      row(own, 'M-2', 'mucho'),
      row(own, 'M-3', '40', 'El Monte'),
      row(own, 'M-1', '50.00'),
    ];
    const refused = await send({ sheet: sheet(rows), step: 'send' });
    expect(refused.status).toBe(422);
    const text = textOf(refused.text);
    expect(text).toContain('Fila 3, columna kg: Escribe los kilos con hasta dos decimales');
    expect(text).toContain("Fila 4, columna parcela: El productor no tiene una parcela llamada 'El Monte'");
    expect(text).toContain('Fila 5, columna boleta: La misma boleta está en la fila 2');
    expect(text).toContain('No se registró nada');
    const partly = await send({ sheet: sheet(rows), step: 'send', skipBad: '1' });
    expect(textOf(partly.text)).toContain('Entregas nuevas: 1; ya registradas: 0');
    const changed = await send({ sheet: sheet([row(own, 'M-1', '51.00')]), step: 'send' });
    expect(textOf(changed.text)).toContain('Esa boleta ya está registrada con otros datos');
  });

  it('says which column is missing', async () => {
    const answer = await send({ sheet: 'organizacion;fecha\nX;20/11/2026', step: 'send' });
    expect(textOf(answer.text)).toContain("Tu archivo necesita una columna llamada 'boleta'");
  });
});
