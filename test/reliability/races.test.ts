import { mkdtempSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../src/db/connect';
import { verify } from '../../src/verify/verify';
import { textOf } from '../support/browser';
import { testConfig } from '../support/config';
import { date } from '../../src/web/format';
import { prepareBouts, type Attempt, type Bout } from './bouts';
import { send, signInAt, type FullAnswer, type Session } from './cashier';
import { postgresPrograms, startCluster, type Cluster } from './cluster';
import { closeFaults, closeToday, closeYesterday, payAll, racedDay } from './close-race';
import { aLender, CASHIER } from './lender';
import { BOUTS, RACED_DAYS, RACED_PAYMENTS } from './options';
import { startServer } from './server-process';

/** People who want the same at the same moment: one gets it, the others read why not, and the books agree. */
const folder = mkdtempSync(join(tmpdir(), 'mazorca-races-'));
const programs = postgresPrograms();
if (programs === undefined) process.stdout.write('skipped: no PostgreSQL under /usr/lib/postgresql for two servers\n');

let cluster: Cluster | undefined;

afterAll(async () => {
  await cluster?.remove();
  rmSync(folder, { recursive: true });
});

it(`of ${BOUTS} bouts of each contest on SQLite every one has one winner`, async () => {
  await compete(`sqlite:${join(folder, 'races.sqlite')}`, 1);
});

(programs === undefined ? it.skip : it)('the same through two servers on one PostgreSQL', async () => {
  cluster ??= await startCluster(programs ?? '');
  await compete(await cluster.newDatabase(), 2);
});

it('two winners are seen where two may win', async () => {
  const databaseUrl = `sqlite:${join(folder, 'both.sqlite')}`;
  const lender = await aLender(databaseUrl, 1);
  const server = await startServer(databaseUrl);
  const sessions = new Map([['celia', await signInAt(server.address, CASHIER)]]);
  const [loanId = 0] = lender.loanIds;
  const fields = { amount: '1.50', valueDate: date(lender.today), channel: 'cash', intent: '' };
  const attempt: Attempt = { who: 'celia', path: `/creditos/${loanId}/pagos`, fields, tooLate: 'nada' };
  const both: Bout = { attempts: [attempt, attempt] };
  expect(verdictsOf(both, await sendAtOnce(both, [server.address], sessions))).toEqual(['won', 'won']);
  await server.kill();
});

describe('a payment that races the close of its day is in the figures of the day, or is booked on the next', () => {
  it(`on SQLite, ${RACED_DAYS} days`, async () => {
    for (let day = 1; day <= RACED_DAYS; day++)
      await raceTheClose(`sqlite:${join(folder, `close-${day}.sqlite`)}`, 1, day);
  });

  (programs === undefined ? it.skip : it)('through two servers on one PostgreSQL', async () => {
    cluster ??= await startCluster(programs ?? '');
    for (let day = 1; day <= RACED_DAYS; day++) await raceTheClose(await cluster.newDatabase(), 2, day);
  });
});

/** The close is sent after some of the payments; whoever checks sees it if one more were in the closed day. */
async function raceTheClose(databaseUrl: string, servers: number, day: number): Promise<void> {
  const lender = await aLender(databaseUrl, RACED_PAYMENTS);
  await closeYesterday(databaseUrl, lender.institutionId);
  const processes = [];
  while (processes.length < servers) processes.push(await startServer(databaseUrl));
  const addresses = processes.map(({ address }) => address);
  const [first = ''] = addresses;
  const cashier = await signInAt(first, CASHIER);
  const raul = await signInAt(first, 'raul@selva', { page: '/cierre', action: '/cierre' });
  const after = Math.floor((RACED_PAYMENTS * day) / (RACED_DAYS + 1));
  let closing: Promise<void> | undefined;
  const acknowledged = await payAll(addresses, cashier, lender.loanIds, (paid) => {
    if (paid === after) closing = closeToday(addresses.at(-1) ?? '', raul);
  });
  await closing;
  await Promise.all(processes.map((server) => server.kill()));
  const db = connect(databaseUrl);
  const raced = await racedDay(db, lender.institutionId);
  expect(closeFaults(raced, RACED_PAYMENTS)).toEqual([]);
  expect(acknowledged).toBe(RACED_PAYMENTS);
  expect(raced.payments.filter(({ bookedOn }) => bookedOn === raced.date).length).toBeGreaterThanOrEqual(after);
  const [unseen] = raced.payments.filter(({ id }) => id > raced.lastEvent);
  if (unseen) {
    const inClosedDay = raced.payments.map((one) => (one === unseen ? { ...one, bookedOn: raced.date } : one));
    expect(closeFaults({ ...raced, payments: inClosedDay }, RACED_PAYMENTS)).toHaveLength(1);
  }
  expect(await verify(db, testConfig.auditKey)).toEqual([]);
  await db.destroy();
}

async function compete(databaseUrl: string, servers: number): Promise<void> {
  const { bouts } = await prepareBouts(databaseUrl, BOUTS);
  const processes = [];
  while (processes.length < servers) processes.push(await startServer(databaseUrl));
  const addresses = processes.map(({ address }) => address);
  const sessions = new Map<string, Session>();
  for (const who of ['celia', 'marta', 'pedro']) {
    sessions.set(who, await signInAt(addresses[0] ?? '', `${who}@selva`));
  }
  for (const [contest, list] of bouts) {
    for (const bout of list) {
      const answers = await sendAtOnce(bout, addresses, sessions);
      expect([contest, ...verdictsOf(bout, answers).toSorted()]).toEqual([
        contest,
        ...bout.attempts.slice(1).map(() => 'too late'),
        'won',
      ]);
    }
  }
  await Promise.all(processes.map((server) => server.kill()));
  const db = connect(databaseUrl);
  expect(await verify(db, testConfig.auditKey)).toEqual([]);
  await db.destroy();
}

function sendAtOnce({ attempts }: Bout, addresses: readonly string[], sessions: ReadonlyMap<string, Session>) {
  return Promise.all(
    attempts.map(({ who, path, fields }, index) => {
      const session = sessions.get(who);
      if (!session) throw new Error(`${who} has not signed in`);
      const address = addresses[index % addresses.length] ?? '';
      return answerOf(address, session, path, { ...fields, _command: randomUUID() });
    }),
  );
}

/** Whoever is told that the server is busy sends the same again. */
async function answerOf(...attempt: Parameters<typeof send>): Promise<FullAnswer | undefined> {
  for (;;) {
    const answer = await send(...attempt);
    if (answer?.status !== 503) return answer;
  }
}

/** Whoever is too late gets a page that says so, and no fault of the server. */
function verdictsOf({ attempts }: Bout, answers: readonly (FullAnswer | undefined)[]): string[] {
  return attempts.map(({ tooLate }, index) => {
    const answer = answers[index];
    if (answer?.status === 303) return 'won';
    const isTold = answer !== undefined && [409, 422].includes(answer.status) && textOf(answer.text).includes(tooLate);
    return isTold ? 'too late' : `${answer?.status}: ${textOf(answer?.text ?? '').slice(0, 500)}`;
  });
}
