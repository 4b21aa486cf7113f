import { amortise, type AmortisationRow } from './amortisation';
import { chargesOf } from './charges';
import { dayNumber } from './dates';
import type { Centimos } from './money';
import { periodsOf, type Period } from './periods';
import { paymentPlan } from './plans';
import type { Refusal } from './refusal';
import type { Instalment, InstalmentTotals, Schedule } from './schedule-rows';
import { scheduleRefusal } from './schedule-refusal';
import { tceaPercent, type CashFlow } from './tcea';
import type { Terms } from './terms';
import { termsRefusal } from './terms-refusal';

/**
 * The cronograma de pagos of a contract, or why there is none. Every plan is the same walk: the due dates make periods
 * with a factor each, the plan says what an instalment pays, and the walk splits it into interest and principal. A
 * quote, a contract and a replay call this one function.
 *
 * Amounts are whole céntimos, every rounding is the one that the terms name, the principal of all rows is what was
 * disbursed and the last balance is zero. 8,000.00 on 30 November 2026 at TEA 24.5 %, paid from three harvests with
 * weights 28, 25 and 13, gives 3,933.85 on 31 May, 3,512.37 on 31 July and 1,826.42 on 15 December.
 */
export function schedule(terms: Terms): Schedule | Refusal {
  const fault = termsRefusal(terms);
  if (fault) return fault;

  const periods = periodsOf(terms);
  const plan = paymentPlan(terms, periods);
  const rows = amortise(periods, plan.payments, plan.rules);
  const instalments = rows.map((row, index) => instalmentOf(terms, periods[index], row, index));
  const refused = scheduleRefusal(terms, plan.payments, instalments);
  if (refused) return refused;

  return {
    instalments,
    totals: totalsOf(instalments),
    ...(plan.unit && terms.instalments.plan === 'weighted' && { unitInstalment: plan.unit.exact() }),
    tceaPercent: tceaPercent(cashFlows(terms, instalments), terms.rate.percent.toNumber()),
  };
}

export function instalmentOf(
  terms: Terms,
  period: Period | undefined,
  row: AmortisationRow,
  index: number,
): Instalment {
  if (!period) throw new Error(`row ${index} of a schedule has no period`);
  const { principal, interest, balance, waiting } = row;
  const { insurance, fees } = chargesOf(terms, period, row.opening);
  return {
    number: index + 1,
    due: period.due,
    principal,
    interest,
    insurance,
    fees,
    total: principal + interest + insurance + fees,
    balance,
    ...(terms.unpaidInterest === 'carry' && { interestCarried: waiting }),
  };
}

function totalsOf(instalments: readonly Instalment[]): InstalmentTotals {
  const totals = { principal: 0, interest: 0, insurance: 0, fees: 0, total: 0 };
  for (const instalment of instalments) {
    totals.principal += instalment.principal;
    totals.interest += instalment.interest;
    totals.insurance += instalment.insurance;
    totals.fees += instalment.fees;
    totals.total += instalment.total;
  }
  return totals;
}

/** What the client receives and pays: fees at disbursement are kept back from the first one, ITF is left out. */
export function cashFlows(terms: Terms, instalments: readonly Instalment[]): CashFlow[] {
  const startDay = dayNumber(terms.disbursements[0]?.date ?? '');
  const received = terms.disbursements.map(({ date, amount }, index) => ({
    day: dayNumber(date) - startDay,
    amount: index === 0 ? amount - feesAtDisbursement(terms) : amount,
  }));
  const paid = instalments.map(({ due, total }) => ({ day: dayNumber(due) - startDay, amount: -total }));
  return received.length === 1
    ? [...received, ...paid]
    : [...received, ...paid].toSorted((one, other) => one.day - other.day);
}

export function feesAtDisbursement({ fees = [] }: Terms): Centimos {
  return fees.reduce((sum, { at, amount }) => (at === 'disbursement' ? sum + amount : sum), 0);
}
