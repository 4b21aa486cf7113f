import { closeDayCommand } from '../../src/day-close/close-day-command';
import { takeLease, giveLeaseBack } from '../../src/day-close/lease';
import { closeNightly } from '../../src/day-close/nightly';
import { fixedClock } from '../../src/clock';
import { aLoan, aSetting } from '../loans/a-loan';
import { signIn, textOf } from '../support/browser';
import { testConfig } from '../support/config';
import { createTestDb } from '../support/database';
import { createWorld, TODAY, type World } from '../support/world';

let world: World;

beforeEach(async () => {
  world = await createWorld();
  await aLoan(await aSetting(world));
});

async function command(...args: string[]): Promise<{ exit: number; lines: string }> {
  const lines: string[] = [];
  const exit = await closeDayCommand(world.db, testConfig, world.clock, args, (line) => lines.push(line));
  return { exit, lines: lines.join('\n') };
}

const closedOf = async (institutionId: number): Promise<string[]> => {
  const rows: { date: string }[] = await world
    .db('closed_day')
    .where({ institution_id: institutionId })
    .orderBy('date');
  return rows.map(({ date }) => date);
};

describe('mazorca close-day', () => {
  it('closes a day for every lender and says so', async () => {
    const { exit, lines } = await command('--date', '2026-11-22');
    expect(exit).toBe(0);
    expect(lines).toBe(
      '✓ Caja Rural Selva Central: cerrado el 2026-11-22\n✓ Cooperativa Valle Verde: cerrado el 2026-11-22',
    );
    expect(await closedOf(world.azmj.id)).toEqual([]);
    expect((await command('--date', '2026-11-22')).lines).toContain('el 2026-11-22 ya estaba cerrado');
  });

  it('without a date closes what is missing up to yesterday', async () => {
    await command('--date', '2026-11-18');
    const { lines } = await command('--institution', 'selva');
    expect(lines).toBe('✓ Caja Rural Selva Central: cerrados 4 días, del 2026-11-19 al 2026-11-22');
    expect(await closedOf(world.valle.id)).toEqual(['2026-11-18']);
  });

  it('that fails in one institution closes the others, and ends with 1', async () => {
    await world
      .db('parameter')
      .where({ institution_id: world.selva.id, name: 'provisions' })
      .update({
        value: JSON.stringify({ 'generic.microempresa': '1' }),
      });
    const { exit, lines } = await command('--date', '2026-11-22');
    expect(exit).toBe(1);
    expect(lines).toContain('✗ Caja Rural Selva Central: ningún día por cerrar; falló: provisions');
    expect(await closedOf(world.selva.id)).toEqual([]);
    expect(await closedOf(world.valle.id)).toEqual(['2026-11-22']);
  });

  it.each([
    ['a date that is none', ['--date', '2026-02-30'], 2, '«2026-02-30» no es una fecha: escríbela como 2026-11-23'],
    ['two ways at once', ['--date', TODAY, '--through', TODAY], 2, 'Usa --date o --through, no los dos'],
    ['an unknown option', ['--day', TODAY], 2, 'No conozco la opción --day.'],
    ['an option without its value', ['--date'], 2, 'Falta un valor después de --date.'],
    ['a word too many', ['ayer'], 2, 'No entiendo «ayer».'],
    [
      'a lender that does not exist',
      ['--institution', 'nadie'],
      1,
      'ninguna institución que preste con el código «nadie»',
    ],
    ['tomorrow', ['--date', '2026-11-24'], 1, '✗ Caja Rural Selva Central: ese día todavía no llega'],
  ])('refuses %s', async (_what, args, exit, words) => {
    const outcome = await command(...args);
    expect(outcome.exit).toBe(exit);
    expect(outcome.lines).toContain(words);
    expect(await closedOf(world.selva.id)).toEqual([]);
  });
});

it('mazorca close-day shows the days as they are closed, and says where there is nobody to close them for', async () => {
  await command('--date', '2026-11-20', '--institution', 'selva');
  const shown: string[] = [];
  const args = ['--institution', 'selva'];
  await closeDayCommand(
    world.db,
    testConfig,
    world.clock,
    args,
    () => undefined,
    (text) => shown.push(text),
  );
  expect(shown).toEqual(['… Caja Rural Selva Central: 2026-11-21', '… Caja Rural Selva Central: 2026-11-22', '']);
  const empty = await createTestDb();
  const lines: string[] = [];
  expect(await closeDayCommand(empty, testConfig, world.clock, [], (line) => lines.push(line))).toBe(1);
  expect(lines.join()).toContain('crea una con mazorca init');
});

describe('the night', () => {
  const logger = { info: () => undefined, error: () => undefined };
  const night = (instant: string) => ({
    ...{ db: world.db, clock: fixedClock(instant), auditKey: testConfig.auditKey, logger },
  });

  it('belongs to one server: the other finds it taken, and gets it when the first has died', async () => {
    const [ten, eleven] = ['2026-11-23T05:10:00.000Z', '2026-11-23T06:10:00.000Z'];
    expect(await takeLease(world.db, 'close-day', 'first', ten, eleven)).toBe(true);
    expect(await closeNightly(night('2026-11-23T05:25:00.000Z'), 'second')).toBe(false);
    expect(await closedOf(world.selva.id)).toEqual([]);
    expect(await takeLease(world.db, 'close-day', 'first', '2026-11-23T05:30:00.000Z', eleven)).toBe(true);
    expect(await takeLease(world.db, 'close-day', 'second', eleven, '2026-11-23T07:10:00.000Z')).toBe(true);
  });

  it('closes up to yesterday in Lima and gives the lease back', async () => {
    await command('--date', '2026-11-20');
    expect(await closeNightly(night('2026-11-23T05:10:00.000Z'), 'first')).toBe(true);
    expect(await closedOf(world.selva.id)).toEqual(['2026-11-20', '2026-11-21', '2026-11-22']);
    const later = '2026-11-23T05:10:00.000Z';
    expect(await takeLease(world.db, 'close-day', 'second', later, later)).toBe(true);
    await giveLeaseBack(world.db, 'close-day', 'second', later);
  });
});

describe('the page of the day close', () => {
  it('closes the missing days a few at a time and shows their figures', async () => {
    await command('--date', '2026-11-10');
    const raul = await signIn(world.app, 'raul@selva');
    expect(textOf((await raul.get('/cierre')).text)).toContain(
      'Cerrado hasta el 10/11/2026. Faltan 12 días hasta ayer.',
    );
    const first = await raul.submit('/cierre', { hasta: '22/11/2026' });
    expect(first.status).toBe(303);
    expect(textOf((await raul.get('/cierre')).text)).toContain('Faltan 2 días: sigue con «Cerrar»');
    await raul.submit('/cierre', { hasta: '22/11/2026' });
    const page = textOf((await raul.get('/cierre')).text);
    expect(page).toContain('no falta ningún día');
    expect(page).toContain('S/ 8,000.00 · 1 crédito');
    expect(page).toContain('Raul');
  });

  it('says why a day is not closed', async () => {
    const ana = await signIn(world.app, 'ana@selva');
    const answer = await ana.submit('/cierre', { hasta: '24/11/2026' });
    expect(answer.status).toBe(422);
    expect(textOf(answer.text)).toContain('Ese día todavía no llega');
  });

  it('lets an auditor look and not close', async () => {
    const hugo = await signIn(world.app, 'hugo@selva');
    const page = await hugo.get('/cierre');
    expect(page.text).not.toContain('action="/cierre"');
    expect(textOf(page.text)).toContain('El primero con registros es el');
  });
});
