/** LONG=1 asks for what is run before a release; each figure can also be set by itself. */
const isLong = process.env['LONG'] === '1';

function option(name: string, inShort: number, inLong: number): number {
  return Number(process.env[name] ?? (isLong ? inLong : inShort));
}

/** How often servers and databases are killed. */
export const CYCLES = option('RELIABILITY_CYCLES', 50, 1_000);

/** A database lives so many kills and is then replaced, so that the histories of its loans stay as long as in life. */
export const CYCLES_PER_DATABASE = 10;

/** How often the power goes out, and in how many payments. */
export const POWER_CUTS = option('POWER_CUTS', 300, 10_000);
export const CUT_PAYMENTS = option('CUT_PAYMENTS', 150, 150);

/** Random loan histories, and how many of them are told again on other machines. */
export const HISTORIES = option('HISTORIES', 60, 2_000);
export const EQUAL_HISTORIES = option('EQUAL_HISTORIES', 2, 200);

/** Payments that are sent sixty-four times at once, and bouts of each kind of race. */
export const KEYS = option('RELIABILITY_KEYS', 5, 1_000);
export const BOUTS = option('RELIABILITY_BOUTS', 10, 500);

/** Days that are closed while people pay, each in a database of its own, and payments of each. */
export const RACED_DAYS = option('RELIABILITY_RACED_DAYS', 2, 50);
export const RACED_PAYMENTS = option('RELIABILITY_RACED_PAYMENTS', 24, 60);

/** Of what is drawn by lot; it is printed, so that a run can be had again. */
export const SEED = Number(process.env['RELIABILITY_SEED'] ?? 20_261_123);

/** Backups that are taken under payments. */
export const BACKUPS = option('BACKUPS', 3, 50);
