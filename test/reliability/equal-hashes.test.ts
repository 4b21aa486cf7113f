import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { projectRoot } from '../../src/config';
import { connect } from '../../src/db/connect';
import { migrate } from '../../src/db/migrate';
import { logicalDigest, totalDigest, type TableDigest } from '../../src/verify/logical-digest';
import { postgresPrograms, startCluster, type Cluster } from './cluster';
import { history } from './histories/acts';
import { sqliteCopies, type Copies } from './histories/copies';
import { emptyTally, tell } from './histories/history';
import { setStage } from './histories/stage';
import type { Retelling, Retold } from './histories/tell-again';
import type { Asked } from './histories/use-cases';
import { EQUAL_HISTORIES } from './options';

/** Where the machine stands and what language it speaks; the lender is in Lima all the same. */
const MACHINES = [
  { TZ: 'UTC', LC_ALL: 'C' },
  { TZ: 'America/Lima', LC_ALL: 'es_PE.UTF-8' },
  { TZ: 'Asia/Tokyo', LC_ALL: 'tr_TR.UTF-8' },
  { TZ: 'America/Santiago', LC_ALL: 'de_DE.UTF-8' },
] as const;

interface Told {
  readonly commands: readonly Asked[];
  readonly digests: readonly TableDigest[];
}

const programs = postgresPrograms();
if (programs === undefined) process.stdout.write('skipped: no PostgreSQL under /usr/lib/postgresql to compare with\n');

const folder = mkdtempSync(join(tmpdir(), 'mazorca-equal-'));
let copies: Copies;
let cluster: Cluster | undefined;
const told: Told[] = [];

beforeAll(async () => {
  copies = await sqliteCopies();
  const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
  for (const steps of fc.sample(history(40), { numRuns: EQUAL_HISTORIES, seed })) {
    await copies.withCopy(async (db) => {
      const commands = await tell({ db, stage: copies.stage, tally: emptyTally() }, steps);
      told.push({ commands, digests: await logicalDigest(db) });
    });
  }
});

afterAll(async () => {
  copies.remove();
  await cluster?.remove();
  rmSync(folder, { recursive: true });
});

it.each(MACHINES)('the same commands lead to the same hashes on SQLite in $TZ', async (machine) => {
  await copies.withCopies(told.length, async (urls) => compare(machine, urls));
});

(programs === undefined ? it.skip : it)('and on PostgreSQL in each of these zones', async () => {
  cluster = await startCluster(programs ?? '');
  const stage = await stagedOn(cluster);
  let databases = 0;
  for (const machine of MACHINES) {
    const urls: string[] = [];
    while (urls.length < told.length) urls.push(await copyOf(stage, `told_${databases++}`, machine.TZ));
    await compare(machine, urls);
  }
});

it('another céntimo is another hash', async () => {
  const [first] = told;
  const commands = (first?.commands ?? []).map((asked) =>
    asked.useCase === 'post-repayment' ? oneMore(asked) : asked,
  );
  await copies.withCopies(1, async ([databaseUrl = '']) => {
    const [retold] = await tellAgain(MACHINES[0], [{ databaseUrl, commands }]);
    expect(totalDigest(retold?.digests ?? [])).not.toBe(totalDigest(first?.digests ?? []));
  });
});

function oneMore(asked: Asked): Asked {
  return { ...asked, input: { ...asked.input, amount: Number(asked.input['amount']) + 1 } };
}

type Machine = (typeof MACHINES)[number];

async function compare(machine: Machine, urls: readonly string[]): Promise<void> {
  const retellings = told.map(({ commands }, index) => ({ databaseUrl: urls[index] ?? '', commands }));
  const retold = await tellAgain(machine, retellings);
  expect(retold.map(({ zone }) => zone)).toEqual(told.map(() => machine.TZ));
  expect(retold.map(({ digests }) => digests)).toEqual(told.map(({ digests }) => digests));
}

async function tellAgain(machine: Machine, retellings: readonly Retelling[]): Promise<Retold[]> {
  const file = join(folder, 'histories.json');
  writeFileSync(file, JSON.stringify(retellings));
  const program = 'test/reliability/histories/tell-again.ts';
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', program, file], {
    cwd: projectRoot,
    env: { ...process.env, ...machine },
    maxBuffer: 2 ** 30,
  });
  return JSON.parse(stdout) as Retold[];
}

async function stagedOn(newCluster: Cluster): Promise<string> {
  const url = await newCluster.newDatabase();
  const db = connect(url);
  await migrate(db);
  await setStage(db);
  await copies.withCopy(async (sqlite) => expect(await logicalDigest(db)).toEqual(await logicalDigest(sqlite)));
  await db.destroy();
  return url;
}

/** Copies the stage into a database whose own clock stands in a zone. */
async function copyOf(stage: string, name: string, zone: string): Promise<string> {
  const address = (database: string) => Object.assign(new URL(stage), { pathname: `/${database}` }).toString();
  const admin = connect(address('postgres'));
  await admin.raw('create database ?? template ??', [name, new URL(stage).pathname.slice(1)]);
  await admin.raw(`alter database ?? set timezone to '${zone}'`, [name]);
  await admin.destroy();
  return address(name);
}
