import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import type { By } from '../ledger/by';
import type { Deps } from './route';
import type { StaffRole, User } from './user';

/**
 * The person of the session as the database has them now; nobody where the account is disabled or the time is over. Read
 * once in a request: whoever signs in or out meanwhile has another session.
 */
export function signedInUser(deps: Deps, request: Request): Promise<User | undefined> {
  const { session } = request;
  if (!session) return Promise.resolve(undefined);
  const known = readAlready.get(session);
  if (known) return known;
  const user = readUser(deps, request);
  readAlready.set(session, user);
  return user;
}

/** The session is another object in each request. */
const readAlready = new WeakMap<object, Promise<User | undefined>>();

async function readUser(deps: Deps, request: Request): Promise<User | undefined> {
  const { institutionId, staffId, farmerId, endsAt } = request.session ?? {};
  if (institutionId === undefined || (endsAt ?? 0) < Date.parse(deps.clock.now())) return undefined;
  if (staffId !== undefined) return staffUser(deps, institutionId, staffId);
  if (farmerId !== undefined) return farmerUser(deps, institutionId, farmerId);
  return undefined;
}

export function byOf(deps: Deps, user: User | undefined, request: Request): By {
  return {
    actor: {
      institutionId: user?.institutionId ?? 0,
      kind: user?.kind ?? 'system',
      ...(user && { id: user.id }),
      role: user?.role ?? 'anonymous',
      requestId: requestIdOf(request),
    },
    clock: deps.clock,
    auditKey: deps.config.auditKey,
  };
}

/** The id under which the log knows this request. */
export function requestIdOf(request: Request): string {
  const { id } = request as { id?: unknown };
  return typeof id === 'string' ? id : randomUUID();
}

async function staffUser({ db }: Deps, institutionId: number, staffId: number): Promise<User | undefined> {
  const row = (await db('staff as s')
    .join('institution as i', 'i.id', 's.institution_id')
    .where({ 's.institution_id': institutionId, 's.id': staffId })
    .first('s.name', 's.role', 's.active', 's.must_change_password', 's.investor_id', 'i.name as institution')) as
    | {
        name: string;
        role: StaffRole;
        active: boolean | number;
        must_change_password: boolean | number;
        investor_id: number | null;
        institution: string;
      }
    | undefined;
  if (!row || !row.active) return undefined;
  return {
    kind: 'staff',
    institutionId,
    institutionName: row.institution,
    id: staffId,
    name: row.name,
    role: row.role,
    mustChangePassword: Boolean(row.must_change_password),
    ...(row.investor_id !== null && { investorId: row.investor_id }),
  };
}

async function farmerUser({ db }: Deps, institutionId: number, farmerId: number): Promise<User | undefined> {
  const row = (await db('farmer as f')
    .join('institution as i', 'i.id', 'f.institution_id')
    .where({ 'f.institution_id': institutionId, 'f.id': farmerId })
    .first('f.given_names as name', 'i.name as institution')) as { name: string; institution: string } | undefined;
  if (!row) return undefined;
  return {
    kind: 'farmer',
    institutionId,
    institutionName: row.institution,
    id: farmerId,
    name: row.name,
    role: 'farmer',
  };
}
