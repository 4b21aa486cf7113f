import { connect } from '../../src/db/connect';
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

  it('are lost with the database where it answers before it has written, and the comparison sees it', async () => {
    const lender = await aLender(await cluster.newDatabase(), 40);
    const { faults } = await killDatabase(cluster, lender, 3, answerEarly);
    expect(faults.some((fault) => fault.endsWith('is lost'))).toBe(true);
  });
});

/** The program would not start on such a database; here it is made so under its feet. */
async function answerEarly({ databaseUrl }: Lender): Promise<void> {
  const db = connect(databaseUrl);
  await db.raw('alter database ?? set synchronous_commit = off', [new URL(databaseUrl).pathname.slice(1)]);
  await db.raw(`alter system set wal_writer_delay = '10s'`);
  await db.raw('select pg_reload_conf()');
  await db.raw(`select pg_terminate_backend(pid) from pg_stat_activity
                 where datname = current_database() and pid <> pg_backend_pid()`);
  await db.destroy();
}

/** One server all along; the database under it is killed and started again while people go on paying. */
async function killDatabase(
  cluster: Cluster,
  lender: Lender,
  cycles: number,
  prepare: (lender: Lender) => Promise<void> = async () => undefined,
) {
  const truth = nothingYet();
  const faults: string[] = [];
  const server = await startServer(lender.databaseUrl);
  const session = await signInAt(server.address, CASHIER);
  await prepare(lender);
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
