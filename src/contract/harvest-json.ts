import { z } from 'zod';
import type { MonthShares } from '../lending/yield';
import { amount, date, decimal } from './fields';

const month = z.int().min(1).max(12);

const share = decimal.transform((percent) => percent.toNumber()).pipe(z.number().min(0).max(100));

const monthShares = z
  .tuple([share, share, share, share, share, share, share, share, share, share, share, share])
  .refine(addUpTo100, 'The shares of the twelve months add up to 100.');

/**
 * The plan `harvest` of contract 1: a calendar and the seasons that pay. The calendar is the one that held when the
 * contract was made, so that the same text gives the same schedule for ever.
 */
export const harvestShape = z.strictObject({
  plan: z.literal('harvest'),
  region: z.string().min(1),
  crop: z.string().min(1),
  variety: z.string().min(1).exactOptional(),
  monthShares,
  windows: z
    .array(
      z.strictObject({
        season: z.enum(['main', 'minor']),
        fromMonth: month,
        toMonth: month,
        dueMonth: month,
        dueDay: z.int().min(1).max(31),
      }),
    )
    .min(1),
  firstSeason: z.strictObject({ year: z.int().min(1900).max(2200), season: z.enum(['main', 'minor']) }),
  seasons: z.int().min(1).max(120),
  orchard: z
    .strictObject({
      plantedOn: date,
      /** Kg per hectare by plantation year. */
      yieldCurve: z.array(decimal.transform((kg) => kg.toNumber()).pipe(z.number().min(0))).min(1),
    })
    .exactOptional(),
  payableFromYear: amount.exactOptional(),
});

/** Shares have few decimals; their sum is compared in ten-thousandths of a percent. */
function addUpTo100(shares: MonthShares): boolean {
  return Math.round(shares.reduce((sum, percent) => sum + percent, 0) * 10_000) === 1_000_000;
}
