import { gzipSync } from 'node:zlib';
import type { Express } from 'express';
import { fixedClock } from '../../src/clock';
import { createApp } from '../../src/app';
import { pino } from 'pino';
import { issueActivationCode } from '../../src/farmer-access/issue-activation-code';
import { Decimal } from '../../src/lending/decimal';
import { addMonths } from '../../src/lending/dates';
import { postRepayment } from '../../src/repayments/post-repayment';
import { somebody, textOf, type Person } from '../support/browser';
import { testConfig } from '../support/config';
import { createWorld, type World } from '../support/world';
import { aLoan, anApplication, aSetting, command, harvestTerms, on, type Setting } from '../loans/a-loan';

const PIN = '740926';

let world: World;

beforeAll(async () => {
  world = await createWorld();
});

/** Rosa at her own telephone on a day, which she has just linked with the code of her officer. */
async function rosaOn(setting: Setting, day: string): Promise<Person> {
  const dni = await dniOf(setting);
  const by = on(setting.at, 'carmen', day);
  const input = { commandId: command(), farmerId: setting.farmerId, pepper: testConfig.pinPepper };
  const issued = await issueActivationCode(world.db, by, input);
  if (issued.type === 'refused') throw new Error(issued.reason);
  const rosa = somebody(appOn(day));
  const entered = await rosa.submit('/mi-credito/activar', { dni, code: issued.code, pin: PIN, again: PIN });
  if (entered.status !== 303) throw new Error(textOf(entered.text));
  return rosa;
}

function appOn(day: string): Express {
  const clock = fixedClock(`${day}T17:00:00.000Z`);
  return createApp({ db: world.db, clock, config: testConfig, logger: pino({ level: 'silent' }) });
}

async function dniOf({ at, farmerId }: Setting): Promise<string> {
  const row: { document_number: string } = await world
    .db('farmer')
    .where({ institution_id: at.id, id: farmerId })
    .first();
  return row.document_number;
}

const pay = async (setting: Setting, loanId: number, day: string, amount: number): Promise<number> => {
  const by = on(setting.at, 'celia', day);
  const posted = await postRepayment(world.db, by, {
    commandId: command(),
    loanId,
    amount,
    valueDate: day,
    intent: 'advance',
  });
  if (posted.type === 'refused') throw new Error(posted.reason);
  return posted.eventId;
};

describe('the page of a farmer says in this order: how it stands, how much, until when, and the rest', () => {
  it('waiting for the first harvest', async () => {
    const setting = await aSetting(world);
    await aLoan(setting);
    const page = textOf((await (await rosaOn(setting, '2026-01-15')).get('/mi-credito')).text);
    expect(page).toMatch(
      /Hola, Rosa.*Caja Rural Selva Central.*Al día.*S\/ 3,933\.85.*Paga hasta el domingo 31 de mayo \(faltan 136 días\).*Tu primera cuota llega con la cosecha.*Te falta pagar en total S\/ 9,272\.64.*Ya pagaste 0 de 3 cuotas.*Tu asesor o asesora: Carmen.*Llamar al.*Paga en: Agencia Tingo María.*Tus cuotas.*31\/05\/2026 3,933\.85 Por pagar.*constancia de pagos.*¿Algo no está bien\? Avísanos.*Datos al 15\/01\/2026/,
    );
  });

  it.each([
    ['eight days before', '2026-05-23', 'Al día', 'faltan 8 días'],
    ['a week before', '2026-05-24', 'Vence pronto', 'faltan 7 días'],
    ['the day before', '2026-05-30', 'Vence pronto', 'falta 1 día'],
    ['on the day', '2026-05-31', 'Vence pronto', 'Paga hasta hoy, domingo 31 de mayo'],
    ['the day after', '2026-06-01', 'Atrasada', 'Tu cuota venció el domingo 31 de mayo'],
  ])('%s the due date', async (_name, day, band, sentence) => {
    const setting = await aSetting(world);
    await aLoan(setting);
    const html = (await (await rosaOn(setting, day)).get('/mi-credito')).text;
    expect(textOf(/<p class="band[^>]*>[\s\S]*?<\/p>/.exec(html)?.[0] ?? '')).toBe(band);
    expect(textOf(html)).toContain(sentence);
    expect(textOf(html)).not.toMatch(/judicial|PAR|score|Infocorp/i);
  });

  it('late: what to pay today, with late interest, and what comes after', async () => {
    const setting = await aSetting(world);
    await aLoan(setting);
    const page = textOf((await (await rosaOn(setting, '2026-06-30')).get('/mi-credito')).text);
    expect(page).toContain('Atrasada S/ 3,972.00 Paga esto hoy y quedas al día. Tu cuota venció el domingo 31 de mayo');
    expect(page).toContain('Después te toca S/ 3,512.37 el viernes 31 de julio');
  });

  it('paid off: thanks, and a certificate that nothing is owed', async () => {
    const setting = await aSetting(world);
    const loanId = await aLoan(setting);
    await pay(setting, loanId, '2026-05-31', 393_385);
    await pay(setting, loanId, '2026-07-31', 351_237);
    await pay(setting, loanId, '2026-12-15', 182_642);
    const rosa = await rosaOn(setting, '2026-12-16');
    const page = textOf((await rosa.get('/mi-credito')).text);
    expect(page).toContain('¡Terminaste de pagar! Ya pagaste 3 de 3 cuotas');
    expect(page).not.toContain('Te falta pagar');
    const certificate = textOf((await rosa.get(`/mi-credito/creditos/${loanId}/constancia`)).text);
    expect(certificate).toContain('Constancia de no adeudo');
    expect(certificate).toContain('No debe nada por este crédito');
  });

  it('without a loan', async () => {
    const page = textOf((await (await rosaOn(await aSetting(world), '2026-06-01')).get('/mi-credito')).text);
    expect(page).toContain('Hoy no tienes un crédito');
    expect(page).toContain('Tu asesor o asesora: Carmen');
  });

  it.each([
    ['submitted', 'Tu solicitud está en evaluación. La está viendo Carmen.'],
    ['in-committee', 'Tu solicitud la está viendo el comité de créditos.'],
    ['returned', 'Tu solicitud necesita algo más. Carmen te dirá qué falta.'],
    ['approved', 'Crédito aprobado'],
  ])('with an application that is %s', async (state, sentence) => {
    const setting = await aSetting(world);
    await anApplication(setting, harvestTerms(), state);
    const page = textOf((await (await rosaOn(setting, '2026-06-01')).get('/mi-credito')).text);
    expect(page).toContain(sentence);
    expect(page).toContain('Está así desde el 20/11/2025');
  });

  it('with two loans, each under a heading of its own', async () => {
    const setting = await aSetting(world);
    const [one, other] = [await aLoan(setting), await aLoan(setting)];
    const page = textOf((await (await rosaOn(setting, '2026-01-15')).get('/mi-credito')).text);
    expect(page).toContain(`Crédito ${one} de S/ 8,000.00`);
    expect(page).toContain(`Crédito ${other} de S/ 8,000.00`);
  });
});

describe('her papers', () => {
  it('a payment is there at once with its receipt, in words', async () => {
    const setting = await aSetting(world);
    const loanId = await aLoan(setting);
    const eventId = await pay(setting, loanId, '2026-05-31', 64_000);
    const rosa = await rosaOn(setting, '2026-05-31');
    expect((await rosa.get('/mi-credito')).text).toContain(`/mi-credito/creditos/${loanId}/pagos/${eventId}`);
    const receipt = textOf((await rosa.get(`/mi-credito/creditos/${loanId}/pagos/${eventId}`)).text);
    expect(receipt).toContain('Son: seiscientos cuarenta y 00/100 soles');
    const statement = textOf((await rosa.get(`/mi-credito/creditos/${loanId}/constancia`)).text);
    expect(statement).toContain('Ha pagado S/ 640.00');
  });

  it('of somebody else are not found', async () => {
    const theirs = await aSetting(world);
    const loanId = await aLoan(theirs);
    const eventId = await pay(theirs, loanId, '2026-05-31', 1_000);
    const rosa = await rosaOn(await aSetting(world), '2026-06-01');
    for (const part of ['cuotas', 'constancia', `pagos/${eventId}`]) {
      expect((await rosa.get(`/mi-credito/creditos/${loanId}/${part}`)).status).toBe(404);
    }
    for (const staffPage of [`/creditos/${loanId}`, '/creditos', '/cartera', '/mi-dia']) {
      expect((await rosa.get(staffPage)).status).toBe(403);
    }
  });
});

describe('the page weighs little', () => {
  it('at most 14 KB with its style sheet, packed and unpacked, with twelve instalments and five receipts', async () => {
    const setting = await aSetting(world);
    const rows = Array.from({ length: 18 }, (_unused, index) => ({
      due: addMonths('2026-01-31', index),
      weight: new Decimal(10 + index),
    }));
    const loanId = await aLoan(setting, harvestTerms({ instalments: { plan: 'weighted', rows } }));
    for (let month = 0; month < 6; month++) await pay(setting, loanId, addMonths('2026-01-31', month), 40_000);
    const rosa = await rosaOn(setting, '2026-07-15');
    const html = (await rosa.get('/mi-credito')).text;
    const links = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)">/g)].map((match) => match[1] ?? '');
    expect(links).toHaveLength(1);
    const css = (await rosa.get(links[0] ?? '')).text;
    expect(html.match(/<tr><td>\d\d\/\d\d\/\d{4}<\/td>/g)).toHaveLength(12 + 5);
    expect(Buffer.byteLength(html) + Buffer.byteLength(css)).toBeLessThanOrEqual(14 * 1024);
    expect(gzipSync(html).length + gzipSync(css).length).toBeLessThanOrEqual(6 * 1024);
    expect(html).not.toMatch(/<script|style=|@font-face|<img|<iframe/);
    for (const table of html.match(/<thead>[\s\S]*?<\/thead>/g) ?? []) {
      expect((table.match(/<th /g) ?? []).length).toBeLessThanOrEqual(3);
    }
    expect(html.match(/<svg/g)).toHaveLength(1);
    const all = textOf((await rosa.get(`/mi-credito/creditos/${loanId}/cuotas`)).text);
    expect(all).toContain('30/06/2027');
  });

  it('is twenty pixels, and its buttons are large enough for a thumb', async () => {
    const html = (await somebody(world.app).get('/mi-credito/entrar')).text;
    const css = (await somebody(world.app).get(/href="(\/assets\/[^"]+farmer\.css)"/.exec(html)?.[1] ?? '')).text;
    expect(css).toMatch(/font:20px|font: 20px/);
    expect(css).toMatch(/min-height: 3rem/);
  });
});
