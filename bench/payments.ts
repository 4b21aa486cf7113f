import { randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import { systemClock } from '../src/clock';
import { projectRoot } from '../src/config';
import { connect, type Knex } from '../src/db/connect';
import { migrate } from '../src/db/migrate';
import type { By } from '../src/ledger/by';
import { postRepayment } from '../src/repayments/post-repayment';
import { AUDIT_KEY } from './lender';

/*
 * `npm run bench:payments -- DATABASE_URL`: payments posted one by one by the use case itself, each committed to the disk
 * before the next begins, in BENCH_SERVERS processes for BENCH_SECONDS. The processes work for the first institution, or
 * each for one of its own with BENCH_INSTITUTIONS (as many as there are processes).
 */

export interface Payments {
  readonly processes: number;
  readonly perSecond: number;
  /** Milliseconds by the clock, of a single payment. */
  readonly p50: number;
  readonly p99: number;
  /** Milliseconds of a processor in the program for one payment; those of a PostgreSQL are not in it. */
  readonly processorMilliseconds: number;
  readonly megabytes: number;
}

interface Posted {
  readonly milliseconds: readonly number[];
  readonly processorMilliseconds: number;
  readonly megabytes: number;
}

/**
 * Payments first, so that nobody measures the program warming up: on PostgreSQL one of the first thousand took 7 ms by the
 * clock and one after the two thousandth 5, because what it runs through was compiled by then.
 */
const WARM_UP = 2_000;

export async function measurePayments(
  databaseUrl: string,
  processes: number,
  seconds: number,
  institutions = 1,
): Promise<Payments> {
  const db = connect(databaseUrl);
  await migrate(db);
  await db.destroy();
  const posted = await Promise.all(
    Array.from({ length: processes }, (_, index) =>
      inProcess(databaseUrl, seconds, `caja${1 + (index % institutions)}`),
    ),
  );
  const milliseconds = posted.flatMap((one) => one.milliseconds).toSorted((a, b) => a - b);
  const at = (share: number) => rounded(milliseconds[Math.ceil(milliseconds.length * share) - 1] ?? 0);
  const spent = posted.reduce((sum, one) => sum + one.processorMilliseconds, 0);
  return {
    processes,
    perSecond: Math.round(milliseconds.length / seconds),
    p50: at(0.5),
    p99: at(0.99),
    processorMilliseconds: rounded(spent / milliseconds.length),
    megabytes: Math.max(...posted.map((one) => one.megabytes)),
  };
}

/** In a process of its own, as the program is. */
function inProcess(databaseUrl: string, seconds: number, code: string): Promise<Posted> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bench/payments.ts', databaseUrl, String(seconds), code], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let written = '';
  child.stdout.on('data', (chunk: Buffer) => (written += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('close', (status) => {
      if (status === 0) resolve(JSON.parse(written) as Posted);
      else reject(new Error(`a process that posted payments ended with ${status}`));
    });
  });
}

async function postFor(databaseUrl: string, seconds: number, code: string): Promise<Posted> {
  const db = connect(databaseUrl);
  try {
    const pay = await payer(db, code);
    for (let n = 0; n < WARM_UP; n++) await pay();
    const milliseconds: number[] = [];
    const before = process.cpuUsage();
    const end = performance.now() + seconds * 1_000;
    while (performance.now() < end) {
      const start = performance.now();
      await pay();
      milliseconds.push(performance.now() - start);
    }
    const { user, system } = process.cpuUsage(before);
    const megabytes = Math.round(process.resourceUsage().maxRSS / 1_024);
    return { milliseconds, processorMilliseconds: (user + system) / 1_000, megabytes };
  } finally {
    await db.destroy();
  }
}

/** A cashier of the institution, who takes a sol for a loan that is picked at random. */
async function payer(db: Knex, code: string): Promise<() => Promise<void>> {
  const cashier = (await db('staff as s')
    .join('institution as i', 'i.id', 's.institution_id')
    .where({ 'i.code': code, 's.role': 'cashier' })
    .first('s.id', 's.institution_id')) as { id: number; institution_id: number } | undefined;
  if (!cashier) throw new Error(`${code} has no cashier: fill the database with npm run bench:load`);
  const institutionId = cashier.institution_id;
  const loans: { id: number }[] = await db('loan')
    .where({ institution_id: institutionId, status: 'active' })
    .select('id');
  const by: By = {
    actor: { institutionId, kind: 'staff', id: cashier.id, role: 'cashier', requestId: 'bench' },
    clock: systemClock,
    auditKey: AUDIT_KEY,
  };
  return async () => {
    const loanId = loans[Math.floor(Math.random() * loans.length)]?.id ?? 0;
    const valueDate = systemClock.today();
    const outcome = await postRepayment(db, by, { commandId: randomUUID(), loanId, amount: 100, valueDate });
    if (outcome.type === 'refused') throw new Error(`a payment was refused: ${outcome.reason}`);
  };
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}

async function main(): Promise<void> {
  const [databaseUrl = '', seconds, code] = process.argv.slice(2);
  if (code !== undefined) {
    process.stdout.write(JSON.stringify(await postFor(databaseUrl, Number(seconds), code)));
    return;
  }
  const { BENCH_SERVERS = '1', BENCH_SECONDS = '10', BENCH_INSTITUTIONS = '1' } = process.env;
  const asked = [Number(BENCH_SERVERS), Number(BENCH_SECONDS), Number(BENCH_INSTITUTIONS)] as const;
  process.stdout.write(`${JSON.stringify(await measurePayments(databaseUrl, ...asked))}\n`);
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  });
}
