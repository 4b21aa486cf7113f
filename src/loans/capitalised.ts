import type { IsoDate } from '../lending/dates';
import type { LoanState } from '../lending/history';
import type { Centimos } from '../lending/money';
import { splitOf } from './postings';

export interface Capitalised {
  readonly date: IsoDate;
  readonly amount: Centimos;
}

/** What joined the principal between two states, by the day on which it did; below zero where a date has less now. */
export function newlyCapitalised(before: LoanState | undefined, after: LoanState): Capitalised[] {
  const earlier = before ? capitalisedByDate(before) : new Map<IsoDate, Centimos>();
  const later = capitalisedByDate(after);
  return [...new Set([...earlier.keys(), ...later.keys()])]
    .toSorted()
    .map((date) => ({ date, amount: (later.get(date) ?? 0) - (earlier.get(date) ?? 0) }))
    .filter(({ amount }) => amount !== 0);
}

/**
 * Interest joins the principal on the due date of the instalment that does not cover it. What has joined it earlier,
 * because principal was paid ahead that contains it, did so with the last payment.
 */
function capitalisedByDate(state: LoanState): Map<IsoDate, Centimos> {
  const byDate = new Map<IsoDate, Centimos>();
  let left = state.capitalisedInterest;
  for (const { due, principal } of state.instalments) {
    if (principal >= 0 || due > state.asOf) continue;
    byDate.set(due, (byDate.get(due) ?? 0) - principal);
    left += principal;
  }
  const lastPaid = state.transactions.filter((one) => splitOf(one).principal > 0).at(-1)?.date;
  if (left !== 0 && lastPaid !== undefined) byDate.set(lastPaid, (byDate.get(lastPaid) ?? 0) + left);
  return byDate;
}
