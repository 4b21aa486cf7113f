import { affordability, capacity, type WindowAffordability } from './capacity';
import { Decimal } from './decimal';
import { windowsBetween, type Household, type Outlook } from './household-income';
import type { IsoDate } from './dates';
import type { Centimos } from './money';
import type { Window } from './yield';

/** A loan as a stress sees it: who pays it, and what falls due next. */
export interface LoanUnderStress {
  readonly household: Household;
  /** The day of the report: the first window begins after it. */
  readonly asOf: IsoDate;
  /**
   * The due date of the instalment before, or the day the loan was paid out: what the household has earned since then is
   * there for the next instalment, and no stress takes it away. Left out, nothing counts that came in before the report.
   */
  readonly earnsSince?: IsoDate;
  /** What is left of each instalment to come, in order of due date. */
  readonly instalments: readonly { readonly due: IsoDate; readonly total: Centimos }[];
}

export interface StressedLoan {
  readonly windows: readonly WindowAffordability[];
  readonly instalments: Centimos;
  /** What the household could not pay even with all that its windows leave. */
  readonly shortfall: Centimos;
}

/**
 * What a failed season would leave unpaid: `outlooks` say by how much price and yield fall and how late the harvest
 * comes, for a region, a variety or all. The family is taken to pay all it has left in a window and to keep nothing for
 * the next. A window that leaves S/ 1,200 for an instalment of S/ 2,000 falls short by S/ 800.
 */
export function stressLoan(loan: LoanUnderStress, outlooks: readonly Outlook[]): StressedLoan {
  const windows = affordability(capacity(loan.household, windowsOf(loan), EVERYTHING, outlooks), loan.instalments);
  return {
    windows,
    instalments: windows.reduce((sum, { instalment }) => sum + instalment, 0),
    shortfall: windows.reduce((sum, { margin }) => sum + Math.max(0, -margin), 0),
  };
}

const EVERYTHING = { ofSurplusPercent: new Decimal(100) };

function windowsOf({ asOf, instalments }: LoanUnderStress): Window[] {
  return windowsBetween(
    asOf,
    instalments.map(({ due }) => due),
  );
}
