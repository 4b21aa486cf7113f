import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../src/clock';
import { connect } from '../src/db/connect';
import { date } from '../src/web/format';
import { verify } from '../src/verify/verify';
import { AUDIT_KEY } from './lender';
import { loadPortfolio } from './load-portfolio';
import { closedModel, openModel, type Latencies } from './open-model';
import { hiddenFields, memoryOf, open, send, signIn, startServer, type RunningServer, type Session } from './server';

/*
 * `npm run bench -- 10000 100000 1000000`: portfolios of each size, one after the other in the same run, so that it shows
 * what grows. BENCH_DATABASE_URL names where, with {loans} for the size (`postgres://…/bench_{loans}`); a database that
 * is filled already is used as it is. BENCH_SERVERS: processes that take payments.
 */
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 10);
const SERVERS = Number(process.env['BENCH_SERVERS'] ?? 1);
const PAGES_PER_SECOND = 60;
/** One portfolio page takes far longer than a click of a person who reads it. */
const PORTFOLIOS_PER_SECOND = 4;
const WARM_UP = 50;

interface Figures {
  readonly loans: number;
  readonly largestInstitution: number;
  readonly loadSeconds: number | null;
  readonly portfolioPage: Page;
  readonly loanPage: Page;
  readonly farmerPage: Page;
  readonly paymentsPerSecond: number;
  readonly paymentProcessorMilliseconds: number;
  readonly serverMegabytes: number;
  readonly verifySeconds: number;
  readonly verifyFindings: number;
  readonly verifyMegabytes: number;
}

interface Page extends Latencies {
  /** Of the server for one page. */
  readonly processorMilliseconds: number;
}

async function main(): Promise<void> {
  const sizes = process.argv.slice(2).map(Number);
  const folder = mkdtempSync(join(tmpdir(), 'mazorca-bench-'));
  const pattern = process.env['BENCH_DATABASE_URL'] ?? `sqlite:${join(folder, '{loans}.sqlite')}`;
  const figures: Figures[] = [];
  for (const loans of sizes.length > 0 ? sizes : [10_000, 100_000]) {
    figures.push(await measure(pattern.replace('{loans}', String(loans)), loans));
    process.stdout.write(`${JSON.stringify(figures.at(-1))}\n`);
  }
  rmSync(folder, { recursive: true });
  process.stdout.write(`\n${tableOf(figures)}\n`);
}

async function measure(databaseUrl: string, loans: number): Promise<Figures> {
  const loadSeconds = await loadOnce(databaseUrl, loans);
  const largestInstitution = await loansOf(databaseUrl, 'caja1');
  const servers: RunningServer[] = [];
  while (servers.length < SERVERS) servers.push(await startServer(databaseUrl));
  const [first] = servers;
  if (!first) throw new Error('BENCH_SERVERS must be 1 or more');
  const manager = await signIn(first.address, 'marta@caja1');
  const page = (path: (n: number) => string, perSecond: number) => measurePage(first, manager, path, perSecond);
  const some = () => 1 + Math.floor(Math.random() * largestInstitution);
  const portfolioPage = await page(() => '/cartera', PORTFOLIOS_PER_SECOND);
  const loanPage = await page(() => `/creditos/${some()}`, PAGES_PER_SECOND);
  const farmerPage = await page(() => `/productores/${some()}`, PAGES_PER_SECOND);
  const payments = await measurePayments(servers, some);
  const serverMegabytes = Math.max(...servers.map((server) => server.memory().most));
  await Promise.all(servers.map((server) => server.stop()));
  const served = { loans, largestInstitution, loadSeconds, portfolioPage, loanPage, farmerPage, ...payments };
  process.stderr.write(`${JSON.stringify(served)}\n`);
  return {
    ...{ ...served, serverMegabytes },
    ...(await measureVerify(databaseUrl)),
  };
}

async function loadOnce(databaseUrl: string, loans: number): Promise<number | null> {
  const isLoaded = await loansOf(databaseUrl, 'caja1').catch(() => 0);
  if (isLoaded > 0) return null;
  return Math.round((await loadPortfolio(databaseUrl, loans)).seconds);
}

async function loansOf(databaseUrl: string, code: string): Promise<number> {
  const db = connect(databaseUrl);
  try {
    const institution = (await db('institution').where({ code }).first('id')) as { id: number } | undefined;
    const counter = (await db('counter')
      .where({ institution_id: institution?.id ?? 0, name: 'loan' })
      .first('value')) as { value: number } | undefined;
    return counter?.value ?? 0;
  } finally {
    await db.destroy();
  }
}

/** A few requests first: nobody measures the reading of templates. */
async function measurePage(
  server: RunningServer,
  session: Session,
  path: (n: number) => string,
  perSecond: number,
): Promise<Page> {
  for (let n = 0; n < WARM_UP; n++) await open(session, path(n));
  const before = server.processorTime();
  const latencies = await openModel(perSecond, SECONDS, (n) => open(session, path(n)));
  const spent = (server.processorTime() - before) / latencies.requests;
  return { ...latencies, processorMilliseconds: Math.round(spent * 10) / 10 };
}

/** Over HTTP like any other, eight cashiers at each server, each payment committed to the disk before it is answered. */
async function measurePayments(servers: readonly RunningServer[], some: () => number) {
  const cashiers = await Promise.all(servers.map(({ address }) => aCashier(address)));
  const valueDate = date(systemClock.today());
  const spent = () => servers.reduce((sum, server) => sum + server.processorTime(), 0);
  const before = spent();
  const { perSecond, done } = await closedModel(8 * servers.length, SECONDS, async (n) => {
    const { session, token } = cashiers[n % cashiers.length] as Cashier;
    const body = new URLSearchParams({
      ...{ _csrf: token, _command: randomUUID(), amount: '1.00', valueDate, channel: 'cash', intent: '' },
    });
    const answer = await send(session, `/creditos/${some()}/pagos`, body);
    if (answer.status !== 303) throw new Error(`a payment was answered with ${answer.status}`);
  });
  const paymentProcessorMilliseconds = Math.round(((spent() - before) / done) * 10) / 10;
  return { paymentsPerSecond: Math.round(perSecond), paymentProcessorMilliseconds };
}

interface Cashier {
  readonly session: Session;
  readonly token: string;
}

async function aCashier(address: string): Promise<Cashier> {
  const session = await signIn(address, 'celia@caja1');
  return { session, token: hiddenFields(await open(session, '/creditos/1/pagos/nuevo'))['_csrf'] ?? '' };
}

async function measureVerify(databaseUrl: string) {
  const db = connect(databaseUrl);
  const start = performance.now();
  const findings = await verify(db, AUDIT_KEY);
  const verifySeconds = Math.round((performance.now() - start) / 100) / 10;
  await db.destroy();
  return { verifySeconds, verifyFindings: findings.length, verifyMegabytes: memoryOf(process.pid).most };
}

function tableOf(figures: readonly Figures[]): string {
  const page = ({ p50, p99, processorMilliseconds }: Page) => `${p50} / ${p99} / ${processorMilliseconds}`;
  const rows: [string, (one: Figures) => string | number][] = [
    ['loans', (one) => one.loans.toLocaleString('en')],
    ['loaded in, s', (one) => one.loadSeconds ?? '—'],
    ['loans of the largest institution', (one) => one.largestInstitution.toLocaleString('en')],
    [`its portfolio page, ${PORTFOLIOS_PER_SECOND}/s, p50 / p99 / processor ms`, (one) => page(one.portfolioPage)],
    [`loan page, ${PAGES_PER_SECOND}/s, p50 / p99 / processor ms`, (one) => page(one.loanPage)],
    [`farmer page, ${PAGES_PER_SECOND}/s, p50 / p99 / processor ms`, (one) => page(one.farmerPage)],
    [`payments a second over HTTP, ${SERVERS} server${SERVERS > 1 ? 's' : ''}`, (one) => one.paymentsPerSecond],
    ['processor ms for a payment', (one) => one.paymentProcessorMilliseconds],
    ['memory of the server, MB', (one) => one.serverMegabytes],
    ['verify, s (findings)', (one) => `${one.verifySeconds} (${one.verifyFindings})`],
    ['memory of verify, MB', (one) => one.verifyMegabytes],
  ];
  const lines = rows.map(([name, cell]) => `| ${[name, ...figures.map(cell)].join(' | ')} |`);
  return [lines[0], `|${'---|'.repeat(figures.length + 1)}`, ...lines.slice(1)].join('\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
