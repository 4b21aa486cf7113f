import type { Knex } from '../db/connect';
import type { Decimal } from '../lending/decimal';
import type { BeanFigures } from '../lending/delivery';
import { decimalOf } from './read-figures';
import { parameterOrSeedOn } from './read-risk';

export interface DeliveryRule {
  readonly figures: BeanFigures;
  /** More than this part of the technical yield of a year, in percent, and somebody has to look into it. */
  readonly ofCurvePercent: Decimal;
}

/** How beans are converted and what is believed of them on a day; never without a value. */
export async function deliveryRuleOn(db: Knex, institutionId: number, date: string): Promise<DeliveryRule> {
  const beans = await parameterOrSeedOn(db, institutionId, 'bean-delivery', date);
  const factor = await parameterOrSeedOn(db, institutionId, 'wet-dry-factor', date);
  return {
    figures: {
      wetDryFactor: decimalOf(factor, 'factor'),
      standardMoisturePercent: decimalOf(beans, 'standardMoisture'),
      lowestMoisturePercent: decimalOf(beans, 'lowestMoisture'),
      highestMoisturePercent: decimalOf(beans, 'highestMoisture'),
    },
    ofCurvePercent: decimalOf(beans, 'ofCurve'),
  };
}
