import { lossDistribution } from '../src/lending/loss-distribution';
import type { LoanExposure } from '../src/lending/exposure';
import { perSecond, type Measured } from './measure';

const LOANS = 10_000;

/** Scenarios of a season over 10,000 loans of two windows each; 1,000 of them over 100,000 loans are 10,000 of these. */
export function measureLosses(seconds: number): Measured[] {
  const loans = Array.from({ length: LOANS }, (_, index) => exposure(index));
  const model = {
    priceVolatility: 0.35,
    regionVolatility: 0.25,
    regionCorrelation: 0.4,
    farmVolatility: 0.3,
    lossGivenShortfall: 0.6,
  };
  const seeds = Array.from({ length: 100 }, (_, seed) => seed);
  const runs = perSecond(seeds, seconds, (seed) => lossDistribution(loans, model, { seed, scenarios: 10 }));
  return [{ name: 'season over 10,000 loans', perSecond: runs * 10 }];
}

function exposure(index: number): LoanExposure {
  return {
    region: ['san_martin', 'huanuco', 'ucayali'][index % 3] ?? '',
    windows: [
      { revenue: 700_000, picking: 100_000, other: -100_000 - (index % 997), instalment: 300_000 + (index % 7001) },
      { revenue: 300_000, picking: 50_000, other: -50_000, instalment: 100_000 },
    ],
  };
}
