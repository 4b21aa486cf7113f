import type { Knex } from '../db/connect';
import { inTransaction } from '../db/transaction';
import type { By } from '../ledger/by';
import type { Translate } from '../web/locale';
import type { Counts, Fault, ImportKind, Stored } from './import-kind';
import type { CsvRow } from './read-csv';

export interface ImportOptions {
  /** Says what would happen and stores nothing. */
  readonly dryRun: boolean;
  /** Stores the good rows of a file that has bad ones. */
  readonly skipBad: boolean;
  /** Told after each unit how many are done, of how many. */
  readonly progress: (done: number, of: number) => void;
}

export interface ImportResult {
  /** In the order of the rows. */
  readonly faults: readonly Fault[];
  readonly counts: Counts;
  readonly stored: boolean;
}

/**
 * Imports the rows of a file. Everything is rehearsed first, unit by unit, in transactions that are rolled back: so the
 * rules of the use cases themselves say which rows are bad, and nothing of a file with bad rows is stored unless that
 * is asked for. Then each unit is stored in a transaction of its own, so that no other work has to wait for a long file;
 * an import that is cut off can simply be run again.
 */
export async function runImport<Unit>(
  db: Knex,
  by: By,
  kind: ImportKind<Unit>,
  rows: readonly CsvRow[],
  options: ImportOptions,
  t: Translate,
): Promise<ImportResult> {
  const { units, faults } = kind.read(rows, t);
  const steps = units.length * (options.dryRun ? 1 : 2);
  const rehearsed: Rehearsal<Unit>[] = [];
  for (const [index, unit] of units.entries()) {
    rehearsed.push(await rehearse(db, by, kind, unit, t));
    options.progress(index + 1, steps);
  }
  const rehearsal = resultOf(faults, rehearsed, false);
  if (options.dryRun || (rehearsal.faults.length > 0 && !options.skipBad)) return rehearsal;
  const stored: Stored[] = [];
  for (const [index, { good }] of rehearsed.entries()) {
    if (good) stored.push(await inTransaction(db, (trx) => kind.store(trx, by, good, t)));
    options.progress(units.length + index + 1, steps);
  }
  return resultOf(rehearsal.faults, stored, true);
}

interface Rehearsal<Unit> extends Stored {
  /** What is left of the unit without its bad rows. */
  readonly good: Unit | undefined;
}

/** Stores the unit and takes it back; where rows are bad, once more without them. */
async function rehearse<Unit>(
  db: Knex,
  by: By,
  kind: ImportKind<Unit>,
  unit: Unit,
  t: Translate,
): Promise<Rehearsal<Unit>> {
  const { counts, faults } = await takenBack(db, (trx) => kind.store(trx, by, unit, t));
  if (faults.length === 0) return { good: unit, counts, faults };
  const rest = kind.without(unit, new Set(faults.map(({ row }) => row)));
  if (rest === undefined) return { good: undefined, counts: {}, faults };
  const again = await rehearse(db, by, kind, rest, t);
  return { ...again, faults: [...faults, ...again.faults] };
}

async function takenBack<Outcome>(db: Knex, work: (trx: Knex.Transaction) => Promise<Outcome>): Promise<Outcome> {
  const trx = await db.transaction();
  try {
    return await work(trx);
  } finally {
    await trx.rollback();
  }
}

function resultOf(faults: readonly Fault[], all: readonly Stored[], stored: boolean): ImportResult {
  const counts: Record<string, number> = {};
  for (const unit of all) {
    for (const [name, count] of Object.entries(unit.counts)) counts[name] = (counts[name] ?? 0) + count;
  }
  const together = [...faults, ...all.flatMap((unit) => unit.faults)].toSorted((one, other) => one.row - other.row);
  return { faults: together, counts, stored };
}
