import { randomUUID } from 'node:crypto';
import { systemClock } from '../src/clock';
import { date } from '../src/web/format';
import { closedModel } from './open-model';
import { loansOf } from './pages';
import { hiddenFields, open, send, signIn, startServer, type RunningServer, type Session } from './server';

export interface HttpPayments {
  readonly servers: number;
  readonly perSecond: number;
  /** Milliseconds of a processor in the servers for one payment. */
  readonly processorMilliseconds: number;
  readonly megabytes: number;
}

const CASHIERS_PER_SERVER = 8;

/**
 * Payments as a browser sends them: eight cashiers at each server, each sending the next when the last is answered. The
 * form is shown once; an answer is a redirect, and comes when the payment is on the disk.
 */
export async function measureHttpPayments(
  databaseUrl: string,
  processes: number,
  seconds: number,
): Promise<HttpPayments> {
  const loans = await loansOf(databaseUrl, 'caja1');
  const servers: RunningServer[] = [];
  while (servers.length < processes) servers.push(await startServer(databaseUrl));
  try {
    const counters = await Promise.all(servers.map(({ address }) => atTheCounter(address)));
    const spent = () => servers.reduce((sum, server) => sum + server.processorTime(), 0);
    const before = spent();
    const { perSecond, done } = await closedModel(CASHIERS_PER_SERVER * processes, seconds, async (n) => {
      const { session, token } = counters[n % counters.length] as Counter;
      await payOne(session, token, 1 + Math.floor(Math.random() * loans));
    });
    const processorMilliseconds = Math.round(((spent() - before) / done) * 10) / 10;
    const megabytes = Math.max(...servers.map((server) => server.memory().most));
    return { servers: processes, perSecond: Math.round(perSecond), processorMilliseconds, megabytes };
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

interface Counter {
  readonly session: Session;
  readonly token: string;
}

async function atTheCounter(address: string): Promise<Counter> {
  const session = await signIn(address, 'celia@caja1');
  return { session, token: hiddenFields(await open(session, '/creditos/1/pagos/nuevo'))['_csrf'] ?? '' };
}

async function payOne(session: Session, token: string, loanId: number): Promise<void> {
  const body = new URLSearchParams({
    ...{ _csrf: token, _command: randomUUID(), amount: '1.00', valueDate: date(systemClock.today()) },
    ...{ channel: 'cash', intent: '' },
  });
  const answer = await send(session, `/creditos/${loanId}/pagos`, body);
  if (answer.status !== 303) throw new Error(`a payment was answered with ${answer.status}`);
}
