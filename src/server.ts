import { createServer, type Server } from 'node:http';
import type { Logger } from 'pino';
import { createApp } from './app';
import { scheduleNightlyBackup } from './backup/nightly';
import { systemClock } from './clock';
import { readConfig, type Config } from './config';
import { connect, type Knex } from './db/connect';
import { scheduleNightlyClose } from './day-close/nightly';
import { onFailedSync } from './db/failed-sync';
import { migrate } from './db/migrate';
import { assertSettings } from './db/settings';
import { sentenceOfStart } from './db/unavailable';
import { loadDemoAtStart } from './demo/demo-command';
import { demoSignIns } from './demo/sign-ins';
import { createLogger } from './log';

async function main(): Promise<void> {
  const config = readConfig();
  const logger = createLogger(config);
  onFailedSync((error) => endAtOnce(error, logger));
  const db = connect(config.databaseUrl);
  await migrate(db);
  await assertSettings(db);
  await loadDemoAtStart(db, config, systemClock, process.argv.slice(2));

  let draining = false;
  const app = createApp({ db, config, clock: systemClock, logger, draining: () => draining });
  const server = createServer({ connectionsCheckingInterval: 1_000 }, app);
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  await listen(server, config);
  const stopNightly = scheduleNightlyClose({ db, clock: systemClock, auditKey: config.auditKey, logger });
  const { databaseUrl, backups } = config;
  const stopBackups = backups && scheduleNightlyBackup({ db, databaseUrl, clock: systemClock, logger, ...backups });
  process.stdout.write(`${await greeting(server, config)}\n${await demoSignIns(db, config, systemClock)}`);

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      draining = true;
      stopNightly();
      stopBackups?.();
      stop(server, db, logger);
    });
  }
}

function listen(server: Server, config: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
}

async function greeting(server: Server, config: Config): Promise<string> {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  return `Mazorca: http://${config.host}:${port}`;
}

const DRAIN_SECONDS_MAX = 20;

/** Finishes what is under way, takes nothing new, closes the database and ends. */
function stop(server: Server, db: Knex, logger: Logger): void {
  logger.info('stopping: finishing the requests under way');
  setTimeout(() => server.closeAllConnections(), DRAIN_SECONDS_MAX * 1_000).unref();
  const sweep = setInterval(() => server.closeIdleConnections(), 100);
  server.close(() => {
    clearInterval(sweep);
    db.destroy().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}

/** EX_IOERR of sysexits.h: the supervisor starts the program anew. */
const EXIT_IO_ERROR = 74;

/** Without finishing what is under way: none of it may be acknowledged any more. */
function endAtOnce(error: unknown, logger: Logger): void {
  logger.fatal({ err: error }, 'the disk did not confirm what was written: ending, to be started anew from the log');
  process.stderr.write(
    'El disco no confirmó lo que se guardó. Mazorca termina para volver a empezar desde lo que sí está en el disco; lo que se respondió está guardado. Revisa el disco.\n',
  );
  process.exit(EXIT_IO_ERROR);
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${[sentenceOfStart(error), message].filter(Boolean).join('\n')}\n`);
  process.exit(1);
});
