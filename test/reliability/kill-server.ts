import { setTimeout as wait } from 'node:timers/promises';
import { connect } from '../../src/db/connect';
import { signInAt, type Session } from './cashier';
import { CASHIER, type Lender } from './lender';
import { settle, startLoad, type Belief } from './payment-load';
import { startServer } from './server-process';
import { faultsOf, nothingYet, type Truth } from './truth';

/**
 * Kills the server so many times in the middle of payments, starts it again each time, and compares the database with
 * what people know. At the end everything that nobody answered is sent once more and must then be there once.
 */
export async function killServer(lender: Lender, cycles: number, belief: Belief = 'when-answered') {
  const truth = nothingYet();
  const faults: string[] = [];
  let session: Session | undefined;
  for (let cycle = 1; cycle <= cycles; cycle++) {
    const server = await startServer(lender.databaseUrl);
    session ??= await signInAt(server.address, CASHIER);
    const load = startLoad(server.address, session, lender, truth, { belief });
    await load.paid(10 + Math.floor(Math.random() * 60));
    await wait(Math.random() * 20);
    const stopped = load.stop();
    await server.kill();
    await stopped;
    faults.push(...(await faultsAt(lender, truth)));
  }
  if (session) {
    const server = await startServer(lender.databaseUrl);
    await settle(server.address, session, truth);
    await server.kill();
    faults.push(...(await faultsAt(lender, truth)));
  }
  return { truth, faults };
}

export async function faultsAt(lender: Lender, truth: Truth): Promise<string[]> {
  const db = connect(lender.databaseUrl);
  try {
    return await faultsOf(db, lender.institutionId, truth);
  } finally {
    await db.destroy();
  }
}
