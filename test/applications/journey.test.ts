import { decimalText } from '../../src/lending/money';
import { assess } from '../../src/applications/assess';
import { quoteOfApplication } from '../../src/applications/load-file';
import { findApplication } from '../../src/applications/store';
import { findProduct } from '../../src/products/store';
import type { Quote } from '../../src/products/quote';
import { amountText, percent } from '../../src/web/format';
import { laBanda, rosa, commandId } from '../farmers/rosa';
import { addParcel } from '../../src/farmers/add-parcel';
import { registerFarmer } from '../../src/farmers/register-farmer';
import { enterCap, harvestProduct, offered } from '../products/offer';
import { signIn, textOf, type Person } from '../support/browser';
import { createWorld, type World } from '../support/world';
import { done } from './ready';

let world: World;
let carmen: Person;
let marta: Person;
let raul: Person;
let farmerId: number;
beforeAll(async () => {
  world = await createWorld();
  const { db, selva } = world;
  await enterCap(world, selva);
  await offered(world, selva, harvestProduct());
  const by = selva.by('carmen');
  ({ farmerId } = done(await registerFarmer(db, by, { commandId: commandId(), ...rosa(selva) })));
  done(await addParcel(db, by, { commandId: commandId(), farmerId, ...laBanda }));
  carmen = await signIn(world.app, 'carmen@selva');
  marta = await signIn(world.app, 'marta@selva');
  raul = await signIn(world.app, 'raul@selva');
});

const simulated =
  'producto=1&monto=8%2C000&desembolso=30%2F11%2F2026&departamento=10&variedad=ccn51&temporada=2027-main&temporadas=2';

const cashFlow = {
  priceCcn51: '13.20',
  priceFineNative: '13.20',
  haircutPercent: '65',
  costPerHectareYear: '2,600',
  costPerKg: '1.80',
  otherIncomeMonthly: '300',
  livingCostMonthly: '900',
  otherDebtMonthly: '',
  otherDebtMonths: '',
};

describe('an application on its way through the institution', () => {
  it('begins with the farmer, found by a piece of the name', async () => {
    const found = await carmen.get(`/solicitudes/nueva?buscar=huaman&${simulated}`);
    expect(textOf(found.text)).toContain('Rosa Quispe Huamán 01234567');
    const start = await carmen.submit(`/solicitudes/nueva?productor=${farmerId}&${simulated}`, {}, '/solicitudes');
    expect(start.status).toBe(303);
    expect(start.headers['location']).toBe(
      '/solicitudes/1/credito?producto=1&monto=8%2C000&desembolso=30%2F11%2F2026&departamento=10&variedad=ccn51&temporada=2027-main&temporadas=2',
    );
    const credit = await carmen.get(start.headers['location'] ?? '');
    expect(textOf(credit.text)).toContain('Solicitud 1 empezada');
    expect(credit.text).toContain('value="8,000"');
  });

  it('shows the tasks, and those that cannot be begun yet', async () => {
    const words = textOf((await carmen.get('/solicitudes/1')).text);
    expect(words).toContain('Productor Completado Parcelas Pendiente Destino y monto Pendiente');
    expect(words).toContain('Consentimiento Pendiente Flujo de caja por ventana de cosecha Aún no se puede empezar');
    expect(words).toContain('Revisar y enviar Aún no se puede empezar');
    expect(textOf((await carmen.get('/solicitudes/1/flujo')).text)).toContain('Primero hacen falta las parcelas');
    expect(textOf((await carmen.get('/solicitudes/1/revisar')).text)).not.toContain('Enviar solicitud');
  });

  it('takes the parcels', async () => {
    const none = await carmen.submit('/solicitudes/1/parcelas', {});
    expect([none.status, textOf(none.text)]).toEqual([422, expect.stringContaining('Elige al menos una parcela')]);
    const foreign = await carmen.submit('/solicitudes/1/parcelas', { parcels: '99' });
    expect(foreign.status).toBe(422);
    expect((await carmen.submit('/solicitudes/1/parcelas', { parcels: '1' })).status).toBe(303);
  });

  it('takes purpose and amount, and answers with the schedule', async () => {
    const fields = {
      destino: '',
      monto: '1.500',
      desembolso: '30/11/2026',
      departamento: '10',
      variedad: 'ccn51',
      temporada: '2027-main',
      temporadas: '2',
      siembra: '',
    };
    const page = '/solicitudes/1/credito?producto=1';
    const wrong = await carmen.submit(page, fields, '/solicitudes/1/credito');
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('value="1.500"');
    expect(textOf(wrong.text)).toContain('Escribe para qué es el crédito');
    expect(textOf(wrong.text)).toContain('El monto se puede leer de dos maneras');
    const tooMuch = await carmen.submit(
      page,
      { ...fields, destino: 'Abono', monto: '30,001' },
      '/solicitudes/1/credito',
    );
    expect(textOf(tooMuch.text)).toContain('El monto debe estar entre S/ 500.00 y S/ 30,000.00');
    expect(tooMuch.status).toBe(422);
    const good = await carmen.submit(
      page,
      { ...fields, destino: 'Abono y poda', monto: '8,000' },
      '/solicitudes/1/credito',
    );
    expect(good.status).toBe(303);
    const shown = textOf((await carmen.get('/solicitudes/1/credito')).text);
    expect(shown).toContain('3 cuotas, del 31/05/2027 al 15/12/2027');
    const quote = await simulatedQuote();
    expect(shown).toContain(`TCEA ${percent(quote.summary.tceaPercent)}`);
  });

  it('takes no income without the farmer’s consent', async () => {
    const refused = await carmen.submit('/solicitudes/1/parcelas', cashFlow, '/solicitudes/1/flujo');
    expect(refused.status).toBe(422);
    expect(textOf(refused.text)).toContain('Sin el consentimiento del productor no se pueden registrar sus ingresos');
    const wrong = await carmen.submit('/solicitudes/1/consentimiento', { signedOn: 'ayer' });
    expect(wrong.status).toBe(422);
    expect(textOf(wrong.text)).toContain('Elige cómo firmó');
    const signed = { signedOn: '23/11/2026', method: 'fingerprint', readAloud: '1' };
    expect((await carmen.submit('/solicitudes/1/consentimiento', signed)).status).toBe(303);
  });

  it('reckons what each window can pay, as the lending core does', async () => {
    const wrong = await carmen.submit('/solicitudes/1/flujo', { ...cashFlow, livingCostMonthly: 'mucho' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('value="mucho"');
    expect((await carmen.submit('/solicitudes/1/flujo', cashFlow)).status).toBe(303);

    const application = await findApplication(world.db, world.selva.id, 1);
    const product = await findProduct(world.db, world.selva.id, 1);
    const quote = await simulatedQuote();
    if (!application?.cashFlow || !product) throw new Error('the application is not complete');
    const assessed = assess(quote.terms, quote.schedule, application.cashFlow, product.windowSharePercent);
    expect(assessed?.windows).toHaveLength(3);
    const words = textOf((await carmen.get('/solicitudes/1/flujo')).text);
    for (const window of assessed?.windows ?? []) {
      const line = [
        window.netHarvest,
        window.otherIncome,
        window.livingCost,
        window.otherDebts,
        window.surplus,
        window.limit,
      ];
      expect(words).toContain([...line, window.instalment, window.margin].map(amountText).join(' '));
    }
    expect(words).toContain(`Cosecha y poscosecha (S/ por kg seco)`);
    expect(decimalText(application.cashFlow.costPerKg)).toBe('1.80');
  });

  it('is reviewed, sent once, and then its tasks are closed', async () => {
    const review = textOf((await carmen.get('/solicitudes/1/revisar')).text);
    expect(review).toContain('Cacao campaña · S/ 8,000.00 · Abono y poda');
    expect(review).toContain('Capacidad de pago por ventana');
    expect((await carmen.submit('/solicitudes/1/revisar', {}, '/solicitudes/1/envio')).status).toBe(303);
    expect(textOf((await carmen.get('/solicitudes/1')).text)).toContain('La tiene: Jefe de negocios o riesgos');
    const late = await carmen.submit('/solicitudes/nueva', { parcels: '1' }, '/solicitudes/1/parcelas');
    expect(late.status).toBe(409);
    expect(textOf(late.text)).toContain('La solicitud ya no se puede cambiar');
    expect((await carmen.get('/solicitudes/1/flujo')).status).toBe(303);
  });

  it('is evaluated, observed, mended and sent again', async () => {
    const take = (person: Person, action: string, reason = '') =>
      person.submit('/solicitudes/1', { action, reason }, '/solicitudes/1/pasos');
    expect((await take(raul, 'begin')).status).toBe(303);
    const mute = await take(raul, 'return');
    expect([mute.status, textOf(mute.text)]).toEqual([422, expect.stringContaining('Escribe el motivo')]);
    expect((await take(raul, 'return', 'Falta el plan de abono')).status).toBe(303);
    const tasks = textOf((await carmen.get('/solicitudes/1')).text);
    expect(tasks).toContain('Observación Falta el plan de abono');
    expect((await carmen.submit('/solicitudes/1/revisar', {}, '/solicitudes/1/envio')).status).toBe(303);
    expect((await take(raul, 'begin')).status).toBe(303);
    expect((await take(raul, 'committee')).status).toBe(303);
  });

  it('shows the committee everything on one page', async () => {
    const words = textOf((await marta.get('/solicitudes/1')).text);
    for (const part of [
      'En comité',
      'Rosa Quispe Huamán',
      'Capacidad de pago por ventana',
      'Precio −50 %',
      'Rendimiento −30 %',
      'Precio mínimo que sostiene las cuotas',
      'Supuesto',
      'Cronograma de pagos',
      'La Banda 2.50 ha CCN-51',
      'Es su primer crédito en la institución',
      'Falta el plan de abono',
    ]) {
      expect(words).toContain(part);
    }
  });

  it('is decided once: the second to decide is told that the page was not current', async () => {
    const seen = await raul.get('/solicitudes/1');
    const version = /name="version" value="(\d+)"/.exec(seen.text)?.[1] ?? '';
    const approved = await marta.submit(
      '/solicitudes/1',
      { action: 'approve', reason: 'Alcanza' },
      '/solicitudes/1/pasos',
    );
    expect(approved.status).toBe(303);
    expect(textOf((await marta.get('/solicitudes/1')).text)).toContain('Solicitud 1: Aprobada');
    const csrf = /name="_csrf" value="([^"]+)"/.exec(seen.text)?.[1] ?? '';
    const stale = await raul.post('/solicitudes/1/pasos', { _csrf: csrf, action: 'deny', reason: 'No', version });
    expect(stale.status).toBe(409);
    expect(textOf(stale.text)).toContain('La solicitud cambió mientras la veías: ahora está Aprobada');
  });

  it('stands in the list with who has it and what comes next', async () => {
    const list = await marta.get('/solicitudes?mios=0');
    const words = textOf(list.text);
    expect(words).toContain('Abiertas (1)');
    expect(words).toContain(
      'Solicitud 1 Rosa Quispe Huamán Cacao campaña S/ 8,000.00 Aprobada desde hoy Caja Desembolsar',
    );
    expect(textOf((await marta.get('/solicitudes?mios=0&estado=draft')).text)).toContain(
      'No hay solicitudes con estos filtros',
    );
    expect(textOf((await marta.get('/solicitudes?mios=0&buscar=quispe')).text)).toContain('1 solicitud');
    expect(textOf((await marta.get('/solicitudes?mios=0&buscar=zapata')).text)).toContain('0 solicitudes');
  });

  it('leaves the program with the list, amounts as numbers and documents as text', async () => {
    const csv = await marta.get('/solicitudes/descargar?mios=0&formato=csv');
    expect(csv.text).toContain(
      '1,Rosa Quispe Huamán,01234567,Cacao campaña,PEN,8000.00,Aprobada,0,Caja,Desembolsar,Carmen',
    );
    expect((await marta.get('/solicitudes/descargar?mios=0&formato=xlsx')).status).toBe(200);
  });

  it('of one institution is not there for another', async () => {
    const other = await signIn(world.app, 'carmen@valle');
    const boss = await signIn(world.app, 'marta@valle');
    for (const path of ['', '/parcelas', '/credito', '/flujo', '/consentimiento', '/revisar']) {
      expect((await other.get(`/solicitudes/1${path}`)).status).toBe(404);
    }
    const token = { ...(await tokens(boss)), action: 'deny', reason: 'No', version: '1' };
    expect((await boss.post('/solicitudes/1/pasos', token)).status).toBe(404);
    expect((await other.get(`/solicitudes/nueva?productor=${farmerId}`)).status).toBe(404);
    expect(textOf((await boss.get('/solicitudes?mios=0&estado=todas')).text)).toContain('0 solicitudes');
  });

  it('is not brought by who only reads', async () => {
    const hugo = await signIn(world.app, 'hugo@selva');
    expect((await hugo.get('/solicitudes/1')).status).toBe(200);
    expect((await hugo.get('/solicitudes/nueva')).status).toBe(403);
    expect((await hugo.post('/solicitudes/1/pasos', await tokens(hugo))).status).toBe(403);
  });
});

async function simulatedQuote(): Promise<Quote> {
  const application = await findApplication(world.db, world.selva.id, 1);
  const quote = application && (await quoteOfApplication(world.db, application));
  if (!quote) throw new Error('the application has no terms');
  return quote;
}

async function tokens(person: Person): Promise<Record<string, string>> {
  const page = await person.get('/solicitudes');
  return { _csrf: /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '' };
}
