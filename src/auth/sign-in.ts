import { RateLimiterPostgres, RateLimiterSQLite, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { engineOf, type Knex } from '../db/connect';
import { inTransaction } from '../db/transaction';
import type { By } from '../ledger/by';
import { recordDeed } from '../ledger/audit';
import type { StaffRole } from '../web/user';
import { verifySecret } from './password';
import { findAccount } from './store';

export type SignIn =
  | { readonly type: 'done'; readonly institutionId: number; readonly staffId: number; readonly role: StaffRole }
  | { readonly type: 'refused'; readonly reason: 'wrong' | 'too_many_attempts' };

/**
 * Checks a staff member's user and password. One answer and one duration for an unknown user, a disabled one and a wrong
 * password; after ten failures of a user, or fifty from an address, it waits a quarter of an hour.
 */
export async function signIn(
  db: Knex,
  by: Omit<By, 'actor'>,
  typed: { readonly user: string; readonly password: string; readonly ip: string; readonly requestId: string },
): Promise<SignIn> {
  const limits = limitersOf(db);
  const [username = '', institutionCode = ''] = typed.user.trim().toLowerCase().split('@');
  const userKey = `${username}@${institutionCode}`.slice(0, 200);
  if ((await isUsedUp(limits.user, userKey)) || (await isUsedUp(limits.address, typed.ip))) {
    return { type: 'refused', reason: 'too_many_attempts' };
  }
  const account = await findAccount(db, username, institutionCode);
  const right = await verifySecret(typed.password, account?.passwordHash);
  if (!account || !account.active || !right) {
    await Promise.allSettled([limits.user.consume(userKey), limits.address.consume(typed.ip)]);
    return { type: 'refused', reason: 'wrong' };
  }
  await limits.user.delete(userKey);
  await inTransaction(db, (trx) =>
    recordDeed(
      trx,
      {
        ...by,
        actor: {
          institutionId: account.institutionId,
          kind: 'staff',
          id: account.staffId,
          role: account.role,
          requestId: typed.requestId,
        },
      },
      { action: 'signed-in', entity: 'staff', entityId: account.staffId },
    ),
  );
  return { type: 'done', institutionId: account.institutionId, staffId: account.staffId, role: account.role };
}

interface Limiters {
  readonly user: RateLimiterAbstract;
  readonly address: RateLimiterAbstract;
}

const limitersByDb = new WeakMap<Knex, Limiters>();

function limitersOf(db: Knex): Limiters {
  const known = limitersByDb.get(db);
  if (known) return known;
  const limiter = (keyPrefix: string, points: number): RateLimiterAbstract => {
    const options = {
      storeClient: db,
      storeType: 'knex',
      tableName: 'rate_limit',
      tableCreated: true,
      keyPrefix,
      points,
      duration: 15 * 60,
      clearExpiredByTimeout: false,
    };
    return engineOf(db) === 'pg' ? new RateLimiterPostgres(options) : new RateLimiterSQLite(options);
  };
  const limiters = { user: limiter('sign-in-user', 10), address: limiter('sign-in-address', 50) };
  limitersByDb.set(db, limiters);
  return limiters;
}

async function isUsedUp(limiter: RateLimiterAbstract, key: string): Promise<boolean> {
  const used = await limiter.get(key);
  return used !== null && used.consumedPoints >= limiter.points;
}
