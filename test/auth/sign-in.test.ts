import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { SessionStore } from '../../src/web/session-store';
import { hiddenFieldsOf, somebody, signIn, textOf } from '../support/browser';
import { createWorld, PASSWORD, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

describe('Signing in', () => {
  it('leads each person to the page of their work', async () => {
    const person = somebody(world.app);
    const answer = await person.submit('/entrar', { user: 'carmen@selva', password: PASSWORD });
    expect([answer.status, answer.headers['location']]).toEqual([303, '/continuar']);
    expect((await person.get('/continuar')).headers['location']).toBe('/mi-dia');
  });

  it.each([
    ['a wrong password', { user: 'carmen@selva', password: 'otra cosa' }],
    ['somebody unknown', { user: 'nadie@selva', password: PASSWORD }],
    ['an unknown institution', { user: 'carmen@nada', password: PASSWORD }],
    ['no institution at all', { user: 'carmen', password: PASSWORD }],
  ])('says the same of %s and keeps the user that was typed', async (_case, typed) => {
    const answer = await somebody(world.app).submit('/entrar', typed);
    expect(answer.status).toBe(422);
    expect(textOf(answer.text)).toContain('El usuario o la contraseña no coinciden');
    expect(answer.text).toContain(`value="${typed.user}"`);
    expect(answer.text).not.toContain(typed.password);
  });

  it('asks for what is missing, with a link to the field', async () => {
    const answer = await somebody(world.app).submit('/entrar', { user: '', password: '' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('<a href="#f-user">Ingresa tu usuario</a>');
    expect(answer.text).toContain('<title>Error:');
  });

  it('waits after ten failures, also with the right password', async () => {
    const person = somebody(world.app);
    for (let attempt = 1; attempt <= 10; attempt++) {
      await person.submit('/entrar', { user: 'raul@valle', password: 'mal' });
    }
    const answer = await person.submit('/entrar', { user: 'raul@valle', password: PASSWORD });
    expect(answer.status).toBe(429);
    expect(textOf(answer.text)).toContain('demasiados intentos');
  });

  it('is over when the account is disabled, at the next click', async () => {
    const julio = await signIn(world.app, 'julio@valle');
    expect((await julio.get('/clave')).status).toBe(200);
    await world.db('staff').where({ institution_id: world.valle.id, username: 'julio' }).update({ active: false });
    expect((await julio.get('/clave')).status).toBe(303);
  });

  it('is in the database before the answer leads on, for a browser that is quicker than the disk', async () => {
    const address = await listening(world.app);
    const order: string[] = [];
    const door = await fetch(`${address}/entrar`);
    const hidden = hiddenFieldsOf(await door.text(), '/entrar');
    const save = jest.spyOn(SessionStore.prototype, 'set').mockImplementationOnce(function (
      this: SessionStore,
      ...row
    ) {
      // Another page of the program is asked for and read meanwhile: whatever was sent before has arrived.
      void fetch(`${address}/entrar`).then(async (other) => {
        await other.text();
        order.push('saved');
        this.set(...row);
      });
    });
    const answer = await fetch(`${address}/entrar`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: cookieOf(door), 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ ...hidden, user: 'carmen@selva', password: PASSWORD }),
    });
    order.push('answered');
    expect(answer.headers.get('location')).toBe('/continuar');
    await answer.text();
    expect(order).toEqual(['saved', 'answered']);
    save.mockRestore();
  });

  it('is written once: a second write might come after that of the next page and undo it', async () => {
    const writes: string[] = [];
    const note = ({ sql }: { sql: string }) => void (/^insert into .session./.test(sql) && writes.push(sql));
    const person = somebody(world.app);
    await person.get('/entrar');
    world.db.on('query', note);
    await person.submit('/entrar', { user: 'carmen@selva', password: PASSWORD });
    world.db.removeListener('query', note);
    expect(writes).toHaveLength(1);
  });

  it('ends with Salir', async () => {
    const person = await signIn(world.app, 'hugo@selva');
    await person.submit('/clave', {}, '/salir');
    expect((await person.get('/clave')).headers['location']).toContain('/entrar');
  });

  it('never leaves this program, wherever the address says to go back to', async () => {
    const person = somebody(world.app);
    const answer = await person.submit('/entrar', { user: 'carmen@selva', password: PASSWORD, back: '//malo.example' });
    expect(answer.headers['location']).toBe('/');
  });
});

describe('A one-time password', () => {
  it('leads to a new password and nowhere else', async () => {
    await world
      .db('staff')
      .where({ institution_id: world.valle.id, username: 'pedro' })
      .update({ must_change_password: true });
    const pedro = await signIn(world.app, 'pedro@valle');
    expect((await pedro.get('/')).headers['location']).toBe('/clave');
    const answer = await pedro.submit('/clave', { current: PASSWORD, next: 'mono cacao lluvia rio' });
    expect(answer.status).toBe(303);
    expect((await pedro.get('/')).headers['location']).toBe('/mi-dia');
  });

  it.each([
    ['corta', 'La contraseña debe tener 12 caracteres o más'],
    ['password12345', 'Esa contraseña es muy fácil de adivinar'],
    ['yo soy marta siempre', 'La contraseña no puede contener tu usuario'],
    [PASSWORD, 'La contraseña nueva debe ser distinta de la actual'],
  ])('does not become %s', async (next, message) => {
    const marta = await signIn(world.app, 'marta@selva');
    const answer = await marta.submit('/clave', { current: PASSWORD, next });
    expect(answer.status).toBe(422);
    expect(textOf(answer.text)).toContain(message);
  });
});

describe('A form from elsewhere', () => {
  it('is refused without the token of the session', async () => {
    const carmen = await signIn(world.app, 'carmen@selva');
    expect((await carmen.post('/clave', { current: PASSWORD, next: 'mono cacao lluvia rio' })).status).toBe(403);
  });

  it('that arrives after the session has ended waits for the next sign-in', async () => {
    const carmen = somebody(world.app);
    await carmen.post('/clave', { current: 'lo que escribí', next: 'otra' });
    const signedIn = await carmen.submit('/entrar', { user: 'carmen@selva', password: PASSWORD });
    expect(signedIn.headers['location']).toBe('/continuar');
    const shown = await carmen.get('/continuar');
    expect(textOf(shown.text)).toContain('Continuar con lo que escribí');
    expect(shown.text).toContain('value="lo que escribí"');
  });
});

describe('The language', () => {
  it('is Spanish until somebody chooses English, and stays chosen', async () => {
    const person = somebody(world.app);
    expect((await person.get('/entrar')).text).toContain('<html lang="es-PE">');
    await person.submit('/entrar', { locale: 'en', back: '/entrar' }, '/idioma');
    expect(textOf((await person.get('/entrar')).text)).toContain('Sign in to Mazorca');
  });
});

const servers: Server[] = [];

afterAll(() => {
  for (const server of servers) server.closeAllConnections();
  for (const server of servers) server.close();
});

async function listening(app: Express): Promise<string> {
  const server = createServer(app);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .join('; ');
}
