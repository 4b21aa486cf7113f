import type { Clock } from '../clock';
import type { Config } from '../config';
import { takeBackup } from './take-backup';
import { optionsOf, summaryOf, tellingTables, terminal, USAGE_FAULT, type Terminal } from './terminal';

const USAGE = `mazorca backup --to ARCHIVO|CARPETA

  Guarda todos los datos de DATABASE_URL en un archivo, mientras el programa sigue trabajando.
  En una carpeta, el archivo se llama según la fecha y la hora.
`;

/** `mazorca backup`: writes the file and says what must be found when it is restored. */
export async function backupCommand(
  config: Pick<Config, 'databaseUrl'>,
  clock: Clock,
  args: readonly string[],
  at: Terminal = terminal,
): Promise<number> {
  const to = optionsOf(args, ['to'])?.to;
  if (to === undefined) {
    at.progress(USAGE);
    return USAGE_FAULT;
  }
  const { file, bytes, manifest } = await takeBackup(config.databaseUrl, to, clock.now(), tellingTables(at));
  at.write(`Respaldo guardado: ${file} (${Math.ceil(bytes / 1_024)} KiB)\n${summaryOf(manifest)}`);
  return 0;
}
