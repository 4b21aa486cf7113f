import { setTimeout as wait } from 'node:timers/promises';
import { loansOf } from './pages';
import { open, signIn, startServer, type RunningServer, type Session } from './server';

/**
 * The stress of the whole book of the largest institution as a person asks for it: from the first request of the page,
 * which starts it in a thread with a connection of its own, until the page shows what came out.
 */
export interface BookStress {
  readonly loans: number;
  readonly seconds: number;
  /** Of the whole server, the thread included. */
  readonly processorSeconds: number;
  /** The most that the server ever had, the thread included. */
  readonly megabytes: number;
  /** The same page once more: what came out is kept. */
  readonly againSeconds: number;
  /** What other requests of the same server took meanwhile, at the worst. */
  readonly otherPageMilliseconds: number;
  readonly pages: readonly BookPage[];
}

/** One of the other pages that read the whole book. */
export interface BookPage {
  readonly path: string;
  readonly seconds: number;
  readonly processorSeconds: number;
}

const STRESS = '/riesgo/estres';
export const WHOLE_BOOK = ['/riesgo/perdida-esperada', '/riesgo/concentracion', '/riesgo/ingresos', '/riesgo/cobranza'];
/** What the page says while the work goes on, and the way down to the loans, which is there once it is done. */
const WAITING = 'role="status"';
const SHOWN = '/riesgo/estres/creditos?';

export async function measureBookStress(databaseUrl: string): Promise<BookStress> {
  const loans = await loansOf(databaseUrl, 'caja1');
  const server = await startServer(databaseUrl);
  try {
    const manager = await signIn(server.address, 'marta@caja1');
    await open(manager, '/riesgo');
    const pages: BookPage[] = [];
    for (const path of WHOLE_BOOK) pages.push({ path, ...(await costOf(server, () => open(manager, path))) });
    let otherPageMilliseconds = 0;
    const cost = await costOf(server, async () => {
      otherPageMilliseconds = await untilShown(manager);
    });
    const again = await costOf(server, () => open(manager, STRESS));
    const { most: megabytes } = server.memory();
    return { loans, ...cost, megabytes, againSeconds: again.seconds, otherPageMilliseconds, pages };
  } finally {
    await server.stop();
  }
}

/** Asks again until it is there, and for another page in between; the longest that the other one took. */
async function untilShown(session: Session): Promise<number> {
  let longest = 0;
  let page: string | undefined;
  const stress = (async () => {
    do page = await open(session, STRESS);
    while (page.includes(WAITING));
  })();
  const asked = { isOver: false };
  const over = stress.finally(() => (asked.isOver = true));
  while (!asked.isOver) {
    const start = performance.now();
    await open(session, '/riesgo');
    longest = Math.max(longest, performance.now() - start);
    await wait(100);
  }
  await over;
  if (!page?.includes(SHOWN)) throw new Error('the page of the stress shows nothing');
  return Math.round(longest);
}

async function costOf(server: RunningServer, work: () => Promise<unknown>) {
  const [start, before] = [performance.now(), server.processorTime()];
  await work();
  const seconds = hundredths((performance.now() - start) / 1_000);
  return { seconds, processorSeconds: hundredths((server.processorTime() - before) / 1_000) };
}

function hundredths(number: number): number {
  return Math.round(number * 100) / 100;
}

if (require.main === module) {
  measureBookStress(process.argv[2] ?? '').then(
    (measured) => void process.stdout.write(`${JSON.stringify(measured)}\n`),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exitCode = 1;
    },
  );
}
