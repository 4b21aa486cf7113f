import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/*
 * The commands of the README as somebody types them, each in a process of its own. `npm ci` and `npm test` are run by
 * .ci/run, which also runs `npm run check`.
 */
jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'mazorca-'));
const empty = join(folder, 'empty.sqlite');
writeFileSync(empty, '');
const running = new Set<ChildProcess>();

afterAll(() => {
  for (const child of running) tell(child, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const environment = {
  ...process.env,
  NODE_ENV: 'development',
  DATABASE_URL: `sqlite:${join(folder, 'mazorca.sqlite')}`,
  PORT: '0',
  LOG_LEVEL: 'info',
};

describe('npm start', () => {
  it('makes a database, answers, keeps its data, and stops in order when it is told to', async () => {
    const first = await start();
    expect((await fetch(`${first.address}/health/live`)).status).toBe(200);
    expect((await fetch(`${first.address}/health/ready`)).status).toBe(200);
    const signIn = await fetch(`${first.address}/entrar`);
    expect(await signIn.text()).toContain('Ingresar a Mazorca');
    await stop(first.process);
    expect(first.log().join('\n')).toContain('stopping: finishing the requests under way');

    const made = await run([
      'run',
      '--silent',
      'mazorca',
      '--',
      'init',
      '--code',
      'prueba',
      '--name',
      'Caja de Prueba',
    ]);
    expect(made.output).toContain('admin@prueba');

    const second = await start('node', ['dist/src/server.js', '--no-demo']);
    expect((await fetch(`${second.address}/health/ready`)).status).toBe(200);
    expect(await stop(second.process)).toBe(0);
    const again = await run(['run', '--silent', 'mazorca', '--', 'init', '--code', 'prueba', '--name', 'Otra']);
    expect([again.status, again.errors]).toEqual([1, expect.stringContaining('Ya existe una institución')]);
  });

  it('logs each request under an id, without what people typed', async () => {
    const { address, process: server, log } = await start();
    await fetch(`${address}/productores?buscar=45860239`, { redirect: 'manual' });
    await fetch(`${address}/entrar`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Cookie: 'sid=secreto-de-sesion' },
      body: 'user=carmen%40selva&password=palabra-secreta',
      redirect: 'manual',
    });
    await stop(server);
    const lines = log()
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as LogLine);
    const requests = lines.filter((line) => line.req !== undefined);
    expect(requests.map((line) => line.req?.path)).toEqual(['/productores', '/entrar']);
    expect(new Set(requests.map((line) => line.req?.id)).size).toBe(2);
    expect(log().join('\n')).not.toMatch(/45860239|palabra-secreta|secreto-de-sesion|carmen/);
  });

  it('does not start in production with the secrets of development', async () => {
    const { status, errors } = await run(['run', '--silent', 'serve'], { NODE_ENV: 'production' });
    expect(status).toBe(1);
    expect(errors).toContain('SESSION_SECRET must be set');
  });
});

describe('npm run mazorca', () => {
  it('shows its commands', async () => {
    const { output, status } = await run(['run', 'mazorca', '--', 'help']);
    expect(status).toBe(0);
    for (const command of ['schedule', 'replay', 'migrate', 'init', 'demo', 'import', 'verify']) {
      expect(output).toContain(command);
    }
  });

  it('says so when it does not know a command', async () => {
    const { errors, status } = await run(['run', '--silent', 'mazorca', '--', 'lend']);
    expect([status, errors]).toEqual([2, expect.stringContaining('No conozco la orden «lend»')]);
  });

  it('writes the schedule of the example', async () => {
    const { output, status } = await run(
      ['run', '--silent', 'mazorca', '--', 'schedule'],
      {},
      readFileSync('examples/terms.json', 'utf8'),
    );
    expect(status).toBe(0);
    expect(output).toContain('"tceaPercent"');
  });

  it('answers a bad contract in its place and ends with 1', async () => {
    const { output, status } = await run(['run', '--silent', 'mazorca', '--', 'schedule'], {}, '[{"currency":"PEN"}]');
    expect(status).toBe(1);
    expect(JSON.parse(output)).toMatchObject([{ error: { code: expect.any(String), path: expect.any(String) } }]);
  });

  it('finds nothing wrong in a database that nobody touched', async () => {
    const { status } = await run(['run', '--silent', 'mazorca', '--', 'verify']);
    expect(status).toBe(0);
  });

  it.each([
    ['where nobody answers', 'postgres://postgres@127.0.0.1:9/mazorca', 'en esa dirección nadie responde'],
    ['that is not there', 'sqlite:/nowhere/mazorca.sqlite', 'No existe la base de datos /nowhere/mazorca.sqlite.'],
    ['that is empty', `sqlite:${empty}`, 'está vacía'],
  ])('does not verify a database %s, and says so before anything else', async (_place, DATABASE_URL, sentence) => {
    const { output, errors, status } = await run(['run', '--silent', 'mazorca', '--', 'verify'], { DATABASE_URL });
    expect([status, output]).toEqual([1, '']);
    expect(sentencesOf(errors)[0]).toContain(sentence);
  });
});

/** npm may have something of its own to say. */
function sentencesOf(errors: string): string[] {
  return errors.split('\n').filter((line) => !line.startsWith('npm '));
}

interface LogLine {
  readonly req?: { readonly id: string; readonly path: string };
}

async function start(program = 'npm', args = ['start', '--', '--no-demo']) {
  const server = launch(program, args);
  const lines: string[] = [];
  const reader = createInterface({ input: server.stdout });
  const address = await new Promise<string>((resolve, reject) => {
    reader.on('line', (line) => {
      lines.push(line);
      const found = /http:\/\/\S+/.exec(line);
      if (found) resolve(found[0]);
    });
    server.once('exit', (status) => {
      reject(new Error(`it ended with ${status}:\n${lines.join('\n')}`));
    });
  });
  return { address, process: server, log: () => lines };
}

/** Waits until nobody writes to its output any more: npm may be gone before the program it started. */
async function stop(server: ChildProcess): Promise<number | null> {
  const ended = once(server, 'close') as Promise<[number | null]>;
  tell(server, 'SIGTERM');
  const [status] = await ended;
  return status;
}

/** To npm and to the program that npm started, as a terminal or a service manager does. */
function tell(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid !== undefined) process.kill(-child.pid, signal);
}

async function run(args: string[], more: Readonly<Record<string, string>> = {}, input = '') {
  const child = launch('npm', args, more);
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  child.stdin.end(input);
  const [status] = (await once(child, 'close')) as [number | null];
  return { output, errors, status };
}

function launch(program: string, args: string[], more: Readonly<Record<string, string>> = {}) {
  const child = spawn(program, args, { env: { ...environment, ...more }, stdio: 'pipe', detached: true });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}
