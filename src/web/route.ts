import type { z } from 'zod';
import type { Clock } from '../clock';
import type { Config } from '../config';
import type { Knex } from '../db/connect';
import type { By } from '../ledger/by';
import type { Form } from './form';
import type { Translate } from './locale';
import type { Reply } from './reply';
import type { Role, User } from './user';

/** What the program needs from outside: handed to createApp and on to every handler. */
export interface Deps {
  readonly db: Knex;
  readonly config: Config;
  readonly clock: Clock;
}

/**
 * Whose records a route may touch. `institution`: rows of the user's own institution and no other. `alliance`: the
 * facilitator and investors, over all institutions, aggregates only; a lender's people, where they are named too, see
 * their own institution's part of it. `self`: the signed-in person's own. `public`:
 * nobody need be signed in.
 */
export type Scope = 'institution' | 'alliance' | 'self' | 'public';

/** A request that has passed session, role, CSRF and schema. */
export interface Ask<Params, Query, Body> extends Deps {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly user: User;
  /** The same person as the use cases want to know them. */
  readonly by: By;
  /** The id of the intention, from the hidden field of the form; `once` wants it. */
  readonly commandId: string;
  /** The fields of the form as they were typed, to show them again when the rules say no. */
  readonly typed: Form['values'];
  readonly t: Translate;
  readonly session: SessionDoor;
}

/** What a handler may do to the session; the store itself stays in the web layer. */
export interface SessionDoor {
  signIn(who: { institutionId: number; staffId?: number; farmerId?: number }): Promise<void>;
  signOut(): Promise<void>;
  /** The request's cookie of that name, and a way to set one that scripts cannot read. */
  readCookie(name: string): string | undefined;
  setCookie(name: string, value: string, maxAgeDays: number): void;
  /** The language of the pages, kept for this person from now on. */
  chooseLocale(locale: string): Promise<void>;
  readonly ip: string;
  /** A form that was sent after the session had ended; it waits for the person to sign in again. */
  takePendingForm(): PendingForm | undefined;
  readonly userAgent: string;
}

export interface PendingForm {
  readonly path: string;
  readonly fields: Readonly<Record<string, string | string[]>>;
}

export interface RouteOf<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  readonly method: 'get' | 'post';
  readonly path: string;
  /** Empty only for scope `public`. */
  readonly roles: readonly Role[];
  readonly scope: Scope;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly handle: (ask: Ask<z.output<P>, z.output<Q>, z.output<B>>) => Promise<Reply>;
  /** POST only: shows the page again with what was typed and what is wrong; the reply goes out with status 422. */
  readonly invalid?: (ask: Ask<z.output<P>, z.output<Q>, undefined>, form: Form) => Promise<Reply>;
}

export type Route = RouteOf<z.ZodType, z.ZodType, z.ZodType>;

/** Declares a route. Types flow from the schemas to the handler; what is mounted is the plain value. */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  declared: RouteOf<P, Q, B>,
): Route {
  return declared;
}
