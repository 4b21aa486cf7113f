/** How often servers and databases are killed; RELIABILITY_CYCLES asks for more. */
export const CYCLES = Number(process.env['RELIABILITY_CYCLES'] ?? 10);

/** A database lives so many kills and is then replaced, so that the histories of its loans stay as long as in life. */
export const CYCLES_PER_DATABASE = 10;

/** How often the power goes out, and in how many payments; POWER_CUTS and CUT_PAYMENTS ask for more. */
export const POWER_CUTS = Number(process.env['POWER_CUTS'] ?? 300);
export const CUT_PAYMENTS = Number(process.env['CUT_PAYMENTS'] ?? 150);

/** Of what is drawn by lot; it is printed, so that a run can be had again. */
export const SEED = Number(process.env['RELIABILITY_SEED'] ?? 20_261_123);
