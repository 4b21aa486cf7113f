import { affordability, capacity, type ShareRule } from './capacity';
import type { Household, Outlook } from './household-income';
import type { Centimos } from './money';
import type { Window } from './yield';

export interface BreakEvenInput {
  readonly household: Household;
  readonly share: ShareRule;
  readonly windows: readonly Window[];
  readonly instalments: readonly { readonly due: string; readonly total: Centimos }[];
}

/** The least percent of the expected price, and of the expected yield, at which every instalment still fits. */
export interface BreakEven {
  /** To the hundredth; left out where no price up to ten times the expected one would do. */
  readonly pricePercent?: number;
  readonly yieldPercent?: number;
}

/**
 * How far the price, or the yield, may fall before an instalment no longer fits its window's share, everything else as
 * expected. With a share of 100 % of the surplus it says when the family cannot pay at all. 436.8 kg at S/ 16.00, costs
 * of S/ 2.50 a kg and S/ 1,200, instalment S/ 2,000, 100 %: the price may fall to (2,000 + 2,292) / 6,988.80 = 61.42 %.
 */
export function breakEven(input: BreakEvenInput): BreakEven {
  const pricePercent = leastPercent((percent) =>
    fits(input, { pricePercent: percent, yieldPercent: 100, weeksLate: 0 }),
  );
  const yieldPercent = leastPercent((percent) =>
    fits(input, { pricePercent: 100, yieldPercent: percent, weeksLate: 0 }),
  );
  return {
    ...(pricePercent === undefined ? {} : { pricePercent }),
    ...(yieldPercent === undefined ? {} : { yieldPercent }),
  };
}

function fits({ household, share, windows, instalments }: BreakEvenInput, outlook: Outlook): boolean {
  return affordability(capacity(household, windows, share, [outlook]), instalments).every(
    (window) => window.margin >= 0,
  );
}

const LARGEST_HUNDREDTHS = 100_000;

/** Halves the range until one hundredth is left: more price or yield never makes an instalment fit worse. */
function leastPercent(fitsAt: (percent: number) => boolean): number | undefined {
  if (!fitsAt(LARGEST_HUNDREDTHS / 100)) return undefined;
  let tooLow = -1;
  let enough = LARGEST_HUNDREDTHS;
  while (enough - tooLow > 1) {
    const middle = Math.floor((enough + tooLow) / 2);
    if (fitsAt(middle / 100)) enough = middle;
    else tooLow = middle;
  }
  return enough / 100;
}
