import { Decimal, ZERO } from './decimal';
import { roundCentimos, roundToMultiple, type Centimos } from './money';
import type { InstalmentRounding } from './terms';

/**
 * Spreads the residue of rounding over the instalments, so that the last one differs least. Where it differs from its
 * share by more céntimos than half the number of instalments, each takes its part of the difference, once, and only
 * if a smaller difference is left. 331.77 at 10.65 % in five months: 68.13 four times and 68.16 would differ by 3,
 * 68.14 four times and 68.12 by 2.
 */
export function spread(
  instalments: readonly Centimos[],
  weights: readonly Decimal[],
  residueOf: (instalments: readonly Centimos[]) => Centimos,
  { mode, instalmentMultiple }: InstalmentRounding,
): readonly Centimos[] {
  const residue = residueOf(instalments);
  const half = Math.floor(instalments.length / 2);
  if (half === 0 || Math.abs(residue) <= half) return instalments;

  const totalWeight = weights.reduce((sum, weight) => sum.plus(weight), ZERO);
  const tried = instalments.map((instalment, index) => {
    const part = new Decimal(residue).times(weights[index] ?? ZERO).dividedBy(totalWeight);
    return roundToMultiple(new Decimal(instalment + roundCentimos(part, mode)), instalmentMultiple, mode);
  });
  return Math.abs(residueOf(tried)) < Math.abs(residue) ? tried : instalments;
}
