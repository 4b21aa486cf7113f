import fc from 'fast-check';
import { Decimal } from '../../src/lending/decimal';
import { estimateOf, roundProduct } from '../../src/lending/estimate';
import { roundToMultiple, type Rounding } from '../../src/lending/money';
import { RUNS } from './runs';

const modes: Rounding[] = ['half-even', 'half-up', 'down', 'up'];

describe('a rounded product', () => {
  it('is what the exact product rounds to', () => {
    const factor = fc.tuple(fc.integer({ min: 1, max: 1_000_000_000 }), fc.integer({ min: 1, max: 12 }));
    fc.assert(
      fc.property(
        fc.nat(1_000_000_000),
        factor,
        fc.constantFrom(...modes),
        fc.constantFrom(1, 5, 10, 100),
        (amount, [digits, places], mode, multiple) => {
          const exact = new Decimal(digits).times(`1e-${places}`);
          expect(roundProduct(amount, estimateOf(exact), mode, multiple)).toBe(
            roundToMultiple(exact.times(amount), multiple, mode),
          );
        },
      ),
      RUNS,
    );
  });

  it('is right where it lies on a tie, or a hair beside one', () => {
    const beside = fc.constantFrom('0', '1e-18', '-1e-18', '1e-30', '-1e-30');
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.nat(1_000_000),
        beside,
        fc.constantFrom(...modes),
        fc.constantFrom('0', '0.5'),
        (amount, whole, hair, mode, half) => {
          const product = new Decimal(whole).plus(half).plus(new Decimal(hair).times(whole));
          const exact = product.dividedBy(amount);
          expect(roundProduct(amount, estimateOf(exact), mode)).toBe(roundToMultiple(exact.times(amount), 1, mode));
        },
      ),
      RUNS,
    );
  });

  it('asks for the exact number only where the double leaves doubt', () => {
    const exact = jest.fn(() => new Decimal('0.5'));
    expect(roundProduct(3, { double: 0.4, relativeError: 1e-16, exact }, 'half-even')).toBe(1);
    expect(exact).not.toHaveBeenCalled();
    expect(roundProduct(3, { double: 0.5, relativeError: 1e-16, exact }, 'half-even')).toBe(2);
    expect(exact).toHaveBeenCalledTimes(1);
  });
});
