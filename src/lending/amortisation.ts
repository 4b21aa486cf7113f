import { Decimal } from './decimal';
import { roundProduct } from './estimate';
import { roundCentimos, type Centimos, type Rounding } from './money';
import type { Period } from './periods';
import type { Grace, UnpaidInterest } from './terms';

/** What an instalment of a plan pays before interest is known. */
export type Payment =
  /** Interest and as much principal as the amount leaves. */
  | { readonly pays: 'amount'; readonly amount: Centimos }
  | { readonly pays: 'principal'; readonly amount: Centimos }
  | { readonly pays: 'interest' }
  /** All that is left, in the last instalment. */
  | { readonly pays: 'rest' };

export interface AmortisationRules {
  readonly grace: Grace;
  readonly unpaidInterest: UnpaidInterest;
  readonly mode: Rounding;
  /** Interest of each instalment where it does not follow from the balance (flat). */
  readonly fixedInterest?: readonly Centimos[];
}

/** One instalment in its parts; `waiting` is interest that is not paid yet and bears none. */
export interface AmortisationRow {
  readonly opening: Centimos;
  readonly principal: Centimos;
  readonly interest: Centimos;
  readonly balance: Centimos;
  readonly waiting: Centimos;
}

/**
 * Walks through the periods of a loan: interest is balance × factor, rounded once per instalment, and what the
 * payment leaves pays principal. 8,000.00 at a factor of 0.1171548 bears 937.24; of an instalment of 3,933.85 that
 * leaves 2,996.61 for principal.
 */
export function amortise(
  periods: readonly Period[],
  payments: readonly Payment[],
  rules: AmortisationRules,
): AmortisationRow[] {
  const rows: AmortisationRow[] = [];
  let balance = 0;
  let waiting = 0;
  for (const [index, period] of periods.entries()) {
    const opening = balance + period.opening;
    const payment = payments[index] ?? NOTHING;
    waiting += rules.fixedInterest?.[index] ?? interestOf(period, opening, rules.mode);
    const owed = opening + drawnIn(period);
    const { principal, interest } = partsOf(payment, owed, waiting, index < rules.grace.interest, rules.unpaidInterest);
    waiting -= interest;
    balance = owed - principal;
    rows.push({ opening, principal, interest, balance, waiting });
  }
  return rows;
}

const NOTHING: Payment = { pays: 'principal', amount: 0 };

function partsOf(payment: Payment, owed: Centimos, waiting: Centimos, interestFree: boolean, unpaid: UnpaidInterest) {
  const due = interestFree ? 0 : waiting;
  if (payment.pays === 'rest') return { principal: owed, interest: waiting };
  if (payment.pays === 'interest') return { principal: 0, interest: due };
  if (payment.pays === 'principal') return { principal: payment.amount, interest: due };
  const interest = unpaid === 'carry' ? Math.min(due, payment.amount) : due;
  return { principal: payment.amount - interest, interest };
}

function interestOf(period: Period, opening: Centimos, mode: Rounding): Centimos {
  if (period.drawn.length === 0) return roundProduct(opening, period.factor, mode);
  const onOpening = new Decimal(period.factor.exact()).times(opening);
  return roundCentimos(
    period.drawn.reduce((sum, { amount, factor }) => sum.plus(factor.times(amount)), onOpening),
    mode,
  );
}

export function drawnIn(period: Period): Centimos {
  return period.drawn.reduce((sum, { amount }) => sum + amount, 0);
}
