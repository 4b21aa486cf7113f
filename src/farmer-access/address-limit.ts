import { RateLimiterPostgres, RateLimiterSQLite, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { engineOf, type Knex } from '../db/connect';

/** Failures per address and hour; generous, because a whole village may come from one address. */
const FAILURES_MAX = 50;
const WINDOW_SECONDS = 3600;

/** Whether an address has failed so often that it has to wait. */
export async function addressIsUsedUp(db: Knex, address: string): Promise<boolean> {
  const used = await limiterOf(db).get(address);
  return used !== null && used.consumedPoints >= FAILURES_MAX;
}

export async function countAddressFailure(db: Knex, address: string): Promise<void> {
  await Promise.allSettled([limiterOf(db).consume(address)]);
}

const limiters = new WeakMap<Knex, RateLimiterAbstract>();

function limiterOf(db: Knex): RateLimiterAbstract {
  const known = limiters.get(db);
  if (known) return known;
  const options = {
    storeClient: db,
    storeType: 'knex',
    tableName: 'rate_limit',
    tableCreated: true,
    keyPrefix: 'farmer-address',
    points: FAILURES_MAX,
    duration: WINDOW_SECONDS,
    clearExpiredByTimeout: false,
  };
  const limiter = engineOf(db) === 'pg' ? new RateLimiterPostgres(options) : new RateLimiterSQLite(options);
  limiters.set(db, limiter);
  return limiter;
}
