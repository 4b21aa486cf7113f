import { systemClock } from '../../src/clock';
import { connect } from '../../src/db/connect';
import { migrate } from '../../src/db/migrate';
import { aLoan, aSetting } from '../loans/a-loan';
import { createWorldOn } from '../support/world';

/** A lender whose loans are paid; CASHIER works there. */
export interface Lender {
  readonly databaseUrl: string;
  readonly institutionId: number;
  readonly loanIds: readonly number[];
  /** The day of the payments. */
  readonly today: string;
}

export const CASHIER = 'celia@selva';

/** Fills a new database with a lender and loans of S/ 8,000.00, and closes it again. */
export async function aLender(databaseUrl: string, loans: number): Promise<Lender> {
  const db = connect(databaseUrl);
  try {
    await migrate(db);
    const world = await createWorldOn(db, systemClock);
    const setting = await aSetting(world, world.selva, loans * 1_000_000);
    const loanIds: number[] = [];
    while (loanIds.length < loans) loanIds.push(await aLoan(setting));
    return { databaseUrl, institutionId: world.selva.id, loanIds, today: systemClock.today() };
  } finally {
    await db.destroy();
  }
}
