const { log, sqrt } = Math;

/**
 * The standard normal number below which a share of all lies: 0.5 → 0, 0.975 → 1.959964. By P. J. Acklam's rational
 * approximation, right to 1.2 × 10⁻⁹ of the value.
 */
export function normalQuantile(share: number): number {
  if (!(share > 0 && share < 1)) throw new RangeError(`no normal number has a share of ${share} below it`);
  if (share > 0.5) return -normalQuantile(1 - share);
  if (share < TAIL) {
    const q = sqrt(-2 * log(share));
    return polynomial(TAIL_ABOVE, q) / (polynomial(TAIL_BELOW, q) * q + 1);
  }
  const q = share - 0.5;
  return (polynomial(MIDDLE_ABOVE, q * q) * q) / (polynomial(MIDDLE_BELOW, q * q) * q * q + 1);
}

const TAIL = 0.02425;
const MIDDLE_ABOVE = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239,
];
const MIDDLE_BELOW = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572];
const TAIL_ABOVE = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const TAIL_BELOW = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416];

/** The highest power first. */
function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
