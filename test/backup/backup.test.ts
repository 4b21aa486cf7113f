import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { migrations } from '../../migrations';
import { backupCommand } from '../../src/backup/backup-command';
import { moveCommand } from '../../src/backup/move-command';
import { restoreCommand } from '../../src/backup/restore-command';
import { fixedClock } from '../../src/clock';
import { closeDayCommand } from '../../src/day-close/close-day-command';
import type { Engine, Knex } from '../../src/db/connect';
import { appliedMigrations, migrate } from '../../src/db/migrate';
import { loadDemo } from '../../src/demo/load-demo';
import { addDays } from '../../src/lending/dates';
import { logicalDigest, totalDigest } from '../../src/verify/logical-digest';
import { testConfig } from '../support/config';
import { TODAY } from '../support/world';
import { aPlace, at, engines, folder } from './places';

const clock = fixedClock(`${TODAY}T15:00:00.000Z`);

let lenders: string;
let digest: string;
let backup: string;

/** Lenders with a year of loans behind them, whose days are closed up to yesterday. */
beforeAll(async () => {
  lenders = await aPlace('sqlite');
  await at(lenders, async (db) => {
    await migrate(db);
    await loadDemo(db, testConfig, clock, () => undefined, { farmers: 30, loans: 12 });
    await closeDayCommand(db, testConfig, clock, ['--through', addDays(TODAY, -1)], () => undefined);
    digest = totalDigest(await logicalDigest(db));
  });
  backup = fileOf((await run(backupCommand, { databaseUrl: lenders }, ['--to', folder])).text);
});

describe('A backup', () => {
  it('is named after its moment, says what it holds, and is whole under its name only', () => {
    expect(readdirSync(folder).filter((name) => name.includes('jsonl'))).toEqual(['mazorca-20261123T150000Z.jsonl.gz']);
    expect(linesOf(backup).at(-1)).toContain(digest);
  });

  it.each(engines)('gives equal content and clean books in a new place on %s', async (engine) => {
    const place = await aPlace(engine);
    const { code, text } = await run(restoreCommand, testConfig, ['--from', backup, '--into', place]);
    expect(text).toContain('es igual al original');
    expect(text).toContain(digest);
    expect(text).toContain('Todo cuadra');
    expect(code).toBe(0);
    expect(await at(place, digestOf)).toBe(digest);
    expect(await at(place, (db) => db('closed_day').limit(1))).toHaveLength(1);
  });

  it('of an older version is brought up to date after it is restored', async () => {
    const older = migrations.slice(0, 8).map(({ name }) => name);
    const [old, place] = [await aPlace('sqlite'), await aPlace('sqlite')];
    await at(old, async (db) => {
      await migrate(db, older);
      await db('investor').insert({ id: 7, name: 'Fondo Andino', country: 'PE' });
    });
    const { text } = await run(backupCommand, { databaseUrl: old }, ['--to', join(folder, 'old.gz')]);
    await run(restoreCommand, testConfig, ['--from', fileOf(text), '--into', place]);
    expect(await at(place, appliedMigrations)).toHaveLength(migrations.length);
    expect(await at(place, (db) => db('investor').select('name'))).toEqual([{ name: 'Fondo Andino' }]);
  });

  it('that fails on the way leaves no file', async () => {
    const place = await aPlace('sqlite');
    await at(place, async (db) => {
      await migrate(db);
      await db('counter').insert({ institution_id: 1, name: 'loan', value: 1.5 });
    });
    const empty = mkdtempSync(join(folder, 'empty-'));
    await expect(run(backupCommand, { databaseUrl: place }, ['--to', empty])).rejects.toThrow('cannot hold: 1.5');
    expect(readdirSync(empty)).toEqual([]);
  });
});

describe('A move', () => {
  const path: readonly Engine[] = engines.includes('pg') ? ['sqlite', 'pg', 'pg', 'sqlite'] : ['sqlite', 'sqlite'];

  it(`from ${path.join(' to ')} keeps every table, and each place as it was`, async () => {
    const places = [lenders];
    for (const engine of path.slice(1)) places.push(await aPlace(engine));
    for (const [index, there] of places.slice(1).entries()) {
      const config = { ...testConfig, databaseUrl: places[index] ?? '' };
      const { code, text } = await run(moveCommand, config, ['--into', there]);
      expect([code, text]).toEqual([0, expect.stringContaining(`SHA-256 del contenido: ${digest}`)]);
      expect(text).toMatch(/ {2}journal_seal +\d+ {2}[0-9a-f]{64}/);
    }
    for (const place of places) expect(await at(place, digestOf)).toBe(digest);
    const rates = (place = '') =>
      at(place, (db) => db('product').orderBy(['institution_id', 'id']).pluck('rate_percent'));
    expect(await rates(places.at(-1))).toEqual(await rates(lenders));
  });

  it('needs a source whose tables are up to date', async () => {
    const [old, place] = [await aPlace('sqlite'), await aPlace('sqlite')];
    await at(old, (db) => migrate(db, [migrations[0]?.name ?? '']));
    await expect(run(moveCommand, { ...testConfig, databaseUrl: old }, ['--into', place])).rejects.toThrow(
      'no está al día',
    );
  });
});

describe('What is restored', () => {
  it.each<[string, string, (lines: string[]) => string[]]>([
    ['lacks its end', 'incompleto', (lines) => lines.slice(0, -1)],
    [
      'has a loan with another amount',
      'loan no quedó igual',
      (lines) => altered(lines, 'loan', /"active"/, '"closed"'),
    ],
    [
      'has a payment below zero',
      'no acepta las filas de la tabla loan_event',
      (lines) => altered(lines, 'loan_event', /^\[\d+/, '[-1'),
    ],
    ['has a row less', 'consent no quedó igual', (lines) => without(lines, 'consent')],
    [
      'was made by a newer program',
      'no conoce',
      (lines) => lines.map((line, i) => (i === 0 ? line.replace('0001_', '9999_') : line)),
    ],
    ['is something else', 'no es un respaldo', () => ['{"hola":1}']],
  ])('%s: nothing is left of it', async (what, sentence, harm) => {
    const file = join(folder, `${what}.gz`);
    writeFileSync(file, gzipSync(`${harm(linesOf(backup)).join('\n')}\n`));
    for (const engine of engines) await refused(file, sentence, engine);
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['cut in the middle', (bytes) => bytes.subarray(0, bytes.length / 2)],
    ['a byte of which is another', (bytes) => flipped(bytes, bytes.length / 2)],
    ['not compressed', () => Buffer.from('hola')],
  ])('%s: nothing is left of it', async (what, harm) => {
    const file = join(folder, `${what}.gz`);
    writeFileSync(file, harm(readFileSync(backup)));
    await refused(file, 'no es un respaldo de Mazorca, o está dañado o incompleto', 'sqlite');
  });

  async function refused(file: string, sentence: string, engine: Engine): Promise<void> {
    const place = await aPlace(engine);
    const message = await run(restoreCommand, testConfig, ['--from', file, '--into', place]).then(
      () => 'restored',
      (error: Error) => error.message,
    );
    expect(message).toContain(sentence);
    expect(message.length).toBeLessThan(400);
    expect(await at(place, rowsOf)).toBe(0);
  }
});

describe('Nothing is overwritten', () => {
  it('by a restore into a database that is in use', async () => {
    const place = join(folder, 'used.sqlite');
    copyFileSync(lenders.replace('sqlite:', ''), place);
    await at(`sqlite:${place}`, (db) => db.raw('pragma wal_checkpoint'));
    const restored = run(restoreCommand, testConfig, ['--from', backup, '--into', `sqlite:${place}`]);
    await expect(restored).rejects.toThrow('no está vacía');
    expect(await at(`sqlite:${place}`, digestOf)).toBe(digest);
  });

  it('by a restore into a database of another program', async () => {
    const place = await aPlace('sqlite');
    await at(place, (db) => db.schema.createTable('notes', (t) => void t.text('note')));
    const restored = run(restoreCommand, testConfig, ['--from', backup, '--into', place]);
    await expect(restored).rejects.toThrow('otro programa: tiene la tabla notes');
  });

  it('by a second backup under the same name', async () => {
    await expect(run(backupCommand, { databaseUrl: lenders }, ['--to', backup])).rejects.toThrow('ya existe');
  });
});

it.each<[string, () => Promise<unknown>, string]>([
  [
    'a database that is not there',
    () => run(backupCommand, { databaseUrl: 'sqlite:/no/such' }, ['--to', folder + '/x.gz']),
    'No existe la base de datos',
  ],
  [
    'a folder that is not there',
    () => run(backupCommand, { databaseUrl: lenders }, ['--to', '/no/such/x.gz']),
    'No existe la carpeta',
  ],
  [
    'a backup that is not there',
    () => run(restoreCommand, testConfig, ['--from', '/no/such', '--into', 'sqlite:x']),
    'No existe el archivo',
  ],
  [
    'a restore to a folder that is not there',
    () => run(restoreCommand, testConfig, ['--from', backup, '--into', 'sqlite:/no/such/x.sqlite']),
    'No existe la carpeta /no/such.',
  ],
  [
    'a database of another program',
    async () => {
      const place = await aPlace('sqlite');
      await at(place, (db) => db.schema.createTable('notes', (t) => void t.text('note')));
      return run(backupCommand, { databaseUrl: place }, ['--to', join(folder, 'notes.gz')]);
    },
    'no es de Mazorca',
  ],
  [
    'a move to itself',
    () => run(moveCommand, { ...testConfig, databaseUrl: lenders }, ['--into', lenders]),
    'son la misma',
  ],
])('%s is told in words', async (_what, attempt, sentence) => {
  await expect(attempt()).rejects.toThrow(sentence);
  expect(existsSync('x')).toBe(false);
});

it.each([
  ['backup', backupCommand],
  ['restore', restoreCommand],
  ['move', moveCommand],
])('mazorca %s without its options says how it is used', async (name, command) => {
  for (const args of [[], ['--hola', 'x']]) {
    const { code, progress } = await run(command, { ...testConfig, databaseUrl: lenders }, args);
    expect([code, progress]).toEqual([2, expect.stringContaining(`mazorca ${name} `)]);
  }
});

type Command = typeof backupCommand | typeof restoreCommand | typeof moveCommand;

/** What somebody at a terminal gets to see. */
async function run(command: Command, config: object, args: readonly string[]) {
  let text = '';
  let progress = '';
  const terminal = {
    write: (more: string) => void (text += more),
    progress: (more: string) => void (progress += more),
  };
  const given = { ...testConfig, ...config };
  const code = await (command === restoreCommand
    ? restoreCommand(given, args, terminal)
    : (command as typeof backupCommand)(given, clock, args, terminal));
  return { code, text, progress };
}

function fileOf(text: string): string {
  return /Respaldo guardado: (\S+)/.exec(text)?.[1] ?? '';
}

async function digestOf(db: Knex): Promise<string> {
  return totalDigest(await logicalDigest(db));
}

async function rowsOf(db: Knex): Promise<number> {
  if (!(await db.schema.hasTable('institution'))) return 0;
  return (await db('institution')).length + (await db('loan')).length + (await db('parameter')).length;
}

function linesOf(file: string): string[] {
  return gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
}

function firstRowOf(lines: readonly string[], table: string): number {
  return lines.findIndex((line) => line.startsWith(`{"table":"${table}"`)) + 1;
}

function altered(lines: string[], table: string, from: RegExp, to: string): string[] {
  const first = firstRowOf(lines, table);
  const index = lines.findIndex((line, place) => place >= first && from.test(line));
  return lines.with(index, lines[index]?.replace(from, to) ?? '');
}

function without(lines: string[], table: string): string[] {
  return lines.toSpliced(firstRowOf(lines, table), 1);
}

function flipped(bytes: Buffer, place: number): Buffer {
  const copy = Buffer.from(bytes);
  const index = Math.floor(place);
  copy[index] = (copy[index] ?? 0) ^ 0xff;
  return copy;
}
