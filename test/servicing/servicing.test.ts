import { loadLoan } from '../../src/loans/load';
import { loanDifferences } from '../../src/loans/recompute';
import { lineDifferences } from '../../src/lines/recompute';
import { postRepayment } from '../../src/repayments/post-repayment';
import { decideChange } from '../../src/servicing/decide-change';
import { requestChange } from '../../src/servicing/request-change';
import { withdrawChange } from '../../src/servicing/withdraw-change';
import { hiddenFieldsOf, signIn, textOf, type Person } from '../support/browser';
import { createWorld, TODAY, type World } from '../support/world';
import { enterCap } from '../products/offer';
import { aSetting, command, ledgerOf, on, type Setting } from '../loans/a-loan';
import { approved, aRecentLoan } from './a-change';

let world: World;
let setting: Setting;
let carmen: Person;
let marta: Person;

beforeAll(async () => {
  world = await createWorld();
  setting = await aSetting(world);
  await enterCap(world, setting.at);
  carmen = await signIn(world.app, 'carmen@selva');
  marta = await signIn(world.app, 'marta@selva');
});

afterEach(async () => {
  expect(await loanDifferences(world.db, setting.at.id)).toEqual([]);
  expect(await lineDifferences(world.db, setting.at.id)).toEqual([]);
});

const recent = () => aRecentLoan(setting);

describe('a change that one person asks and another decides', () => {
  it.each([
    [
      'gracia',
      { months: '3', cause: 'difficulty' },
      'Gracia por cosecha perdida',
      'Refinanciado',
      ['Meses de gracia: 3'],
    ],
    ['tasa', { ratePercent: '12' }, 'Cambio de tasa', 'menos en total', ['Nueva tasa efectiva anual: 12.00 %']],
    [
      'nuevo-cronograma',
      {
        ...{ plan: 'weighted', rows: '31/05/2027 60\n31/10/2027 40', ratePercent: '24.5' },
        ...{ unpaidInterest: 'carry', cause: 'request' },
      },
      'Nuevo cronograma',
      'Reprogramado',
      ['Por fechas de cosecha: 31/05/2027 en proporción 60; 31/10/2027 en proporción 40'],
    ],
    [
      'nuevo-cronograma',
      {
        ...{ plan: 'level', count: '4', everyMonths: '3', firstDue: '28/02/2027', ratePercent: '18' },
        ...{ unpaidInterest: 'carry', cause: 'request' },
      },
      'Nuevo cronograma',
      'Reprogramado',
      [
        ...['Cuotas iguales. Número de cuotas: 4. Meses entre una y otra: 3', 'Primer vencimiento: 28/02/2027'],
        'Nueva tasa efectiva anual: 18.00 %',
      ],
    ],
  ])('%s is compared, sent, refused to who asked, and approved', async (path, fields, name, consequence, says) => {
    const loanId = await recent();
    const form = `/creditos/${loanId}/cambios/${path}`;
    const compared = await carmen.submit(form, { ...fields, reason: '', step: 'compare' });
    expect(compared.status).toBe(200);
    expect(textOf((await carmen.submit(form, { ...fields, reason: '', step: 'send' })).text)).toContain(
      'Escribe por qué se pide',
    );
    const comparison = textOf(compared.text);
    for (const words of ['Antes y después', 'Monto antes', 'Monto después', 'TCEA', consequence]) {
      expect(comparison).toContain(words);
    }
    const sent = await carmen.post(form, {
      ...hiddenFieldsOf(compared.text, form),
      ...{ ...fields, reason: 'Se perdió la campaña', step: 'send' },
    });
    expect(sent.status).toBe(303);
    const request = String(sent.headers['location']);
    expect((await carmen.post(request, { decision: 'approved', reason: '' })).status).toBe(403);
    expect(textOf((await marta.get('/cambios')).text)).toContain(name);
    expect(textOf((await marta.get('/mi-dia')).text)).toMatch(new RegExp(`Cambios por decidir .*${name} · Rosa`));
    const own = `Mis cambios pedidos, por decidir .*${name} · Rosa`;
    expect(textOf((await carmen.get('/mi-dia')).text)).toMatch(new RegExp(own));
    const asked = textOf((await marta.get(request)).text);
    for (const words of ['Se perdió la campaña', ...says]) expect(asked).toContain(words);
    expect((await marta.submit(request, { decision: 'approved', reason: '' })).status).toBe(303);

    const after = textOf((await marta.get(request)).text);
    expect(after).toContain('Aprobada');
    expect(after).toContain('Imprimir el nuevo cronograma');
    expect(after).toContain(consequence);
    const loan = textOf((await carmen.get(`/creditos/${loanId}`)).text);
    expect(loan).toContain(name);
    expect(textOf((await carmen.get(`/creditos/${loanId}/cronograma`)).text)).toContain('Por pagar');
    const twice = await marta.post(request, { decision: 'denied', reason: 'No' });
    expect([403, 422]).toContain(twice.status);
  });

  it('of a manager is not decided by that manager, on the page, in the use case or in the database', async () => {
    const loanId = await recent();
    const form = `/creditos/${loanId}/cambios/tasa`;
    const sent = await marta.submit(form, { ratePercent: '12', reason: 'Buen cliente', step: 'send' });
    const request = String(sent.headers['location']);
    const page = textOf((await marta.get(request)).text);
    expect(page).toContain('Tú pediste este cambio: lo decide otra persona');
    expect(page).not.toContain('Registrar la decisión');
    expect(textOf((await marta.get('/mi-dia')).text)).not.toContain('Buen cliente');
    const requestId = Number(request.split('/').at(-1));
    const input = { commandId: command(), requestId, decision: 'approved' as const, reason: '' };
    expect(await decideChange(world.db, on(setting.at, 'marta', TODAY), input)).toEqual({
      type: 'refused',
      reason: 'same_person',
    });
    const { id } = setting.at;
    await expect(
      world
        .db('servicing_request')
        .where({ institution_id: id, id: requestId })
        .update({
          ...{ state: 'denied', decided_by: setting.at.staff['marta'], decided_at: '2026-11-23T15:00:00.000Z' },
        }),
    ).rejects.toThrow(/servicing_request_decided_by_another/);
  });

  it('is withdrawn by who asked, and by nobody else; then another may be asked', async () => {
    const loanId = await recent();
    const form = `/creditos/${loanId}/cambios/gracia`;
    const sent = await carmen.submit(form, { months: '2', cause: 'request', reason: 'Lo pidió', step: 'send' });
    const request = String(sent.headers['location']);
    expect(textOf((await marta.get(request)).text)).not.toContain('Retirar la solicitud');
    const requestId = Number(request.split('/').at(-1));
    const byAnother = { commandId: command(), requestId, reason: 'No conviene' };
    expect(await withdrawChange(world.db, on(setting.at, 'marta', TODAY), byAnother)).toEqual({
      type: 'refused',
      reason: 'not_the_requester',
    });
    expect(textOf((await carmen.get(request)).text)).toContain('Retirar la solicitud');
    const bare = await carmen.submit(request, { reason: '' }, `${request}/retiro`);
    expect(textOf(bare.text)).toContain('Escribe por qué se retira');
    expect((await carmen.submit(request, { reason: 'Ya consiguió el dinero' }, `${request}/retiro`)).status).toBe(303);
    const changes = textOf((await carmen.get(`/creditos/${loanId}/cambios`)).text);
    expect(changes).toContain('Retirada');
    expect(changes).toContain('Pedir un cambio');
    const late = { commandId: command(), requestId, decision: 'approved' as const, reason: '' };
    expect(await decideChange(world.db, on(setting.at, 'marta', TODAY), late)).toEqual({
      type: 'refused',
      reason: 'already_decided',
    });
  });

  it('is denied with a reason, and the loan stays as it was', async () => {
    const loanId = await recent();
    const before = (await loadLoan(world.db, setting.at.id, loanId, TODAY))?.state;
    const form = `/creditos/${loanId}/cambios/gracia`;
    const sent = await carmen.submit(form, { months: '2', cause: 'request', reason: 'Lo pidió', step: 'send' });
    const request = String(sent.headers['location']);
    const bare = await marta.submit(request, { decision: 'denied', reason: '' });
    expect(bare.status).toBe(422);
    expect(textOf(bare.text)).toContain('Escribe por qué se deniega');
    const barred = await carmen.get(form);
    expect(textOf(barred.text)).toContain('ya tiene una solicitud de cambio por decidir');
    expect(textOf(barred.text)).not.toContain('Enviar a aprobación');
    const again = {
      commandId: command(),
      loanId,
      kind: 'rate-change' as const,
      amount: 0,
      details: {},
      reason: 'Otra',
    };
    expect(await requestChange(world.db, on(setting.at, 'carmen', TODAY), again)).toEqual({
      type: 'refused',
      reason: 'already_requested',
    });
    expect((await marta.submit(request, { decision: 'denied', reason: 'Puede pagar' })).status).toBe(303);
    expect(textOf((await carmen.get(`/creditos/${loanId}/cambios`)).text)).toContain('Denegada');
    expect((await loadLoan(world.db, setting.at.id, loanId, TODAY))?.state).toEqual(before);
  });

  it.each([
    ['gracia', { months: '0', cause: 'request', reason: 'x', step: 'send' }, 'Ingresa cuántos meses'],
    ['tasa', { ratePercent: '150', reason: 'x', step: 'compare' }, 'La tasa supera la máxima legal de hoy'],
    ['condonacion', { part: 'principal', amount: '9,000', reason: 'x', step: 'send' }, 'supera el saldo de capital'],
    ['condonacion', { part: 'interest', amount: '5', reason: '', step: 'send' }, 'Escribe por qué se pide'],
    ['castigo', { reason: 'x', step: 'send' }, 'no está en la categoría Pérdida'],
    [
      'nuevo-cronograma',
      {
        ...{ plan: 'weighted', rows: 'pronto', ratePercent: '24.5', unpaidInterest: 'carry' },
        ...{ cause: 'request', reason: 'x', step: 'send' },
      },
      'Escribe en cada línea una fecha y su parte',
    ],
  ])('%s that cannot be comes back with what was typed: %#', async (path, fields, sentence) => {
    const answer = await carmen.submit(`/creditos/${await recent()}/cambios/${path}`, fields);
    expect(answer.status).toBe(422);
    expect(textOf(answer.text)).toContain(sentence);
  });
});

describe('charges and waivers', () => {
  it('a charge is asked for with the next instalment, and a waiver takes it away again', async () => {
    const loanId = await recent();
    const form = `/creditos/${loanId}/cambios/cargo`;
    expect((await carmen.get(form)).status).toBe(403);
    const past = await marta.submit(form, { kind: 'fee', amount: '15', due: '20/11/2026', reason: 'Visita' });
    expect(textOf(past.text)).toContain('El cargo se cobra desde hoy en adelante');
    const done = await marta.submit(form, { kind: 'fee', amount: '15', due: '01/12/2026', reason: 'Visita' });
    expect(done.status).toBe(303);
    const page = textOf((await carmen.get(`/creditos/${loanId}`)).text);
    expect(page).toContain('Cargo por comisión Visita');
    expect(page).toContain('15.00');
    const fees = async () => (await loadLoan(world.db, setting.at.id, loanId, TODAY))?.state.outstanding.fees;
    expect(await fees()).toBe(1_500);
    await approved(setting, loanId, { kind: 'waiver', amount: 1_500, details: { part: 'fee' } });
    expect(await fees()).toBe(0);
  });

  it('principal that is forgiven leaves the books through the provision', async () => {
    const loanId = await recent();
    await approved(setting, loanId, { kind: 'waiver', amount: 50_000, details: { part: 'principal' } });
    expect(await ledgerOf(world.db, setting.at.id, loanId)).toMatchObject({
      'Créditos vigentes': 750_000,
      'Provisiones para créditos': 50_000,
    });
    const statement = textOf((await carmen.get(`/creditos/${loanId}/estado-de-cuenta`)).text);
    expect(statement).toContain('Condonación de capital');
    expect(statement).toContain('7,500.00');
  });
});

describe('papers', () => {
  it('quote what ends the loan on another day, and say so when it has ended', async () => {
    const loanId = await recent();
    const today = textOf((await carmen.get(`/creditos/${loanId}/pago-total`)).text);
    const later = textOf((await carmen.get(`/creditos/${loanId}/pago-total?fecha=30/11/2026`)).text);
    expect(today).toContain('23 de noviembre de 2026');
    expect(later).toContain('30 de noviembre de 2026');
    const amountOf = (page: string): number => Number(/S\/ ([\d,]+\.\d\d)/.exec(page)?.[1]?.replace(',', ''));
    expect(amountOf(later)).toBeGreaterThan(amountOf(today));
    expect(textOf((await carmen.get(`/creditos/${loanId}/no-adeudo`)).text)).toMatch(
      /Todavía debe S\/ [\d,.]+\. La con/,
    );
    const misread = textOf((await carmen.get(`/creditos/${loanId}/pago-total?fecha=pronto`)).text);
    expect(misread).toContain('Escribe la fecha con día, mes y año');
    const early = textOf((await carmen.get(`/creditos/${loanId}/pago-total?fecha=01/01/2026`)).text);
    expect(early).toContain('El crédito se desembolsó el 20/11/2026');

    const amount = Math.round(amountOf(today) * 100);
    const input = { commandId: command(), loanId, amount, valueDate: TODAY };
    const paid = await postRepayment(world.db, on(setting.at, 'celia', TODAY), input);
    expect(paid.type).toBe('done');
    expect(textOf((await carmen.get(`/creditos/${loanId}/pago-total`)).text)).toContain('No hay qué cotizar');
    const paper = textOf((await carmen.get(`/creditos/${loanId}/no-adeudo`)).text);
    expect(paper).toContain('Rosa Quispe Huamán');
    expect(paper).toContain('El crédito quedó pagado por completo el 23 de noviembre de 2026');
  });
});

describe('another institution', () => {
  it('finds nothing', async () => {
    const loanId = await recent();
    const sent = await carmen.submit(`/creditos/${loanId}/cambios/tasa`, {
      ...{ ratePercent: '12', reason: 'Secreto', step: 'send' },
    });
    const stranger = await signIn(world.app, 'marta@valle');
    for (const path of [
      ...['cambios', 'cambios/tasa', 'cambios/cargo', 'pago-total', 'no-adeudo', 'cronograma', 'recuperaciones/nueva'],
    ]) {
      expect([path, (await stranger.get(`/creditos/${loanId}/${path}`)).status]).toEqual([path, 404]);
    }
    const request = String(sent.headers['location']);
    expect((await stranger.get(request)).status).toBe(404);
    expect((await stranger.get('/cambios')).text).not.toContain('Secreto');
    const id = Number(request.split('/').at(-1));
    const decision = { commandId: command(), requestId: id, decision: 'approved' as const, reason: '' };
    expect(await decideChange(world.db, world.valle.by('marta'), decision)).toEqual({
      type: 'refused',
      reason: 'request_not_found',
    });
  });
});
