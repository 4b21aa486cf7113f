import type { Knex } from '../db/connect';
import type { LoanExposure } from '../lending/exposure';
import { lossDistribution } from '../lending/loss-distribution';
import { classificationTableOn, provisionTablesOn } from '../parameters/read-debtors';
import { harvestRiskOn, stressOn } from '../parameters/read-harvests';
import { exchangeRateOn } from '../parameters/read-rates';
import { stressCoverageOn } from '../parameters/read-risk';
import type { RiskBook } from './cuts';
import { householdsOf } from './households';
import {
  emptySum,
  isLateWith,
  LATE_DAYS,
  provisionsOf,
  SEVERITIES,
  stressTrial,
  sumsBy,
  type StressSum,
  type TriedLoan,
} from './stress';
import type { StressQuery } from './stress-query';
import { loansAhead, loanSpans } from './stress-store';

/** What is asked of a stress: plain data, so that another thread can be asked. */
export interface StressAsk {
  readonly book: RiskBook;
  readonly query: StressQuery;
}

/** Everything that is shown of a stress, as plain data. Losses are in soles, all else in the currency of the book. */
export interface Stressed {
  readonly fall: { readonly price: number; readonly yield: number };
  /** From 0 to 1. */
  readonly coverage: number;
  readonly whole: StressSum;
  readonly byDepartment: ReadonlyMap<string, StressSum>;
  readonly byLine: ReadonlyMap<string, StressSum>;
  readonly severities: readonly SeveritySum[];
  /** Loans of whose household nothing is known: neither cash flow nor parcel. */
  readonly unknown: number;
  /** By stressed shortfall, the largest first: the way down to the loans. */
  readonly loans: readonly StressedLoan[];
  readonly solesPerUnit: number;
  readonly losses: Losses;
  readonly riskSource: { readonly status: string; readonly source: string };
}

export interface SeveritySum {
  readonly percent: number;
  readonly price: Severity;
  readonly yield: Severity;
  readonly both: Severity;
}

export interface Severity {
  readonly shortfall: number;
  /** Balance that would be more than 30 days late. */
  readonly late: number;
}

export type StressedLoan = Omit<TriedLoan, 'severities' | 'farmerId' | 'creditType'>;

export interface Losses {
  readonly expected: number;
  readonly valueAtRisk95: number;
  readonly valueAtRisk99: number;
  readonly beyond95: number;
  readonly beyond99: number;
  readonly byRegion: readonly { readonly region: string; readonly expectedLoss: number }[];
  /** Scenarios by size of loss, in steps of the same width from nothing to the largest. */
  readonly bars: readonly { readonly from: number; readonly to: number; readonly scenarios: number }[];
}

export const SCENARIOS = 1_000;
const LOSS_BARS = 10;

/**
 * Tries the book of the day; nothing where a parameter that it needs is not known. `progress` is told the part of the work
 * that is done, from 0 to 1: reading the loans is the first half of it, the scenarios are the other.
 */
export async function tryStress(
  db: Knex,
  { book, query }: StressAsk,
  progress: (part: number) => void = () => undefined,
): Promise<Stressed | undefined> {
  const { institutionId, asOf } = book;
  const defaults = await stressOn(db, institutionId, asOf);
  const classification = await classificationTableOn(db, institutionId, asOf);
  const provisions = await provisionTablesOn(db, institutionId, asOf);
  const solesPerUnit = book.currency === 'PEN' ? 1 : (await exchangeRateOn(db, institutionId, asOf))?.toNumber();
  if (!defaults || !classification || !provisions || !solesPerUnit) return undefined;
  const fall = {
    price: Number(query.precio ?? defaults.priceFallPercent),
    yield: Number(query.rendimiento ?? defaults.yieldFallPercent),
  };
  const coverage = await stressCoverageOn(db, institutionId, asOf);
  const trial = stressTrial({
    asOf,
    shock: {
      ...(query.departamento !== '' && { region: query.departamento }),
      ...(query.variedad !== '' && { variety: query.variedad }),
      weeksLate: Number(query.semanas),
    },
    fall: { price: 1 - fall.price / 100, yield: 1 - fall.yield / 100 },
    coverage,
    solesPerUnit,
  });
  const tried: TriedLoan[] = [];
  const exposures: LoanExposure[] = [];
  const spans = await loanSpans(db, book);
  for (const [index, span] of spans.entries()) {
    const loans = await loansAhead(db, book, span);
    const households = await householdsOf(db, book, loans, span);
    for (const loan of loans) {
      const result = trial(loan, households.get(loan.id));
      tried.push(result.tried);
      if (result.exposure) exposures.push(result.exposure);
    }
    progress((index + 1) / spans.length / 2);
  }
  const risk = await harvestRiskOn(db, institutionId, asOf);
  const losses = lossesOf(exposures, risk.model, Number(query.semilla), (done) => progress(0.5 + done / SCENARIOS / 2));
  const rules = { classification, provisions };
  const stressedDays = (loan: TriedLoan) =>
    isLateWith(loan, loan.stressedShortfall, coverage) ? Math.max(loan.daysLate, LATE_DAYS) : loan.daysLate;
  const provisioned = {
    now: provisionsOf(tried, (loan) => loan.daysLate, rules),
    stressed: provisionsOf(tried, stressedDays, rules),
  };
  const by = (keyOf: (loan: TriedLoan) => string) => sumsBy(tried, provisioned, coverage, keyOf);
  return {
    fall,
    coverage,
    whole: by(() => '').get('') ?? emptySum(),
    byDepartment: by((loan) => loan.department),
    byLine: by((loan) => String(loan.lineId)),
    severities: severitySums(tried, coverage),
    unknown: tried.filter(({ outcome }) => outcome === 'unknown').length,
    loans: tried.map(shownLoan).toSorted(byShortfall),
    solesPerUnit,
    losses,
    riskSource: { status: risk.status, source: risk.source },
  };
}

function severitySums(tried: readonly TriedLoan[], coverage: number): SeveritySum[] {
  return SEVERITIES.map((percent, index) => {
    const sum = (of: 'price' | 'yield' | 'both'): Severity => {
      let shortfall = 0;
      let late = 0;
      for (const loan of tried) {
        const missing = loan.severities[index]?.[of] ?? 0;
        shortfall += missing;
        if (isLateWith(loan, missing, coverage)) late += loan.outstanding;
      }
      return { shortfall, late };
    };
    return { percent, price: sum('price'), yield: sum('yield'), both: sum('both') };
  });
}

function lossesOf(
  exposures: readonly LoanExposure[],
  model: Parameters<typeof lossDistribution>[1],
  seed: number,
  tried: (scenarios: number) => void,
): Losses {
  const found = lossDistribution(exposures, model, { seed, scenarios: SCENARIOS, tried });
  const step = (found.losses.at(-1) ?? 0) / LOSS_BARS || 1;
  return {
    expected: found.expectedLoss,
    valueAtRisk95: found.valueAtRisk(0.95),
    valueAtRisk99: found.valueAtRisk(0.99),
    beyond95: found.expectedShortfall(0.95),
    beyond99: found.expectedShortfall(0.99),
    byRegion: found.byRegion,
    bars: Array.from({ length: LOSS_BARS }, (_, index) => ({
      from: Math.round(index * step),
      to: Math.round((index + 1) * step),
      scenarios: found.losses.filter((loss) => Math.min(LOSS_BARS - 1, Math.floor(loss / step)) === index).length,
    })),
  };
}

function shownLoan({
  severities: _severities,
  farmerId: _farmer,
  creditType: _type,
  ...loan
}: TriedLoan): StressedLoan {
  return loan;
}

function byShortfall(one: StressedLoan, other: StressedLoan): number {
  return other.stressedShortfall - one.stressedShortfall || one.id - other.id;
}
