import { createWorld } from '../support/world';
import { openStage, type Size, type Stage, type Visitor } from './browser';

/*
 * The whole chain as the people of it walk it, in a browser: an investor's line, a farmer, an application, its decision,
 * the loan, a payment, the portfolio, and what the farmer reads on a telephone.
 */
describe.each<Size>(['desktop', 'phone'])('From an investor’s line to the farmer’s balance, on a %s', (size) => {
  let stage: Stage;
  const people = new Map<string, Visitor>();
  const as = async (user: string): Promise<Visitor> => {
    const known = people.get(user);
    if (known) return known;
    const person = await stage.newPerson(size);
    await person.signIn(user);
    people.set(user, person);
    return person;
  };
  let activationCode = '';

  beforeAll(async () => {
    const { app } = await createWorld();
    stage = await openStage(app);
  });
  afterAll(() => stage.close());

  it('the administrator enters the legal cap, a product and who may approve', async () => {
    const ana = await as('ana@selva');
    await ana.open('/parametros/rate-cap.PEN/nuevo');
    await ana.fill({
      validFrom: '1/11/2026',
      validTo: '30/4/2027',
      compensatory: '113.50',
      moratory: '17.02',
      source: 'Valor de prueba',
      status: 'entered',
    });
    await ana.press('Registrar valor');
    await ana.open('/productos/nuevo');
    await ana.fill({
      name: 'Cacao campaña',
      creditType: 'microempresa',
      currency: 'PEN',
      plan: 'harvest',
      unpaidInterest: 'capitalise',
      amountMin: '500',
      amountMax: '20,000',
      instalmentsMax: '12',
      ratePercent: '28.5',
      lateRatePercent: '15',
      insurancePercent: '0.08',
      windowSharePercent: '50',
    });
    await ana.press('Crear producto');
    await ana.open('/productos/niveles');
    await ana.fill({ role: 'manager', currency: 'PEN', amountMax: '30,000', validFrom: '1/1/2026' });
    await ana.press('Registrar nivel');
    expect(await ana.words()).toContain('S/ 30,000.00');
  });

  it('the facilitator opens a line and the lender draws on it', async () => {
    const alicia = await as('alicia@azmj');
    await alicia.open('/lineas/nueva/2');
    await alicia.fill({
      name: 'Cacao Huánuco 2026',
      investor: 'otro',
      investorName: 'Fondo Andino',
      investorCountry: 'NL',
      currency: 'PEN',
      commitment: '1,000,000',
      ratePercent: '9.5',
      revolving: 'si',
      availableFrom: '1/1/2026',
      availableUntil: '31/12/2027',
      maturesOn: '31/12/2029',
      regions: ['10', '22', '25'],
    });
    await alicia.press('Abrir la línea');
    const marta = await as('marta@selva');
    await marta.open('/lineas/2/1');
    await marta.press('Registrar disposición');
    await marta.fill({ amount: '100,000', valueDate: '2/11/2026' });
    await marta.press('Registrar disposición');
    expect(await marta.words()).toContain('100,000.00');
  });

  it('the officer registers a farmer, the parcel and the consent', async () => {
    const carmen = await as('carmen@selva');
    await carmen.open('/productores/nuevo');
    await carmen.fill({
      documentKind: 'DNI',
      documentNumber: '01234567',
      givenNames: 'Rosa',
      firstSurname: 'Ñahui',
      secondSurname: 'Quispe',
      sex: 'F',
      birthDate: '14/5/1984',
      phone: '962 111 222',
      ubigeo: '100601',
    });
    await carmen.press('Registrar productor');
    expect(await carmen.words()).toContain('Rosa Ñahui Quispe');
    await carmen.open('/productores/1/parcelas/nueva');
    await carmen.fill({
      name: 'La Banda',
      areaHa: '2.5',
      tenure: 'title',
      variety: 'ccn51',
      plantedOn: '1/3/2016',
      ubigeo: '100601',
    });
    await carmen.press('Registrar parcela');
    await carmen.open('/productores/1/consentimientos/nuevo');
    await carmen.fill({ purposes: 'evaluation', signedOn: '23/11/2026', method: 'handwritten', readAloud: '1' });
    await carmen.press('Registrar');
    await carmen.open('/productores?buscar=nahui');
    expect(await carmen.words()).toContain('Ñahui');
  });

  it('the officer brings an application task by task', async () => {
    const carmen = await as('carmen@selva');
    await carmen.open('/solicitudes/nueva?productor=1');
    await carmen.press('Empezar solicitud');
    await carmen.open('/solicitudes/1/parcelas');
    await carmen.fill({ parcels: '1' });
    await carmen.press('Guardar y continuar');
    await carmen.open('/solicitudes/1/credito?producto=1');
    await carmen.fill({
      destino: 'Abono y poda',
      monto: '1.500',
      desembolso: '23/11/2026',
      departamento: '10',
      variedad: 'ccn51',
      temporada: '2027-main',
      temporadas: '2',
    });
    await carmen.press('Guardar y ver cronograma');
    expect(await carmen.words()).toContain('Hay un problema');
    await carmen.fill({ monto: '6,000' });
    await carmen.press('Guardar y ver cronograma');
    expect(await carmen.words()).toContain('TCEA');
    await carmen.open('/solicitudes/1/flujo');
    await carmen.fill({ otherIncomeMonthly: '300', livingCostMonthly: '700' });
    await carmen.press('Guardar y calcular');
    await carmen.open('/solicitudes/1/revisar');
    await carmen.press('Enviar solicitud');
    expect(await carmen.words()).toContain('Enviada');
  });

  it('risk evaluates it and the manager approves it', async () => {
    const raul = await as('raul@selva');
    await raul.open('/solicitudes/1');
    await raul.press('Tomar en evaluación');
    await raul.press('Enviar a comité');
    const marta = await as('marta@selva');
    await marta.open('/solicitudes/1');
    await marta.fill({ reason: 'La cosecha sostiene las cuotas' });
    await marta.press('Aprobar');
    expect(await marta.words()).toContain('Aprobada');
  });

  it('the cash desk pays it out and takes a payment', async () => {
    const celia = await as('celia@selva');
    await celia.open('/mi-dia');
    expect(await celia.words()).toContain('Rosa');
    await celia.open('/desembolsos/1');
    await celia.fill({ lineId: '1', disbursedOn: '23/11/2026', channel: 'cash' });
    await celia.press('Revisar el desembolso');
    await celia.press('Desembolsar');
    expect(await celia.words()).toContain('6,000.00');
    await celia.open('/creditos/1/pagos/nuevo');
    await celia.fill({ amount: '500', valueDate: '23/11/2026', channel: 'cash' });
    await celia.press('Registrar pago');
    expect(await celia.words()).toContain('quinientos y 00/100 soles');
    await celia.open('/creditos/1');
    expect(await celia.words()).toContain('500.00');
  });

  it('risk sees it in the portfolio, down to the loan', async () => {
    const raul = await as('raul@selva');
    await raul.open('/cartera');
    expect(await raul.words()).toContain('6,000.00');
    await raul.open('/cartera/creditos');
    expect(await raul.words()).toContain('Ñahui');
  });

  it('risk reads every page about what may go wrong', async () => {
    const raul = await as('raul@selva');
    const parts = ['concentracion', 'ingresos', 'cobranza', 'cosechas', 'migracion', 'perdida-esperada', 'estres'];
    for (const part of parts) await raul.open(`/riesgo/${part}`);
    for (const part of ['covenants', 'informe', 'informe/imprimir']) await raul.open(`/lineas/2/1/${part}`);
    expect(await raul.words()).toContain('Uso de los fondos');
  });

  it('the facilitator sees what the line did, and no name', async () => {
    const alicia = await as('alicia@azmj');
    await alicia.open('/lineas/2/1');
    const words = await alicia.words();
    expect(words).toContain('100,000.00');
    expect(words).not.toContain('Ñahui');
  });

  it('the officer hands over a code', async () => {
    const carmen = await as('carmen@selva');
    await carmen.open('/productores/1/acceso');
    await carmen.press('Dar un código de activación');
    activationCode = (await carmen.page.locator('.slip-code').innerText()).trim();
    expect(activationCode).toMatch(/^[A-Z0-9]{4}-?[A-Z0-9]{4}$/);
  });

  it('the farmer links the telephone, chooses a PIN and reads the balance', async () => {
    const rosa = await stage.newPerson(size);
    await rosa.open('/mi-credito/activar');
    await rosa.fill({ dni: '01234567', code: activationCode, pin: '402817', again: '402817' });
    await rosa.press('Activar');
    await rosa.open('/mi-credito');
    const words = await rosa.words();
    expect(words).toContain('Rosa');
    expect(words).toContain('Al día');
    expect(words).toContain('Carmen');
    expect(words).toContain('Paga hasta el lunes 31 de mayo de 2027');
    expect(words).toContain('Te falta pagar en total S/ 6,724.88');
    expect(words).toContain('23/11/2026 500.00 000002');
  });
});
