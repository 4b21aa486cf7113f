import { connect } from '../src/db/connect';
import { openModel, type Latencies } from './open-model';
import { open, signIn, startServer, type Session } from './server';

/** Pages of the largest institution, each asked at its own rate whether or not the answers come. */
export interface Pages {
  readonly portfolio: Page;
  readonly loan: Page;
  readonly farmer: Page;
  /** The most that the server ever had. */
  readonly megabytes: number;
}

export interface Page extends Latencies {
  /** Milliseconds of a processor in the server for one page. */
  readonly processorMilliseconds: number;
}

export const PAGES_PER_SECOND = 60;
/** One portfolio page takes far longer than a click of a person who reads it. */
export const PORTFOLIOS_PER_SECOND = 4;
const WARM_UP = 200;
const WARM_UP_OF_PORTFOLIO = 20;

export async function measurePages(databaseUrl: string, seconds: number): Promise<Pages> {
  const loans = await loansOf(databaseUrl, 'caja1');
  const some = () => 1 + Math.floor(Math.random() * loans);
  const server = await startServer(databaseUrl);
  try {
    const manager = await signIn(server.address, 'marta@caja1');
    const measure = async (path: () => string, perSecond: number, warmUp: number): Promise<Page> => {
      await warm(manager, path, warmUp);
      const before = server.processorTime();
      const latencies = await openModel(perSecond, seconds, () => open(manager, path()));
      const spent = (server.processorTime() - before) / latencies.requests;
      return { ...latencies, processorMilliseconds: Math.round(spent * 10) / 10 };
    };
    const loan = await measure(() => `/creditos/${some()}`, PAGES_PER_SECOND, WARM_UP);
    const farmer = await measure(() => `/productores/${some()}`, PAGES_PER_SECOND, WARM_UP);
    const portfolio = await measure(() => '/cartera', PORTFOLIOS_PER_SECOND, WARM_UP_OF_PORTFOLIO);
    return { portfolio, loan, farmer, megabytes: server.memory().most };
  } finally {
    await server.stop();
  }
}

/** Loans ever made at an institution, which are numbered from 1; 0 where there is no such database yet. */
export async function loansOf(databaseUrl: string, code: string): Promise<number> {
  const db = connect(databaseUrl);
  try {
    const counter = (await db('counter as c')
      .join('institution as i', 'i.id', 'c.institution_id')
      .where({ 'i.code': code, 'c.name': 'loan' })
      .first('c.value')) as { value: number } | undefined;
    return counter?.value ?? 0;
  } finally {
    await db.destroy();
  }
}

/** Nobody measures the reading of templates. */
async function warm(session: Session, path: () => string, requests: number): Promise<void> {
  for (let n = 0; n < requests; n++) await open(session, path());
}
