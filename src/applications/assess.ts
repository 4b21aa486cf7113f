import { breakEven, type BreakEven } from '../lending/break-even';
import { affordability, capacity, type ShareRule, type WindowAffordability } from '../lending/capacity';
import { Decimal } from '../lending/decimal';
import { windowsBetween, type Outlook } from '../lending/household-income';
import { roundCentimos, type Centimos } from '../lending/money';
import type { Schedule } from '../lending/schedule-rows';
import type { Terms } from '../lending/terms';
import { householdOf, type CashFlow } from './cash-flow';

/** What the household can pay in each window between instalments, as expected and in hard times. */
export interface Assessment {
  readonly windows: readonly AssessedWindow[];
  readonly breakEven: BreakEven;
  /** Windows that cannot bear their instalment as expected. */
  readonly shortWindows: number;
}

export interface AssessedWindow extends WindowAffordability {
  /** The margin when the price falls, when the yield falls, and when both do. */
  readonly underPrice: Centimos;
  readonly underYield: Centimos;
  readonly underBoth: Centimos;
}

/**
 * Sets the instalments of a schedule against the household's harvests, all in soles. Nothing for a loan in dollars where
 * no exchange rate was registered, since the two sides cannot be compared.
 */
export function assess(
  terms: Terms,
  schedule: Schedule,
  cashFlow: CashFlow,
  windowSharePercent: Decimal,
): Assessment | undefined {
  const instalments = inSoles(terms, schedule, cashFlow);
  if (!instalments) return undefined;
  const household = householdOf(cashFlow);
  const share: ShareRule = {
    ofSurplusPercent: new Decimal(cashFlow.surplusSharePercent),
    ofNetHarvestPercent: windowSharePercent,
  };
  const start = terms.disbursements[0]?.date ?? '';
  const windows = windowsBetween(
    start,
    instalments.map((row) => row.due),
  );
  const under = (...outlooks: Outlook[]) => affordability(capacity(household, windows, share, outlooks), instalments);

  const { priceFallPercent, yieldFallPercent } = cashFlow.stress;
  const price = under({ pricePercent: 100 - priceFallPercent, yieldPercent: 100, weeksLate: 0 });
  const harvest = under({ pricePercent: 100, yieldPercent: 100 - yieldFallPercent, weeksLate: 0 });
  const both = under({ pricePercent: 100 - priceFallPercent, yieldPercent: 100 - yieldFallPercent, weeksLate: 0 });
  const assessed = under().map((window, index) => ({
    ...window,
    underPrice: price[index]?.margin ?? 0,
    underYield: harvest[index]?.margin ?? 0,
    underBoth: both[index]?.margin ?? 0,
  }));
  return {
    windows: assessed,
    breakEven: breakEven({ household, share, windows, instalments }),
    shortWindows: assessed.filter((window) => window.margin < 0).length,
  };
}

function inSoles(terms: Terms, { instalments }: Schedule, { solesPerDollar }: CashFlow) {
  if (terms.currency === 'PEN') return instalments;
  if (solesPerDollar === null) return undefined;
  return instalments.map(({ due, total }) => ({
    due,
    total: roundCentimos(new Decimal(total).times(solesPerDollar), 'up'),
  }));
}
