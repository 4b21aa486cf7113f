import type { Decimal } from 'decimal.js';
import type { IsoDate, MonthEnd } from './dates';
import type { Centimos, Rounding } from './money';

/**
 * What a loan contract says, in the units of the core: céntimos, Decimal percents and ISO dates. Every schedule,
 * quote and replay starts from one of these; contract 1 (docs/lending.md) is the same thing written as JSON.
 */
export interface Terms {
  readonly currency: string;
  /** In order of date. Interest runs on each from its own day. */
  readonly disbursements: readonly Disbursement[];
  readonly rate: Rate;
  readonly interestMethod: 'declining' | 'flat';
  readonly instalments: InstalmentPlan;
  readonly grace: Grace;
  readonly unpaidInterest: UnpaidInterest;
  readonly insurance?: Insurance;
  readonly fees?: readonly Fee[];
  readonly rounding: InstalmentRounding;
}

export interface Disbursement {
  readonly date: IsoDate;
  readonly amount: Centimos;
}

/** `effective` is the TEA on 360 days; `nominal` is a yearly rate without compounding under a day count. */
export type Rate =
  | { readonly kind: 'effective'; readonly percent: Decimal }
  | { readonly kind: 'nominal'; readonly percent: Decimal; readonly dayCount: DayCount };

export type DayCount = '30/360' | 'actual/360' | 'actual/364' | 'actual/365' | 'actual/actual';

export type InstalmentPlan =
  | (Periodic & { readonly plan: 'level' | 'equal-principal' | 'bullet' | 'interest-only' })
  | { readonly plan: 'weighted'; readonly rows: readonly WeightedRow[] }
  | { readonly plan: 'free'; readonly rows: readonly FreeRow[] };

/** Instalments that come at a fixed step from the first disbursement, or from `firstDue` where it is given. */
export interface Periodic {
  readonly count: number;
  readonly every: Step;
  readonly firstDue?: IsoDate;
  readonly monthEnd: MonthEnd;
}

export type Step = { readonly months: number } | { readonly weeks: number } | { readonly days: number };

export interface WeightedRow {
  readonly due: IsoDate;
  readonly weight: Decimal;
  /** The most that this instalment may come to, with insurance and fees: what the harvest window can pay. */
  readonly atMost?: Centimos;
}

/** The last row leaves its amount out: it pays what is left. */
export interface FreeRow {
  readonly due: IsoDate;
  readonly amount?: Centimos;
}

/** In instalments: how many pay no principal, and how many pay no interest (it falls due right after). */
export interface Grace {
  readonly principal: number;
  readonly interest: number;
}

/**
 * Interest that an instalment does not cover joins the balance (`capitalise`), or waits without bearing interest
 * (`carry`). Outside the financial system capitalisation may not be agreed beforehand (Código Civil art. 1249).
 */
export type UnpaidInterest = 'capitalise' | 'carry';

/** Seguro de desgravamen, as a percent of the opening balance per 30 days. */
export interface Insurance {
  readonly percentOfBalancePer30Days: Decimal;
}

export interface Fee {
  readonly at: 'disbursement' | 'each-instalment';
  readonly amount: Centimos;
}

export interface InstalmentRounding {
  readonly mode: Rounding;
  /** The level instalment is rounded to a multiple of this, e.g. 5 for S/ 0.05. */
  readonly instalmentMultiple: Centimos;
  /** Where the rounding difference goes: into the last instalment, or `spread` so that the last differs least. */
  readonly residue: 'last' | 'spread';
}
