import type { Centimos } from '../lending/money';
import type { ParDays } from './ageing';
import { highRiskOf, riskOver, type Figures } from './figures';

/** A ratio as what it is made of; null where one of them is not known. */
export interface Ratio {
  readonly part: Centimos | null;
  readonly whole: Centimos | null;
}

/** What the loans themselves do not say. */
export interface Losses {
  /** Principal written off in the twelve months that end with the day. */
  readonly writtenOff: Centimos;
  /** Of the gross portfolio at the end of the months before the day; null where there are fewer than two to average. */
  readonly averageGross: Centimos | null;
}

/** Portfolio at risk of one age, alone, with what was refinanced, and with what was written off as if it were still owed. */
export interface RiskLadderStep {
  readonly days: ParDays;
  readonly alone: Ratio;
  readonly withRefinanced: Ratio;
  readonly withWrittenOff: Ratio;
}

/**
 * Of a gross portfolio of 1,000 with 100 at risk, 50 refinanced and up to date and 40 written off in the year: 10 %,
 * 15 % and 140 of 1,040, 13.46 %. Without the last two, changing the terms of a late loan or writing it off would make a
 * portfolio look better than it is.
 */
export function riskLadder(figures: Figures, { writtenOff }: Losses): RiskLadderStep[] {
  return figures.risk.map(({ days, principal, withModified }) => ({
    days,
    alone: { part: principal, whole: figures.gross },
    withRefinanced: { part: withModified, whole: figures.gross },
    withWrittenOff: { part: principal + writtenOff, whole: figures.gross + writtenOff },
  }));
}

export const QUALITY_KEYS = [
  'mora',
  'high-risk',
  'global-mora',
  'reserve',
  'par-30-coverage',
  'overdue-coverage',
  'high-risk-coverage',
  'write-off',
  'matured-par-30',
] as const;
export type QualityKey = (typeof QUALITY_KEYS)[number];

/**
 * The other ratios of a portfolio, by name. SBS: `mora` is overdue (vencida and judicial) over gross, `high-risk` (CAR)
 * adds refinanced and restructured, `global-mora` the write-offs of twelve months. CGAP: `reserve` is provisions over
 * gross, the coverages are provisions over what they cover, `write-off` is the write-offs of the year over the average
 * gross portfolio. `matured-par-30` leaves out of the whole what has had no due date yet and so cannot be late.
 */
export function qualityOf(figures: Figures, { writtenOff, averageGross }: Losses): Readonly<Record<QualityKey, Ratio>> {
  const { gross, overdue, untested, provision } = figures;
  const highRisk = highRiskOf(figures);
  const par30 = riskOver(figures, 30).principal;
  return {
    mora: { part: overdue, whole: gross },
    'high-risk': { part: highRisk, whole: gross },
    'global-mora': { part: highRisk === null ? null : highRisk + writtenOff, whole: gross },
    reserve: { part: provision, whole: gross },
    'par-30-coverage': { part: provision, whole: par30 },
    'overdue-coverage': { part: provision, whole: overdue },
    'high-risk-coverage': { part: provision, whole: highRisk },
    'write-off': { part: writtenOff, whole: averageGross },
    'matured-par-30': { part: par30, whole: untested === null ? null : gross - untested },
  };
}
