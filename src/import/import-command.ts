import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { findAccount } from '../auth/store';
import type { Clock } from '../clock';
import type { Config } from '../config';
import type { Knex } from '../db/connect';
import { inTransaction } from '../db/transaction';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { createTranslator, type Translate } from '../web/locale';
import { readArguments, USAGE, type ImportArguments } from './arguments';
import { columnFaults, unusedColumns } from './columns';
import { importApplications } from './import-applications';
import { importDeliveries } from './import-deliveries';
import { importFarmers } from './import-farmers';
import type { ImportKind } from './import-kind';
import { readCsv, type CsvFile } from './read-csv';
import { faultLines, faultyRowsCsv } from './report';
import { runImport, type ImportResult } from './run-import';

/** Where the words go; progress is for people who watch and may be thrown away. */
export interface Terminal {
  write(text: string): void;
  progress(text: string): void;
}

const KINDS: Readonly<Record<ImportArguments['what'], ImportKind<unknown>>> = {
  farmers: importFarmers,
  applications: importApplications,
  deliveries: importDeliveries,
};

const DONE = 0;
const FAULTY = 1;
const NOT_UNDERSTOOD = 2;

/**
 * `mazorca import farmers|applications|deliveries FILE.csv --institution CODE --as USERNAME`: reports faulty columns,
 * else faulty rows, and stores the rest as the person named, who must be an officer or a manager. Answers the exit code: 0 when all is well
 * or the bad rows were to be skipped, 1 when the file has faults, 2 when the words of the command make no sense.
 */
export async function importCommand(
  db: Knex,
  config: Config,
  clock: Clock,
  args: readonly string[],
  terminal: Terminal = standardTerminal,
): Promise<number> {
  const t = createTranslator()('es-PE');
  const refuse = (code: number, ...lines: readonly string[]): number => {
    terminal.write(`${lines.join('\n')}\n`);
    return code;
  };
  const asked = readArguments(args);
  if (!asked) return refuse(NOT_UNDERSTOOD, USAGE.trimEnd());
  const by = await importer(db, config, clock, asked);
  if (!by) {
    const { username, institution } = asked;
    return refuse(
      NOT_UNDERSTOOD,
      t("No hay un asesor ni un jefe de negocios activo con el usuario '{username}' en '{institution}'", {
        username,
        institution,
      }),
    );
  }
  const bytes = bytesOf(asked.file);
  if (!bytes) return refuse(NOT_UNDERSTOOD, t("No se puede leer el archivo '{file}'", { file: asked.file }));
  const file = readCsv(bytes);
  if ('type' in file) {
    return refuse(
      FAULTY,
      t('El archivo no se entiende a partir de la fila {row}: revisa las comillas', { row: file.row }),
    );
  }
  const kind = KINDS[asked.what];
  const wrongColumns = columnFaults(file, kind.columns, t);
  if (wrongColumns.length > 0) return refuse(FAULTY, ...wrongColumns);
  const result = await runImport(
    db,
    by,
    kind,
    file.rows,
    { dryRun: asked.dryRun, skipBad: asked.skipBad, progress: progressOn(terminal) },
    t,
  );
  if (result.stored) await recordImport(db, by, asked, bytes, result);
  if (asked.errorsFile !== undefined && result.faults.length > 0) {
    writeFileSync(asked.errorsFile, faultyRowsCsv(file, result.faults));
  }
  terminal.write(`${reportOf(asked, file, kind, result, t).join('\n')}\n`);
  return result.faults.length === 0 || result.stored ? DONE : FAULTY;
}

async function importer(db: Knex, config: Config, clock: Clock, asked: ImportArguments): Promise<By | undefined> {
  const account = await findAccount(db, asked.username, asked.institution);
  if (!account?.active || (account.role !== 'officer' && account.role !== 'manager')) return undefined;
  const { institutionId, staffId: id, role } = account;
  const requestId = `import-${randomUUID().slice(0, 8)}`;
  return { actor: { institutionId, kind: 'staff', id, role, requestId }, clock, auditKey: config.auditKey };
}

function bytesOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** The trail keeps which file came in and what it brought. */
async function recordImport(
  db: Knex,
  by: By,
  asked: ImportArguments,
  bytes: Buffer,
  { counts, faults }: ImportResult,
): Promise<void> {
  const digest = createHash('sha256').update(bytes).digest('hex');
  await inTransaction(db, (trx) =>
    recordDeed(trx, by, {
      action: `${asked.what}-imported`,
      entity: 'import',
      entityId: digest.slice(0, 16),
      details: { file: basename(asked.file), ...counts, faultyRows: rowsIn(faults) },
      after: { digest },
    }),
  );
}

function reportOf(
  asked: ImportArguments,
  file: CsvFile,
  kind: ImportKind<unknown>,
  result: ImportResult,
  t: Translate,
): string[] {
  const faultyRows = rowsIn(result.faults);
  const end = result.stored
    ? []
    : asked.dryRun
      ? [t('Fue solo una prueba: no se registró nada.')]
      : [t('No se registró nada. Corrige esas filas, o usa --skip-bad para registrar las demás.')];
  return [
    t('{file}: {count} filas', { file: basename(asked.file), count: file.rows.length }),
    ...unusedColumns(file, kind.columns).map((heading) => t("La columna '{heading}' no se usa", { heading })),
    ...faultLines(result.faults, t),
    ...kind.summary(result.counts, t),
    t('Filas con error: {rows}', { rows: faultyRows }),
    ...end,
  ];
}

function rowsIn(faults: ImportResult['faults']): number {
  return new Set(faults.map(({ row }) => row)).size;
}

const PROGRESS_EVERY = 100;

function progressOn(terminal: Terminal) {
  return (done: number, of: number): void => {
    if (done % PROGRESS_EVERY === 0 && of > PROGRESS_EVERY) {
      terminal.progress(`${Math.floor((done / of) * 100)} %\n`);
    }
  };
}

const standardTerminal: Terminal = {
  write: (text) => void process.stdout.write(text),
  progress: (text) => void process.stderr.write(text),
};
