import { affordability, capacity, type ShareRule, type WindowAffordability, type WindowCapacity } from './capacity';
import { Decimal } from './decimal';
import { windowsBetween, type Household, type Outlook } from './household-income';
import { shareOut, type Centimos } from './money';
import { isRefusal, refuse, type Refusal } from './refusal';
import { schedule } from './schedule';
import type { Schedule } from './schedule-rows';
import type { Terms, WeightedRow } from './terms';

export interface LargestLoanInput {
  /** The product's terms; the amounts of its disbursements only say in which proportion the loan is paid out. */
  readonly terms: Terms;
  readonly household: Household;
  readonly share: ShareRule;
  readonly outlooks?: readonly Outlook[];
  /** Loans are made in multiples of this, e.g. S/ 50. */
  readonly amountMultiple: Centimos;
  readonly atMost: Centimos;
}

export interface LargestLoan {
  readonly amount: Centimos;
  readonly terms: Terms;
  readonly schedule: Schedule;
  readonly windows: readonly WindowAffordability[];
}

/**
 * The largest loan whose every instalment, with insurance and fees, stays within the share of its window. Found by
 * halving, since a larger loan never has smaller instalments: the amount fits, one multiple more does not. Refuses with
 * `no_capacity` where not even one multiple fits, e.g. because an instalment falls in a window that brings nothing.
 */
export function largestLoan(input: LargestLoanInput): LargestLoan | Refusal {
  const largest = Math.floor(input.atMost / input.amountMultiple);
  const whole = schedule(termsFor(input.terms, largest * input.amountMultiple));
  if (isRefusal(whole)) return whole;
  const start = input.terms.disbursements[0]?.date ?? '';
  const windows = windowsBetween(
    start,
    whole.instalments.map((row) => row.due),
  );
  const capacities = capacity(input.household, windows, input.share, input.outlooks);
  const fitting = (multiples: number) => fittingLoan(input.terms, multiples * input.amountMultiple, capacities);

  let best = fitting(largest);
  let fits = best ? largest : 0;
  let tooLarge = largest;
  while (tooLarge - fits > 1) {
    const middle = Math.floor((fits + tooLarge) / 2);
    const loan = fitting(middle);
    if (loan) {
      best = loan;
      fits = middle;
    } else tooLarge = middle;
  }
  return best ?? refuse('no_capacity', 'household');
}

/** Instalments in proportion to what each window can bear; windows that bear nothing get none. */
export function weightsOfCapacity(windows: readonly WindowCapacity[]): WeightedRow[] {
  return windows
    .filter((window) => window.limit > 0)
    .map((window) => ({ due: window.to, weight: new Decimal(window.limit) }));
}

function fittingLoan(product: Terms, amount: Centimos, capacities: readonly WindowCapacity[]): LargestLoan | undefined {
  const terms = termsFor(product, amount);
  const planned = schedule(terms);
  if (isRefusal(planned)) return undefined;
  const windows = affordability(capacities, planned.instalments);
  return windows.every((window) => window.margin >= 0) ? { amount, terms, schedule: planned, windows } : undefined;
}

function termsFor(product: Terms, amount: Centimos): Terms {
  const amounts = shareOut(
    amount,
    product.disbursements.map((disbursement) => disbursement.amount),
  );
  return {
    ...product,
    disbursements: product.disbursements.map((one, index) => ({ ...one, amount: amounts[index] ?? 0 })),
  };
}
