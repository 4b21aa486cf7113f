import { createProduct } from '../../src/products/create-product';
import { approvalLevelsOn } from '../../src/products/approval-level-store';
import { setApprovalLevel } from '../../src/products/set-approval-level';
import { activeProducts, findProduct } from '../../src/products/store';
import { signIn, textOf, type Person } from '../support/browser';
import { createWorld, type World } from '../support/world';
import { enterCap, harvestProduct, offered } from './offer';

let world: World;
let ana: Person;
beforeAll(async () => {
  world = await createWorld();
  ana = await signIn(world.app, 'ana@selva');
});

const typed = {
  name: 'Cacao instalación',
  creditType: 'microempresa',
  currency: 'PEN',
  plan: 'harvest',
  amountMin: '500',
  amountMax: 'S/ 20,000',
  instalmentsMax: '12',
  ratePercent: '18',
  lateRatePercent: '12 %',
  unpaidInterest: 'carry',
  insurancePercent: '0.10',
  disbursementFee: '',
  instalmentFee: '',
  windowSharePercent: '40',
};

describe('the offer of products', () => {
  it('takes a product from its form and shows it as it stands in contracts', async () => {
    const answer = await ana.submit('/productos/nuevo', typed, '/productos');
    expect([answer.status, answer.headers['location']]).toEqual([303, '/productos/1']);
    const words = textOf((await ana.get('/productos/1')).text);
    expect(words).toContain('De S/ 500.00 a S/ 20,000.00');
    expect(words).toContain('TEA (360 días) 18.00 %');
    expect(words).toContain('El interés no pagado espera sin generar interés');
    expect(words).toContain('En oferta');
  });

  it('gives wrong values back as they were typed', async () => {
    const answer = await ana.submit('/productos/nuevo', { ...typed, amountMin: '1.500', plan: 'weekly' }, '/productos');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('value="1.500"');
    expect(answer.text).toContain('href="#f-plan"');
    expect(textOf(answer.text)).toContain('El monto se puede leer de dos maneras');
  });

  it('gives a name once', async () => {
    const answer = await ana.submit('/productos/nuevo', typed, '/productos');
    expect(answer.status).toBe(422);
    expect(textOf(answer.text)).toContain('Ya hay un producto con ese nombre');
  });

  it.each([
    ['amounts in the wrong order', { amountMin: 200, amountMax: 100 }, 'amounts_out_of_order'],
    ['a TEA above the cap of the day', { ratePercent: '112.01' }, 'rate_above_cap'],
    ['a late rate above its cap', { lateRatePercent: '16.81' }, 'late_rate_above_cap'],
  ])('refuses %s', async (name, change, reason) => {
    if (!capEntered) await enterCap(world, world.selva);
    capEntered = true;
    const product = harvestProduct({ ...change, name, commandId: `refused ${name}` });
    const answer = await createProduct(world.db, world.selva.by('ana'), product);
    expect(answer).toEqual({ type: 'refused', reason });
  });

  it('keeps what was withdrawn, and offers it no more', async () => {
    await ana.submit('/productos/1', {}, '/productos/1/oferta');
    expect((await activeProducts(world.db, world.selva.id)).map((product) => product.id)).not.toContain(1);
    expect((await findProduct(world.db, world.selva.id, 1))?.active).toBe(false);
    await ana.submit('/productos/1', {}, '/productos/1/oferta');
    expect((await findProduct(world.db, world.selva.id, 1))?.active).toBe(true);
  });

  it('is the institution’s own', async () => {
    const id = await offered(world, world.selva, harvestProduct());
    const other = await signIn(world.app, 'ana@valle');
    expect((await other.get(`/productos/${id}`)).status).toBe(404);
    expect((await other.post(`/productos/${id}/oferta`, {})).status).toBe(403);
    expect(textOf((await other.get('/productos')).text)).toContain('Todavía no hay productos');
  });

  it('is changed by the administrator alone', async () => {
    const carmen = await signIn(world.app, 'carmen@selva');
    expect((await carmen.get('/productos')).status).toBe(200);
    expect((await carmen.get('/productos/nuevo')).status).toBe(403);
  });
});

let capEntered = false;

describe('approval levels', () => {
  it('grow with the role', async () => {
    const levels = await approvalLevelsOn(world.db, world.selva.id, 'PEN', '2026-11-23');
    expect(levels.map((level) => level.role)).toEqual(['manager', 'risk', 'administrator']);
  });

  it('hold from their date on', async () => {
    const level = { role: 'manager', currency: 'PEN', validFrom: '2026-12-01', amountMax: 2_000_000 } as const;
    const set = await setApprovalLevel(world.db, world.selva.by('ana'), { ...level, commandId: 'level-1' });
    expect(set).toEqual({ type: 'done' });
    const [before] = await approvalLevelsOn(world.db, world.selva.id, 'PEN', '2026-11-30');
    const [after] = await approvalLevelsOn(world.db, world.selva.id, 'PEN', '2026-12-01');
    expect([before?.amountMax, after?.amountMax]).toEqual([1_500_000, 2_000_000]);
  });

  it('are not set twice from the same day', async () => {
    const fields = { role: 'manager', currency: 'PEN', validFrom: '1/12/2026', amountMax: '9,000' };
    const answer = await ana.submit('/productos/niveles', fields);
    expect(answer.status).toBe(422);
    expect(textOf(answer.text)).toContain('Ya hay un valor desde el 01/12/2026');
    expect(answer.text).toContain('value="9,000"');
  });
});
