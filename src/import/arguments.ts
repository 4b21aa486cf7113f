import { parseArgs } from 'node:util';

export interface ImportArguments {
  readonly what: 'farmers' | 'applications' | 'deliveries';
  readonly file: string;
  readonly institution: string;
  readonly username: string;
  readonly dryRun: boolean;
  readonly skipBad: boolean;
  /** Where the faulty rows go. */
  readonly errorsFile?: string;
}

export const USAGE = `mazorca import farmers|applications|deliveries ARCHIVO.csv --institution CODIGO --as USUARIO

  --dry-run          dice qué pasaría y no registra nada
  --skip-bad         registra las filas buenas de un archivo que tiene malas
  --errors ARCHIVO   escribe las filas malas con el motivo, para corregirlas e importarlas otra vez
`;

/** Reads what stands behind `mazorca import`; nothing when it cannot be understood. */
export function readArguments(args: readonly string[]): ImportArguments | undefined {
  const given = parsed(args);
  if (!given) return undefined;
  const { positionals, values } = given;
  const [what, file, ...more] = positionals;
  const { institution, as: username, errors } = values;
  if ((what !== 'farmers' && what !== 'applications' && what !== 'deliveries') || file === undefined || more.length > 0)
    return undefined;
  if (institution === undefined || username === undefined) return undefined;
  return {
    what,
    file,
    institution,
    username,
    dryRun: values['dry-run'] ?? false,
    skipBad: values['skip-bad'] ?? false,
    ...(errors !== undefined && { errorsFile: errors }),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        institution: { type: 'string' },
        as: { type: 'string' },
        'dry-run': { type: 'boolean' },
        'skip-bad': { type: 'boolean' },
        errors: { type: 'string' },
      },
    });
  } catch {
    return undefined;
  }
}
