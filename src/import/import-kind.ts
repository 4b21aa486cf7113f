import type { Knex } from '../db/connect';
import type { By } from '../ledger/by';
import type { Translate } from '../web/locale';
import type { Column } from './columns';
import type { CsvRow } from './read-csv';

/** Something wrong with a row, or with one cell of it. */
export interface Fault {
  /** As Excel numbers it. */
  readonly row: number;
  readonly column: string | null;
  /** A whole sentence in the language of the reader. */
  readonly message: string;
}

/** How many of each thing the rows brought or found. */
export type Counts = Readonly<Record<string, number>>;

export interface Stored {
  readonly counts: Counts;
  /** Rows that the rules refused. */
  readonly faults: readonly Fault[];
}

/** What can be imported. A unit is what is stored in one transaction: a farmer with all parcels, an application. */
export interface ImportKind<Unit> {
  readonly columns: readonly Column[];
  read(rows: readonly CsvRow[], t: Translate): { readonly units: readonly Unit[]; readonly faults: readonly Fault[] };
  /** Brings what is not there yet and leaves alone what is; called twice, the second time finds everything there. */
  store(trx: Knex.Transaction, by: By, unit: Unit, t: Translate): Promise<Stored>;
  /** The unit without its bad rows; nothing when no row is left. */
  without(unit: Unit, badRows: ReadonlySet<number>): Unit | undefined;
  /** The counts in words, a line each. */
  summary(counts: Counts, t: Translate): readonly string[];
}
