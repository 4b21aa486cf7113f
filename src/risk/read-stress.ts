import type { Knex } from '../db/connect';
import { Decimal } from '../lending/decimal';
import type { Outlook } from '../lending/household-income';
import { lossDistribution, type LossDistribution } from '../lending/loss-distribution';
import { classificationTableOn, provisionTablesOn } from '../parameters/read-debtors';
import { harvestRiskOn, stressOn } from '../parameters/read-harvests';
import { exchangeRateOn } from '../parameters/read-rates';
import { dimensionNames, type Names } from '../portfolio/store';
import type { RiskBook } from './cuts';
import { householdsOf } from './households';
import { exposuresOf, tryLoans, type TriedLoan } from './stress';
import type { StressQuery } from './stress-query';
import { loansAhead } from './stress-store';

export interface Stressed {
  readonly fall: { readonly price: number; readonly yield: number };
  readonly tried: readonly TriedLoan[];
  /** Loans of whose household nothing is known: neither cash flow nor parcel. */
  readonly unknown: number;
  readonly solesPerUnit: Decimal;
  /** Nothing where nobody has said how prices and harvests vary. */
  readonly losses: LossDistribution | undefined;
  readonly riskSource: { readonly status: string; readonly source: string } | undefined;
  readonly names: Names;
}

export const SCENARIOS = 1_000;

/** Tries the book of the day; nothing where a parameter that it needs is not known. */
export async function readStress(db: Knex, book: RiskBook, query: StressQuery): Promise<Stressed | undefined> {
  const { institutionId, asOf } = book;
  const defaults = await stressOn(db, institutionId, asOf);
  const classification = await classificationTableOn(db, institutionId, asOf);
  const provisions = await provisionTablesOn(db, institutionId, asOf);
  const solesPerUnit = book.currency === 'PEN' ? new Decimal(1) : await exchangeRateOn(db, institutionId, asOf);
  if (!defaults || !classification || !provisions || !solesPerUnit) return undefined;
  const fall = {
    price: Number(query.precio ?? defaults.priceFallPercent),
    yield: Number(query.rendimiento ?? defaults.yieldFallPercent),
  };
  const outlook: Outlook = {
    ...(query.departamento !== '' && { region: query.departamento }),
    ...(query.variedad !== '' && { variety: query.variedad }),
    pricePercent: 100 - fall.price,
    yieldPercent: 100 - fall.yield,
    weeksLate: Number(query.semanas),
  };
  const loans = await loansAhead(db, book);
  const households = await householdsOf(db, book, loans);
  const risk = await harvestRiskOn(db, institutionId, asOf);
  const exposures = exposuresOf(loans, households, asOf, solesPerUnit);
  return {
    fall,
    tried: tryLoans(loans, households, [outlook], asOf, { classification, provisions, solesPerUnit }),
    unknown: loans.filter(({ id }) => !households.has(id)).length,
    solesPerUnit,
    losses: risk && lossDistribution(exposures, risk.model, { seed: Number(query.semilla), scenarios: SCENARIOS }),
    riskSource: risk,
    names: await dimensionNames(db, institutionId),
  };
}
