import type { Centimos } from '../lending/money';
import { balanceOf, type AccountMovement } from './books';

/** A statement in one currency: its lines in order, and what they add up to. */
export interface Statement {
  readonly lines: readonly StatementLine[];
  readonly total: Centimos;
}

export interface StatementLine {
  readonly code: string;
  readonly name: string;
  readonly amount: Centimos;
}

export interface TrialBalance {
  readonly rows: readonly (AccountMovement & { readonly debitBalance: Centimos; readonly creditBalance: Centimos })[];
  readonly debit: Centimos;
  readonly credit: Centimos;
}

/** Sums and balances of every account; debits and credits add up to the same, or something was altered. */
export function trialBalanceOf(movements: readonly AccountMovement[]): TrialBalance {
  return {
    rows: movements.map((movement) => ({
      ...movement,
      debitBalance: Math.max(0, balanceOf(movement)),
      creditBalance: Math.max(0, -balanceOf(movement)),
    })),
    debit: sum(movements.map(({ debit }) => debit)),
    credit: sum(movements.map(({ credit }) => credit)),
  };
}

/** Income less expenses of a period. Interest of 100.00, fees of 5.00 and provisions of 30.00 leave 75.00. */
export function incomeStatementOf(movements: readonly AccountMovement[]): Statement {
  return statementOf(movements, ({ kind }) => kind === 'income' || kind === 'expense', -1);
}

/** The portfolio as an asset: principal by situation and interest receivable, less provisions. */
export function portfolioBalanceOf(movements: readonly AccountMovement[]): Statement {
  return statementOf(movements, ({ code }) => code.startsWith(LOANS_OF_THE_MANUAL), 1);
}

/** Rubro 14 of the Manual de Contabilidad: créditos. */
const LOANS_OF_THE_MANUAL = '14';

function statementOf(
  movements: readonly AccountMovement[],
  belongs: (movement: AccountMovement) => boolean,
  sign: 1 | -1,
): Statement {
  const lines = movements
    .filter(belongs)
    .map((movement) => ({ code: movement.code, name: movement.name, amount: sign * balanceOf(movement) }))
    .filter(({ amount }) => amount !== 0);
  return { lines, total: sum(lines.map(({ amount }) => amount)) };
}

function sum(amounts: readonly Centimos[]): Centimos {
  return amounts.reduce((total, amount) => total + amount, 0);
}
