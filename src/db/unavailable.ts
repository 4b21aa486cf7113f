/** The database is busy, full, stopping, starting, or was killed with the question under way: it may be asked again. */
export function isUnavailable(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && CODES.includes(code)) return true;
  return error instanceof Error && SAYS.test(error.message);
}

const CODES = [
  ...['SQLITE_BUSY', 'SQLITE_FULL', 'SQLITE_READONLY'],
  ...['55P03', '57014', '53300', '57P01', '57P02', '57P03'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE'],
];
const SAYS = /Timeout acquiring a connection|Connection terminated|Client has encountered a connection error/i;
