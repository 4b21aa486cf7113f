import type { Decimal } from 'decimal.js';
import type { IsoDate } from './dates';
import type { Centimos } from './money';
import type { Instalment } from './schedule-rows';
import type { Cause, Modification } from './modification';
import type { Grace, InstalmentPlan, Rate, Terms, UnpaidInterest } from './terms';

/** Everything that happened to a loan, in order of entry: contract 2 (docs/lending-life.md) as plain data. */
export interface History {
  readonly terms: Terms;
  readonly allocation: AllocationRule;
  readonly lateInterest?: LateInterest;
  readonly events: readonly LoanEvent[];
}

export type DebtPart = 'penalty' | 'fee' | 'interest' | 'principal';

export interface AllocationRule {
  /** What is due on the day is paid first, in this order. `interest` covers insurance, which is paid just before it. */
  readonly order: readonly DebtPart[];
  /** What is left pays what is not yet due, in this order; `order` where it is left out. */
  readonly orderInAdvance?: readonly DebtPart[];
  readonly across: 'instalment' | 'component';
  readonly excess: 'next-instalment' | 'last-instalment' | 'reamortise';
}

/** Interés moratorio: on overdue principal only, never capitalised (Circular 0008-2021-BCRP). */
export interface LateInterest {
  readonly annualPercent: Decimal;
  readonly on: 'overdue-principal';
}

export type LoanEvent =
  | { readonly id: string; readonly type: 'disbursement'; readonly date: IsoDate; readonly amount: Centimos }
  | {
      readonly id: string;
      readonly type: 'repayment';
      readonly date: IsoDate;
      readonly amount: Centimos;
      readonly intent?: 'prepay-reduce-term' | 'prepay-reduce-amount';
    }
  | {
      readonly id: string;
      readonly type: 'charge';
      readonly kind: 'fee' | 'penalty';
      readonly date: IsoDate;
      readonly due: IsoDate;
      readonly amount: Centimos;
    }
  | { readonly id: string; readonly type: 'reversal'; readonly date: IsoDate; readonly of: string }
  | {
      /** Condonación: what is forgiven, the oldest due first. */
      readonly id: string;
      readonly type: 'waiver';
      readonly date: IsoDate;
      readonly part: DebtPart | 'late-interest';
      readonly amount: Centimos;
    }
  | { readonly id: string; readonly type: 'rate-change'; readonly date: IsoDate; readonly rate: Rate }
  | {
      /** A failed harvest: what is not yet due falls due so many months later. */
      readonly id: string;
      readonly type: 'extra-grace';
      readonly date: IsoDate;
      readonly months: number;
      readonly cause: Cause;
    }
  | {
      /** A new plan for all that is owed; whether the SBS calls it refinanciado follows from the cause. */
      readonly id: string;
      readonly type: 'reprogramming';
      readonly date: IsoDate;
      readonly instalments: InstalmentPlan;
      readonly rate?: Rate;
      readonly grace?: Grace;
      /** Interest owed on the day joins the principal, or waits for the first instalments without bearing interest. */
      readonly unpaidInterest: UnpaidInterest;
      readonly cause: Cause;
    }
  | { readonly id: string; readonly type: 'write-off'; readonly date: IsoDate }
  | { readonly id: string; readonly type: 'recovery'; readonly date: IsoDate; readonly amount: Centimos };

export type LoanStatus = 'approved' | 'active' | 'closed' | 'overpaid' | 'written-off';

/** A loan as it stands at the end of a day. */
export interface LoanState {
  readonly status: LoanStatus;
  readonly asOf: IsoDate;
  readonly daysLate: number;
  /** The due date from which days late are counted; absent where nothing is late. */
  readonly oldestUnpaidDue?: IsoDate;
  readonly outstanding: Outstanding;
  readonly overpaid: Centimos;
  readonly instalments: readonly InstalmentState[];
  readonly transactions: readonly Transaction[];
  /** Interest that has joined the principal so far: disbursed + capitalised = repaid + waived + outstanding principal. */
  readonly capitalisedInterest: Centimos;
  /** The gravest change of terms so far, which decides the accounting situation. */
  readonly modification?: Modification;
  readonly writtenOffOn?: IsoDate;
}

export interface Outstanding {
  readonly principal: Centimos;
  /** Interest and insurance of the whole schedule that is not paid yet. */
  readonly interest: Centimos;
  readonly fees: Centimos;
  readonly penalties: Centimos;
  readonly lateInterest: Centimos;
  readonly total: Centimos;
}

export interface InstalmentState extends Instalment {
  /** Charges that fall due after the previous instalment and up to this one. */
  readonly penalties: Centimos;
  readonly paid: Centimos;
  readonly outstanding: Centimos;
  /** Forgiven: `total` = `paid` + `waived` + `outstanding`. */
  readonly waived: Centimos;
  /** Late interest on its overdue principal that is not paid; it comes on top of `outstanding`. */
  readonly lateInterest: Centimos;
  /** The day on which nothing was left to pay of it. */
  readonly paidOn?: IsoDate;
}

/**
 * A repayment, recovery or disbursement and how it was split. A reversed one stays listed with the split it would have
 * had, and counts for nothing.
 */
export interface Transaction {
  readonly id: string;
  readonly type: 'disbursement' | 'repayment' | 'recovery';
  readonly date: IsoDate;
  readonly amount: Centimos;
  readonly principal: Centimos;
  readonly interest: Centimos;
  readonly insurance: Centimos;
  readonly fees: Centimos;
  readonly penalties: Centimos;
  readonly lateInterest: Centimos;
  readonly overpaid: Centimos;
  readonly reversed: boolean;
  /** The same split, instalment by instalment; none of a reversed one. */
  readonly allocations: readonly Allocation[];
}

export interface Allocation {
  readonly instalment: number;
  readonly principal: Centimos;
  readonly interest: Centimos;
  readonly insurance: Centimos;
  readonly fees: Centimos;
  readonly penalties: Centimos;
  readonly lateInterest: Centimos;
}
