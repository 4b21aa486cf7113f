import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { textOf } from '../support/browser';
import { aPayment, pay, signInAt } from './cashier';
import { faultsAt } from './kill-server';
import { aLender, CASHIER, type Lender } from './lender';
import { settle } from './payment-load';
import { startServer } from './server-process';
import { canTrace } from './trace';
import { nothingYet } from './truth';

const folder = mkdtempSync(join(tmpdir(), 'mazorca-read-only-'));
const image = join(folder, 'disk.img');
const disk = join(folder, 'disk');
const mounted = mountOwnDisk();
if (!mounted) process.stdout.write('skipped: only root, with loop devices and ext4, can make a disk read-only\n');
const onDisk = mounted ? it : it.skip;
const databaseUrl = `sqlite:${join(disk, 'mazorca.sqlite')}`;

afterAll(() => {
  if (isMounted()) execFileSync('umount', ['-l', disk]);
  rmSync(folder, { recursive: true });
});

/** People who pay at one lender, and what they know. */
async function cashDesk(lender: Lender) {
  const server = await startServer(lender.databaseUrl);
  const session = await signInAt(server.address, CASHIER);
  const truth = nothingYet();
  const attempt = async (address = server.address) => {
    const payment = aPayment(1, 150, lender.today);
    truth.sent.set(payment.commandId, payment);
    const answer = await pay(address, session, payment);
    if (answer.type === 'paid') truth.acknowledged.set(payment.commandId, answer.receipt);
    return answer;
  };
  for (let paid = 0; paid < 5; paid++) expect((await attempt()).type).toBe('paid');
  return { server, session, truth, attempt };
}

const FAULTS = [
  ['takes no writes', 'EROFS', 'pwrite64,ftruncate'],
  ['fails at every write', 'EIO', 'pwrite64,ftruncate'],
] as const;

(canTrace() ? it.each(FAULTS) : it.skip.each(FAULTS))(
  'a disk that %s (%s) is told in words, reads go on, and payments work again without a restart',
  async (_what, error, calls) => {
    const file = join(folder, `${error}.sqlite`);
    const lender = await aLender(`sqlite:${file}`, 4);
    const { server, session, truth, attempt } = await cashDesk(lender);
    const refusal = await refuse(server.pid, calls, error, [file, `${file}-wal`]);
    for (let times = 0; times < 3; times++) {
      const answer = await attempt();
      expect(answer.type).toBe('busy');
      const words = textOf(answer.type === 'busy' ? answer.page : '');
      expect(words).toContain('No se puede guardar nada ahora');
      expect(words).toContain('no se registrará dos veces');
      for (const path of ['/creditos/1', '/creditos/1/pagos/nuevo']) {
        const page = await fetch(`${server.address}${path}`, { headers: { cookie: session.cookie } });
        expect([path, page.status]).toEqual([path, 200]);
        expect(textOf(await page.text())).toContain('Datos al');
      }
    }
    await refusal.end();
    await settle(server.address, session, truth);
    expect((await attempt()).type).toBe('paid');
    await server.kill();
    expect(truth.acknowledged.size).toBe(truth.sent.size);
    expect(await faultsAt(lender, truth)).toEqual([]);
  },
);

onDisk('a file system that the kernel shuts loses nothing; the server starts again when it is repaired', async () => {
  const lender = await aLender(databaseUrl, 4);
  const { server, session, truth, attempt } = await cashDesk(lender);
  shutFileSystem();
  // The kernel may end a process that writes to its shared memory on such a file system.
  expect(['busy', 'cut']).toContain((await attempt()).type);
  await server.kill();
  await expect(startServer(databaseUrl)).rejects.toThrow('no se puede escribir');

  repairFileSystem();
  const again = await startServer(databaseUrl);
  await settle(again.address, session, truth);
  expect((await attempt(again.address)).type).toBe('paid');
  await again.kill();
  expect(truth.acknowledged.size).toBe(truth.sent.size);
  expect(await faultsAt(lender, truth)).toEqual([]);

  remount('ro');
  await expect(startServer(databaseUrl)).rejects.toThrow('no se puede escribir');
  remount('rw');
  await (await startServer(databaseUrl)).kill();
});

/** From now on the system answers these calls of the process on the files with an error. */
async function refuse(pid: number, calls: string, error: string, files: readonly string[]) {
  const paths = files.flatMap((file) => ['-P', file]);
  const watcher = spawn('strace', [
    ...['-f', '-p', String(pid), ...paths, '-o', '/dev/null'],
    ...['-e', `trace=${calls}`, '-e', `inject=${calls}:error=${error}`],
  ]);
  const ended = once(watcher, 'exit');
  let told = '';
  for await (const chunk of watcher.stderr as AsyncIterable<Buffer>) {
    told += chunk.toString();
    if (told.includes(`Process ${pid} attached`)) break;
  }
  return {
    end: async () => {
      watcher.kill('SIGTERM');
      await ended;
    },
  };
}

function mountOwnDisk(): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    writeFileSync(image, '');
    execFileSync('truncate', ['-s', '64M', image]);
    execFileSync('mkfs.ext4', ['-q', '-F', image], { stdio: 'ignore' });
    mkdirSync(disk);
    mount();
    return true;
  } catch {
    return false;
  }
}

function mount(): void {
  execFileSync('mount', ['-o', 'loop,errors=remount-ro', image, disk], { stdio: 'ignore' });
}

function isMounted(): boolean {
  return readFileSync('/proc/mounts', 'utf8').includes(` ${disk} `);
}

/** What the kernel does when a disk gives errors: it takes nothing more, whatever is open. */
function shutFileSystem(): void {
  const device = execFileSync('findmnt', ['-no', 'SOURCE', disk], { encoding: 'utf8' }).trim();
  writeFileSync(`/sys/fs/ext4/${basename(device)}/trigger_fs_error`, '1');
}

function repairFileSystem(): void {
  execFileSync('umount', [disk]);
  try {
    execFileSync('fsck.ext4', ['-fy', image], { stdio: 'ignore' });
  } catch (error) {
    // 1 says that it has repaired something.
    if ((error as { status?: number }).status !== 1) throw error;
  }
  mount();
}

function remount(mode: 'ro' | 'rw'): void {
  execFileSync('mount', ['-o', `remount,${mode}`, disk]);
}
