import type { Config } from '../config';
import { connect } from '../db/connect';
import { verifyCommand } from '../verify/verify-command';
import { restoreBackup } from './restore-backup';
import { optionsOf, summaryOf, tellingTables, terminal, USAGE_FAULT, type Terminal } from './terminal';

const USAGE = `mazorca restore --from ARCHIVO --into sqlite:ARCHIVO|postgres://…

  Llena una base de datos vacía con un respaldo, comprueba que quedó igual y que todo cuadra.
  AUDIT_KEY debe ser la misma con la que trabajaba el programa.
`;

/** `mazorca restore`: the exit code is 1 where verify finds something in what was restored. */
export async function restoreCommand(
  config: Pick<Config, 'auditKey'>,
  args: readonly string[],
  at: Terminal = terminal,
): Promise<number> {
  const { from, into } = optionsOf(args, ['from', 'into']) ?? {};
  if (from === undefined || into === undefined) {
    at.progress(USAGE);
    return USAGE_FAULT;
  }
  const manifest = await restoreBackup(from, into, tellingTables(at));
  at.write(`El respaldo quedó restaurado y es igual al original.\n${summaryOf(manifest)}`);
  return verifyAt(into, config, at);
}

/** What `mazorca verify` would say of the database. */
export async function verifyAt(databaseUrl: string, config: Pick<Config, 'auditKey'>, at: Terminal): Promise<number> {
  const db = connect(databaseUrl);
  try {
    return await verifyCommand(db, config, (line) => at.write(`${line}\n`));
  } finally {
    await db.destroy();
  }
}
