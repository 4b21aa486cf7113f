import { Decimal } from '../../src/lending/decimal';
import { postRepayment } from '../../src/repayments/post-repayment';
import { reverseRepayment } from '../../src/repayments/reverse-repayment';
import { hiddenFieldsOf, signIn, textOf, type Person } from '../support/browser';
import { createWorld, TODAY, type World } from '../support/world';
import { enterCap } from '../products/offer';
import { aLoan, anApplication, aSetting, command, harvestTerms, on, type Setting } from './a-loan';

let world: World;
let setting: Setting;
let celia: Person;
let carmen: Person;
let loanId: number;
let eventId: number;

beforeAll(async () => {
  world = await createWorld();
  setting = await aSetting(world);
  await enterCap(world, setting.at);
  loanId = await aLoan(setting);
  const by = on(setting.at, 'celia', '2026-06-30');
  const paid = await postRepayment(world.db, by, {
    commandId: command(),
    loanId,
    amount: 200_000,
    valueDate: '2026-06-30',
  });
  if (paid.type === 'refused') throw new Error(paid.reason);
  ({ eventId } = paid);
  [celia, carmen] = [await signIn(world.app, 'celia@selva'), await signIn(world.app, 'carmen@selva')];
});

describe('the list of loans', () => {
  it('shows an officer their own loans, the longest late first, with a total', async () => {
    const page = textOf((await carmen.get('/creditos')).text);
    expect(page).toContain('Quispe Huamán, Rosa');
    expect(page).toContain('176'); // since 31 May
    expect(page).toContain('Atrasado');
    expect(page).toContain('Total de 1 crédito en PEN');
    const julio = await signIn(world.app, 'julio@selva');
    expect(textOf((await julio.get('/creditos')).text)).toContain('Todavía no tienes ninguno');
    expect(textOf((await julio.get('/creditos?mios=0')).text)).toContain('Quispe Huamán, Rosa');
  });

  it.each([
    ['buscar=quispe', true],
    ['buscar=HUAMÁN+rosa', true],
    ['buscar=mamani', false],
    ['estado=atrasado', true],
    ['estado=pagado', false],
    ['atraso=121-', true],
    ['atraso=176-176', true],
    ['atraso=61-120', false],
    ['departamento=10', true],
    ['departamento=22', false],
    ['organizacion=99', false],
    ['linea=99', false],
    ['buscar=%25', false],
  ])('with %s finds it: %s', async (query, found) => {
    const page = textOf((await celia.get(`/creditos?${query}`)).text);
    expect(page.includes('Quispe Huamán, Rosa')).toBe(found);
    expect(page.includes('Ningún crédito coincide con los filtros')).toBe(!found);
  });

  it('leaves as CSV and as a workbook', async () => {
    const csv = await celia.get('/creditos/descargar?formato=csv&estado=atrasado');
    expect(csv.headers['content-disposition']).toContain(`creditos-${TODAY}.csv`);
    expect(csv.text).toContain('Saldo capital');
    expect(csv.text).toContain('Quispe,Huamán,Rosa');
    const xlsx = await celia.get('/creditos/descargar?formato=xlsx');
    expect(xlsx.status).toBe(200);
  });

  it('does not take a filter that it does not know', async () => {
    expect((await celia.get('/creditos?institution_id=2')).status).toBe(404);
    expect((await celia.get('/creditos?atraso=abc')).status).toBe(404);
  });
});

describe('the page of a loan', () => {
  it('says what is owed, since when, what comes next and what came last', async () => {
    const page = textOf((await carmen.get(`/creditos/${loanId}`)).text);
    for (const words of [
      `Crédito ${loanId} · Rosa Quispe Huamán`,
      'Cuota vencida desde el 31/05/2026',
      'Días de atraso 176',
      'Próxima cuota S/ 1,826.42 15/12/2026 · faltan 22 días',
      'Último pago S/ 2,000.00 30/06/2026',
      'Campaña grande',
      'Campaña chica',
      'Pendiente',
      'TCEA',
      'Abono y poda',
    ])
      expect(page).toContain(words);
  });

  it('offers the till to whoever handles money, and to nobody else', async () => {
    expect(textOf((await celia.get(`/creditos/${loanId}`)).text)).toContain('Registrar pago');
    expect(textOf((await carmen.get(`/creditos/${loanId}`)).text)).not.toContain('Registrar pago');
    expect((await carmen.get(`/creditos/${loanId}/pagos/nuevo`)).status).toBe(403);
  });

  it.each(['', '/hoja-resumen', '/estado-de-cuenta', '/pagos/nuevo', '/desembolso'])(
    'of another institution is a plain 404: %s',
    async (part) => {
      const stranger = await signIn(world.app, 'celia@valle');
      const foreign = await stranger.get(`/creditos/${loanId}${part}`);
      const nowhere = await stranger.get(`/creditos/9999${part}`);
      expect([foreign.status, nowhere.status]).toEqual([404, 404]);
      expect(foreign.text).not.toContain('Quispe');
    },
  );

  it('prints the hoja resumen with schedule and rates', async () => {
    const page = textOf((await carmen.get(`/creditos/${loanId}/hoja-resumen`)).text);
    for (const words of [
      'Hoja resumen y cronograma',
      'TCEA',
      '3,933.85',
      '3,512.37',
      '1,826.42',
      'sin costo ni condición',
    ]) {
      expect(page).toContain(words);
    }
  });

  it('prints the statement of account without what was reversed', async () => {
    const other = await aLoan(setting);
    const by = on(setting.at, 'celia', '2026-05-31');
    const paid = await postRepayment(world.db, by, {
      commandId: command(),
      loanId: other,
      amount: 12_345,
      valueDate: '2026-05-31',
    });
    if (paid.type === 'refused') throw new Error(paid.reason);
    const before = textOf((await carmen.get(`/creditos/${other}/estado-de-cuenta`)).text);
    expect(before).toContain('Total pagado 123.45');
    await reverseRepayment(world.db, on(setting.at, 'marta', '2026-06-01'), {
      ...{ commandId: command(), loanId: other, eventId: paid.eventId, reason: 'Era de otra persona' },
    });
    const after = textOf((await carmen.get(`/creditos/${other}/estado-de-cuenta`)).text);
    expect(after).toContain('Total pagado 0.00');
    const page = textOf((await carmen.get(`/creditos/${other}`)).text);
    expect(page).toContain('Extornado');
    expect(page).toContain('Era de otra persona');
  });
});

describe('registering a payment', () => {
  const newPayment = (): string => `/creditos/${loanId}/pagos/nuevo`;
  const payments = (): string => `/creditos/${loanId}/pagos`;

  it('says first what is owed today and what ends the loan', async () => {
    const page = textOf((await celia.get(newPayment())).text);
    expect(page).toContain('Para estar al día');
    expect(page).toContain('Para terminar de pagar hoy');
  });

  it.each([
    ['1.500', 'El monto se puede leer de dos maneras'],
    ['', 'Ingresa el monto del pago'],
    ['0', 'El monto debe ser mayor que cero'],
    ['99999999', 'El pago supera la deuda. Para terminar de pagar en esa fecha cobra S/'],
  ])('of "%s" comes back with everything that was typed', async (amount, sentence) => {
    const answer = await celia.submit(newPayment(), { amount, valueDate: '23/11/2026', channel: 'bank' }, payments());
    expect(answer.status).toBe(422);
    expect(textOf(answer.text)).toContain(sentence);
    expect(answer.text).toContain('value="23/11/2026"');
    expect(answer.text).toMatch(/value="bank" checked/);
    expect(answer.text).toContain('href="#f-amount"');
  });

  it('in the future is refused at its field', async () => {
    const answer = await celia.submit(
      newPayment(),
      { amount: '10', valueDate: '24/11/2026', channel: 'cash' },
      payments(),
    );
    expect(answer.status).toBe(422);
    expect(textOf(answer.text)).toContain('La fecha del pago no puede ser futura');
  });

  it('hands out a receipt with the amount in words, and the same one when it is sent again', async () => {
    const shown = await celia.get(newPayment());
    const hidden = hiddenFieldsOf(shown.text, payments());
    const fields = { ...hidden, amount: 'S/ 640.00', valueDate: '23 nov 2026', channel: 'cash' };
    const first = await celia.post(payments(), fields);
    expect(first.status).toBe(303);
    const receipt = textOf((await celia.get(String(first.headers['location']))).text);
    const [, number] = /Recibo de pago (\d{6})/.exec(receipt) ?? [];
    for (const words of [
      'S/ 640.00',
      'Son: seiscientos cuarenta y 00/100 soles',
      'Rosa Quispe Huamán',
      'Saldo de capital',
      'Celia',
    ]) {
      expect(receipt).toContain(words);
    }
    expect(receipt).toContain(`Pago registrado con el recibo ${number}`);
    const again = await celia.post(payments(), fields);
    expect(again.headers['location']).toBe(first.headers['location']);
    expect(textOf((await celia.get(String(again.headers['location']))).text)).toContain(
      `El pago ya fue registrado con el recibo ${number}`,
    );
    const other = await celia.post(payments(), { ...fields, amount: '641.00' });
    expect(other.status).toBe(422);
    expect(textOf(other.text)).toContain('Este formulario ya se usó con otros datos');
  });

  it('that covers more than two instalments asks what the client prefers', async () => {
    const other = await aLoan(
      setting,
      harvestTerms({
        disbursements: [{ date: '2026-11-20', amount: 800_000 }],
        instalments: { plan: 'level', count: 6, every: { months: 1 }, monthEnd: 'clamp' },
      }),
    );
    const page = `/creditos/${other}/pagos/nuevo`;
    const action = `/creditos/${other}/pagos`;
    const fields = { amount: '5000', valueDate: TODAY, channel: 'cash' };
    const asked = await celia.submit(page, fields, action);
    expect(asked.status).toBe(422);
    expect(textOf(asked.text)).toContain('Pago anticipado: menos cuotas');
    const hidden = hiddenFieldsOf(asked.text, action);
    const done = await celia.post(action, { ...hidden, ...fields, intent: 'prepay-reduce-amount' });
    expect(done.status).toBe(303);
    expect(textOf((await celia.get(`/creditos/${other}`)).text)).toContain('Pago anticipado, cuotas menores');
  });
});

describe('taking a payment back', () => {
  it('is confirmed with a reason, by somebody else, and stays visible', async () => {
    const page = `/creditos/${loanId}/pagos/${eventId}/extorno`;
    expect(textOf((await celia.get(page)).text)).toContain('Tú registraste este pago: lo extorna otra persona');
    const marta = await signIn(world.app, 'marta@selva');
    const empty = await marta.submit(page, { reason: ' ' });
    expect(empty.status).toBe(422);
    expect(textOf(empty.text)).toContain('Escribe por qué se extorna el pago');
    expect((await marta.submit(page, { reason: 'Monto equivocado' })).status).toBe(303);
    expect(textOf((await marta.get(`/creditos/${loanId}`)).text)).toContain('Monto equivocado');
    expect(textOf((await marta.get(`/creditos/${loanId}/pagos/${eventId}`)).text)).toContain(
      'EXTORNADO el 23/11/2026: Monto equivocado',
    );
    const twice = await marta.submit(page, { reason: 'Otra vez' });
    expect(twice.status).toBe(422);
    expect(textOf(twice.text)).toContain('Este pago ya fue extornado');
  });

  it('that is none, or not here, is not found', async () => {
    const stranger = await signIn(world.app, 'marta@valle');
    expect((await stranger.get(`/creditos/${loanId}/pagos/${eventId}`)).status).toBe(404);
    expect((await stranger.get(`/creditos/${loanId}/pagos/${eventId}/extorno`)).status).toBe(404);
    expect((await celia.get(`/creditos/${loanId}/pagos/99999/extorno`)).status).toBe(404);
  });
});

describe('disbursing', () => {
  const terms = () =>
    harvestTerms({
      disbursements: [{ date: '2026-11-20', amount: 500_000 }],
      instalments: {
        plan: 'weighted',
        rows: [
          { due: '2027-05-31', weight: new Decimal(3) },
          { due: '2027-12-15', weight: new Decimal(1) },
        ],
      },
    });

  it('goes from the waiting list over a review to the voucher', async () => {
    const applicationId = await anApplication(setting, terms(), 'approved', '2026-11-18T15:00:00.000Z');
    expect(textOf((await celia.get('/desembolsos')).text)).toContain('Desembolsar a Quispe Huamán, Rosa');
    const form = textOf((await celia.get(`/desembolsos/${applicationId}`)).text);
    expect(form).toMatch(/Línea 1: disponible S\/ [\d,.]+, este crédito toma S\/ 5,000\.00/);

    const empty = await celia.submit(
      `/desembolsos/${applicationId}`,
      { disbursedOn: '', channel: 'cash' },
      `/desembolsos/${applicationId}/revision`,
    );
    expect(empty.status).toBe(422);
    expect(textOf(empty.text)).toContain('Elige la línea de crédito');
    const early = { lineId: String(setting.lineId), disbursedOn: '17/11/2026', channel: 'cash' };
    const refused = await celia.submit(
      `/desembolsos/${applicationId}`,
      early,
      `/desembolsos/${applicationId}/revision`,
    );
    expect(refused.status).toBe(422);
    expect(textOf(refused.text)).toContain('no puede ser anterior a la aprobación');

    const fields = { ...early, disbursedOn: '23/11/2026' };
    const sent = await celia.submit(`/desembolsos/${applicationId}`, fields, `/desembolsos/${applicationId}/revision`);
    expect(sent.status).toBe(303);
    const reviewPath = String(sent.headers['location']);
    const review = await celia.get(reviewPath);
    expect(textOf(review.text)).toContain(
      'La fecha cambió: se aprobó para el 20/11/2026 y se desembolsa el 23/11/2026',
    );
    const done = await celia.submit(reviewPath, { ...fields, disbursedOn: TODAY }, `/desembolsos/${applicationId}`);
    expect(done.status).toBe(303);
    const voucher = textOf((await celia.get(String(done.headers['location']))).text);
    expect(voucher).toContain('Comprobante de desembolso');
    expect(voucher).toContain('cinco mil y 00/100 soles');
    expect(textOf((await celia.get(`/desembolsos/${applicationId}`)).text)).toContain(
      'Esta solicitud ya fue desembolsada',
    );
  });

  it('is for another person than who approved it', async () => {
    const applicationId = await anApplication(setting, terms(), 'approved', '2026-11-18T15:00:00.000Z');
    const marta = await signIn(world.app, 'marta@selva');
    expect(textOf((await marta.get('/desembolsos')).text)).toContain('Lo desembolsa otra persona');
    expect(textOf((await marta.get(`/desembolsos/${applicationId}`)).text)).toContain('la desembolsa otra persona');
    const stranger = await signIn(world.app, 'celia@valle');
    expect((await stranger.get(`/desembolsos/${applicationId}`)).status).toBe(404);
    expect((await carmen.get('/desembolsos')).status).toBe(403);
  });
});
