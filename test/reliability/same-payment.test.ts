import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aPayment, pay, signInAt, type Payment, type Session } from './cashier';
import { postgresPrograms, startCluster, type Cluster } from './cluster';
import { faultsAt } from './kill-server';
import { aLender, CASHIER } from './lender';
import { KEYS } from './options';
import { startServer } from './server-process';
import { nothingYet } from './truth';

const AT_ONCE = 64;

const folder = mkdtempSync(join(tmpdir(), 'mazorca-same-'));
const programs = postgresPrograms();
if (programs === undefined) process.stdout.write('skipped: no PostgreSQL under /usr/lib/postgresql for two servers\n');

let cluster: Cluster | undefined;

afterAll(async () => {
  await cluster?.remove();
  rmSync(folder, { recursive: true });
});

it(`${AT_ONCE} identical payments at once are one payment with ${AT_ONCE} equal answers`, async () => {
  await payAtOnce(`sqlite:${join(folder, 'same.sqlite')}`, 1);
});

(programs === undefined ? it.skip : it)('the same through two servers on one PostgreSQL', async () => {
  cluster = await startCluster(programs ?? '');
  await payAtOnce(await cluster.newDatabase(), 2);
});

async function payAtOnce(databaseUrl: string, servers: number): Promise<void> {
  const lender = await aLender(databaseUrl, KEYS);
  const processes = [];
  while (processes.length < servers) processes.push(await startServer(databaseUrl));
  const addresses = processes.map(({ address }) => address);
  const session = await signInAt(addresses[0] ?? '', CASHIER);
  const truth = nothingYet();
  for (const loanId of lender.loanIds) {
    const payment = aPayment(loanId, 12_345, lender.today);
    truth.sent.set(payment.commandId, payment);
    const attempts = Array.from({ length: AT_ONCE }, (_, index) =>
      receiptOf(addresses[index % servers] ?? '', session, payment),
    );
    const receipts = await Promise.all(attempts);
    expect(receipts).toHaveLength(AT_ONCE);
    expect(new Set(receipts).size).toBe(1);
    truth.acknowledged.set(payment.commandId, receipts[0] ?? '');
  }
  await Promise.all(processes.map((server) => server.kill()));
  // The comparison counts one event, one journal and one command for each, and finds each under its receipt.
  expect(await faultsAt(lender, truth)).toEqual([]);
}

/** Whoever is told that the server is busy sends the same again, as the page says. */
async function receiptOf(address: string, session: Session, payment: Payment): Promise<string> {
  for (;;) {
    const answer = await pay(address, session, payment);
    if (answer.type === 'paid') return answer.receipt;
    if (answer.type === 'cut') throw new Error(`${address} cut the connection`);
  }
}
