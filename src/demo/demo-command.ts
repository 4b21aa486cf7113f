import type { Clock } from '../clock';
import type { Config } from '../config';
import type { Knex } from '../db/connect';
import { isEmpty, loadDemo } from './load-demo';
import { progressBar } from './progress-bar';
import { demoSignIns } from './sign-ins';

/** `mazorca demo`: fills an empty database, and no other; returns the exit status. */
export async function demoCommand(db: Knex, config: Config, clock: Clock): Promise<number> {
  if (config.environment === 'production') return refuse('Los datos de demostración no se cargan en producción.');
  if (!(await isEmpty(db))) return refuse('La base de datos ya tiene datos: la demostración se carga en una vacía.');
  await loadDemo(db, config, clock, progressBar(process.stdout));
  process.stdout.write(await demoSignIns(db, config, clock));
  return 0;
}

/** At the start of the server: a database that is still empty gets the demo, unless it was declined or in production. */
export async function loadDemoAtStart(db: Knex, config: Config, clock: Clock, args: readonly string[]): Promise<void> {
  if (config.environment === 'production' || args.includes('--no-demo')) return;
  if (await isEmpty(db)) await loadDemo(db, config, clock, progressBar(process.stdout));
}

function refuse(reason: string): number {
  process.stderr.write(`${reason}\n`);
  return 1;
}
