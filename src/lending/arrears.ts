import { daysBetween, type IsoDate } from './dates';
import type { Centimos } from './money';

/**
 * Where a due date that no office is open on moves to: the institution's own calendar, e.g. Sunday to Monday
 * (Código Civil art. 183). Arrears count from there; interest still ran to the due date itself.
 */
export type PayableOn = (due: IsoDate) => IsoDate;

/** Every day is a working day: due dates stay where they are. */
export const ON_THE_DUE_DATE: PayableOn = (due) => due;

/**
 * Días de atraso: from the oldest due date that is not paid to the day of the report, 0 where nothing is late. Due on
 * Sunday 3 January 2027 and payable on Monday: 0 on Monday, 1 on Tuesday.
 */
export function daysLate(oldestDue: IsoDate | undefined, asOf: IsoDate, payableOn = ON_THE_DUE_DATE): number {
  if (oldestDue === undefined) return 0;
  return Math.max(0, daysBetween(payableOn(oldestDue), asOf));
}

/** The first due date with something left to pay that was payable before `asOf`; rows stand in order of due date. */
export function oldestUnpaidDue(
  rows: readonly { readonly due: IsoDate; readonly outstanding: Centimos }[],
  asOf: IsoDate,
  payableOn = ON_THE_DUE_DATE,
): IsoDate | undefined {
  return rows.find((row) => row.outstanding > 0 && payableOn(row.due) < asOf)?.due;
}
