import { addDays } from '../../src/lending/dates';
import { signIn, textOf, type Person } from '../support/browser';
import { linksOf, linkTo } from '../support/links';
import { loanBook, type LoanBook } from '../support/loan-book';
import { createWorld, TODAY, type World } from '../support/world';

let world: World;
let selva: LoanBook;
let raul: Person;

beforeAll(async () => {
  world = await createWorld();
  raul = await signIn(world.app, 'raul@selva');
});

describe('the portfolio page of a lender without loans', () => {
  it('shows a dash for every ratio and no chart of nothing', async () => {
    const text = textOf((await raul.get('/cartera')).text);
    expect(text).toContain('PAR 30 —');
    expect(text).toContain('sin cartera no hay PAR que mostrar');
    expect(text).not.toContain('0.00 %');
  });
});

describe('the portfolio page', () => {
  beforeAll(async () => {
    await world.db('partner_organisation').insert({
      id: 7,
      name: 'Cooperativa <Naranjillo>',
      kind: 'producer-organisation',
      department_code: '10',
      created_at: '2026-01-01T12:00:00.000Z',
    });
    selva = await loanBook(world, world.selva);
    const ubigeos = ['100601', '220101', '250101'];
    for (const [index, days] of [0, 1, 2, 8, 9, 30, 31, 45, 60, 61, 90, 91, 120, 121, -20, -50, -100].entries()) {
      await selva.addLoan({
        disbursedOn: addDays(TODAY, -300 - index),
        ubigeo: ubigeos[index % 3] ?? '100601',
        officer: index % 4 === 0 ? 'julio' : 'carmen',
        ...(index % 5 === 0 && { organisationId: 7 }),
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

  it('sums up in words and figures', async () => {
    const text = textOf((await raul.get('/cartera')).text);
    expect(text).toContain('Cartera al 23 de noviembre de 2026');
    expect(text).toContain('Saldo de cartera bruta S/ 25,501 S/ 25,501.36');
    expect(text).toMatch(/PAR 30 47\.06 % S\/ 12,000\.76/);
    expect(text).toContain('Un crédito de cosecha no puede atrasarse antes de su vencimiento');
    expect(text).not.toContain('7,777.00');
  });

  it.each(['', '?al=2026-10-31', '?al=15%2F02%2F2026'])(
    '%s leads from every figure to loans that add up to it',
    async (query) => {
      const { text: html } = await raul.get(`/cartera${query}`);
      const figures = linksOf(html).filter(
        ([says, address]) => address.startsWith('/cartera/creditos?') && /^(S\/ )?[\d,]+\.\d\d$/.test(says),
      );
      expect(figures.length).toBeGreaterThan(20);
      for (const [says, address] of figures) {
        const list = await raul.get(address);
        const shown = textOf(list.text);
        const total = address.includes('vence=') ? 'capital que vence' : 'saldo capital';
        expect([address, shown]).toEqual([address, expect.stringContaining(`${total} S/ ${says.replace('S/ ', '')}`)]);
        if (!says.endsWith(' 0.00') && says !== '0.00') {
          const column = address.includes('vence=') ? 'Capital que vence' : 'Saldo capital';
          expect([address, await sumOfColumn(raul, linkTo(list.text, 'Descargar CSV'), column)]).toEqual([
            address,
            Number(says.replace(/[S/ ,]/g, '')).toFixed(2),
          ]);
        }
      }
    },
  );

  it('leads from each portfolio at risk to the loans in it', async () => {
    const { text: html } = await raul.get('/cartera');
    const addresses = linksOf(html).filter(
      ([says, address]) =>
        address.includes('atraso=') &&
        /^[\d,]+\.\d\d$/.test(says) &&
        !/refinanciados|departamento|producto|asesor|organizacion|linea/.test(address),
    );
    expect(addresses.map(([, address]) => new URL(address, 'http://x').searchParams.get('atraso'))).toEqual([
      '1',
      '30',
      '60',
      '90',
      '180',
    ]);
    const [, over30 = ''] = addresses[1] ?? [];
    expect(textOf((await raul.get(over30)).text)).toContain('8 créditos · saldo capital S/ 12,000.76');
  });

  it('draws each chart with its table and its sentence', async () => {
    const { text: html } = await raul.get('/cartera');
    const charts = html.match(/<svg [^>]*class="chart"/g) ?? [];
    expect(charts).toHaveLength(8);
    // One chart has two tables, of the SBS and of CGAP; the ratios need no drawing.
    expect(html.match(/<table/g)).toHaveLength(11);
    expect(html).toContain('Cooperativa &lt;Naranjillo&gt;');
    expect(html).not.toContain('<Naranjillo>');
    expect(textOf(html)).toContain('El saldo más alto es el de');
  });

  it('stays under 60 KB', async () => {
    const { text } = await raul.get('/cartera');
    expect(Buffer.byteLength(text)).toBeLessThan(60_000);
  });

  it('shows any past day, and says so when the day lies ahead or cannot be read', async () => {
    expect(textOf((await raul.get('/cartera?al=01/10/2026')).text)).toContain('Cartera al 1 de octubre de 2026');
    expect(textOf((await raul.get('/cartera?al=24/11/2026')).text)).toContain('La cartera se puede ver hasta hoy');
    expect(textOf((await raul.get('/cartera?al=ayer')).text)).toContain('Escribe la fecha con día, mes y año');
  });

  it('goes out as CSV and XLSX', async () => {
    const { text: html } = await raul.get('/cartera');
    const csv = await raul.get(linkTo(html, 'Descargar CSV'));
    expect(csv.text).toContain('Toda la cartera,,17,25501.36,');
    const xlsx = await raul.get(linkTo(html, 'Descargar Excel'));
    expect(xlsx.headers['content-type']).toContain('spreadsheetml');
  });

  it.each(['marta@selva', 'ana@selva', 'hugo@selva'])('is for %s too', async (user) => {
    expect((await (await signIn(world.app, user)).get('/cartera')).status).toBe(200);
  });

  it.each(['carmen@selva', 'celia@selva', 'alicia@azmj', 'ines@azmj'])('is not for %s', async (user) => {
    const person = await signIn(world.app, user);
    for (const path of ['/cartera', '/cartera/creditos', '/cartera/descargar?formato=csv']) {
      expect([path, (await person.get(path)).status]).toEqual([path, 403]);
    }
  });
});

describe('the list of loans', () => {
  it('narrows by what the address says and links each row to its loan', async () => {
    const { text: html } = await raul.get('/cartera/creditos?tramo=mas-120&asesor=1');
    const text = textOf(html);
    expect(text).toContain('1 crédito · saldo capital');
    expect(linksOf(html).filter(([, address]) => /^\/creditos\/\d+$/.test(address))).toHaveLength(1);
  });

  it('begins with the longest late', async () => {
    const { text: html } = await raul.get('/cartera/creditos');
    const days = [...html.matchAll(/data-h="Días de atraso">(\d+)</g)].map((match) => Number(match[1]));
    expect(days).toHaveLength(17);
    expect(days).toEqual(days.toSorted((one, other) => other - one));
  });

  it('keeps the filters in the form and in the files', async () => {
    const { text: html } = await raul.get('/cartera/creditos?departamento=22&organizacion=ninguna');
    expect(html).toContain('<option value="22" selected>');
    expect(html).toContain('<option value="ninguna" selected>');
    const address = linkTo(html, 'Descargar CSV');
    expect(address).toContain('departamento=22');
    const { text: csv } = await raul.get(address);
    expect(
      csv
        .trim()
        .split('\r\n')
        .slice(1)
        .every((row) => row.includes('San Martín')),
    ).toBe(true);
  });

  it('writes into the trail who took it out', async () => {
    await raul.get('/cartera/creditos/descargar?formato=csv');
    const last: { action: string } = await world
      .db('audit')
      .where({ institution_id: world.selva.id })
      .orderBy('seq', 'desc')
      .first();
    expect(last.action).toBe('portfolio-loans-exported');
  });

  it('without a match says how to go on', async () => {
    const text = textOf((await raul.get('/cartera/creditos?linea=99')).text);
    expect(text).toContain('Ningún crédito coincide con los filtros. Limpiar filtros');
  });

  it.each(['?tramo=5', '?atraso=31', '?departamento=x', '?otra=1', '?vence=1'])(
    'answers %s as not found',
    async (query) => {
      expect((await raul.get(`/cartera/creditos${query}`)).status).toBe(404);
    },
  );
});

/** The sum of a column of a CSV, in soles with two decimals. */
async function sumOfColumn(person: Person, address: string, heading: string): Promise<string> {
  const { text } = await person.get(address);
  const [headings = '', ...rows] = text.replace('\ufeff', '').trim().split('\r\n');
  const index = headings.split(',').indexOf(heading);
  const centimos = rows.reduce((sum, row) => sum + Math.round(Number(cellsOf(row)[index]) * 100), 0);
  return (centimos / 100).toFixed(2);
}

function cellsOf(row: string): string[] {
  return [...row.matchAll(/("([^"]*)"|[^,]*)(,|$)/g)].map((match) => match[2] ?? match[1] ?? '');
}
