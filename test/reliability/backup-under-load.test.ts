import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { restoreBackup } from '../../src/backup/restore-backup';
import { projectRoot } from '../../src/config';
import { connect, type Knex } from '../../src/db/connect';
import { logicalDigest, totalDigest } from '../../src/verify/logical-digest';
import { aPayment, pay, signInAt, type Session } from './cashier';
import { postgresPrograms, startCluster, type Cluster } from './cluster';
import { faultsAt } from './kill-server';
import { aLender, CASHIER, type Lender } from './lender';
import { BACKUPS } from './options';
import { startServer } from './server-process';
import { faultsOf, nothingYet, type Truth } from './truth';

const folder = mkdtempSync(join(tmpdir(), 'mazorca-backups-'));
const programs = postgresPrograms();
if (programs === undefined) process.stdout.write('skipped: no PostgreSQL under /usr/lib/postgresql to be backed up\n');
let cluster: Cluster | undefined;

afterAll(async () => {
  await cluster?.remove();
  rmSync(folder, { recursive: true });
});

it(`${BACKUPS} backups of SQLite under payments are each the lenders at one moment, and no payment is refused`, async () => {
  await backUpUnderLoad(`sqlite:${join(folder, 'mazorca.sqlite')}`, 'SQLite');
});

(programs === undefined ? it.skip : it)('the same of PostgreSQL', async () => {
  cluster = await startCluster(programs ?? '');
  await backUpUnderLoad(await cluster.newDatabase(), 'PostgreSQL');
});

async function backUpUnderLoad(databaseUrl: string, engine: string): Promise<void> {
  const lender = await aLender(databaseUrl, 40);
  const server = await startServer(databaseUrl);
  const session = await signInAt(server.address, CASHIER);
  const truth = nothingYet();
  const desk = startDesk(server.address, session, lender, truth);
  await desk.paid(CALM);
  const backups: Backup[] = [];
  for (let number = 1; number <= BACKUPS; number++)
    backups.push(await backUp(databaseUrl, `${engine}-${number}`, truth));
  const taken = await desk.close();
  await server.kill();

  expect(await faultsAt(lender, truth)).toEqual([]);
  for (const backup of backups) expect(await faultsOfBackup(backup, lender, truth)).toEqual([]);
  process.stdout.write(
    `${engine}: ${BACKUPS} backups, no payment refused; ` +
      `${pace(taken.slice(0, CALM))} without them, ${pace(taken.slice(CALM))} under them\n`,
  );
}

/** Payments before the first backup, to compare with. */
const CALM = 60;

function pace(milliseconds: readonly number[]): string {
  const sorted = milliseconds.toSorted((one, other) => one - other);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return `${sorted.length} payments (median ${median.toFixed(0)} ms, slowest ${sorted.at(-1)?.toFixed(0)} ms)`;
}

interface Backup {
  readonly file: string;
  readonly digest: string;
  /** What had been acknowledged when it began. */
  readonly before: ReadonlyMap<string, string>;
}

/** As somebody at another terminal takes one. */
async function backUp(databaseUrl: string, name: string, truth: Truth): Promise<Backup> {
  const before = new Map(truth.acknowledged);
  const file = join(folder, `${name}.jsonl.gz`);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', 'src/cli.ts', 'backup', '--to', file],
    { cwd: projectRoot, env: { ...process.env, NODE_ENV: 'test', DATABASE_URL: databaseUrl } },
  );
  return { file, digest: /contenido: ([0-9a-f]{64})/.exec(stdout)?.[1] ?? '', before };
}

async function faultsOfBackup({ file, digest, before }: Backup, lender: Lender, truth: Truth): Promise<string[]> {
  const place = `sqlite:${file}.sqlite`;
  const told: Truth = { sent: truth.sent, acknowledged: new Map(before) };
  await restoreBackup(file, place, () => undefined);
  const [restored, original] = [connect(place), connect(lender.databaseUrl)];
  try {
    const same = totalDigest(await logicalDigest(restored)) === digest;
    return [
      ...(await faultsOf(restored, lender.institutionId, told)),
      ...(same ? [] : ['what was restored has another digest']),
      ...((await isOnTheWayTo(restored, original)) ? [] : ['the lender never was as the backup says']),
    ];
  } finally {
    await restored.destroy();
    await original.destroy();
  }
}

/** The trail has a row for each deed and its hash covers all before: where it ends, the lender has been. */
async function isOnTheWayTo(restored: Knex, original: Knex): Promise<boolean> {
  const heads: { institution_id: number; seq: number; hash: string }[] = await restored('audit_head');
  for (const { institution_id, seq, hash } of heads) {
    const passed: unknown[] = await original('audit').where({ institution_id, seq, hash });
    if (passed.length !== 1) return false;
  }
  return heads.length > 0;
}

const CLERKS = 4;

/** Clerks who post payments until the desk closes; whoever is refused makes the test fail. */
function startDesk(address: string, session: Session, { loanIds, today }: Lender, truth: Truth) {
  const taken: number[] = [];
  const closing = new AbortController();
  let reached = { count: Infinity, resolve: () => undefined as void };
  const clerk = async (_: unknown, number: number): Promise<void> => {
    for (let turn = number; !closing.signal.aborted; turn += CLERKS) {
      const payment = aPayment(loanIds[turn % loanIds.length] ?? 0, 100 + turn, today);
      truth.sent.set(payment.commandId, payment);
      const start = performance.now();
      const answer = await pay(address, session, payment);
      taken.push(performance.now() - start);
      if (answer.type !== 'paid') throw new Error(`a payment was ${answer.type} during a backup`);
      truth.acknowledged.set(payment.commandId, answer.receipt);
      if (taken.length >= reached.count) reached.resolve();
    }
  };
  const clerks = Promise.all(Array.from({ length: CLERKS }, clerk));
  // Who fails is asked when the desk closes.
  clerks.catch(() => undefined);
  return {
    paid: (count: number) =>
      Promise.race([new Promise<void>((resolve) => (reached = { count, resolve })), clerks.then(() => undefined)]),
    /** How many milliseconds each payment took, in their order. */
    close: async () => {
      closing.abort();
      await clerks;
      return taken;
    },
  };
}
