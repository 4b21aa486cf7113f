import { HUNDRED, ZERO, type Decimal } from './decimal';
import { windowIncome, type Household, type Outlook, type WindowIncome } from './household-income';
import { roundCentimos, type Centimos } from './money';
import type { Window } from './yield';

/** How much of a window an instalment may take. Rural lenders use 30 to 50 % of the net harvest and 70 % of the surplus. */
export interface ShareRule {
  readonly ofSurplusPercent: Decimal;
  /** Left out, only the surplus counts. */
  readonly ofNetHarvestPercent?: Decimal;
}

export interface WindowCapacity extends WindowIncome {
  /** The largest instalment that the share allows: rounded down, 0 where the window brings nothing. */
  readonly limit: Centimos;
}

/**
 * What the household can pay in each window: the smaller of the shares of surplus and net harvest. Nothing is carried
 * from one window to the next, since what is not asked for has been spent. Surplus S/ 3,896.80 and net harvest
 * S/ 4,696.80 at 70 % and 50 %: min(2,727.76, 2,348.40) = S/ 2,348.40.
 */
export function capacity(
  household: Household,
  windows: readonly Window[],
  share: ShareRule,
  outlooks: readonly Outlook[] = [],
): WindowCapacity[] {
  return windowIncome(household, windows, outlooks).map((window) => ({ ...window, limit: limitOf(window, share) }));
}

export interface WindowAffordability extends WindowCapacity {
  readonly instalment: Centimos;
  /** `limit` − `instalment`; negative where the window cannot bear what falls due in it. */
  readonly margin: Centimos;
}

/** Sets what falls due against what each window can bear, e.g. for a page that shows both and a stressed version. */
export function affordability(
  windows: readonly WindowCapacity[],
  instalments: readonly { readonly due: string; readonly total: Centimos }[],
): WindowAffordability[] {
  return windows.map((window) => {
    const instalment = instalments
      .filter((row) => row.due >= window.from && row.due <= window.to)
      .reduce((sum, row) => sum + row.total, 0);
    return { ...window, instalment, margin: window.limit - instalment };
  });
}

function limitOf({ surplus, netHarvest }: WindowIncome, share: ShareRule): Centimos {
  const ofSurplus = percentDown(surplus, share.ofSurplusPercent);
  if (share.ofNetHarvestPercent === undefined) return ofSurplus;
  return Math.min(ofSurplus, percentDown(netHarvest, share.ofNetHarvestPercent));
}

function percentDown(amount: Centimos, percent: Decimal): Centimos {
  return Math.max(0, roundCentimos(ZERO.plus(percent).times(amount).dividedBy(HUNDRED), 'down'));
}
