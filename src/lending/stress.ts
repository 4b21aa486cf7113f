import { affordability, capacity, type WindowAffordability } from './capacity';
import { Decimal } from './decimal';
import { windowIncome, windowsBetween, type Household, type Outlook } from './household-income';
import type { IsoDate } from './dates';
import type { Centimos } from './money';
import type { Window } from './yield';

/** A loan as a stress sees it: who pays it, and what falls due next. */
export interface LoanUnderStress {
  readonly household: Household;
  /** The day of the report: the first window begins after it. */
  readonly asOf: IsoDate;
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

/** How one window of a loan answers to price and yield: `yield × (price × revenue − picking) + other − instalment`. */
export interface WindowExposure {
  readonly revenue: Centimos;
  readonly picking: Centimos;
  /** Other income less care of the trees, living cost and other debts. */
  readonly other: Centimos;
  readonly instalment: Centimos;
}

export interface LoanExposure {
  readonly region: string;
  readonly windows: readonly WindowExposure[];
}

/** Takes a loan apart so that thousands of harvests can be tried on it; the region is that of its first parcel. */
export function exposureOf(loan: LoanUnderStress): LoanExposure {
  const windows = windowsOf(loan);
  const expected = windowIncome(loan.household, windows);
  const withoutHarvest = windowIncome(loan.household, windows, [{ pricePercent: 100, yieldPercent: 0, weeksLate: 0 }]);
  return {
    region: loan.household.parcels[0]?.region ?? '',
    windows: expected.map((window, index) => {
      const care = withoutHarvest[index]?.productionCost ?? 0;
      return {
        revenue: window.harvestIncome,
        picking: window.productionCost - care,
        other: window.otherIncome - window.livingCost - window.otherDebts - care,
        instalment: loan.instalments[index]?.total ?? 0,
      };
    }),
  };
}

function windowsOf({ asOf, instalments }: LoanUnderStress): Window[] {
  return windowsBetween(
    asOf,
    instalments.map(({ due }) => due),
  );
}
