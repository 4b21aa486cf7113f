import { signInAt } from './cashier';
import { postgresPrograms, startCluster, type Cluster } from './cluster';
import { faultsAt, killServer } from './kill-server';
import { aLender, CASHIER, type Lender } from './lender';
import { CYCLES, CYCLES_PER_DATABASE } from './options';
import { settle, startLoad } from './payment-load';
import { startServer } from './server-process';
import { nothingYet } from './truth';

const programs = postgresPrograms();
if (programs === undefined) process.stdout.write('skipped: no PostgreSQL under /usr/lib/postgresql to be killed\n');

(programs === undefined ? describe.skip : describe)('payments on PostgreSQL', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await startCluster(programs ?? '');
  });

  afterAll(() => cluster.remove());

  it(`survive ${CYCLES} kills of the server: none is lost, and none is there in part or twice`, async () => {
    for (let done = 0; done < CYCLES; done += CYCLES_PER_DATABASE) {
      const lender = await aLender(await cluster.newDatabase(), 40);
      const { truth, faults } = await killServer(lender, Math.min(CYCLES - done, CYCLES_PER_DATABASE));
      expect(faults).toEqual([]);
      expect(truth.acknowledged.size).toBe(truth.sent.size);
    }
  });

  it(`survive ${CYCLES} kills of every process of the database, and the server goes on by itself`, async () => {
    for (let done = 0; done < CYCLES; done += CYCLES_PER_DATABASE) {
      const lender = await aLender(await cluster.newDatabase(), 40);
      const { truth, faults } = await killDatabase(cluster, lender, Math.min(CYCLES - done, CYCLES_PER_DATABASE));
      expect(faults).toEqual([]);
      expect(truth.acknowledged.size).toBe(truth.sent.size);
    }
  });
});

/** One server all along; the database under it is killed and started again while people go on paying. */
async function killDatabase(cluster: Cluster, lender: Lender, cycles: number) {
  const truth = nothingYet();
  const faults: string[] = [];
  const server = await startServer(lender.databaseUrl);
  const session = await signInAt(server.address, CASHIER);
  for (let cycle = 1; cycle <= cycles; cycle++) {
    const load = startLoad(server.address, session, lender, truth);
    await load.paid(5 + Math.floor(Math.random() * 30));
    await cluster.kill();
    await cluster.start();
    await load.paid(5);
    await load.stop();
    faults.push(...(await faultsAt(lender, truth)));
  }
  await settle(server.address, session, truth);
  await server.kill();
  faults.push(...(await faultsAt(lender, truth)));
  return { truth, faults };
}
