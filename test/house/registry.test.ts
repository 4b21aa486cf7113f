import { routes } from '../../src/app';
import { route, type Route } from '../../src/web/route';
import { mountRoutes } from '../../src/web/mount';
import { page } from '../../src/web/reply';
import { nothing } from '../../src/web/fields';
import express from 'express';
import { z } from 'zod';
import type { Deps } from '../../src/web/route';
import type { Sender } from '../../src/web/send';
import { hiddenFieldsOf, signIn, somebody, type Person } from '../support/browser';
import { createWorld, FACILITATOR_STAFF, STAFF, type World } from '../support/world';

let world: World;
const people = new Map<string, { person: Person; token: string }>();

beforeAll(async () => {
  world = await createWorld();
  const everybody = [
    ...Object.keys(STAFF).map((username) => [username, 'selva']),
    ...Object.keys(FACILITATOR_STAFF).map((username) => [username, 'azmj']),
  ];
  for (const [username = '', code] of everybody) {
    const person = await signIn(world.app, `${username}@${code}`);
    const token = hiddenFieldsOf((await person.get('/clave')).text, '/clave')['_csrf'] ?? '';
    people.set(username, { person, token });
  }
});

function somebodyOf(username: string) {
  const found = people.get(username);
  if (!found) throw new Error(`${username} works nowhere`);
  return found;
}

async function recordsOf({ db }: World): Promise<unknown[]> {
  return Promise.all(['audit', 'command', 'journal'].map((table) => db(table).count('* as rows').first()));
}

/** Every route × every person, with a record number that no institution has: who may go in, and what a stranger learns. */
describe('Every route of the program', () => {
  const named = (declared: Route): [string, Route] => [`${declared.method.toUpperCase()} ${declared.path}`, declared];
  const staff = Object.entries({ ...STAFF, ...FACILITATOR_STAFF });
  const ask = (person: Person, { method, path }: Route, token: string) => {
    const concrete = path.replace(/:\w+/g, '999999');
    return method === 'get' ? person.get(concrete) : person.post(concrete, { _csrf: token });
  };

  it.each(routes.filter(({ scope }) => scope !== 'public').map(named))(
    '%s is closed to every role it does not name, and nothing changes',
    async (_name, declared) => {
      const before = await recordsOf(world);
      for (const [username] of staff.filter(([, role]) => !declared.roles.includes(role))) {
        const { person, token } = somebodyOf(username);
        expect([username, (await ask(person, declared, token)).status]).toEqual([username, 403]);
      }
      expect(await recordsOf(world)).toEqual(before);
    },
  );

  it.each(routes.filter(({ path }) => path !== '/salir').map(named))(
    '%s answers every role it names, also about a record that does not exist',
    async (_name, declared) => {
      for (const [username] of staff.filter(
        ([, role]) => declared.scope === 'public' || declared.roles.includes(role),
      )) {
        const { person, token } = somebodyOf(username);
        const { status } = await ask(person, declared, token);
        expect([username, status, [200, 303, 404, 422].includes(status)]).toEqual([username, status, true]);
      }
    },
  );

  it.each(routes.filter(({ method, scope }) => method === 'post' && scope !== 'public').map(named))(
    '%s wants the token of the session',
    async (_name, declared) => {
      const [username = ''] = staff.find(([, role]) => declared.roles.includes(role)) ?? [];
      if (username === '') return;
      expect((await ask(somebodyOf(username).person, declared, 'foreign')).status).toBe(403);
    },
  );

  it.each(
    routes
      .filter(({ scope }) => scope !== 'public')
      .map((declared): [string, Route] => [`${declared.method.toUpperCase()} ${declared.path}`, declared]),
  )('%s sends a person who has not signed in to the sign-in page', async (_name, declared) => {
    const stranger = somebody(world.app);
    const path = declared.path.replace(/:\w+/g, '1');
    const answer = declared.method === 'get' ? await stranger.get(path) : await stranger.post(path, {});
    expect(answer.status).toBe(303);
    expect(answer.headers['location']).toMatch(/\/entrar/);
  });

  it.each(routes.filter(({ method, path }) => method === 'get' && path !== '/').map(({ path }) => path))(
    '%s has one spelling: no trailing slash, no capitals',
    async (path) => {
      const person = people.get('marta')?.person;
      const concrete = path.replace(/:\w+/g, '1');
      expect((await person?.get(`${concrete}/`))?.status).toBe(404);
      expect((await person?.get(concrete.toUpperCase()))?.status).toBe(404);
    },
  );

  it('answers a page that does not exist in plain words', async () => {
    const answer = await people.get('carmen')?.person.get('/no-existe');
    expect(answer?.status).toBe(404);
    expect(answer?.text).toContain('No encontramos esta página');
  });
});

describe('A route that is not complete stops the program at start', () => {
  const complete = {
    method: 'get',
    path: '/prueba',
    roles: ['officer'],
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: () => Promise.resolve(page('problem', '', {})),
  } as const;
  const mount = (...declared: Route[]) => mountRoutes(express(), declared, {} as Deps, {} as Sender);

  it('is mounted when nothing is missing', () => {
    expect(() => mount(route({ ...complete, roles: ['officer'] }))).not.toThrow();
  });

  it.each([
    ['roles', route({ ...complete, roles: [] }), 'needs roles'],
    ['a strict query', route({ ...complete, roles: ['officer'], query: z.object({}) }), 'not a strict object'],
    ['a strict body', route({ ...complete, roles: ['officer'], body: z.looseObject({}) }), 'not a strict object'],
    ['an object as body', route({ ...complete, roles: ['officer'], body: z.any() }), 'not a strict object'],
  ])('without %s', (_missing, declared, complaint) => {
    expect(() => mount(declared)).toThrow(complaint);
  });

  it('when it is declared twice', () => {
    const one = route({ ...complete, roles: ['officer'] });
    expect(() => mount(one, one)).toThrow('declared twice');
  });
});
