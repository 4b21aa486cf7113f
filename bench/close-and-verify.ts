import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fixedClock } from '../src/clock';
import { projectRoot } from '../src/config';
import { closeInstitutions, succeeded } from '../src/day-close/close-institutions';
import { connect, type Knex } from '../src/db/connect';
import { addDays } from '../src/lending/dates';
import { verifyDatabase } from '../src/verify/verify-database';
import { AUDIT_KEY } from './lender';

/*
 * `tsx bench/close-and-verify.ts close DATABASE_URL [DAYS]`: closes the next days of every lender of a loaded database.
 * `tsx bench/close-and-verify.ts verify DATABASE_URL`: what `mazorca verify` does. Each prints a line of JSON.
 */
export interface Cost {
  readonly seconds: number;
  /** Of this process in all of its threads; what PostgreSQL does is not in it. */
  readonly processorSeconds: number;
}

export interface ClosedDays {
  /** The first close of a database moves every debtor; the others are as on any night. */
  readonly days: readonly (Cost & { readonly date: string })[];
  readonly megabytes: number;
}

export interface VerifiedAll extends Cost {
  readonly findings: number;
  readonly megabytes: number;
}

/** Each in a process of its own, so that memory and processor time are those of the work. */
export function closeInProcess(databaseUrl: string): Promise<ClosedDays> {
  return inProcess<ClosedDays>('close', databaseUrl);
}

export function verifyInProcess(databaseUrl: string): Promise<VerifiedAll> {
  return inProcess<VerifiedAll>('verify', databaseUrl);
}

async function inProcess<Result>(...args: string[]): Promise<Result> {
  const command = ['--import', 'tsx', __filename, ...args];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: projectRoot });
  return JSON.parse(stdout) as Result;
}

async function main(): Promise<void> {
  const [work = '', databaseUrl = '', days = '2'] = process.argv.slice(2);
  if (!['close', 'verify'].includes(work)) throw new Error('close or verify?');
  const db = connect(databaseUrl);
  try {
    const done = work === 'close' ? await closeDays(db, Number(days)) : await verifyAll(db);
    const megabytes = Math.round(process.resourceUsage().maxRSS / 1_024);
    process.stdout.write(`${JSON.stringify({ ...done, megabytes })}\n`);
  } finally {
    await db.destroy();
  }
}

async function closeDays(db: Knex, howMany: number): Promise<Omit<ClosedDays, 'megabytes'>> {
  const days: (Cost & { date: string })[] = [];
  let date = await nextDay(db);
  for (let day = 0; day < howMany; day++, date = addDays(date, 1)) {
    const clock = fixedClock(`${date}T23:30:00.000Z`);
    const cost = await costOf(async () => {
      const closed = await closeInstitutions(db, { clock, auditKey: AUDIT_KEY }, { day: { only: date } });
      const failed = closed.find((one) => !succeeded(one));
      if (failed) throw failed.failure ?? new Error(`${failed.lender.name}: ${JSON.stringify(failed.days)}`);
    });
    days.push({ date, ...cost });
  }
  return { days };
}

/** After the last closed day; the first close is of the last day on which something was booked. */
async function nextDay(db: Knex): Promise<string> {
  const closed = (await db('closed_day').max({ date: 'date' }).first()) as { date: string | null };
  if (closed.date !== null) return addDays(closed.date, 1);
  const booked = (await db('journal').max({ date: 'booking_date' }).first()) as { date: string };
  return booked.date;
}

async function verifyAll(db: Knex): Promise<Omit<VerifiedAll, 'megabytes'>> {
  let findings = 0;
  const cost = await costOf(async () => {
    findings = (await verifyDatabase(db, AUDIT_KEY)).length;
  });
  return { ...cost, findings };
}

async function costOf(work: () => Promise<void>): Promise<Cost> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: tenths((performance.now() - start) / 1_000), processorSeconds: tenths((user + system) / 1e6) };
}

function tenths(number: number): number {
  return Math.round(number * 10) / 10;
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : JSON.stringify(error)}\n`);
    process.exitCode = 1;
  });
}
