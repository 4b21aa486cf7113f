import { createHash } from 'node:crypto';
import session from 'express-session';
import type { Knex } from '../db/connect';
import { isUnavailable } from '../db/unavailable';

declare module 'express-session' {
  interface SessionData {
    institutionId?: number;
    staffId?: number;
    farmerId?: number;
    /** Milliseconds; the end of the session however busy it is. */
    endsAt?: number;
    locale?: string;
    /** Milliseconds; the expiry that the store had when the session was read from it. */
    keptUntil?: number;
    pendingForm?: { path: string; fields: Record<string, string | string[]> };
  }
}

type Answer = (error: unknown, data?: session.SessionData | null) => void;
type Done = (error?: unknown) => void;

/**
 * Sessions in the database, found by the hash of their id, so that a copy of the table signs nobody in. A class because
 * express-session asks for one.
 */
export class SessionStore extends session.Store {
  private readonly written = new WeakMap<object, string>();

  constructor(private readonly db: Knex) {
    super();
  }

  override get(id: string, answer: Answer): void {
    this.db('session')
      .where('id', hashOf(id))
      .andWhere('expires_at', '>', Date.now())
      .first('data', 'expires_at')
      .then(
        (row: { data: string; expires_at: number } | undefined) =>
          answer(null, row ? { ...(JSON.parse(row.data) as session.SessionData), keptUntil: row.expires_at } : null),
        (error: unknown) => answer(error),
      );
  }

  /**
   * Once for the same content: express-session saves a new session again when the answer ends, and that write might come
   * after the next request's and undo it.
   */
  override set(id: string, data: session.SessionData, done: Done = () => undefined): void {
    const { keptUntil: _asOfThen, ...kept } = data;
    const content = JSON.stringify({ ...kept, cookie: undefined });
    if (this.written.get(data) === content) return done();
    const row = {
      id: hashOf(id),
      institution_id: data.institutionId ?? null,
      staff_id: data.staffId ?? null,
      farmer_id: data.farmerId ?? null,
      expires_at: expiryOf(data),
      data: JSON.stringify(kept),
    };
    this.db('session')
      .insert(row)
      .onConflict('id')
      .merge()
      .then(
        () => {
          this.written.set(data, content);
          done();
        },
        (error: unknown) => done(unlessUnavailable(error)),
      );
  }

  /** Not for every click: a page that is only read then writes nothing to the disk. */
  override touch(id: string, data: session.SessionData, done: Done = () => undefined): void {
    if (data.keptUntil !== undefined && data.keptUntil >= expiryOf(data) - TOUCHED_EVERY_MILLISECONDS) return done();
    this.db('session')
      .where('id', hashOf(id))
      .andWhere('expires_at', '<', expiryOf(data) - TOUCHED_EVERY_MILLISECONDS)
      .update({ expires_at: expiryOf(data) })
      .then(
        () => done(),
        (error: unknown) => done(unlessUnavailable(error)),
      );
  }

  override destroy(id: string, done: Done = () => undefined): void {
    this.db('session')
      .where('id', hashOf(id))
      .del()
      .then(
        () => done(),
        (error: unknown) => done(error),
      );
  }
}

/**
 * The store is written when the answer is on its way already, and a fault then would cut it off: a page that could be
 * read is shown even where the database takes nothing, and a payment that was made is answered.
 */
function unlessUnavailable(error: unknown): unknown {
  return isUnavailable(error) ? undefined : error;
}

/** Ends every session of a person at once: after a new password, or when the account is disabled. */
export async function endSessions(db: Knex, institutionId: number, staffId: number): Promise<void> {
  await db('session').where({ institution_id: institutionId, staff_id: staffId }).del();
}

function hashOf(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}

const DEFAULT_MINUTES = 30;
const TOUCHED_EVERY_MILLISECONDS = 60_000;

function expiryOf(data: session.SessionData): number {
  const expires = data.cookie.expires;
  return expires ? new Date(expires).getTime() : Date.now() + DEFAULT_MINUTES * 60_000;
}
