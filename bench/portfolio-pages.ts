import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../src/clock';
import { addDays } from '../src/lending/dates';
import { fillOneLender } from './one-lender';
import { open, signIn, startServer } from './server';

/**
 * `npx tsx bench/portfolio-pages.ts 100000`: one institution with so many loans, its last three days closed, and what each
 * page of the portfolio takes of the processor of its server, however busy the machine is with other things.
 */
const loans = Number(process.argv[2] ?? 100_000);
const ROUNDS = 20;

async function main(): Promise<void> {
  const file = join(tmpdir(), `mazorca-portfolio-${process.pid}.sqlite`);
  const url = process.env['BENCH_DATABASE_URL'] ?? `sqlite:${file}`;
  const today = systemClock.today();
  await fillOneLender(url, loans);
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

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
