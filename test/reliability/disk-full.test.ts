import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, rmdirSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { textOf } from '../support/browser';
import { aPayment, pay, signInAt } from './cashier';
import { faultsAt } from './kill-server';
import { aLender, CASHIER } from './lender';
import { settle } from './payment-load';
import { startServer } from './server-process';
import { nothingYet } from './truth';

const disk = mkdtempSync(join(tmpdir(), 'mazorca-disk-'));
const mounted = mountSmallDisk();
if (!mounted) process.stdout.write('skipped: only root can mount a small disk to be filled\n');

afterAll(() => {
  if (mounted) execFileSync('umount', ['-l', disk]);
  rmdirSync(disk);
});

(mounted ? it : it.skip)(
  'a full disk is told in words, reads go on, nothing is lost, and room is all it needs',
  async () => {
    const lender = await aLender(`sqlite:${join(disk, 'mazorca.sqlite')}`, 4);
    const server = await startServer(lender.databaseUrl);
    const session = await signInAt(server.address, CASHIER);
    const truth = nothingYet();
    const attempt = async () => {
      const payment = aPayment(1, 150, lender.today);
      truth.sent.set(payment.commandId, payment);
      const answer = await pay(server.address, session, payment);
      if (answer.type === 'paid') truth.acknowledged.set(payment.commandId, answer.receipt);
      return answer;
    };
    for (let paid = 0; paid < 5; paid++) expect((await attempt()).type).toBe('paid');

    const filler = fill(disk);
    let answer = await attempt();
    // What the log of the database has already taken for itself still has room for some.
    for (let more = 0; more < 500 && answer.type === 'paid'; more++) answer = await attempt();
    expect(answer.type).toBe('busy');
    expect(textOf(answer.type === 'busy' ? answer.page : '')).toContain('no se registrará dos veces');
    for (const path of ['/creditos/1', '/creditos/1/pagos/nuevo']) {
      const page = await fetch(`${server.address}${path}`, { headers: { cookie: session.cookie } });
      expect([path, page.status]).toEqual([path, 200]);
      expect(textOf(await page.text())).toContain('Datos al');
    }
    expect((await attempt()).type).toBe('busy');

    rmSync(filler);
    await settle(server.address, session, truth);
    expect((await attempt()).type).toBe('paid');
    await server.kill();
    expect(truth.acknowledged.size).toBe(truth.sent.size);
    expect(await faultsAt(lender, truth)).toEqual([]);
  },
);

function mountSmallDisk(): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'mazorca', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Writes until nothing more fits, and gives the file to be deleted. */
function fill(folder: string): string {
  const path = join(folder, 'filler');
  const file = openSync(path, 'w');
  try {
    for (const bytes of [65_536, 512]) writeUntilFull(file, Buffer.alloc(bytes));
  } finally {
    closeSync(file);
  }
  return path;
}

function writeUntilFull(file: number, block: Buffer): void {
  try {
    for (;;) writeSync(file, block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
