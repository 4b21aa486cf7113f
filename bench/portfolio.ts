import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, engineOf, type Engine } from '../src/db/connect';
import { migrate } from '../src/db/migrate';
import { measureBookStress, WHOLE_BOOK, type BookStress } from './book-stress';
import { closeInProcess, verifyInProcess, type ClosedDays, type Cost, type VerifiedAll } from './close-and-verify';
import { loadPortfolio } from './load-portfolio';
import { loansOf, measurePages, PAGES_PER_SECOND, PORTFOLIOS_PER_SECOND, type Page, type Pages } from './pages';
import { measurePayments, type Payments } from './payments';
import { measureHttpPayments, type HttpPayments } from './payments-over-http';

/*
 * `npm run bench -- 10000 100000 1000000`: portfolios of each size, one after the other in the same run, so that it shows
 * what grows. BENCH_DATABASE_URL names where, with {loans} for the size (`postgres://…/bench_{loans}`), or several places
 * with a space between them; a database that is filled already is migrated and used as it is. BENCH_SERVERS: processes
 * that take payments. BENCH_SECONDS: how long each figure is measured. BENCH_PARTS: `pages,payments,stress,close,verify`, or
 * some of them. Two days are closed, the next ones: the database is not as it was afterwards.
 */
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 10);
const SERVERS = Number(process.env['BENCH_SERVERS'] ?? 1);
const PARTS = (process.env['BENCH_PARTS'] ?? 'pages,payments,stress,close,verify').split(',');

interface Figures {
  readonly engine: Engine;
  readonly loans: number;
  readonly largestInstitution: number;
  readonly loadSeconds: number | null;
  readonly pages?: Pages;
  /** The use case called in turn, without a server; on PostgreSQL also with an institution for each process. */
  readonly payments?: Payments;
  readonly paymentsOfInstitutions?: Payments;
  readonly paymentsOverHttp?: HttpPayments;
  readonly stress?: BookStress;
  readonly close?: ClosedDays;
  readonly verify?: VerifiedAll;
}

async function main(): Promise<void> {
  const sizes = process.argv.slice(2).map(Number);
  const folder = mkdtempSync(join(tmpdir(), 'mazorca-bench-'));
  const patterns = process.env['BENCH_DATABASE_URL'] ?? `sqlite:${join(folder, '{loans}.sqlite')}`;
  const figures: Figures[] = [];
  try {
    for (const pattern of patterns.split(' ')) {
      for (const loans of sizes.length > 0 ? sizes : [10_000, 100_000]) {
        figures.push(await measure(pattern.replace('{loans}', String(loans)), loans));
        process.stdout.write(`${JSON.stringify(figures.at(-1))}\n`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  process.stdout.write(`\n${tableOf(figures)}\n`);
}

async function measure(databaseUrl: string, loans: number): Promise<Figures> {
  const loadSeconds = await loadOnce(databaseUrl, loans);
  const engine = await engineAt(databaseUrl);
  let figures: Figures = { engine, loans, largestInstitution: await loansOf(databaseUrl, 'caja1'), loadSeconds };
  const note = (more: Partial<Figures>) => {
    figures = { ...figures, ...more };
    process.stderr.write(`${JSON.stringify(more)}\n`); // so that nothing is lost where a later part fails
  };
  if (PARTS.includes('pages')) note({ pages: await measurePages(databaseUrl, SECONDS) });
  if (PARTS.includes('payments')) {
    note({ payments: await measurePayments(databaseUrl, SERVERS, SECONDS) });
    if (SERVERS > 1) {
      note({ paymentsOfInstitutions: await measurePayments(databaseUrl, SERVERS, SECONDS, SERVERS) });
    }
    note({ paymentsOverHttp: await measureHttpPayments(databaseUrl, SERVERS, SECONDS) });
  }
  if (PARTS.includes('stress')) note({ stress: await measureBookStress(databaseUrl) });
  if (PARTS.includes('close')) note({ close: await closeInProcess(databaseUrl) });
  if (PARTS.includes('verify')) note({ verify: await verifyInProcess(databaseUrl) });
  return figures;
}

async function loadOnce(databaseUrl: string, loans: number): Promise<number | null> {
  const isLoaded = (await loansOf(databaseUrl, 'caja1').catch(() => 0)) > 0;
  if (!isLoaded) return Math.round((await loadPortfolio(databaseUrl, loans)).seconds);
  const db = connect(databaseUrl);
  await migrate(db);
  await db.destroy();
  return null;
}

async function engineAt(databaseUrl: string): Promise<Engine> {
  const db = connect(databaseUrl);
  const engine = engineOf(db);
  await db.destroy();
  return engine;
}

type Line = [string, (one: Figures) => string | number | null | undefined];

function tableOf(figures: readonly Figures[]): string {
  const page = ({ p50, p99, processorMilliseconds }: Page) => `${p50} / ${p99} / ${processorMilliseconds}`;
  const paid = ({ perSecond, processorMilliseconds }: Payments | HttpPayments) =>
    `${perSecond} / ${processorMilliseconds}`;
  const cost = ({ seconds, processorSeconds }: Cost) => `${seconds} / ${processorSeconds}`;
  const of = `${SERVERS} process${SERVERS > 1 ? 'es' : ''}`;
  const rows: Line[] = [
    ['', ({ engine }) => (engine === 'pg' ? 'PostgreSQL' : 'SQLite')],
    ['loans', (one) => one.loans.toLocaleString('en')],
    ['loaded in, s', (one) => one.loadSeconds],
    ['loans of the largest institution', (one) => one.largestInstitution.toLocaleString('en')],
    [`its loan page, ${PAGES_PER_SECOND}/s, p50 / p99 / processor ms`, ({ pages }) => pages && page(pages.loan)],
    [`its farmer page, ${PAGES_PER_SECOND}/s, p50 / p99 / processor ms`, ({ pages }) => pages && page(pages.farmer)],
    [
      `its portfolio page, ${PORTFOLIOS_PER_SECOND}/s, p50 / p99 / processor ms`,
      ({ pages }) => pages && page(pages.portfolio),
    ],
    ['memory of the server, MB', ({ pages }) => pages?.megabytes],
    [`payments a second, ${of}, processor ms`, ({ payments }) => payments && paid(payments)],
    ['a payment, p50 / p99 ms', ({ payments }) => payments && `${payments.p50} / ${payments.p99}`],
    [
      'payments a second, an institution for each process, processor ms',
      ({ paymentsOfInstitutions: payments }) => payments && paid(payments),
    ],
    [`payments a second over HTTP, ${of}, processor ms`, ({ paymentsOverHttp: one }) => one && paid(one)],
    ['stress of its book, s / processor s', ({ stress }) => stress && cost(stress)],
    ['memory of the server then, MB', ({ stress }) => stress?.megabytes],
    ...WHOLE_BOOK.map((path): Line => [
      `${path}, s / processor s`,
      ({ stress }) => {
        const found = stress?.pages.find((one) => one.path === path);
        return found && cost(found);
      },
    ]),
    ['first close of a day, s / processor s', ({ close }) => close?.days[0] && cost(close.days[0])],
    ['close of a day, s / processor s', ({ close }) => close?.days[1] && cost(close.days[1])],
    ['memory of the close, MB', ({ close }) => close?.megabytes],
    ['verify, s / processor s (findings)', ({ verify: one }) => one && `${cost(one)} (${one.findings})`],
    ['memory of verify, MB', ({ verify: one }) => one?.megabytes],
  ];
  const lines = rows.map(([name, cell]) => `| ${[name, ...figures.map((one) => cell(one) ?? '—')].join(' | ')} |`);
  return [lines[0], `|${'---|'.repeat(figures.length + 1)}`, ...lines.slice(1)].join('\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
