import { parseArgs } from 'node:util';
import type { Manifest } from './dump';
import type { Told } from './load';

/** Where a command speaks to people: what came out, and how far it is. */
export interface Terminal {
  readonly write: (text: string) => void;
  readonly progress: (text: string) => void;
}

export const terminal: Terminal = {
  write: (text) => void process.stdout.write(text),
  progress: (text) => void process.stderr.write(text),
};

export const USAGE_FAULT = 2;

/** The options of a command, all of them with a value; undefined where somebody typed another. */
export function optionsOf<Name extends string>(
  args: readonly string[],
  names: readonly Name[],
): Partial<Record<Name, string>> | undefined {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  try {
    return parseArgs({ args: [...args], options, strict: true }).values as Partial<Record<Name, string>>;
  } catch {
    return undefined;
  }
}

/** A line for each table that has rows. */
export function tellingTables({ progress }: Terminal): Told {
  return (table, rows) => {
    if (rows > 0) progress(`  ${table.padEnd(24)} ${String(rows).padStart(10)} filas\n`);
  };
}

export function tablesOf({ tables }: Manifest): string {
  return tables
    .filter(({ rows }) => rows > 0)
    .map(({ table, rows, sha256 }) => `  ${table.padEnd(24)} ${String(rows).padStart(10)}  ${sha256}\n`)
    .join('');
}

/** `5f2a…  (1 234 filas)`, and the end of each audit trail, which somebody may have noted elsewhere. */
export function summaryOf(manifest: Manifest): string {
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  const heads = manifest.auditHeads.map(
    ({ institutionId, seq, hash }) => `  auditoría de la institución ${institutionId}: fila ${seq}, ${hash}\n`,
  );
  return `SHA-256 del contenido: ${manifest.total} (${rows} filas)\n${heads.join('')}`;
}
