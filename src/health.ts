import type { Express } from 'express';
import type { Knex } from './db/connect';
import { pendingMigrations } from './db/migrate';

const KEPT_MILLISECONDS = 2_000;

/** Whether requests should come here: the database answers, no migration waits, and the process is not stopping. */
export function healthCheck({ db, draining }: { readonly db: Knex; readonly draining?: () => boolean }) {
  let known: { at: number; ready: boolean } | undefined;
  return async (): Promise<boolean> => {
    if (draining?.()) return false;
    if (known && performance.now() - known.at < KEPT_MILLISECONDS) return known.ready;
    const ready = await pendingMigrations(db).then(
      (pending) => pending.length === 0,
      () => false,
    );
    known = { at: performance.now(), ready };
    return ready;
  };
}

export function mountHealth(app: Express, ready: () => Promise<boolean>): void {
  app.get('/health/live', (_request, response) => {
    response.type('text').send('live');
  });
  app.get('/health/ready', async (_request, response) => {
    const isReady = await ready();
    response
      .status(isReady ? 200 : 503)
      .type('text')
      .send(isReady ? 'ready' : 'not ready');
  });
}
