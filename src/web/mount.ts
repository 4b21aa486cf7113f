import { randomUUID } from 'node:crypto';
import type { Express, Request, Response } from 'express';
import type { z } from 'zod';
import { errorsByField, type Form } from './form';
import type { Reply } from './reply';
import type { Deps, Route } from './route';
import { sendReply, type Sender } from './send';
import { saveSession, sessionDoor } from './session-door';
import { byOf, signedInUser } from './signed-in';
import type { User } from './user';

/**
 * Puts the routes on the app: the only way a handler becomes reachable. Each request passes sign-in, role, CSRF (before
 * this) and the strict schemas of params, query and body, in that order, and only then meets its handler.
 */
export function mountRoutes(app: Express, routes: readonly Route[], deps: Deps, sender: Sender): void {
  const seen = new Set<string>();
  for (const route of routes) {
    assertComplete(route, seen);
    app[route.method](route.path, async (request: Request, response: Response) => {
      await sendReply(sender, request, response, await answer(route, request, response, deps, sender));
    });
  }
}

async function answer(route: Route, request: Request, response: Response, deps: Deps, sender: Sender): Promise<Reply> {
  const user = await signedInUser(deps, request);
  if (route.scope !== 'public') {
    if (!user)
      return toSignIn(route, request, sender.t(request)('Tu sesión terminó. Ingresa de nuevo para continuar.'));
    if (!route.roles.includes(user.role)) return { type: 'forbidden' };
    if (
      user.kind === 'staff' &&
      user.mustChangePassword &&
      !route.path.startsWith('/clave') &&
      route.path !== '/salir'
    ) {
      return { type: 'redirect', to: '/clave' };
    }
  }
  const params = route.params.safeParse({ ...request.params });
  if (!params.success) return { type: 'not-found' };
  const query = route.query.safeParse(request.query);
  if (!query.success) return { type: 'not-found' };

  const { _csrf, _command, ...fields } = bodyOf(request);
  const t = sender.t(request);
  const commandId = readCommandId(_command);
  const ask = {
    ...deps,
    params: params.data,
    query: query.data,
    user: user ?? ANONYMOUS,
    by: byOf(deps, user, request),
    commandId,
    typed: typedValues(fields),
    t,
    session: sessionDoor(request, response, deps),
  };
  if (route.method === 'get') return route.handle({ ...ask, body: undefined });

  const body = route.body.safeParse(fields);
  if (body.success) return route.handle({ ...ask, body: body.data });
  const form: Form = {
    values: { ...blankValues(route.body), ...typedValues(fields) },
    errors: errorsByField(body.error, t),
    commandId,
  };
  if (!route.invalid) return { type: 'not-found' };
  const again = await route.invalid({ ...ask, body: undefined }, form);
  return again.type === 'page' ? { status: 422, ...again } : again;
}

/** Public handlers are given this; they may not look at it, and it is nobody. */
const ANONYMOUS = {
  kind: 'farmer',
  institutionId: 0,
  institutionName: '',
  id: 0,
  name: '',
  role: 'farmer',
} as const satisfies User;

/** A form that was sent after the session ended is kept and offered again after sign-in: nobody types twice. */
async function toSignIn(route: Route, request: Request, notice: string): Promise<Reply> {
  const farmerPage = route.roles.length === 1 && route.roles[0] === 'farmer';
  const signInPage = farmerPage ? '/mi-credito/entrar' : '/entrar';
  if (route.method === 'post') {
    const { _csrf, ...fields } = bodyOf(request);
    if (!farmerPage && Object.keys(fields).length > 0) {
      request.session.pendingForm = { path: request.originalUrl, fields: typedValues(fields) };
      await saveSession(request);
    }
    return { type: 'redirect', to: signInPage, notice };
  }
  if (request.path === '/') return { type: 'redirect', to: signInPage };
  return { type: 'redirect', to: `${signInPage}?volver=${encodeURIComponent(request.originalUrl)}` };
}

function bodyOf(request: Request): Record<string, unknown> {
  return typeof request.body === 'object' && request.body !== null
    ? { ...(request.body as Record<string, unknown>) }
    : {};
}

/** A form without a usable id is a form of its own: it gets a fresh one and is posted once. */
function readCommandId(sent: unknown): string {
  return typeof sent === 'string' && /^[0-9a-zA-Z-]{8,64}$/.test(sent) ? sent : randomUUID();
}

/** Every field of the form, empty: a browser leaves out what is not ticked, and a template asks for all of them. */
function blankValues(schema: z.ZodType): Record<string, string> {
  const def = schema.def as { shape?: Record<string, unknown>; in?: z.ZodType; innerType?: z.ZodType };
  const inner = def.in ?? def.innerType;
  if (def.shape) return Object.fromEntries(Object.keys(def.shape).map((name) => [name, '']));
  return inner ? blankValues(inner) : {};
}

function typedValues(fields: Readonly<Record<string, unknown>>): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') values[name] = value;
    else if (Array.isArray(value)) values[name] = value.map(String);
  }
  return values;
}

/** A route without a role, with a schema that lets unknown fields through, or declared twice stops the program at start. */
function assertComplete(route: Route, seen: Set<string>): void {
  const name = `${route.method.toUpperCase()} ${route.path}`;
  if (seen.has(name)) throw new Error(`${name} is declared twice`);
  seen.add(name);
  if ((route.scope === 'public') !== (route.roles.length === 0))
    throw new Error(`${name} needs roles, or the scope public`);
  for (const [part, schema] of Object.entries({ params: route.params, query: route.query, body: route.body })) {
    if (!isStrictObject(schema)) throw new Error(`${name}: the schema of its ${part} is not a strict object`);
  }
  if (route.method === 'get' && route.invalid) throw new Error(`${name}: only a POST shows a form again`);
}

/** Strict objects, also under a refinement or a transformation of the whole. */
function isStrictObject(schema: z.ZodType): boolean {
  const def = schema.def as {
    type: string;
    catchall?: { def: { type: string } };
    in?: z.ZodType;
    innerType?: z.ZodType;
    options?: z.ZodType[];
  };
  if (def.type === 'object') return def.catchall?.def.type === 'never';
  if (def.type === 'union') return (def.options ?? []).every(isStrictObject);
  const inner = def.in ?? def.innerType;
  return inner !== undefined && isStrictObject(inner);
}
