import type { IsoDate } from './dates';
import type { Decimal } from './decimal';
import type { Centimos } from './money';
import { feesAtDisbursement } from './schedule';
import type { Schedule } from './schedule-rows';
import type { Terms } from './terms';

/** The figures that the hoja resumen of a contract must show (Res. SBS 3274-2017), in the contract's currency. */
export interface HojaResumen {
  readonly currency: string;
  readonly amount: Centimos;
  /** Compensatory rate as agreed: a TEA on 360 days, or a nominal rate with its day count. */
  readonly rate: Terms['rate'];
  readonly tceaPercent: Decimal;
  readonly totalInterest: Centimos;
  readonly totalInsurance: Centimos;
  /** Those at disbursement included. */
  readonly totalFees: Centimos;
  /** Everything that the client pays from the first instalment to the last. */
  readonly totalToPay: Centimos;
  /** What the client receives: the amount less the fees that are kept back. */
  readonly received: Centimos;
  readonly instalmentCount: number;
  readonly firstDue: IsoDate;
  readonly lastDue: IsoDate;
  /** Whether unpaid interest comes to bear interest, which must be told in so many words. */
  readonly unpaidInterest: Terms['unpaidInterest'];
}

export function hojaResumen(terms: Terms, schedule: Schedule): HojaResumen {
  const { totals, instalments } = schedule;
  const keptBack = feesAtDisbursement(terms);
  return {
    currency: terms.currency,
    amount: totals.principal,
    rate: terms.rate,
    tceaPercent: schedule.tceaPercent,
    totalInterest: totals.interest,
    totalInsurance: totals.insurance,
    totalFees: totals.fees + keptBack,
    totalToPay: totals.total,
    received: totals.principal - keptBack,
    instalmentCount: instalments.length,
    firstDue: instalments[0]?.due ?? '',
    lastDue: instalments.at(-1)?.due ?? '',
    unpaidInterest: terms.unpaidInterest,
  };
}
