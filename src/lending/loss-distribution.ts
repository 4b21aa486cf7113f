import type { Centimos } from './money';
import { normalQuantile } from './normal-quantile';
import { randomStream, type RandomStream } from './random';
import type { LoanExposure } from './exposure';

const { exp, max } = Math;

/** How harvests and prices of a season vary. All factors are lognormal with mean 1. */
export interface HarvestModel {
  /** Standard deviation of the logarithm of the price over the horizon: one price for all. */
  readonly priceVolatility: number;
  /** The same of a region's yield. */
  readonly regionVolatility: number;
  /** From 0, regions apart, to 1, one weather for all: the part of the variance that is common. */
  readonly regionCorrelation: number;
  /** The same of a single farm's yield beside that of its region: pests, a landslide, an illness. */
  readonly farmVolatility: number;
  /** What of a shortfall is lost in the end, from 0 to 1. */
  readonly lossGivenShortfall: number;
}

export interface LossDistribution {
  /** The loss of each scenario, the smallest first, in whole céntimos. */
  readonly losses: Float64Array;
  readonly expectedLoss: Centimos;
  /** The loss that is not exceeded in this share of the scenarios, e.g. 0.99. */
  valueAtRisk(confidence: number): Centimos;
  /** The mean of the losses beyond it. */
  expectedShortfall(confidence: number): Centimos;
  /** Mean loss of each region, largest first. */
  readonly byRegion: readonly { readonly region: string; readonly expectedLoss: Centimos }[];
}

export interface Tries {
  readonly seed: number;
  readonly scenarios: number;
  /** Told after each scenario how many have been tried. */
  readonly tried?: (scenarios: number) => void;
}

/**
 * Tries a season on a set of loans many times. A scenario draws one price and one yield for each region, held together
 * by a common factor, and one for each farm; what a household cannot pay of its next instalments is its shortfall. The
 * same seed gives the same losses. Amounts are doubles while they are summed and whole céntimos at the end.
 */
export function lossDistribution(
  loans: readonly LoanExposure[],
  model: HarvestModel,
  { seed, scenarios, tried }: Tries,
): LossDistribution {
  const book = bookOf(loans);
  const losses = new Float64Array(scenarios);
  const regionLosses = new Float64Array(book.regions.length);
  const draws = drawsOf(seed);
  const farms = farmFactors(model.farmVolatility);
  for (let scenario = 0; scenario < scenarios; scenario++) {
    const season = seasonOf(book, model, draws, scenario);
    losses[scenario] = Math.round(
      lossOf(book, season, model, { factors: farms, draw: draws.farm, scenario }, regionLosses),
    );
    tried?.(scenario + 1);
  }
  losses.sort();
  return {
    losses,
    expectedLoss: Math.round(mean(losses, 0)),
    valueAtRisk: (confidence) => losses[tailStart(confidence, scenarios) - 1] ?? losses[0] ?? 0,
    expectedShortfall: (confidence) =>
      Math.round(mean(losses, Math.min(tailStart(confidence, scenarios), scenarios - 1))),
    byRegion: book.regions
      .map((region, index) => ({ region, expectedLoss: Math.round((regionLosses[index] ?? 0) / scenarios) }))
      .toSorted((one, other) => other.expectedLoss - one.expectedLoss),
  };
}

/** The loans as columns of numbers: walking through them is what takes the time. */
interface LossBook {
  readonly regions: readonly string[];
  readonly region: Uint16Array;
  /** Where the windows of each loan begin; one more entry says where the last ends. */
  readonly first: Uint32Array;
  readonly revenue: Float64Array;
  readonly picking: Float64Array;
  readonly other: Float64Array;
  readonly instalment: Float64Array;
}

function bookOf(loans: readonly LoanExposure[]): LossBook {
  const regions = [...new Set(loans.map((loan) => loan.region))].toSorted();
  const numberOf = new Map(regions.map((region, index) => [region, index]));
  const windows = loans.flatMap((loan) => loan.windows);
  const first = new Uint32Array(loans.length + 1);
  loans.forEach((loan, index) => (first[index + 1] = (first[index] ?? 0) + loan.windows.length));
  return {
    regions,
    region: Uint16Array.from(loans, (loan) => numberOf.get(loan.region) ?? 0),
    first,
    revenue: Float64Array.from(windows, (window) => window.revenue),
    picking: Float64Array.from(windows, (window) => window.picking),
    other: Float64Array.from(windows, (window) => window.other),
    instalment: Float64Array.from(windows, (window) => window.instalment),
  };
}

interface Draws {
  readonly price: RandomStream;
  readonly common: RandomStream;
  readonly region: RandomStream;
  readonly farm: RandomStream;
}

function drawsOf(seed: number): Draws {
  return {
    price: randomStream(seed, 0),
    common: randomStream(seed, 1),
    region: randomStream(seed, 2),
    farm: randomStream(seed, 3),
  };
}

/** What is the same for all farms, or for all of a region. */
interface Season {
  readonly price: number;
  readonly yields: Float64Array;
}

function seasonOf({ regions }: LossBook, model: HarvestModel, draws: Draws, scenario: number): Season {
  const common = Math.sqrt(model.regionCorrelation) * draws.common.normal(scenario);
  const own = Math.sqrt(1 - model.regionCorrelation);
  return {
    price: lognormal(draws.price.normal(scenario), model.priceVolatility),
    yields: Float64Array.from(regions, (_, index) => {
      const normal = common + own * draws.region.normal(scenario * regions.length + index);
      return lognormal(normal, model.regionVolatility);
    }),
  };
}

/** The factor with mean 1: exp(σ·z − σ²/2). */
function lognormal(normal: number, volatility: number): number {
  return exp(volatility * normal - (volatility * volatility) / 2);
}

interface Farms {
  readonly factors: Float64Array;
  readonly draw: RandomStream;
  readonly scenario: number;
}

/** So many equally likely yields of a farm beside its region: there are too many farms to work each out anew. */
const FARM_STEPS = 4_096;

/** The lognormal at the middle of each step, with mean 1 to the last digit. */
function farmFactors(volatility: number): Float64Array {
  const factors = Float64Array.from({ length: FARM_STEPS }, (_, step) =>
    lognormal(normalQuantile((step + 0.5) / FARM_STEPS), volatility),
  );
  const average = mean(factors, 0);
  return factors.map((factor) => factor / average);
}

function lossOf(
  book: LossBook,
  season: Season,
  model: HarvestModel,
  { factors, draw, scenario }: Farms,
  regionLosses: Float64Array,
): number {
  const { region, first, revenue, picking, other, instalment } = book;
  const { lossGivenShortfall } = model;
  const loans = region.length;
  let total = 0;
  for (let loan = 0; loan < loans; loan++) {
    const place = region[loan] ?? 0;
    const farm = factors[(draw.uniform(scenario * loans + loan) * FARM_STEPS) | 0] ?? 1;
    const harvest = (season.yields[place] ?? 1) * farm;
    let shortfall = 0;
    const end = first[loan + 1] ?? 0;
    for (let window = first[loan] ?? 0; window < end; window++) {
      const earned = harvest * (season.price * (revenue[window] ?? 0) - (picking[window] ?? 0)) + (other[window] ?? 0);
      const missing = (instalment[window] ?? 0) - max(0, earned);
      if (missing > 0) shortfall += missing;
    }
    if (shortfall === 0) continue;
    const loss = shortfall * lossGivenShortfall;
    total += loss;
    regionLosses[place] = (regionLosses[place] ?? 0) + loss;
  }
  return total;
}

/** How many scenarios lie within the confidence: 990 of 1,000 at 0.99. */
function tailStart(confidence: number, scenarios: number): number {
  return Math.ceil(confidence * scenarios - 1e-9);
}

function mean(values: Float64Array, from: number): number {
  if (values.length === from) return 0;
  let sum = 0;
  for (let index = from; index < values.length; index++) sum += values[index] ?? 0;
  return sum / (values.length - from);
}
