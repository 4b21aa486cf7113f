import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/*
 * The plan of the house (docs/architecture.md) as a test: which room may call into which. A rule that nothing checks is
 * a wish.
 */
const FOUNDATIONS = ['lending', 'ledger', 'db', 'web', 'contract', 'types'];
const ENTRANCES = ['server.ts', 'cli.ts', 'app.ts', 'config.ts', 'clock.ts', 'log.ts', 'health.ts'];

/** What a room may import, besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  lending: [],
  contract: ['lending'],
  db: [],
  ledger: ['lending', 'db', 'clock.ts'],
  web: ['lending', 'ledger', 'db', 'clock.ts', 'config.ts'],
  types: [],
};

/** Files of a slice that other slices may use: its SQL and its use cases, never its pages, forms or routes. */
const PRIVATE_TO_A_SLICE = /^(routes|page|form)(-.*)?$|-(routes|page|form)$/;

interface Import {
  readonly from: string;
  readonly to: string;
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
  .map((name) => name.replaceAll('\\', '/'));
const imports = files.flatMap(importsOf);
const slices = [...new Set(files.map(roomOf))].filter(
  (room) => !FOUNDATIONS.includes(room) && !ENTRANCES.includes(room),
);

describe('The house', () => {
  it.each(Object.entries(MAY_IMPORT))('%s imports only what lies below it', (room, below) => {
    const wrong = imports.filter(
      ({ from, to }) => roomOf(from) === room && roomOf(to) !== room && !below.includes(roomOf(to)),
    );
    expect(wrong).toEqual([]);
  });

  it('a slice uses the foundations and the use cases and stores of other slices', () => {
    const wrong = imports.filter(({ from, to }) => {
      if (!slices.includes(roomOf(from)) || roomOf(to) === roomOf(from)) return false;
      if (FOUNDATIONS.includes(roomOf(to)) || ['clock.ts', 'config.ts', 'log.ts'].includes(roomOf(to))) return false;
      const name = to.split('/').at(-1)?.replace(/\.ts$/, '') ?? '';
      return !slices.includes(roomOf(to)) || PRIVATE_TO_A_SLICE.test(name);
    });
    expect(wrong).toEqual([]);
  });

  it('only the entrances know the app', () => {
    const wrong = imports.filter(({ from, to }) => to === 'app.ts' && !ENTRANCES.includes(from));
    expect(wrong).toEqual([]);
  });

  it.each(files.filter((name) => name.startsWith('lending/')))('%s has no input, output or clock', (name) => {
    const source = readFileSync(join('src', name), 'utf8');
    const foreign = [...source.matchAll(/from '([^']+)'/g)]
      .map((match) => match[1] ?? '')
      .filter((path) => !path.startsWith('./') && path !== 'decimal.js');
    expect(foreign).toEqual([]);
    expect(source).not.toMatch(/\bDate\.now\(|new Date\(|process\.(env|argv|std|hrtime|cwd)|Math\.random\(|require\(/);
  });

  it('SQL is written in stores, use cases and the database’s own rooms, never in routes and pages', () => {
    const wrong = files.filter((name) => {
      const file = name.split('/').at(-1)?.replace(/\.ts$/, '') ?? '';
      if (!slices.includes(roomOf(name)) || !PRIVATE_TO_A_SLICE.test(file)) return false;
      return /\bdb\('|\btrx\('|\.raw\(/.test(readFileSync(join('src', name), 'utf8'));
    });
    expect(wrong).toEqual([]);
  });

  it('no file re-exports what others wrote', () => {
    expect(files.filter((name) => /^export \* from/m.test(readFileSync(join('src', name), 'utf8')))).toEqual([]);
  });

  it('nothing is printed unescaped', () => {
    const views = readdirSync('views', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.hbs'));
    const unescaped = views.filter((name) => /\{\{\{|\{\{&/.test(readFileSync(join('views', name), 'utf8')));
    expect(unescaped).toEqual([]);
  });

  it('no page carries a script or a style of its own', () => {
    const views = readdirSync('views', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.hbs'));
    const wrong = views.filter((name) =>
      /<script|<style|\sstyle=|\son[a-z]+=/.test(readFileSync(join('views', name), 'utf8')),
    );
    expect(wrong).toEqual([]);
  });
});

function importsOf(from: string): Import[] {
  const source = readFileSync(join('src', from), 'utf8');
  return [...source.matchAll(/(?:from|import\() ?'(\.[^']+)'/g)]
    .map((match) => ({ from, to: targetOf(from, match[1] ?? '') }))
    .filter(({ to }) => !to.startsWith('..'));
}

function targetOf(from: string, path: string): string {
  const target = relative('.', join(dirname(from), path))
    .replaceAll('\\', '/')
    .replace(/\.(js|ts|json)$/, '');
  return path.endsWith('.json') ? `${target}.json` : `${target}.ts`;
}

function roomOf(file: string): string {
  return file.split('/')[0] ?? file;
}
