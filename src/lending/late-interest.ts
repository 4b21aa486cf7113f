import { dayNumber, type IsoDate } from './dates';
import type { DebtRow } from './debt-row';
import { HUNDRED } from './decimal';
import { estimateOf, roundProduct, type Estimate } from './estimate';
import type { LateInterest } from './history';
import type { Centimos } from './money';
import { dailyPercent } from './rates';

/**
 * Interés moratorio of one céntimo a day: the daily equivalent of the yearly rate, (1 + rate)^(1/360) − 1, on overdue
 * principal alone and never on itself (Circular 0008-2021-BCRP), so that it grows with the days and not faster.
 */
export function lateFactor(rule: LateInterest): Estimate {
  return estimateOf(dailyPercent(rule.annualPercent).dividedBy(HUNDRED));
}

/** Counts the days on which principal of the rows was overdue, up to the day; call it before what is left changes. */
export function countLateDays(rows: readonly DebtRow[], date: IsoDate): void {
  const day = dayNumber(date);
  for (const row of rows) {
    if (row.due >= date) return;
    const from = Math.max(row.lateFromDay, row.late.countedToDay);
    if (day <= from) continue;
    row.late.centimoDays += row.left.principal * (day - from);
    row.late.countedToDay = day;
  }
}

/**
 * Late interest of a row that is not paid, from the days counted so far. S/ 1,000 of principal 30 days late at 16.97 %
 * is 100,000 × 30 × 0.000435432… = S/ 13.06.
 */
export function lateInterestOf({ late }: DebtRow, factor: Estimate | undefined): Centimos {
  const accrued = factor && late.centimoDays > 0 ? roundProduct(late.centimoDays, factor, 'half-even') : 0;
  return accrued + late.brought - late.settled;
}
