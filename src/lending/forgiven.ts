import type { IsoDate } from './dates';
import { noteSettlement, type DebtRow } from './debt-row';
import type { Centimos } from './money';

/** Interest and insurance that the lender has given up. */
export interface Forgiven {
  readonly interest: Centimos;
  readonly insurance: Centimos;
}

export const NOTHING_FORGIVEN: Forgiven = { interest: 0, insurance: 0 };

/**
 * Of what instalments ahead were forgiven, what has not been earned yet: what is earned first was forgiven, so that
 * what the client paid ahead is still theirs. Of 40.15 forgiven, when 2.74 have been earned, 37.41.
 */
export function forgivenUnearned(ahead: readonly DebtRow[], earned: Forgiven): Forgiven {
  const interest = ahead.reduce((sum, row) => sum + row.forgivenInterest, 0);
  const insurance = ahead.reduce((sum, row) => sum + row.forgivenInsurance, 0);
  return {
    interest: Math.max(0, interest - Math.max(0, earned.interest)),
    insurance: Math.max(0, insurance - Math.max(0, earned.insurance)),
  };
}

/**
 * Moves it from instalments that end to those that take their place, the first ones first. What they do not ask for
 * lapses: nobody owes it, and it pays nothing else.
 */
export function moveForgiven(amount: Forgiven, ending: readonly DebtRow[], fresh: readonly DebtRow[], date: IsoDate) {
  let left = amount;
  for (const row of ending.toReversed()) {
    const back = atMost(left, { interest: row.forgivenInterest, insurance: row.forgivenInsurance });
    forgive(row, { interest: -back.interest, insurance: -back.insurance });
    left = less(left, back);
  }
  left = amount;
  for (const row of fresh) {
    const here = atMost(left, row.left);
    if (here.interest + here.insurance === 0) continue;
    forgive(row, here);
    noteSettlement(row, date);
    left = less(left, here);
  }
}

/** Asks for so much less of an instalment; below zero asks for it again. */
export function forgive(row: DebtRow, { interest, insurance }: Forgiven): void {
  row.left.interest -= interest;
  row.left.insurance -= insurance;
  row.forgivenInterest += interest;
  row.forgivenInsurance += insurance;
  row.waived += interest + insurance;
}

function atMost(one: Forgiven, other: Forgiven): Forgiven {
  return {
    interest: Math.min(one.interest, other.interest),
    insurance: Math.min(one.insurance, other.insurance),
  };
}

function less(one: Forgiven, other: Forgiven): Forgiven {
  return { interest: one.interest - other.interest, insurance: one.insurance - other.insurance };
}
