import fc from 'fast-check';
import { Decimal } from '../../src/lending/decimal';
import {
  cashAmount,
  centimosOf,
  decimalText,
  isAmountText,
  roundCentimos,
  roundToMultiple,
  shareOut,
  sumOf,
  type Rounding,
} from '../../src/lending/money';
import { RUNS } from './runs';

describe('an amount as text', () => {
  it.each([
    ['12.30', 1230],
    ['12.3', 1230],
    ['12', 1200],
    ['0.05', 5],
    ['-0.05', -5],
    ['-0.00', 0],
    ['0012.30', 1230],
    ['9999999999999.99', 999_999_999_999_999],
  ])('%s is %i céntimos', (text, centimos) => {
    expect(centimosOf(text)).toBe(centimos);
  });

  it.each(['', '.5', '1.', '1.234', '1,50', '1.500,00', '1e3', ' 1', '+1', '12345678901234', 'NaN'])(
    '"%s" is none',
    (text) => {
      expect(isAmountText(text)).toBe(false);
      expect(() => centimosOf(text)).toThrow(RangeError);
    },
  );

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (amount) => {
        const centimos = amount % 1e15;
        expect(centimosOf(decimalText(centimos))).toBe(centimos + 0);
      }),
      RUNS,
    );
  });
});

describe('rounding has a name', () => {
  it.each<[string, Rounding, number]>([
    ['0.5', 'half-even', 0],
    ['1.5', 'half-even', 2],
    ['2.5', 'half-up', 3],
    ['-2.5', 'half-up', -3],
    ['2.999', 'down', 2],
    ['-2.999', 'down', -2],
    ['2.001', 'up', 3],
    ['-0.4', 'half-even', 0],
  ])('%s céntimos, %s, are %i', (text, mode, centimos) => {
    expect(roundCentimos(new Decimal(text), mode)).toBe(centimos);
  });

  it.each<[string, number, Rounding, number]>([
    ['30491.03', 5, 'half-even', 30490],
    ['30492.5', 5, 'half-even', 30490],
    ['30492.5', 5, 'half-up', 30495],
    ['30491.03', 100, 'half-even', 30500],
    ['30491.03', 10, 'up', 30500],
  ])('%s céntimos to a multiple of %i, %s, are %i', (text, multiple, mode, centimos) => {
    expect(roundToMultiple(new Decimal(text), multiple, mode)).toBe(centimos);
  });

  it('what is asked for in cash is rounded in favour of who pays', () => {
    expect([cashAmount(30494, 5), cashAmount(30494, 10), cashAmount(30490, 10)]).toEqual([30490, 30490, 30490]);
  });
});

describe('sharing out', () => {
  it.each([
    [100, [1, 1, 1], [34, 33, 33]],
    [100, [1, 2], [33, 67]],
    [1, [1, 1], [1, 0]],
    [0, [3, 4], [0, 0]],
    [-100, [1, 1, 1], [-33, -33, -34]],
  ])('%i by %j is %j', (amount, weights, shares) => {
    expect(shareOut(amount, weights)).toEqual(shares);
  });

  it('loses nothing, and no share is a céntimo from its due', () => {
    const weights = fc.array(fc.nat(1000), { minLength: 1, maxLength: 20 }).filter((all) => all.some((one) => one > 0));
    fc.assert(
      fc.property(fc.nat(1_000_000_000), weights, (amount, parts) => {
        const shares = shareOut(amount, parts);
        expect(sumOf(shares)).toBe(amount);
        shares.forEach((share, index) => {
          expect(Math.abs(share - (amount * (parts[index] ?? 0)) / sumOf(parts))).toBeLessThan(1);
        });
      }),
      RUNS,
    );
  });

  it('has no answer without any weight', () => {
    expect(() => shareOut(100, [0, 0])).toThrow(RangeError);
  });
});
