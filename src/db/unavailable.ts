/** The database is busy, full, stopping, starting, or was killed with the question under way: it may be asked again. */
export function isUnavailable(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && CODES.includes(code)) return true;
  if (cannotBeWritten(error)) return true;
  return error instanceof Error && SAYS.test(error.message);
}

const CODES = [
  ...['SQLITE_BUSY'],
  ...['55P03', '57014', '53300', '57P01', '57P02', '57P03'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE'],
];
const SAYS = /Timeout acquiring a connection|Connection terminated|Client has encountered a connection error/i;

/** The disk of the database is full, read-only or failing: what is there can be read, and nothing can be added. */
export function cannotBeWritten(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && NOT_WRITABLE.test(code);
}

/** SQLite's with their kinds (`SQLITE_IOERR_WRITE`); PostgreSQL's for a full disk and for a server that only reads. */
const NOT_WRITABLE = /^(SQLITE_(FULL|READONLY|IOERR|CANTOPEN)(_.*)?|53100|25006)$/;

/** For whoever starts the program, before there is a page: why the database cannot be used, where that is known. */
export function sentenceOfStart(error: unknown): string | undefined {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (cannotBeWritten(error) || SAYS_NOT_WRITABLE.test(String(message))) {
    return 'La base de datos no se puede abrir: en su disco o en su archivo no se puede escribir. Revisa que el disco no esté lleno ni en modo de solo lectura y que la carpeta sea de quien ejecuta Mazorca.';
  }
  return AT_CONNECTING[String(code)];
}

/** The lock of the migrations is the first write, and its error keeps the words only. */
const SAYS_NOT_WRITABLE =
  /readonly database|read-only transaction|disk is full|disk I\/O error|unable to open database/i;

const AT_CONNECTING: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'No se puede conectar con la base de datos: en esa dirección nadie responde.',
  ENOTFOUND: 'No se puede conectar con la base de datos: no se encuentra ese servidor.',
  '28P01': 'No se puede conectar con la base de datos: el usuario o la contraseña no son correctos.',
  '3D000': 'No se puede conectar con la base de datos: ese servidor no tiene una con ese nombre. Créala primero.',
};
