import { postgresPrograms, startCluster, type Cluster } from './cluster';
import { aLender, type Lender } from './lender';
import { startServer } from './server-process';

const programs = postgresPrograms();
if (programs === undefined) process.stdout.write('skipped: no PostgreSQL under /usr/lib/postgresql to be careless\n');

(programs === undefined ? describe.skip : describe)(
  'A server does not start on a PostgreSQL that could lose what it has answered',
  () => {
    let cluster: Cluster;
    let lender: Lender;

    beforeAll(async () => {
      cluster = await startCluster(programs ?? '');
      lender = await aLender(await cluster.newDatabase(), 1);
    });

    afterAll(() => cluster.remove());

    it.each(['synchronous_commit', 'fsync', 'full_page_writes'])('with %s off', async (name) => {
      await cluster.set(name, 'off');
      await expect(startServer(lender.databaseUrl)).rejects.toThrow(`PostgreSQL runs with ${name} = off`);
      await cluster.set(name, 'on');
    });
  },
);
