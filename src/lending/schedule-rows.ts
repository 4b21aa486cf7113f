import type { Decimal } from 'decimal.js';
import type { IsoDate } from './dates';
import type { Centimos } from './money';

/** A cronograma de pagos. `principal` may be negative in a row whose interest outgrows it (capitalised). */
export interface Schedule {
  readonly instalments: readonly Instalment[];
  readonly totals: InstalmentTotals;
  /** What an instalment of weight 1 pays, in céntimos, unrounded; only for weighted plans. */
  readonly unitInstalment?: Decimal;
  /** Total effective annual cost on 360 days, with insurance and fees and without ITF (Res. SBS 3274-2017); six decimals. */
  readonly tceaPercent: Decimal;
}

export interface Instalment {
  readonly number: number;
  readonly due: IsoDate;
  readonly principal: Centimos;
  readonly interest: Centimos;
  readonly insurance: Centimos;
  readonly fees: Centimos;
  readonly total: Centimos;
  /** Principal outstanding after this instalment. */
  readonly balance: Centimos;
  /** Interest that waits without bearing interest, where unpaid interest is carried. */
  readonly interestCarried?: Centimos;
}

export interface InstalmentTotals {
  readonly principal: Centimos;
  readonly interest: Centimos;
  readonly insurance: Centimos;
  readonly fees: Centimos;
  readonly total: Centimos;
}
