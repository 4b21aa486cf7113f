import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../src/clock';
import { closeDay } from '../src/day-close/close-day';
import { connect } from '../src/db/connect';
import { migrate } from '../src/db/migrate';
import type { By } from '../src/ledger/by';
import { addDays } from '../src/lending/dates';
import { copyTemplate, removeTemplateTables, writeTemplateTables } from './copy-template';
import { AUDIT_KEY, aLender, anAlliance } from './lender';
import { open, signIn, startServer } from './server';
import { makeTemplate, TEMPLATE_LOANS } from './template';

/**
 * `npx tsx bench/portfolio-pages.ts 100000`: one institution with so many loans, its last three days closed, and what each
 * page of the portfolio takes of the processor of its server, however busy the machine is with other things.
 */
const loans = Number(process.argv[2] ?? 100_000);
const ROUNDS = 20;
const DRAWN_PER_LOAN = 2_000_000;

async function main(): Promise<void> {
  const file = join(tmpdir(), `mazorca-portfolio-${process.pid}.sqlite`);
  const url = process.env['BENCH_DATABASE_URL'] ?? `sqlite:${file}`;
  const today = systemClock.today();
  await fill(url, today);
  const server = await startServer(url);
  const manager = await signIn(server.address, 'marta@caja1');
  const [closed, list] = [addDays(today, -1), `/cartera/creditos?al=${addDays(today, -1)}`];
  const pages = [
    ...['/cartera', '/cartera?asesor=1', list, `${list}&atraso=30`, `${list}&cartera=alto-riesgo`, `${list}&vence=90`],
    ...[`/cartera?al=${today}`, `/cartera?al=${closed}&segun=hoy`],
  ];
  for (const page of pages) {
    await open(manager, page);
    const before = server.processorTime();
    for (let round = 0; round < ROUNDS; round++) await open(manager, page);
    const milliseconds = ((server.processorTime() - before) / ROUNDS).toFixed(0);
    process.stdout.write(`${page.padEnd(56)} ${milliseconds.padStart(6)} ms\n`);
  }
  await server.stop();
  for (const ending of ['', '-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
}

async function fill(url: string, today: string): Promise<void> {
  const template = await makeTemplate(today);
  const copies = Math.ceil(loans / TEMPLATE_LOANS);
  const db = connect(url);
  try {
    await migrate(db);
    await writeTemplateTables(db, template, copies);
    const lender = await aLender(db, await anAlliance(db), 'caja1', copies * TEMPLATE_LOANS * DRAWN_PER_LOAN);
    await copyTemplate(db, template, lender.id, copies, AUDIT_KEY);
    await removeTemplateTables(db);
    const actor = { institutionId: lender.id, kind: 'system', role: 'system', requestId: 'bench' } as const;
    const by: By = { clock: systemClock, auditKey: AUDIT_KEY, actor };
    for (const daysAgo of [3, 2, 1]) await closeDay(db, by, addDays(today, -daysAgo));
  } finally {
    await db.destroy();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
