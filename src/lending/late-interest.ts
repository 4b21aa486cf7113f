import type { DebtRow } from './debt-row';
import { roundProduct, type Estimate } from './estimate';
import { factorTable } from './factors';
import type { LateInterest } from './history';
import type { Centimos } from './money';

/**
 * Interés moratorio of one céntimo a day: the daily equivalent of the yearly rate, (1 + rate)^(1/360) − 1, on overdue
 * principal alone and never on itself (Circular 0008-2021-BCRP), so that it grows with the days and not faster.
 */
export function lateFactor(rule: LateInterest): Estimate {
  return factorTable(rule.annualPercent).compound(1);
}

/** Counts the days on which principal of the rows was overdue, up to the day; call it before what is left changes. */
export function countLateDays(rows: readonly DebtRow[], day: number, first = 0): void {
  for (let index = first; index < rows.length; index++) {
    const row = rows[index];
    if (!row || row.dueDay >= day) return;
    const from = Math.max(row.lateFromDay, row.lateCountedToDay);
    if (day <= from) continue;
    row.lateCentimoDays += row.left.principal * (day - from);
    row.lateCountedToDay = day;
  }
}

/**
 * Late interest of a row that is not paid, from the days counted so far. S/ 1,000 of principal 30 days late at 16.97 %
 * is 100,000 × 30 × 0.000435504 = S/ 13.07.
 */
export function lateInterestOf(row: DebtRow, factor: Estimate | undefined): Centimos {
  const days = row.lateCentimoDays;
  const accrued = factor && days > 0 ? roundProduct(days, factor, 'half-even') : 0;
  return accrued + row.lateBrought - row.lateSettled;
}

/** Takes the late interest that is not paid away from a row that another takes the place of, and returns it. */
export function takeLateInterest(row: DebtRow, factor: Estimate | undefined): Centimos {
  const owed = lateInterestOf(row, factor);
  row.lateBrought -= owed;
  return owed;
}
