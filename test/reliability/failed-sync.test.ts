import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aPayment, pay, signInAt } from './cashier';
import { faultsAt } from './kill-server';
import { aLender, CASHIER } from './lender';
import { settle } from './payment-load';
import { startServer } from './server-process';
import { canTrace } from './trace';
import { nothingYet } from './truth';

const folder = mkdtempSync(join(tmpdir(), 'mazorca-sync-'));
afterAll(() => rmSync(folder, { recursive: true }));

const traceable = canTrace();
if (!traceable) process.stdout.write('skipped: strace is needed to make an fsync fail\n');

(traceable ? it : it.skip)(
  'a disk that does not confirm a payment ends the server, and the next one has every payment that was answered',
  async () => {
    const lender = await aLender(`sqlite:${join(folder, 'mazorca.sqlite')}`, 2);
    const first = await startServer(lender.databaseUrl);
    const session = await signInAt(first.address, CASHIER);
    const truth = nothingYet();
    const attempt = async (address: string) => {
      const payment = aPayment(1, 150, lender.today);
      truth.sent.set(payment.commandId, payment);
      const answer = await pay(address, session, payment);
      if (answer.type === 'paid') truth.acknowledged.set(payment.commandId, answer.receipt);
      return answer.type;
    };
    expect(await attempt(first.address)).toBe('paid');

    await failEverySync(first.pid);
    expect(await attempt(first.address)).toBe('cut');
    expect(await first.ended).toBe(74);

    const second = await startServer(lender.databaseUrl);
    await settle(second.address, session, truth);
    expect(await attempt(second.address)).toBe('paid');
    await second.kill();
    expect(truth.acknowledged.size).toBe(truth.sent.size);
    expect(await faultsAt(lender, truth)).toEqual([]);
  },
);

/** From now on the disk answers every fsync of the process with an input/output error. */
function failEverySync(pid: number): Promise<void> {
  const calls = 'fsync,fdatasync';
  const how = ['-f', '-p', String(pid), '-e', `trace=${calls}`, '-e', `inject=${calls}:error=EIO`, '-o', '/dev/null'];
  const strace = spawn('strace', how, { stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    strace.stderr.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('attached')) resolve();
    });
    strace.once('exit', (code) => reject(new Error(`strace ended with ${code}`)));
  });
}
