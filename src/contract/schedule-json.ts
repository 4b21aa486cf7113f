import { decimalText } from '../lending/money';
import type { Instalment, InstalmentTotals, Schedule } from '../lending/schedule-rows';

/** A schedule as contract 1 prints it: amounts with two decimals, the unit with ten, the TCEA with six. */
export function scheduleJson({ instalments, totals, unitInstalment, tceaPercent }: Schedule): object {
  return {
    instalments: instalments.map(instalmentJson),
    totals: amountsJson(totals),
    ...(unitInstalment && { unitInstalment: unitInstalment.dividedBy(100).toFixed(10) }),
    tceaPercent: tceaPercent.toFixed(6),
  };
}

export function instalmentJson(row: Instalment): object {
  return {
    number: row.number,
    due: row.due,
    ...amountsJson(row),
    balance: decimalText(row.balance),
    ...(row.interestCarried !== undefined && { interestCarried: decimalText(row.interestCarried) }),
  };
}

function amountsJson({ principal, interest, insurance, fees, total }: InstalmentTotals): object {
  return {
    principal: decimalText(principal),
    interest: decimalText(interest),
    insurance: decimalText(insurance),
    fees: decimalText(fees),
    total: decimalText(total),
  };
}
