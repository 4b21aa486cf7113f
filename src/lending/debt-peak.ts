import type { IsoDate } from './dates';
import { Decimal } from './decimal';
import type { Centimos } from './money';
import type { Schedule } from './schedule-rows';

export interface DebtPeak {
  readonly on: IsoDate;
  readonly debt: Centimos;
  /** How many times the amount disbursed. */
  readonly times: Decimal;
}

/**
 * The day on which most is owed, principal and interest together, just before an instalment is paid. A loan for
 * planting that bears nothing for three years shows here what waiting costs: 30 % a year, capitalised for 1,080 days,
 * multiplies the debt by 1.3³ = 2.197.
 */
export function debtPeak({ instalments, totals }: Schedule): DebtPeak {
  let peak = { on: '', debt: 0 };
  for (const row of instalments) {
    const debt = row.balance + (row.interestCarried ?? 0) + row.principal + row.interest;
    if (debt > peak.debt) peak = { on: row.due, debt };
  }
  return { ...peak, times: new Decimal(peak.debt).dividedBy(totals.principal) };
}
