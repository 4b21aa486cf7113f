import { engineOf, type Knex } from '../db/connect';
import { inSnapshot, inTransaction } from '../db/transaction';

/** What a connection needs to enter the moment: on PostgreSQL the name of its snapshot, on SQLite nothing. */
export type Moment = string | null;

/**
 * Holds the database at one moment until every connection that `enter` waits for is inside it. PostgreSQL hands its
 * snapshot from one connection to another; on SQLite nobody writes meanwhile, so all of them begin at the same place.
 */
export async function holdMoment<T>(db: Knex, enter: (moment: Moment) => Promise<T>): Promise<T> {
  if (engineOf(db) === 'sqlite') return inTransaction(db, () => enter(null));
  return inSnapshot(db, async (trx) => {
    const { rows } = (await trx.raw('select pg_export_snapshot() as name')) as { rows: { name: string }[] };
    return enter(rows[0]?.name ?? null);
  });
}

/** Reads as of the moment that somebody else holds; what is done inside sees nothing that is written after it. */
export async function inMoment<T>(db: Knex, moment: Moment, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  return inSnapshot(db, async (trx) => {
    if (moment !== null) await trx.raw(`set transaction snapshot '${moment.replaceAll("'", '')}'`);
    await trx('institution').first('id');
    return work(trx);
  });
}
