import { amortise, type AmortisationRules, type Payment } from './amortisation';
import { Decimal } from './decimal';
import { disbursedBetween, disbursedUpTo, periodsWithDisbursement } from './disbursed-so-far';
import { roundCentimos } from './money';
import type { Period } from './periods';
import type { PaymentPlan } from './plans';
import type { Terms } from './terms';

/**
 * The same principal each time, rounded to a céntimo whatever the multiple, the rest in the last: 5,000.00 in 18 is
 * 277.78 seventeen times and 277.74. A further disbursement divides what is then owed among the instalments left.
 */
export function equalPrincipalPlan(terms: Terms, periods: readonly Period[], rules: AmortisationRules): PaymentPlan {
  const payments: Payment[] = periods.map(() => ({ pays: 'interest' }));
  const last = periods.length - 1;
  for (const start of periodsWithDisbursement(periods)) {
    const known = disbursedUpTo(periods, start);
    const first = Math.max(start, terms.grace.principal);
    const before = amortise(known.slice(0, start), payments, rules).at(-1);
    const owed = (before?.balance ?? 0) + disbursedBetween(known, start, first + 1);
    const amount = roundCentimos(new Decimal(owed).dividedBy(periods.length - first), terms.rounding.mode);
    for (let index = first; index < last; index++) payments[index] = { pays: 'principal', amount };
    payments[last] = { pays: 'rest' };
  }
  return { payments, rules };
}
