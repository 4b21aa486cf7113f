import { addDays } from '../../src/lending/dates';
import { signIn, textOf } from '../support/browser';
import { linkTo, linksOf } from '../support/links';
import { loanBook, type LoanBook } from '../support/loan-book';
import { createWorld, TODAY, type World } from '../support/world';

let world: World;
let selva: LoanBook;

const before = (days: number): string => `${addDays(TODAY, -days)}T15:00:00.000Z`;

beforeAll(async () => {
  world = await createWorld();
  selva = await loanBook(world, world.selva);
  await selva.addApplication({ surname: 'Borrador', state: 'draft', since: before(2) });
  await selva.addApplication({ surname: 'Ajena', state: 'draft', since: before(2), officer: 'julio' });
  await selva.addApplication({
    surname: 'Observada',
    state: 'returned',
    since: before(9),
    amount: 4_500_00,
    reason: 'falta el título de la parcela',
  });
  await selva.addApplication({ surname: 'Enviada', state: 'submitted', since: before(1), submittedBy: 'carmen' });
  await selva.addApplication({ surname: 'Propia', state: 'in-committee', since: before(1), submittedBy: 'marta' });
  await selva.addApplication({ surname: 'Comité', state: 'in-committee', since: before(0), submittedBy: 'carmen' });
  await selva.addApplication({ surname: 'Aprobada', state: 'approved', since: before(3), amount: 8_000_00 });
  await selva.addApplication({ surname: 'Negada', state: 'denied', since: before(3) });
  const owed = async (surname: string, days: number, more: Partial<Parameters<LoanBook['addLoan']>[0]> = {}) =>
    selva.addLoan({
      disbursedOn: '2026-01-10',
      farmerId: await selva.addFarmer(surname),
      instalments: [{ due: addDays(TODAY, days), principal: 900_00, interest: 100_00 }],
      ...more,
    });
  await owed('Hoy', 0, { payments: [{ on: TODAY, amount: 250_00 }] });
  await owed('Semana', 7);
  await owed('Octavo', 8);
  await owed('Ayer', -1);
  await owed('Vieja', -45, { payments: [{ on: addDays(TODAY, -40), amount: 999_99 }] });
  await owed('Pagada', -45, { payments: [{ on: addDays(TODAY, -45), amount: 1_000_00 }] });
  await owed('Julia', -3, { officer: 'julio' });
  await owed('Castigada', -400, { writtenOffOn: '2026-08-01' });
  const valle = await loanBook(world, world.valle);
  await valle.addLoan({
    disbursedOn: '2026-01-10',
    farmerId: await valle.addFarmer('Forastero'),
    instalments: [{ due: addDays(TODAY, -5), principal: 900_00 }],
  });
});

const dayOf = async (user: string): Promise<{ html: string; text: string }> => {
  const { text: html } = await (await signIn(world.app, user)).get('/mi-dia');
  return { html, text: textOf(html) };
};

describe('the day of an officer', () => {
  it('begins with what came back and why', async () => {
    const { text } = await dayOf('carmen@selva');
    expect(text).toContain(
      'Mis solicitudes observadas (1) Observada, Rosa S/ 4,500.00 · falta el título de la parcela desde hace 9 días',
    );
  });

  it('has their own applications and nobody else’s', async () => {
    const { text } = await dayOf('carmen@selva');
    expect(text).toContain('Mis solicitudes por terminar (1) Borrador, Rosa monto por definir');
    expect(text).toContain('Mis solicitudes aprobadas (1) Aprobada, Rosa');
    for (const other of ['Ajena', 'Negada', 'Julia', 'Forastero']) expect(text).not.toContain(other);
  });

  it('has the applications that others have, and where they stand', async () => {
    const { text } = await dayOf('carmen@selva');
    expect(text).toContain('Mis solicitudes en trámite (3) ');
    expect(text).toContain('Enviada, Rosa monto por definir · Enviada desde ayer');
    expect(text).toContain('Comité, Rosa monto por definir · En comité desde hoy');
  });

  it('has the instalments from today to the seventh day, with what is left of them', async () => {
    const { text } = await dayOf('carmen@selva');
    expect(text).toMatch(/próximos 7 días \(2\) Hoy, Rosa S\/ 750\.00 · 23\/11\/2026 .* vence hoy Semana, Rosa/);
    expect(text).toContain('vence en 7 días');
    expect(text).not.toContain('Octavo');
  });

  it('has the late loans, the longest first, with days, amount and telephone', async () => {
    const { html, text } = await dayOf('carmen@selva');
    expect(text).toMatch(
      /Créditos atrasados \(2\) Vieja, Rosa S\/ 0\.01 .* 45 días de atraso Ayer, Rosa S\/ 1,000\.00/,
    );
    expect(text).toContain('1 día de atraso');
    expect(text).toContain('962 111 222');
    expect(linksOf(html)).toContainEqual(['962 111 222', 'tel:+51962111222']);
    for (const settled of ['Pagada', 'Castigada']) expect(text).not.toContain(settled);
  });

  it('leads to each loan', async () => {
    const { html } = await dayOf('carmen@selva');
    expect(linkTo(html, 'Vieja, Rosa')).toMatch(/^\/creditos\/\d+$/);
  });
});

describe('the day of others', () => {
  it('of a manager has what waits for a decision, but not their own submissions', async () => {
    const { text } = await dayOf('marta@selva');
    expect(text).toContain('Solicitudes por decidir (1) Comité, Rosa');
    expect(text).toContain('Solicitudes por evaluar (1) Enviada, Rosa');
    expect(text).not.toContain('Propia');
    expect((await dayOf('pedro@selva')).text).toContain('Solicitudes por decidir (2)');
  });

  it('of a manager has the late loans of every officer of the institution', async () => {
    const { text } = await dayOf('marta@selva');
    expect(text).toContain('Créditos atrasados (3)');
    expect(text).toContain('Julia');
    expect(text).not.toContain('Forastero');
  });

  it('of a cashier has the loans to disburse', async () => {
    const { html, text } = await dayOf('celia@selva');
    expect(text).toContain('Desembolsos por hacer (1) Aprobada, Rosa S/ 8,000.00');
    expect(linksOf(html).map(([, address]) => address)).toContain('/desembolsos');
    expect(text).not.toContain('Créditos atrasados');
  });

  it('is said to be empty where nothing waits', async () => {
    const { text } = await dayOf('pedro@valle');
    expect(text).toContain('Solicitudes por decidir (0) Ninguna solicitud espera la decisión del comité.');
    expect(text).toContain('Forastero');
  });

  it.each(['raul@selva', 'ana@selva', 'hugo@selva', 'alicia@azmj'])('is not there for %s', async (user) => {
    expect((await (await signIn(world.app, user)).get('/mi-dia')).status).toBe(403);
  });
});

it.each(['carmen@selva', 'marta@selva', 'celia@selva'])(
  'every list that the day of %s leads to is there',
  async (user) => {
    const person = await signIn(world.app, user);
    const lists = linksOf((await person.get('/mi-dia')).text).filter(([text]) => text.startsWith('Ver todos'));
    expect(lists.length).toBeGreaterThan(1);
    for (const [, address] of lists) expect([address, (await person.get(address)).status]).toEqual([address, 200]);
  },
);

describe('a long list', () => {
  beforeAll(async () => {
    for (let number = 1; number <= 52; number++) {
      await selva.addLoan({
        disbursedOn: '2026-01-10',
        officer: 'julio',
        farmerId: await selva.addFarmer(`Tardío${number}`),
        instalments: [{ due: addDays(TODAY, -100 - number), principal: 10_00 }],
      });
    }
  });

  it('shows five and leads to all of them, page by page', async () => {
    const julio = await signIn(world.app, 'julio@selva');
    const { text: day } = await julio.get('/mi-dia');
    expect(textOf(day)).toContain('Créditos atrasados (53)');
    expect(day.match(/Tardío/g)).toHaveLength(5);
    const { text: first } = await julio.get(linkTo(day, 'Ver todos : Créditos atrasados'));
    expect(first.match(/Tardío/g)).toHaveLength(50);
    const { text: second } = await julio.get(linkTo(first, '2'));
    expect(second.match(/Tardío/g)).toHaveLength(2);
    expect(textOf(second)).toContain('Julia, Rosa');
  });
});
