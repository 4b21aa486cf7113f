import type { Knex } from '../db/connect';
import { findClosedDay } from '../day-close/store';
import type { IsoDate } from '../lending/dates';
import { FIRST_DAY, movementsBetween, type AccountMovement, type Basis } from './books';
import { provisionLines, type ProvisionLine } from './provisions';
import { incomeStatementOf, portfolioBalanceOf, trialBalanceOf, type Statement, type TrialBalance } from './statements';

/** The books of an institution at the end of a day, in one currency. */
export interface CurrencyReport {
  readonly currency: string;
  readonly trialBalance: TrialBalance;
  /** From the first of the month to the day, and from the first of the year. */
  readonly incomeOfMonth: Statement;
  readonly incomeOfYear: Statement;
  readonly portfolio: Statement;
  readonly provisions: readonly ProvisionLine[];
}

export interface MonthReport {
  readonly date: IsoDate;
  readonly basis: Basis;
  /** Of the frozen figures; absent where the day is not closed, and then what was booked may still grow. */
  readonly digest: string | undefined;
  readonly currencies: readonly CurrencyReport[];
}

/** The reports of a day, usually the last of a month. Asked for as `known`, a closed day gives the same for ever. */
export async function monthReport(db: Knex, institutionId: number, date: IsoDate, basis: Basis): Promise<MonthReport> {
  const movements = (from: IsoDate) => movementsBetween(db, institutionId, from, date, basis);
  const ever = await movements(FIRST_DAY);
  const month = await movements(`${date.slice(0, 7)}-01`);
  const year = await movements(`${date.slice(0, 4)}-01-01`);
  const provisions = await provisionLines(db, institutionId, date);
  const closed = await findClosedDay(db, institutionId, date);
  return {
    date,
    basis,
    digest: closed?.digest,
    currencies: [...new Set(ever.map(({ currency }) => currency))].map((currency) => ({
      currency,
      trialBalance: trialBalanceOf(inCurrency(ever, currency)),
      incomeOfMonth: incomeStatementOf(inCurrency(month, currency)),
      incomeOfYear: incomeStatementOf(inCurrency(year, currency)),
      portfolio: portfolioBalanceOf(inCurrency(ever, currency)),
      provisions: provisions.filter((line) => line.currency === currency),
    })),
  };
}

function inCurrency(movements: readonly AccountMovement[], currency: string): AccountMovement[] {
  return movements.filter((movement) => movement.currency === currency);
}
