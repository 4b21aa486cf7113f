import type { Centimos } from '../lending/money';
import type { SheetRow } from './store';

/** What a sheet comes to, in whole céntimos and rows. */
export interface SheetTotals {
  readonly due: Centimos;
  readonly collected: Centimos;
  readonly posted: Centimos;
  readonly rows: number;
  /** Farmers who gave something. */
  readonly paid: number;
  /** Rows with neither money nor a reason. */
  readonly blank: number;
  readonly refused: number;
  /** Rows with money that no answer came to yet, though the desk has the money. */
  readonly waiting: number;
}

/** Due 640.00 and 512.00; the first gave 600.00, the second was not visited: due 1,152.00, collected 600.00, 1 paid, 1 blank. */
export function totalsOf(rows: readonly SheetRow[]): SheetTotals {
  const paid = rows.filter(({ collected }) => collected !== null);
  return {
    due: sum(rows, ({ due }) => due),
    collected: sum(paid, ({ collected }) => collected ?? 0),
    posted: sum(rows, (row) => (row.state === 'posted' ? amountToPost(row) : 0)),
    rows: rows.length,
    paid: paid.length,
    blank: rows.filter(({ collected, outcome }) => collected === null && outcome === null).length,
    refused: rows.filter(({ state }) => state === 'refused').length,
    waiting: rows.filter(({ state, collected }) => state === 'open' && collected !== null).length,
  };
}

/** What is posted of a row: what was taken less what went back to the farmer. */
export function amountToPost({ collected, givenBack }: Pick<SheetRow, 'collected' | 'givenBack'>): Centimos {
  return (collected ?? 0) - givenBack;
}

function sum(rows: readonly SheetRow[], amountOf: (row: SheetRow) => Centimos): Centimos {
  return rows.reduce((total, row) => total + amountOf(row), 0);
}
