import { Decimal, ZERO } from './decimal';
import { roundProduct } from './estimate';
import { roundCentimos, type Centimos } from './money';
import type { Period } from './periods';
import type { Terms } from './terms';

/** Insurance and fees of one instalment, paid on top of principal and interest. */
export function chargesOf(terms: Terms, period: Period, opening: Centimos): { insurance: Centimos; fees: Centimos } {
  const { fees = [] } = terms;
  return {
    insurance: insuranceOf(terms, period, opening),
    fees: fees.reduce((sum, { at, amount }) => (at === 'each-instalment' ? sum + amount : sum), 0),
  };
}

/** On the opening balance and, from its own day, on what is drawn later: 10,000.00 at 0.079 % for 30 days is 7.90. */
function insuranceOf({ rounding: { mode } }: Terms, period: Period, opening: Centimos): Centimos {
  if (!period.insurance) return 0;
  if (period.drawn.length === 0) return roundProduct(opening, period.insurance, mode);
  const onDrawn = period.drawn.reduce((sum, { amount, insurance }) => sum.plus(insurance.times(amount)), ZERO);
  return roundCentimos(new Decimal(period.insurance.exact()).times(opening).plus(onDrawn), mode);
}
