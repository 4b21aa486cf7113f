import { inTransaction } from '../../src/db/transaction';
import { lendFromLine } from '../../src/lines/use-line';
import { signIn, textOf, type Person } from '../support/browser';
import { createWorld, TODAY, type World } from '../support/world';
import { anInvestor, anOpenLine, draw } from './open';

let world: World;
let line: string;
let foreignLine: string;
let drawdown: number;
let people: Record<'alicia' | 'ines' | 'marta' | 'pedro' | 'raul' | 'otherMarta' | 'celia', Person>;

beforeAll(async () => {
  world = await createWorld();
  const root = await anInvestor(world, 'Root Capital');
  const oiko = await anInvestor(world, 'Oikocredit');
  const lineId = await anOpenLine(world, root, { name: 'Cacao fino 2026' });
  drawdown = await draw(world, world.selva, lineId, 600_00);
  await inTransaction(world.db, (trx) =>
    lendFromLine(trx, world.selva.by('celia'), {
      lineId,
      amount: 250_00,
      currency: 'USD',
      date: TODAY,
      ubigeo: '100601',
      productId: 1,
    }),
  );
  line = `/lineas/${world.selva.id}/${lineId}`;
  const foreignId = await anOpenLine(world, oiko, {
    name: 'Valle 2026',
    institutionId: world.valle.id,
    currency: 'PEN',
  });
  foreignLine = `/lineas/${world.valle.id}/${foreignId}`;
  await world.db('staff').where({ institution_id: world.azmj.id, username: 'ines' }).update({ investor_id: root });
  people = {
    alicia: await signIn(world.app, 'alicia@azmj'),
    ines: await signIn(world.app, 'ines@azmj'),
    marta: await signIn(world.app, 'marta@selva'),
    pedro: await signIn(world.app, 'pedro@selva'),
    raul: await signIn(world.app, 'raul@selva'),
    otherMarta: await signIn(world.app, 'marta@valle'),
    celia: await signIn(world.app, 'celia@selva'),
  };
});

const read = async (person: Person, path: string): Promise<string> => textOf((await person.get(path)).text);

describe('the list of lines', () => {
  it.each`
    who             | sees                                 | not
    ${'alicia'}     | ${['Cacao fino 2026', 'Valle 2026']} | ${[]}
    ${'ines'}       | ${['Cacao fino 2026']}               | ${['Valle 2026', 'Oikocredit']}
    ${'marta'}      | ${['Cacao fino 2026']}               | ${['Valle 2026', 'Oikocredit']}
    ${'otherMarta'} | ${['Valle 2026']}                    | ${['Cacao fino 2026', 'Root Capital']}
  `(
    'shows $who what is theirs',
    async ({ who, sees, not }: { who: keyof typeof people; sees: string[]; not: string[] }) => {
      const text = await read(people[who], '/lineas');
      for (const words of sees) expect(text).toContain(words);
      for (const words of not) expect(text).not.toContain(words);
    },
  );

  it('shows what is committed, drawn, lent and left, and the totals of each currency', async () => {
    const text = await read(people.alicia, '/lineas');
    expect(text).toContain('Cacao fino 2026 US$ 1,000 US$ 600 US$ 600 US$ 250 US$ 400 US$ 350 60.00 %');
    expect(text).toContain(
      'Cacao fino 2026 Caja Rural Selva Central Root Capital Revolvente 9.50 % 31/12/2026 31/12/2028 (en 769 días) Disponible',
    );
    expect(text).toContain('Total en USD US$ 1,000');
    expect(text).toContain('Total en PEN S/ 1,000 S/ 0');
  });

  it('is filtered by what stands in the address, and says so when nothing is left', async () => {
    expect(await read(people.alicia, '/lineas?moneda=PEN&institucion=&fondeador=')).toContain('1 línea ');
    expect(await read(people.marta, `/lineas?institucion=${world.valle.id}`)).toContain('Ninguna línea coincide');
  });

  it('can be taken out whole', async () => {
    const csv = await people.alicia.get('/lineas?formato=csv');
    expect(csv.headers['content-type']).toContain('text/csv');
    expect(csv.text.split('\r\n')[1]).toBe(
      'Caja Rural Selva Central,1,Cacao fino 2026,Root Capital,USD,1000.00,600.00,600.00,250.00,400.00,350.00,600.00,9.5,Revolvente,2026-01-01,2026-12-31,2028-12-31,Disponible',
    );
    const xlsx = await people.ines.get('/lineas?formato=xlsx');
    expect(xlsx.headers['content-disposition']).toContain('lineas-2026-11-23.xlsx');
  });

  it('is not for the cashier', async () => {
    expect((await people.celia.get('/lineas')).status).toBe(403);
  });
});

describe('the page of a line', () => {
  it('shows its terms, where the money is and what moved', async () => {
    const text = await read(people.marta, line);
    expect(text).toContain('Caja Rural Selva Central · Root Capital (Estados Unidos) Disponible');
    expect(text).toContain('Por colocar US$ 350');
    expect(text).toContain('Utilización 60.00 %');
    expect(text).toContain('Por disponer US$ 400.00 40.00 % Comprometido US$ 1,000.00 100.00 %');
    expect(text).toContain('Regiones Huánuco, San Martín Productos Todos');
    expect(text).toContain('02/03/2026 Disposición US$ 600.00 US$ 600.00');
    expect(text).toContain('Registró un desembolso de la línea');
  });

  it('has a dash and no zero for the risk of a line without loans', async () => {
    expect(await read(people.otherMarta, foreignLine)).toContain('En riesgo, más de 30 días —');
  });

  it.each`
    who             | own
    ${'marta'}      | ${false}
    ${'raul'}       | ${false}
    ${'ines'}       | ${false}
    ${'otherMarta'} | ${true}
    ${'alicia'}     | ${true}
  `('of another is not found: $who', async ({ who, own }: { who: keyof typeof people; own: boolean }) => {
    const expected = own ? 200 : 404;
    expect((await people[who].get(foreignLine)).status).toBe(expected);
    expect((await people[who].get(`${foreignLine}/movimientos?formato=csv`)).status).toBe(expected);
  });

  it.each(['/lineas/2/999', '/lineas/99/1', '/lineas/1/1', '/lineas/x/1'])('%s is not found', async (path) => {
    expect((await people.alicia.get(path)).status).toBe(404);
  });

  it('offers its buttons to who may use them', async () => {
    expect(await read(people.marta, line)).toContain('Registrar disposición');
    expect(await read(people.raul, line)).not.toContain('Registrar disposición');
    expect((await people.raul.get(`${line}/disposicion`)).status).toBe(403);
  });

  it('keeps the names of the trail from the investor', async () => {
    expect(await read(people.raul, line)).toContain('Marta (Jefe de negocios)');
    expect(await read(people.ines, line)).not.toContain('Marta');
  });
});

describe('drawing and repaying', () => {
  it('comes back with what was typed and what is wrong with it', async () => {
    const answer = await people.marta.submit(`${line}/disposicion`, { amount: '1.500', valueDate: '31/02/2026' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('value="1.500"');
    expect(answer.text).toContain('value="31/02/2026"');
    expect(answer.text).toContain('href="#f-amount"');
    expect(textOf(answer.text)).toContain('El monto se puede leer de dos maneras');
  });

  it.each`
    what                       | path                   | amount      | valueDate       | says
    ${'beyond the commitment'} | ${'disposicion'}       | ${'400.01'} | ${'23/11/2026'} | ${'Con esa fecha se puede disponer hasta US$ 400.00'}
    ${'before the period'}     | ${'disposicion'}       | ${'1'}      | ${'31/12/2025'} | ${'La fecha está fuera del periodo de disposición'}
    ${'tomorrow'}              | ${'disposicion'}       | ${'1'}      | ${'24/11/2026'} | ${'La fecha no puede ser posterior a hoy'}
    ${'of nothing'}            | ${'disposicion'}       | ${'0'}      | ${'23/11/2026'} | ${'El monto debe ser mayor que cero'}
    ${'beyond the debt'}       | ${'pago-al-fondeador'} | ${'600.01'} | ${'23/11/2026'} | ${'Con esa fecha se puede pagar hasta US$ 600.00'}
  `('a refusal keeps what was typed: $path $what', async ({ path, amount, valueDate, says }) => {
    const answer = await people.alicia.submit(`${line}/${path}`, { amount, valueDate });
    expect(answer.status).toBe(422);
    expect(textOf(answer.text)).toContain(says);
    expect(answer.text).toContain(`value="${amount}"`);
  });

  it('a second try of the same form after a refusal goes through', async () => {
    const form = `${foreignLine}/disposicion`;
    const refused = await people.otherMarta.submit(form, { amount: '1,000.01', valueDate: '23/11/2026' });
    expect(refused.status).toBe(422);
    const hidden = Object.fromEntries(
      [...refused.text.matchAll(/name="(_csrf|_command)" value="([^"]+)"/g)].map((match) => [match[1], match[2] ?? '']),
    );
    const answer = await people.otherMarta.post(form, { ...hidden, amount: '1,000', valueDate: '23/11/2026' });
    expect(answer.status).toBe(303);
    expect(await read(people.otherMarta, foreignLine)).toContain('Disposición de S/ 1,000.00 registrada');
  });

  it('the same form sent twice is one repayment', async () => {
    const shown = await people.otherMarta.get(`${foreignLine}/pago-al-fondeador`);
    const hidden = Object.fromEntries(
      [...shown.text.matchAll(/name="(_csrf|_command)" value="([^"]+)"/g)].map((match) => [match[1], match[2] ?? '']),
    );
    for (let times = 0; times < 2; times++) {
      const fields = { ...hidden, amount: '100', valueDate: '23/11/2026' };
      expect((await people.otherMarta.post(`${foreignLine}/pago-al-fondeador`, fields)).status).toBe(303);
    }
    expect(await read(people.otherMarta, foreignLine)).toContain('Por pagar al fondeador S/ 900');
  });

  it('does not exist for the line of another lender', async () => {
    const answer = await people.marta.submit(
      `${line}/disposicion`,
      { amount: '1', valueDate: '23/11/2026' },
      `${foreignLine}/disposicion`,
    );
    expect(answer.status).toBe(404);
  });
});

describe('taking a movement back', () => {
  it('is refused to who entered it and open to another', async () => {
    const page = `${line}/movimientos/${drawdown}/extorno`;
    const own = await people.marta.submit(page, { reason: 'Se escribió un cero de más' });
    expect(own.status).toBe(422);
    expect(textOf(own.text)).toContain('Lo registraste tú');
    const lent = await people.pedro.submit(page, { reason: 'Se escribió un cero de más' });
    expect(textOf(lent.text)).toContain('Ese dinero ya está colocado en créditos');
    const empty = await people.pedro.submit(page, { reason: ' ' });
    expect(textOf(empty.text)).toContain('Escribe por qué se extorna');
  });

  it('shows both in the list, struck out', async () => {
    await people.marta.submit(`${line}/disposicion`, { amount: '10', valueDate: '23/11/2026' });
    const done = await people.pedro.submit(`${line}/movimientos/${drawdown + 1}/extorno`, { reason: 'Duplicado' });
    expect(done.status).toBe(303);
    const text = await read(people.pedro, line);
    expect(text).toContain(`Extorno de la disposición ${drawdown + 1} Extornado Duplicado -US$ 10.00 US$ 600.00`);
  });
});

describe('opening a line', () => {
  const page = () => `/lineas/nueva/${world.selva.id}`;
  const good = {
    name: 'Línea verde',
    investor: '1',
    investorName: '',
    investorCountry: '',
    currency: 'USD',
    commitment: '2,500,000',
    ratePercent: '8.75',
    revolving: 'no',
    availableFrom: '1/12/2026',
    availableUntil: '30/11/2027',
    maturesOn: '30/11/2030',
    regions: ['10', '25'],
  };

  it('begins with the lender', async () => {
    expect(await read(people.alicia, '/lineas/nueva')).toContain('Caja Rural Selva Central');
    expect((await people.alicia.get('/lineas/nueva/1')).status).toBe(404);
    expect((await people.marta.get('/lineas/nueva')).status).toBe(403);
  });

  it('shows the new line, not yet available', async () => {
    const answer = await people.alicia.submit(page(), good);
    expect(answer.status).toBe(303);
    const text = await read(people.alicia, answer.headers['location'] ?? '');
    expect(text).toContain('Línea abierta Línea verde Caja Rural Selva Central · Root Capital');
    expect(text).toContain('Aún no disponible');
    expect(text).toContain('Regiones Huánuco, Ucayali');
    expect(text).toContain('Hoy no se puede disponer');
  });

  it('enters a new investor with it', async () => {
    const fields = { ...good, investor: 'otro', investorName: 'responsAbility', investorCountry: 'CH' };
    const answer = await people.alicia.submit(page(), fields);
    expect(await read(people.alicia, answer.headers['location'] ?? '')).toContain('responsAbility (Suiza)');
  });

  it.each`
    what                               | change                                                                       | field               | says
    ${'no investor'}                   | ${{ investor: '' }}                                                          | ${'investor'}       | ${'Elige el fondeador'}
    ${'a new investor without a name'} | ${{ investor: 'otro' }}                                                      | ${'investorName'}   | ${'Escribe el nombre del nuevo fondeador'}
    ${'an investor that is there'}     | ${{ investor: 'otro', investorName: 'root capital', investorCountry: 'US' }} | ${'investorName'}   | ${'Ya hay un fondeador con ese nombre'}
    ${'no region'}                     | ${{ regions: [] }}                                                           | ${'regions'}        | ${'Elige al menos una región'}
    ${'a rate beyond all'}             | ${{ ratePercent: '101' }}                                                    | ${'ratePercent'}    | ${'La tasa debe estar entre 0 y 100 %'}
    ${'an end before the beginning'}   | ${{ availableUntil: '30/11/2026' }}                                          | ${'availableUntil'} | ${'El periodo de disposición debe terminar'}
    ${'due before the end'}            | ${{ maturesOn: '29/11/2027' }}                                               | ${'maturesOn'}      | ${'La línea debe vencer'}
    ${'a product of nobody'}           | ${{ products: '99' }}                                                        | ${'products'}       | ${'Ese producto no es de la institución'}
  `('comes back with everything typed: $what', async ({ change, field, says }) => {
    const answer = await people.alicia.submit(page(), { ...good, ...change });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(`href="#f-${field}"`);
    expect(textOf(answer.text)).toContain(says);
    expect(answer.text).toContain('value="Línea verde"');
    expect(answer.text).toContain('value="2,500,000"');
  });
});
