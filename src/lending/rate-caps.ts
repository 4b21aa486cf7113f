import type { IsoDate } from './dates';
import type { Decimal } from './decimal';
import { isRefusal, refuse, type Refusal } from './refusal';
import { cashFlows, schedule } from './schedule';
import { exactTceaPercent } from './tcea';
import type { Terms } from './terms';

/**
 * The legal maximum of a half-year (Ley 31143, Circular 0008-2021-BCRP), entered by the operator as the central bank
 * publishes it. A rate that is not known yet is left out.
 */
export interface RateCap {
  readonly validFrom: IsoDate;
  /** The last day on which it holds. */
  readonly validTo: IsoDate;
  readonly currency: string;
  readonly compensatoryPercent?: Decimal;
  /** 15 % of the largest compensatory rate. */
  readonly moratoryPercent?: Decimal;
}

/**
 * Refuses terms whose compensatory rate is above the cap of the day, or for which no cap is known. What is compared is
 * a TEA; of a nominal or flat rate it is the one that its schedule comes to without insurance and fees. A TEA of
 * 113.16 % was allowed from November 2025 to April 2026, 113.17 % was not.
 */
export function rateAllowed(terms: Terms, caps: readonly RateCap[], on: IsoDate): Refusal | undefined {
  const cap = capOn(caps, terms.currency, on)?.compensatoryPercent;
  if (!cap) return refuse('no_cap_known', 'rate');
  const tea = teaPercent(terms);
  if (isRefusal(tea)) return tea;
  return tea.greaterThan(cap) ? refuse('rate_above_cap', 'rate.percent') : undefined;
}

/** The same for the rate of late interest. */
export function moratoryRateAllowed(
  annualPercent: Decimal,
  currency: string,
  caps: readonly RateCap[],
  on: IsoDate,
): Refusal | undefined {
  const cap = capOn(caps, currency, on)?.moratoryPercent;
  if (!cap) return refuse('no_cap_known', 'lateInterest');
  return annualPercent.greaterThan(cap) ? refuse('rate_above_cap', 'lateInterest.annualPercent') : undefined;
}

function capOn(caps: readonly RateCap[], currency: string, on: IsoDate): RateCap | undefined {
  return caps.find((cap) => cap.currency === currency && cap.validFrom <= on && on <= cap.validTo);
}

function teaPercent(terms: Terms): Decimal | Refusal {
  if (terms.rate.kind === 'effective' && terms.interestMethod === 'declining') return terms.rate.percent;
  const { insurance: _insurance, fees: _fees, ...bare } = terms;
  const result = schedule(bare);
  return isRefusal(result) ? result : exactTceaPercent(cashFlows(bare, result.instalments));
}
