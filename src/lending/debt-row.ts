import { dayNumber, type IsoDate } from './dates';
import type { Centimos } from './money';

/**
 * One instalment while its life is replayed: what the contract asks, and what of each part is left. These rows, and
 * nothing else of the core, change in place: a replay owns them from the first event to the last.
 */
export interface DebtRow {
  /** Its place in the schedule, from 1; given when the state is drawn up. */
  number: number;
  due: IsoDate;
  /** `due` as a day number, since numbers compare faster than text. */
  dueDay: number;
  /** The day from which it is late: `dueDay`, or the next day that an office is open. */
  lateFromDay: number;
  principal: Centimos;
  interest: Centimos;
  insurance: Centimos;
  /** Fees of the terms; charges stand beside them. */
  fees: Centimos;
  balance: Centimos;
  interestCarried: Centimos | undefined;
  left: RowParts;
  charges: readonly DebtCharge[];
  /** Overdue principal times days, so that late interest is rounded once however often it is looked at. */
  lateCentimoDays: number;
  lateCountedToDay: number;
  /** Late interest taken over from rows that a reprogramming has closed. */
  lateBrought: Centimos;
  lateSettled: Centimos;
  /** Of all parts but late interest. */
  waived: Centimos;
  /** Of `waived`, what was forgiven of interest and of insurance. */
  forgivenInterest: Centimos;
  forgivenInsurance: Centimos;
  settledOn: IsoDate | undefined;
}

export interface RowParts {
  principal: Centimos;
  interest: Centimos;
  insurance: Centimos;
  fees: Centimos;
}

export interface DebtCharge {
  readonly kind: 'fee' | 'penalty';
  readonly due: IsoDate;
  readonly dueDay: number;
  readonly amount: Centimos;
  left: Centimos;
}

export interface RowAmounts {
  readonly due: IsoDate;
  readonly principal: Centimos;
  readonly interest: Centimos;
  readonly insurance: Centimos;
  readonly fees: Centimos;
  readonly balance: Centimos;
  readonly interestCarried?: Centimos;
}

const NO_CHARGES: readonly DebtCharge[] = [];

/** Interest that an instalment does not cover joins the balance when it falls due; only the rest is asked for. */
export function debtRow(amounts: RowAmounts, lateFrom: IsoDate): DebtRow {
  const capitalised = Math.max(0, -amounts.principal);
  const dueDay = dayNumber(amounts.due);
  return {
    number: 0,
    due: amounts.due,
    dueDay,
    lateFromDay: lateFrom === amounts.due ? dueDay : dayNumber(lateFrom),
    principal: amounts.principal,
    interest: amounts.interest,
    insurance: amounts.insurance,
    fees: amounts.fees,
    balance: amounts.balance,
    interestCarried: amounts.interestCarried,
    left: {
      principal: Math.max(0, amounts.principal),
      interest: amounts.interest - capitalised,
      insurance: amounts.insurance,
      fees: amounts.fees,
    },
    charges: NO_CHARGES,
    lateCentimoDays: 0,
    lateCountedToDay: 0,
    lateBrought: 0,
    lateSettled: 0,
    waived: 0,
    forgivenInterest: 0,
    forgivenInsurance: 0,
    settledOn: undefined,
  };
}

/** Nothing is left of the row for the first time, or charges have come to a row that was paid. */
export function noteSettlement(row: DebtRow, date: IsoDate): void {
  if (outstandingOf(row) > 0) row.settledOn = undefined;
  else row.settledOn ??= date;
}

/** What is left of the row and its charges, late interest apart. */
export function outstandingOf(row: DebtRow): Centimos {
  const { principal, interest, insurance, fees } = row.left;
  let sum = principal + interest + insurance + fees;
  for (const charge of row.charges) sum += charge.left;
  return sum;
}

export function totalOf(row: DebtRow): Centimos {
  let sum = row.principal + row.interest + row.insurance + row.fees;
  for (const charge of row.charges) sum += charge.amount;
  return sum;
}

/** Whether a row that ends before its time still says something: late interest that was paid stays where it was paid. */
export function isWorthKeeping(row: DebtRow): boolean {
  return totalOf(row) !== 0 || row.interest !== 0 || row.lateSettled > 0;
}

/** What has been paid or waived of each part of the contract's own. */
export function settledParts(row: DebtRow): RowParts {
  return {
    principal: Math.max(0, row.principal) - row.left.principal,
    interest: row.interest + Math.min(0, row.principal) - row.left.interest,
    insurance: row.insurance - row.left.insurance,
    fees: row.fees - row.left.fees,
  };
}

export function addParts(one: RowParts, other: RowParts): RowParts {
  return {
    principal: one.principal + other.principal,
    interest: one.interest + other.interest,
    insurance: one.insurance + other.insurance,
    fees: one.fees + other.fees,
  };
}

export const NO_PARTS: Readonly<RowParts> = { principal: 0, interest: 0, insurance: 0, fees: 0 };

/** A row to try a payment on. */
export function copyOf(row: DebtRow): DebtRow {
  return {
    ...row,
    left: { ...row.left },
    charges: row.charges.length === 0 ? row.charges : row.charges.map((charge) => ({ ...charge })),
  };
}
