import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../src/db/connect';
import { randomStream } from '../../src/lending/random';
import { projectRoot } from '../../src/config';
import { signInAt } from './cashier';
import { diskOf } from './disk';
import { aLender, CASHIER, type Lender } from './lender';
import { CUT_PAYMENTS, POWER_CUTS, SEED } from './options';
import { startLoad } from './payment-load';
import { startServer } from './server-process';
import { canTrace, readTrace, tracing, type Traced } from './trace';
import { faultsOf, nothingYet, type Truth } from './truth';

const folder = mkdtempSync(join(tmpdir(), 'mazorca-power-'));
const traceable = canTrace();
if (!traceable) process.stdout.write('skipped: no strace here, or it may not watch a process\n');

afterAll(() => rmSync(folder, { recursive: true }));

(traceable ? describe : describe.skip)('The power goes out while payments are posted on SQLite', () => {
  it(`${POWER_CUTS} times, and no acknowledged payment is lost, none is there in part, and the database is whole`, async () => {
    const damage = await cutPower(await record('FULL'), POWER_CUTS);
    expect(damage.faults).toEqual([]);
  });

  it.each(['NORMAL', 'OFF'])(
    'and with synchronous = %s, which the program refuses, payments are lost',
    async (mode) => {
      const damage = await cutPower(await record(mode), Math.ceil(POWER_CUTS / 5));
      expect(damage.losing + damage.unreadable).toBeGreaterThan(0);
      expect(damage.lost).toBeGreaterThan(0);
    },
  );
});

/** What a server did to its disk and whom it answered, from a database that was closed before. */
interface Recording {
  readonly mode: string;
  readonly lender: Lender;
  readonly truth: Truth;
  readonly before: ReadonlyMap<string, Buffer>;
  readonly traced: readonly Traced[];
}

async function record(mode: string): Promise<Recording> {
  const file = join(folder, `${mode}.sqlite`);
  const lender = await aLender(`sqlite:${file}`, 20);
  const before = new Map([[file, readFileSync(file)]]);
  const truth = nothingYet();
  const output = join(folder, `${mode}.trace`);
  const server = await startServer(lender.databaseUrl, {
    under: tracing(output),
    preload: join(projectRoot, 'test', 'reliability', 'other-settings.ts'),
    // A checkpoint every few payments, so that the power also goes out in the middle of many.
    environment: { OTHER_SETTINGS: `synchronous = ${mode}; wal_autocheckpoint = 400` },
  });
  const session = await signInAt(server.address, CASHIER);
  const settled = server.said('settled');
  process.kill(server.pid, 'SIGUSR2');
  await settled;
  const load = startLoad(server.address, session, lender, truth);
  await load.paid(CUT_PAYMENTS);
  await load.stop();
  // Whoever is killed while it answers may have answered before its trace says so.
  await fetch(`${server.address}/health/live`);
  await server.kill();
  const traced = await readTrace(output, [file, `${file}-wal`]);
  rmSync(output);
  expect(traced.filter((event) => event.type === 'write' && event.file === file).length).toBeGreaterThan(100);
  return { mode, lender, truth, before, traced };
}

interface Damage {
  /** What a database that could be opened says against the truth. */
  readonly faults: string[];
  /** Cuts after which an acknowledged payment was missing, and the most that one cut took. */
  readonly losing: number;
  readonly lost: number;
  /** Cuts after which SQLite finds its file damaged, or cannot read it at all. */
  readonly damaged: number;
  readonly unreadable: number;
}

/** Half of the cuts come at any moment, half right after a client has read that his payment is posted. */
async function cutPower(recording: Recording, cuts: number): Promise<Damage> {
  const { mode, lender, before, traced, truth } = recording;
  const uniform = dice();
  const moments = momentsOf(traced, cuts, uniform);
  const commandOf = new Map([...truth.acknowledged].map(([command, receipt]) => [receipt, command]));
  const known: Truth = { sent: truth.sent, acknowledged: new Map() };
  const disk = diskOf(before);
  const after: Inspected[] = [];
  for (const [index, event] of traced.entries()) {
    disk.apply(event);
    if (event.type === 'answer') {
      const command = commandOf.get(event.receipt);
      if (command === undefined) throw new Error(`the trace answers ${event.receipt}, and nobody was told`);
      known.acknowledged.set(command, event.receipt);
    }
    for (let times = moments.filter((moment) => moment === index).length; times > 0; times--) {
      after.push(await inspect(disk.afterCut(uniform), lender, known));
    }
  }
  expect(known.acknowledged.size).toBe(truth.acknowledged.size);
  const damage = {
    faults: after.flatMap(({ faults }) => faults),
    losing: after.filter(({ lost }) => lost > 0).length,
    lost: Math.max(...after.map(({ lost }) => lost)),
    damaged: after.filter(({ damaged }) => damaged).length,
    unreadable: after.filter(({ readable }) => !readable).length,
  };
  process.stdout.write(
    `power cut, synchronous = ${mode}: ${cuts} cuts in ${traced.length} events of ${truth.acknowledged.size} payments ` +
      `(seed ${SEED}): ${damage.losing} cuts lost payments, at most ${damage.lost} at once; ` +
      `${damage.damaged} damaged, ${damage.unreadable} not readable\n`,
  );
  return damage;
}

function momentsOf(traced: readonly Traced[], cuts: number, uniform: () => number): number[] {
  const answers = traced.flatMap((event, index) => (event.type === 'answer' ? [index] : []));
  const some = (from: readonly number[]) => from[Math.floor(uniform() * from.length)] ?? 0;
  const any = [...traced.keys()];
  return Array.from({ length: cuts }, (_, cut) => some(cut % 2 === 0 ? any : answers));
}

interface Inspected {
  readonly faults: readonly string[];
  readonly lost: number;
  readonly damaged: boolean;
  readonly readable: boolean;
}

let cutsMade = 0;

/** Opens what the cut left with the program's own connection, which repairs what can be repaired. */
async function inspect(files: ReadonlyMap<string, Buffer>, lender: Lender, truth: Truth): Promise<Inspected> {
  const place = mkdtempSync(join(folder, `cut-${++cutsMade}-`));
  const main = join(place, 'mazorca.sqlite');
  for (const [file, bytes] of files) writeFileSync(file.endsWith('-wal') ? `${main}-wal` : main, bytes);
  const db = connect(`sqlite:${main}`);
  try {
    const problems = await damageOf(db);
    const faults = [...problems, ...(await faultsOf(db, lender.institutionId, truth))];
    const lost = faults.filter((fault) => fault.endsWith('is lost')).length;
    return { faults, lost, damaged: problems.length > 0, readable: true };
  } catch (error) {
    return { faults: [`not readable: ${String(error)}`], lost: 0, damaged: true, readable: false };
  } finally {
    await db.destroy();
    rmSync(place, { recursive: true });
  }
}

async function damageOf(db: ReturnType<typeof connect>): Promise<string[]> {
  const whole: { integrity_check: string }[] = await db.raw('pragma integrity_check');
  const orphans: unknown[] = await db.raw('pragma foreign_key_check');
  return [
    ...whole.map((row) => row.integrity_check).filter((text) => text !== 'ok'),
    ...orphans.map((row) => `points at nothing: ${JSON.stringify(row)}`),
  ];
}

function dice(): () => number {
  const stream = randomStream(SEED, 0);
  let position = 0;
  return () => stream.uniform(position++);
}
