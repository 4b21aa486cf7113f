import type { Request, Response } from 'express';
import type { Deps, SessionDoor } from './route';

/** Minutes without a click, and hours in all, after which a person has to sign in again. */
const IDLE_MINUTES = { staff: 30, farmer: 10 };
const ABSOLUTE_HOURS = { staff: 12, farmer: 1 };

export function sessionDoor(request: Request, response: Response, deps: Deps): SessionDoor {
  return {
    async signIn({ institutionId, staffId, farmerId }) {
      const { pendingForm, locale } = request.session;
      await regenerate(request);
      const kind = farmerId === undefined ? 'staff' : 'farmer';
      request.session.cookie.maxAge = IDLE_MINUTES[kind] * 60_000;
      Object.assign(request.session, {
        institutionId,
        ...(staffId !== undefined && { staffId }),
        ...(farmerId !== undefined && { farmerId }),
        endsAt: Date.parse(deps.clock.now()) + ABSOLUTE_HOURS[kind] * 3_600_000,
        ...(pendingForm && { pendingForm }),
        ...(locale !== undefined && { locale }),
      });
      await saveSession(request);
    },
    async signOut() {
      await regenerate(request);
    },
    readCookie: (name) => readCookie(request.headers.cookie, cookieName(name, deps)),
    setCookie(name, value, maxAgeDays) {
      response.cookie(cookieName(name, deps), value, {
        httpOnly: true,
        secure: deps.config.secure,
        sameSite: 'lax',
        path: '/',
        maxAge: maxAgeDays * 86_400_000,
      });
    },
    async chooseLocale(locale) {
      request.session.locale = locale;
      await saveSession(request);
    },
    ip: request.ip ?? '',
    takePendingForm() {
      const { pendingForm } = request.session;
      delete request.session.pendingForm;
      return pendingForm;
    },
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 200),
  };
}

/**
 * An answer that leads to another page is on its way before the session would be saved by itself: a browser that is quick
 * would ask for that page with a session that is not there yet.
 */
export function saveSession(request: Request): Promise<void> {
  return new Promise((resolve, reject) => request.session.save(settling(resolve, reject)));
}

/** Over https the browser itself then refuses a cookie that another host or a plain connection tries to set. */
export function cookieName(name: string, { config }: Pick<Deps, 'config'>): string {
  return config.secure ? `__Host-${name}` : name;
}

/** Nothing too where somebody sends what no browser has been given. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  const pair = (header ?? '').split(/;\s*/).find((part) => part.startsWith(`${name}=`));
  if (pair === undefined) return undefined;
  try {
    return decodeURIComponent(pair.slice(name.length + 1));
  } catch {
    return undefined;
  }
}

function regenerate(request: Request): Promise<void> {
  return new Promise((resolve, reject) => request.session.regenerate(settling(resolve, reject)));
}

function settling(resolve: () => void, reject: (error: Error) => void): (error?: unknown) => void {
  return (error) => {
    if (error) reject(error instanceof Error ? error : new Error('the session could not be kept'));
    else resolve();
  };
}
