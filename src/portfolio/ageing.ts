import { addDays, type IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';

/**
 * The days late at which some figure of the portfolio changes. A loan belongs to segment n when it is more days late than
 * n of these limits: segment 0 is up to date, segment 3 is 9 to 30 days late, segment 9 more than 365.
 */
export const LIMITS = [0, 1, 8, 30, 60, 90, 120, 180, 365] as const;

export const PAR_DAYS = [1, 30, 60, 90, 180] as const;
export type ParDays = (typeof PAR_DAYS)[number];

/** The bands of the SBS for small loans (Res. 11356-2008): each joins the segments that lie in it. */
export const BANDS = [
  { key: 'al-dia', from: 0, to: 0 },
  { key: '1-8', from: 1, to: 8 },
  { key: '9-30', from: 9, to: 30 },
  { key: '31-60', from: 31, to: 60 },
  { key: '61-120', from: 61, to: 120 },
  { key: 'mas-120', from: 121, to: undefined },
] as const;

/** The bands in which lenders to microfinance compare portfolios (CGAP/SEEP). */
export const CGAP_BANDS = [
  { key: 'al-dia', from: 0, to: 0 },
  { key: '1-30', from: 1, to: 30 },
  { key: '31-60', from: 31, to: 60 },
  { key: '61-90', from: 61, to: 90 },
  { key: '91-180', from: 91, to: 180 },
  { key: '181-365', from: 181, to: 365 },
  { key: 'mas-365', from: 366, to: undefined },
] as const;

export type Band = (typeof BANDS)[number] | (typeof CGAP_BANDS)[number];

/** Each band once: some are in both sets. */
export const BAND_KEYS = [...new Set([...BANDS, ...CGAP_BANDS].map(({ key }) => key))];

/** A group of loans by segment: how many and how much principal, both from segment 0 up. */
export interface Ageing {
  readonly loans: readonly number[];
  readonly principal: readonly Centimos[];
}

export interface SegmentRow {
  readonly segment: number;
  readonly loans: number;
  readonly principal: Centimos;
}

export function ageingOf(rows: readonly SegmentRow[]): Ageing {
  const loans = [0, ...LIMITS.map(() => 0)];
  const principal = [...loans];
  for (const row of rows) {
    loans[row.segment] = (loans[row.segment] ?? 0) + row.loans;
    principal[row.segment] = (principal[row.segment] ?? 0) + row.principal;
  }
  return { loans, principal };
}

export interface Slice {
  readonly loans: number;
  readonly principal: Centimos;
}

/** The gross portfolio: unpaid principal of all loans, without interest (CGAP/SEEP). */
export function grossOf(ageing: Ageing): Slice {
  return sliceOf(ageing, 0, LIMITS.length);
}

/** The whole unpaid principal of loans that are more than so many days late: at 30 days late PAR 30 is still 0. */
export function atRisk(ageing: Ageing, moreThanDays: ParDays): Slice {
  return sliceOf(ageing, LIMITS.indexOf(moreThanDays) + 1, LIMITS.length);
}

export function inBand(ageing: Ageing, band: Band): Slice {
  return sliceOf(ageing, segmentOf(band.from), segmentOf(band.to ?? Infinity));
}

/** How many limits a number of days late exceeds. */
export function segmentOf(daysLate: number): number {
  return LIMITS.filter((limit) => daysLate > limit).length;
}

/** Due before this date means more than so many days late on the day. */
export function dueBefore(asOf: IsoDate, moreThanDays: number): IsoDate {
  return addDays(asOf, -moreThanDays);
}

function sliceOf({ loans, principal }: Ageing, from: number, to: number): Slice {
  const sum = (values: readonly number[]) => values.slice(from, to + 1).reduce((total, value) => total + value, 0);
  return { loans: sum(loans), principal: sum(principal) };
}
