import { Decimal, ZERO } from './decimal';
import { roundToMultiple, type Centimos, type Rounding } from './money';

/**
 * A number known twice: as a double with a bound of its relative error, and to 40 digits when that is asked for.
 * Almost every rounding is decided by the double; the exact number is made only where the two might disagree.
 */
export interface Estimate {
  readonly double: number;
  readonly relativeError: number;
  exact(): Decimal;
}

/** Half the distance between 1 and the next double: the relative error of one operation. */
export const UNIT_ROUNDOFF = 2 ** -53;

/** The nearest double of an exact number. */
export function estimateOf(exact: Decimal): Estimate {
  return { double: exact.toNumber(), relativeError: UNIT_ROUNDOFF, exact: () => exact };
}

/** The sum of positive numbers: its error is no larger than theirs and that of adding them up. */
export function sumOfEstimates(parts: readonly Estimate[]): Estimate {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  let exact: Decimal | undefined;
  return {
    double: parts.reduce((sum, part) => sum + part.double, 0),
    relativeError: Math.max(0, ...parts.map((part) => part.relativeError)) + parts.length * UNIT_ROUNDOFF,
    exact: () => (exact ??= parts.reduce((sum, part) => sum.plus(part.exact()), ZERO)),
  };
}

/**
 * `amount × estimate`, rounded to a multiple. This is always what the exact product rounds to: the double product
 * lies within `error` of it, so when no place where the rounding would change is that near, both round alike; when
 * one is, the exact product decides. 8,000.00 at 0.1171548… is 93,723.86… céntimos, 0.64 from the nearest tie while
 * the error is below 10⁻¹⁰.
 */
export function roundProduct(amount: Centimos, estimate: Estimate, mode: Rounding, multiple: Centimos = 1): Centimos {
  const product = (amount * estimate.double) / multiple;
  const error = Math.abs(product) * (estimate.relativeError + 3 * UNIT_ROUNDOFF);
  const whole = Math.floor(product);
  const fraction = product - whole;
  if (product >= 0 && product < LARGEST_EXACT) {
    if (mode === 'half-even' || mode === 'half-up') {
      if (Math.abs(fraction - 0.5) > error) return (fraction > 0.5 ? whole + 1 : whole) * multiple;
    } else if (fraction > error && 1 - fraction > error) {
      return (mode === 'up' ? whole + 1 : whole) * multiple;
    }
  }
  return roundToMultiple(new Decimal(estimate.exact()).times(amount), multiple, mode);
}

/** Below this a double still tells fractions of a unit apart. */
const LARGEST_EXACT = 2 ** 50;
