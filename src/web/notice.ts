import type { Request, Response } from 'express';
import type { Deps } from './route';
import { cookieName, readCookie } from './session-door';

/*
 * The sentence that a redirect leaves for the next page travels in a cookie. In the session it would be written to the
 * disk twice, and a payment would wait for it.
 */
const NAME = 'aviso';
const KEPT_MILLISECONDS = 60_000;

export function leaveNotice(response: Response, deps: Deps, notice: string): void {
  response.cookie(cookieName(NAME, deps), notice, { ...attributesOf(deps), maxAge: KEPT_MILLISECONDS });
}

/** What was left, once. */
export function takeNotice(request: Request, response: Response, deps: Deps): string | null {
  const name = cookieName(NAME, deps);
  const notice = readCookie(request.headers.cookie, name);
  if (notice === undefined) return null;
  response.clearCookie(name, attributesOf(deps));
  return notice;
}

function attributesOf({ config }: Deps) {
  return { httpOnly: true, sameSite: 'lax', secure: config.secure, path: '/' } as const;
}
