import { addDays } from '../../src/lending/dates';
import { signIn, textOf, type Person } from '../support/browser';
import { linksOf, linkTo } from '../support/links';
import { loanBook } from '../support/loan-book';
import { createWorld, TODAY, type World } from '../support/world';

let world: World;
let raul: Person;

const PARTS = ['concentracion', 'ingresos', 'cobranza', 'cosechas', 'migracion'];

beforeAll(async () => {
  world = await createWorld();
  raul = await signIn(world.app, 'raul@selva');
});

describe('The risk pages of a lender without loans', () => {
  it.each(PARTS)('%s says that there is nothing to show', async (part) => {
    const answer = await raul.get(`/riesgo/${part}`);
    expect(answer.status).toBe(200);
    expect(textOf(answer.text)).toContain('Ese día no había nada que mostrar.');
    expect(answer.text).not.toContain('<svg xmlns');
  });
});

describe('The risk pages', () => {
  beforeAll(async () => {
    const selva = await loanBook(world, world.selva);
    for (const [index, days] of [0, 5, 20, 31, 45, 70, 130, -20, -50].entries()) {
      await selva.addLoan({
        disbursedOn: addDays(TODAY, -300 - index),
        ubigeo: ['100601', '220101', '250101'][index % 3] ?? '100601',
        instalments: [
          { due: addDays(TODAY, -200), principal: 50_00, interest: 10_00 },
          { due: addDays(TODAY, -days), principal: 1_000_00 + index, interest: 80_00 },
          { due: addDays(TODAY, 60 + index), principal: 500_00 },
        ],
        payments: [{ on: addDays(TODAY, -201), amount: 60_00 }],
      });
    }
    const valle = await loanBook(world, world.valle);
    await valle.addLoan({ disbursedOn: '2025-11-23', instalments: [{ due: '2026-01-31', principal: 7_777_00 }] });
  });

  it('begin with a page that leads to each part', async () => {
    const { text: html } = await raul.get('/riesgo');
    for (const part of PARTS) expect(linksOf(html).map(([, address]) => address)).toContain(`/riesgo/${part}`);
  });

  it.each(PARTS)('%s draws each figure beside its table and leads to loans that add up to it', async (part) => {
    const { text: html } = await raul.get(`/riesgo/${part}`);
    expect(html).toContain('<svg xmlns');
    expect(textOf(html)).not.toContain('7,777');
    const figures = linksOf(html).filter(([, address]) => address.startsWith('/riesgo/creditos?'));
    expect(figures.length).toBeGreaterThan(0);
    for (const [says, address] of figures) {
      const list = await raul.get(address);
      expect([address, textOf(list.text)]).toEqual([address, expect.stringContaining(` ${says} `)]);
    }
  });

  it('show where the money is and how concentrated', async () => {
    const text = textOf((await raul.get('/riesgo/concentracion')).text);
    expect(text).toContain(
      'La parte más grande es Ucayali, con 33.33 % del saldo; partes que pasan el tope: 0. Índice de concentración HHI: 3,333.',
    );
    expect(text).toContain('Calleria, Ucayali 3 S/ 4,500.15 33.33 % 25.00 % Lo pasa por 8.33 puntos');
    expect(text).toContain('El tope del HHI por distrito es 2,500: se pasa.');
    expect(text).toContain('Sin organización 9 S/ 13,500.36 100.00 % — —');
    expect(text).toContain(
      'Los 9 productores con más saldo deben 100.00 % de la cartera, con un tope de 15.00 %; en total deben 9 productores.',
    );
  });

  it('show any earlier day, and say what cannot be shown', async () => {
    const { text } = await raul.get('/riesgo/migracion?desde=01/10/2026&al=01/11/2026');
    expect(text).toContain('01/10/2026');
    expect(textOf(text)).toMatch(/Desde .*Hasta .*Ver/);
    expect((await raul.get('/riesgo/cosechas')).text).toContain('mes 8');
    const wrong = [
      ['al=ayer', 'Escribe la fecha con día, mes y año'],
      ['al=24/11/2026', 'La cartera se puede ver hasta hoy'],
      ['desde=23/11/2026', 'La primera fecha debe ser anterior a la segunda'],
    ] as const;
    for (const [query, says] of wrong) {
      expect(textOf((await raul.get(`/riesgo/migracion?${query}`)).text)).toContain(says);
    }
  });

  it('give the loans behind a figure as a file, and write down who took it', async () => {
    const { text: html } = await raul.get('/riesgo/creditos?corte=distrito&clave=220101');
    const csv = (await raul.get(linkTo(html, 'Descargar CSV'))).text.trim().split('\r\n');
    expect(csv).toHaveLength(1 + 3);
    expect(csv.slice(1).every((row) => row.includes('San Martín'))).toBe(true);
    const last: { action: string } = await world
      .db('audit')
      .where({ institution_id: world.selva.id })
      .orderBy('seq', 'desc')
      .first();
    expect(last.action).toBe('portfolio-loans-exported');
  });

  it.each(['corte=otro&clave=1', 'corte=distrito', "corte=distrito&clave='"])('know no list %s', async (query) => {
    expect((await raul.get(`/riesgo/creditos?${query}`)).status).toBe(404);
  });

  it.each(['carmen@selva', 'celia@selva', 'alicia@azmj'])('are not for %s', async (user) => {
    const person = await signIn(world.app, user);
    for (const part of ['', '/concentracion', '/creditos?corte=distrito&clave=1']) {
      expect([part, (await person.get(`/riesgo${part}`)).status]).toEqual([part, 403]);
    }
  });
});
