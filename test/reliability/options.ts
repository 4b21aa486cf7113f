/** How often servers and databases are killed; RELIABILITY_CYCLES asks for more. */
export const CYCLES = Number(process.env['RELIABILITY_CYCLES'] ?? 10);

/** A database lives so many kills and is then replaced, so that the histories of its loans stay as long as in life. */
export const CYCLES_PER_DATABASE = 10;
