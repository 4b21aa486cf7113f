import type { Clock } from '../clock';
import type { Config } from '../config';
import { moveDatabase } from './move-database';
import { verifyAt } from './restore-command';
import { optionsOf, summaryOf, tablesOf, tellingTables, terminal, USAGE_FAULT, type Terminal } from './terminal';

const USAGE = `mazorca move [--from sqlite:ARCHIVO|postgres://…] --into sqlite:ARCHIVO|postgres://…

  Copia todos los datos a una base de datos vacía, del mismo motor o del otro, y comprueba que quedó igual.
  Sin --from, el origen es DATABASE_URL. El programa debe estar detenido: lo que se registre después no se copia.
`;

/** `mazorca move`: prints the digest of every table, equal on both sides; 1 where verify finds something. */
export async function moveCommand(
  config: Pick<Config, 'databaseUrl' | 'auditKey'>,
  clock: Clock,
  args: readonly string[],
  at: Terminal = terminal,
): Promise<number> {
  const { from = config.databaseUrl, into } = optionsOf(args, ['from', 'into']) ?? {};
  if (into === undefined) {
    at.progress(USAGE);
    return USAGE_FAULT;
  }
  const manifest = await moveDatabase(from, into, clock.now(), tellingTables(at));
  at.write(`Las dos bases de datos son iguales, tabla por tabla:\n${tablesOf(manifest)}${summaryOf(manifest)}`);
  return verifyAt(into, config, at);
}
