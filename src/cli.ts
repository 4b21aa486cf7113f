import { readFileSync } from 'node:fs';
import { systemClock, type Clock } from './clock';
import { readConfig, type Config } from './config';
import type { Knex } from './db/connect';

interface Command {
  readonly help: string;
  /** Returns the exit status. What a command needs is loaded when it is called, so that each starts fast. */
  run(args: readonly string[]): Promise<number>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  help: {
    help: 'muestra esta ayuda',
    run: async () => {
      process.stdout.write(helpText());
      return 0;
    },
  },
  schedule: {
    help: 'lee términos (JSON) y escribe su cronograma: mazorca schedule < terms.json',
    run: async () => {
      const { scheduleCommand } = await import('./contract/schedule-command.js');
      return print(scheduleCommand(readFileSync(0, 'utf8')));
    },
  },
  replay: {
    help: 'lee la historia de un crédito (JSON) y escribe su estado: mazorca replay < history.json',
    run: async () => {
      const { replayCommand } = await import('./contract/replay-command.js');
      return print(replayCommand(readFileSync(0, 'utf8')));
    },
  },
  migrate: {
    help: 'pone la base de datos al día',
    run: () =>
      withDatabase(async (db) => {
        const { migrate } = await import('./db/migrate.js');
        const names = await migrate(db);
        process.stdout.write(names.length > 0 ? `Aplicado: ${names.join(', ')}\n` : 'La base de datos está al día.\n');
        return 0;
      }),
  },
  init: {
    help: 'crea una institución y su primer administrador con una contraseña de un solo uso',
    run: (args) =>
      withMigratedDatabase(async (db, config, clock) => {
        const { initCommand } = await import('./institutions/init-command.js');
        return initCommand(db, config, clock, args);
      }),
  },
  demo: {
    help: 'carga los datos de demostración en una base vacía',
    run: () =>
      withMigratedDatabase(async (db, config, clock) => {
        const { demoCommand } = await import('./demo/demo-command.js');
        return demoCommand(db, config, clock);
      }),
  },
  import: {
    help: 'importa de un CSV: mazorca import farmers|applications|deliveries ARCHIVO.csv [--dry-run]',
    run: (args) =>
      withMigratedDatabase(async (db, config, clock) => {
        const { importCommand } = await import('./import/import-command.js');
        return importCommand(db, config, clock, args);
      }),
  },
  'close-day': {
    help: 'cierra los días pendientes de cada institución: mazorca close-day [--date AAAA-MM-DD] [--institution CODIGO]',
    run: (args) =>
      withMigratedDatabase(async (db, config, clock) => {
        const { closeDayCommand } = await import('./day-close/close-day-command.js');
        return closeDayCommand(db, config, clock, args);
      }),
  },
  verify: {
    help: 'comprueba la cadena de auditoría, el balance y los saldos; termina con 1 si algo no cuadra',
    run: (args) =>
      withData(args, async (db, config) => {
        const { verifyCommand } = await import('./verify/verify-command.js');
        return verifyCommand(db, config);
      }),
  },
  backup: {
    help: 'guarda todos los datos en un archivo, con el programa en marcha: mazorca backup --to ARCHIVO|CARPETA',
    run: async (args) => {
      const { backupCommand } = await import('./backup/backup-command.js');
      return backupCommand(readConfig(), systemClock, args);
    },
  },
  restore: {
    help: 'llena una base vacía con un respaldo y la comprueba: mazorca restore --from ARCHIVO --into BASE',
    run: async (args) => {
      const { restoreCommand } = await import('./backup/restore-command.js');
      return restoreCommand(readConfig(), args);
    },
  },
  move: {
    help: 'copia todos los datos a una base vacía de SQLite o PostgreSQL: mazorca move --into BASE',
    run: async (args) => {
      const { moveCommand } = await import('./backup/move-command.js');
      return moveCommand(readConfig(), systemClock, args);
    },
  },
};

const USAGE_FAULT = 2;

async function main(): Promise<number> {
  const [first = 'help', ...args] = process.argv.slice(2);
  const name = first === '--help' || first === '-h' ? 'help' : first;
  const command = COMMANDS[name];
  if (command) return command.run(args);
  process.stderr.write(`No conozco la orden «${name}».\n${helpText()}`);
  return USAGE_FAULT;
}

function helpText(): string {
  const lines = Object.entries(COMMANDS).map(([name, { help }]) => `  ${name.padEnd(10)} ${help}`);
  return `mazorca <orden>\n\n${lines.join('\n')}\n`;
}

function print({ output, exitCode }: { output: string; exitCode: number }): number {
  process.stdout.write(output);
  return exitCode;
}

/** For a command that only looks: it takes no options, and what is not there is not in order. */
async function withData(
  args: readonly string[],
  work: (db: Knex, config: Config, clock: Clock) => Promise<number>,
): Promise<number> {
  if (args.length > 0) {
    process.stderr.write(`Esta orden no lleva opciones: no entiendo «${args.join(' ')}».\n`);
    return USAGE_FAULT;
  }
  const { assertHasData } = await import('./backup/open-database.js');
  await assertHasData(readConfig().databaseUrl);
  return withMigratedDatabase(work);
}

async function withMigratedDatabase(
  work: (db: Knex, config: Config, clock: Clock) => Promise<number>,
): Promise<number> {
  return withDatabase(async (db, config) => {
    const { migrate } = await import('./db/migrate.js');
    await migrate(db);
    return work(db, config, systemClock);
  });
}

async function withDatabase(work: (db: Knex, config: Config) => Promise<number>): Promise<number> {
  const { connect } = await import('./db/connect.js');
  const config = readConfig();
  const db = connect(config.databaseUrl);
  try {
    return await work(db, config);
  } finally {
    await db.destroy();
  }
}

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  async (error: unknown) => {
    const { sentenceOfStart } = await import('./db/unavailable.js');
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${[sentenceOfStart(error), message].filter(Boolean).join('\n')}\n`);
    process.exitCode = 1;
  },
);
