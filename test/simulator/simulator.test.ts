import { parseTerms, termsJson } from '../../src/contract/terms-json';
import { schedule } from '../../src/lending/schedule';
import { signIn, textOf, type Person } from '../support/browser';
import { enterCap, harvestProduct, offered } from '../products/offer';
import { createWorld, type World } from '../support/world';
import { harvestParametersOn } from '../../src/parameters/read-harvests';
import { Decimal } from '../../src/lending/decimal';
import { termsOf, type LoanRequest } from '../../src/products/terms-of';
import { findProduct } from '../../src/products/store';

let world: World;
let carmen: Person;
let product: number;
beforeAll(async () => {
  world = await createWorld();
  product = await offered(world, world.selva, harvestProduct());
  carmen = await signIn(world.app, 'carmen@selva');
});

const free = 'tea=24.5&moneda=PEN&interes=capitalise&seguro=0';

describe('the simulator', () => {
  it('begins with the products and with the ways to pay', async () => {
    const words = textOf((await carmen.get('/simulador')).text);
    expect(words).toContain('Cacao campaña Cuotas por cosecha 24.50 % De S/ 500.00 a S/ 30,000.00');
    expect(words).toContain('Pago único al vencimiento');
  });

  it('offers the seasons of the years to come, and the next one first', async () => {
    const page = await carmen.get(`/simulador?producto=${product}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain('<option value="2027-main" selected>Campaña grande 2027</option>');
    expect(page.text).not.toContain('Campaña chica 2025');
  });

  it('reckons a bullet: 7,960.99 at a TEA of 25 % is 8,900.66 after 180 days', async () => {
    const page = await carmen.get(
      '/simulador?plan=bullet&monto=7,960.99&desembolso=2026-01-01&vencimiento=30/06/2026&moneda=PEN&tea=25&interes=capitalise&seguro=0',
    );
    expect(page.status).toBe(200);
    expect(textOf(page.text)).toContain('TCEA 25.00 %');
    expect(textOf(page.text)).toContain('8,900.66');
    expect(textOf(page.text)).toContain('S/ 0.35 al desembolso y S/ 0.40 en las cuotas');
  });

  it('shows the same schedule as the lending core makes of the same terms', async () => {
    const address = `plan=level&monto=8000&desembolso=2026-10-30&cuotas=12&cada=1&vencimiento=2026-11-30&${free}`;
    const page = await carmen.get(`/simulador?${address}&formato=csv`);
    expect(page.headers['content-disposition']).toContain('cronograma-2026-11-23.csv');
    const terms = parseTerms({
      currency: 'PEN',
      disbursements: [{ date: '2026-10-30', amount: '8000.00' }],
      rate: { kind: 'effective', percent: '24.5' },
      instalments: { plan: 'level', count: 12, every: { months: 1 }, firstDue: '2026-11-30' },
    });
    const expected = 'error' in terms ? undefined : schedule(terms);
    if (!expected || 'reason' in expected) throw new Error('the terms of the test have no schedule');
    const lines = page.text.trim().split('\r\n').slice(1);
    expect(lines.map((line) => line.split(',')[6])).toEqual(
      expected.instalments.map((row) => (row.total / 100).toFixed(2)),
    );
    const workbook = await carmen.get(`/simulador?${address}&formato=xlsx`);
    expect(workbook.headers['content-type']).toContain('spreadsheetml');
  });

  it('puts the instalments of a harvest loan at the end of its windows', async () => {
    const page = await carmen.get(
      `/simulador?producto=${product}&monto=8,000&desembolso=23/11/2026&departamento=22&variedad=ccn51&temporada=2027-main&temporadas=2&siembra=`,
    );
    expect(page.status).toBe(200);
    const words = textOf(page.text);
    expect(words).toContain('3 cuotas, del 31/05/2027 al 15/12/2027');
  });

  it('lets the instalments of a new plantation grow with the trees', async () => {
    const page = await carmen.get(
      `/simulador?producto=${product}&monto=9,000&desembolso=23/11/2026&departamento=22&variedad=ccn51&temporada=2027-main&temporadas=8&siembra=01/11/2026`,
    );
    const words = textOf(page.text);
    expect(words).toContain('La deuda crece antes de bajar');
    expect(words).not.toContain('31/05/2027');
  });

  it('says that nobody registered a cap for the day, and stops saying so once it is registered', async () => {
    const address = `/simulador?producto=${product}&monto=8000&desembolso=2026-11-30&departamento=22&variedad=ccn51&temporada=2027-main&temporadas=2`;
    const before = textOf((await carmen.get(address)).text);
    expect(before).toContain(
      'No hay tasa máxima registrada para el 30/11/2026; un administrador la registra en Parámetros',
    );
    await enterCap(world, world.selva, '24.49');
    expect(textOf((await carmen.get(address)).text)).toContain(
      'La TEA supera la tasa máxima legal que rige el 30/11/2026',
    );
    const inOctober = textOf((await carmen.get(address.replace('2026-11-30', '2026-10-30'))).text);
    expect(inOctober).toContain('Cronograma de pagos');
    expect(inOctober).not.toContain('tasa máxima');
  });

  it.each([
    ['an amount that can be read in two ways', 'monto=1.500', 'monto', 'El monto se puede leer de dos maneras'],
    ['an amount outside the product', 'monto=200', 'monto', 'El monto debe estar entre S/ 500.00 y S/ 30,000.00'],
    ['a day that does not exist', 'desembolso=31/02/2027', 'desembolso', 'Escribe la fecha con día, mes y año'],
    [
      'a season before the disbursement',
      'temporada=2026-main',
      'temporada',
      'El primer vencimiento debe ser posterior',
    ],
    ['a season that is none', 'temporada=2027-wet', 'temporada', 'Elige la primera campaña que paga'],
    ['no season at all', 'temporadas=0', 'temporadas', 'El número de campañas debe estar entre 1 y 40'],
    [
      'more instalments than the product has',
      'temporadas=10',
      'temporadas',
      'El producto permite como máximo 12 cuotas',
    ],
    ['another department', 'departamento=15', 'departamento', 'Elige el departamento de la chacra'],
  ])('gives %s back with a reason', async (_name, change, field, message) => {
    const good = `producto=${product}&monto=8000&desembolso=2026-10-30&departamento=22&variedad=ccn51&temporada=2027-main&temporadas=2`;
    const [name = '', value = ''] = change.split('=');
    const query = new URLSearchParams(good);
    query.set(name, value);
    const page = await carmen.get(`/simulador?${query.toString()}`);
    expect(page.status).toBe(422);
    expect(page.text).toContain(`href="#f-${field}"`);
    expect(textOf(page.text)).toContain(message);
    if (!['temporada', 'departamento'].includes(field)) expect(page.text).toContain(`value="${value}"`);
  });

  it.each([
    ['no rate', 'tea=', 'tea', 'Ingresa la TEA'],
    ['a rate beyond all sense', 'tea=1001', 'tea', 'El porcentaje está fuera de lo posible'],
    [
      'a first instalment before the money',
      'vencimiento=2026-10-29',
      'vencimiento',
      'El primer vencimiento debe ser posterior al desembolso (30/10/2026)',
    ],
    ['instalments without number', 'cuotas=doce', 'cuotas', 'El número de cuotas debe estar entre 1 y 120'],
    ['fees that eat the loan', 'comision=9000', 'monto', 'Las comisiones superan el monto'],
  ])('gives free conditions with %s back', async (_name, change, field, message) => {
    const good = `plan=equal-principal&monto=8000&desembolso=2026-10-30&cuotas=6&cada=2&vencimiento=2026-12-30&${free}`;
    expect((await carmen.get(`/simulador?${good}`)).status).toBe(200);
    const query = new URLSearchParams(good);
    const [name = '', value = ''] = change.split('=');
    query.set(name, value);
    const page = await carmen.get(`/simulador?${query.toString()}`);
    expect(page.status).toBe(422);
    expect(page.text).toContain(`href="#f-${field}"`);
    expect(textOf(page.text)).toContain(message);
  });

  it('prints, and carries what was typed into an application', async () => {
    const address = `/simulador?producto=${product}&monto=8000&desembolso=2026-10-30&departamento=22&variedad=ccn51&temporada=2027-main&temporadas=2`;
    expect(textOf((await carmen.get(`${address}&imprimir=1`)).text)).toContain(
      'Simulación del 23 de noviembre de 2026',
    );
    expect((await carmen.get(address)).text.replaceAll('&#x3D;', '=')).toContain(
      'href="/solicitudes/nueva?producto=1&amp;monto=8000',
    );
  });

  it('knows no product of another institution', async () => {
    const other = await signIn(world.app, 'carmen@valle');
    expect((await other.get(`/simulador?producto=${product}`)).status).toBe(404);
    expect((await other.get('/simulador?producto=uno')).status).toBe(404);
  });
});

describe('the terms of a product and a request', () => {
  const request: LoanRequest = {
    amount: 800_000,
    disburseOn: '2026-11-30',
    instalments: { plan: 'level', count: 6, everyMonths: 2, firstDue: '2027-01-31' },
  };

  it('are the same when they are read again from what is stored', async () => {
    const conditions = await findProduct(world.db, world.selva.id, product);
    if (!conditions) throw new Error('no product');
    const terms = termsOf({ ...conditions, disbursementFee: 1500, instalmentFee: 460 }, request);
    if ('reason' in terms) throw new Error(terms.reason);
    expect(parseTerms(JSON.parse(JSON.stringify(termsJson(terms))))).toEqual(terms);
  });

  it('weigh the instalments of a harvest by what each window brings: April and May, June and July, October to December', async () => {
    const conditions = await findProduct(world.db, world.selva.id, product);
    const harvest = await harvestParametersOn(world.db, world.selva.id, '22', '2026-11-30');
    if (!conditions || !harvest) throw new Error('nothing to reckon with');
    const calendar = { region: '22', crop: 'cacao', variety: 'ccn51', ...harvest };
    const instalments = { plan: 'harvest', calendar, firstSeason: { year: 2027, season: 'main' }, seasons: 2 } as const;
    expect(termsOf(conditions, { ...request, instalments })).toMatchObject({
      instalments: {
        plan: 'weighted',
        rows: [
          { due: '2027-05-31', weight: new Decimal(25) },
          { due: '2027-07-31', weight: new Decimal(25) },
          { due: '2027-12-15', weight: new Decimal(19) },
        ],
      },
    });
  });

  it('name insurance and fees only where there are some', () => {
    const bare = {
      currency: 'PEN',
      plan: 'level',
      ratePercent: new Decimal('20'),
      unpaidInterest: 'carry',
      insurancePercent: new Decimal('0'),
      disbursementFee: 0,
      instalmentFee: 0,
    } as const;
    const terms = termsOf(bare, request);
    expect(terms).not.toHaveProperty('insurance');
    expect(terms).not.toHaveProperty('fees');
  });
});
