import fc from 'fast-check';
import { amountInWords, numberInWords } from '../../src/repayments/amount-in-words';

describe('an amount on a receipt is written out', () => {
  it.each([
    [64_000, 'PEN', 'seiscientos cuarenta y 00/100 soles'],
    [0, 'PEN', 'cero y 00/100 soles'],
    [5, 'PEN', 'cero y 05/100 soles'],
    [100, 'PEN', 'uno y 00/100 soles'],
    [2_150, 'PEN', 'veintiuno y 50/100 soles'],
    [3_199, 'PEN', 'treinta y uno y 99/100 soles'],
    [10_000, 'PEN', 'cien y 00/100 soles'],
    [10_100, 'PEN', 'ciento uno y 00/100 soles'],
    [100_000, 'PEN', 'mil y 00/100 soles'],
    [123_456, 'PEN', 'mil doscientos treinta y cuatro y 56/100 soles'],
    [2_100_100, 'PEN', 'veintiún mil uno y 00/100 soles'],
    [3_100_000, 'USD', 'treinta y un mil y 00/100 dólares americanos'],
    [10_000_000, 'PEN', 'cien mil y 00/100 soles'],
    [100_000_000, 'PEN', 'un millón y 00/100 soles'],
    [4_000_000_000, 'USD', 'cuarenta millones y 00/100 dólares americanos'],
    [2_100_000_000, 'PEN', 'veintiún millones y 00/100 soles'],
    [
      99_999_999_999_999,
      'PEN',
      `novecientos noventa y nueve mil novecientos noventa y nueve millones novecientos noventa y nueve mil novecientos noventa y nueve y 99/100 soles`,
    ],
  ])('%d céntimos of %s: %s', (amount, currency, words) => {
    expect(amountInWords(amount, currency)).toBe(words);
  });

  it.each([[-1], [0.5], [100_000_000_000_000]])('refuses %d', (amount) => {
    expect(() => amountInWords(amount, 'PEN')).toThrow(RangeError);
  });

  it('gives no two numbers the same words', () => {
    const number = fc.integer({ min: 0, max: 999_999_999_999 });
    fc.assert(
      fc.property(number, number, (one, other) => (numberInWords(one) === numberInWords(other)) === (one === other)),
    );
    const words = Array.from({ length: 10_000 }, (_unused, value) => numberInWords(value));
    expect(new Set(words).size).toBe(words.length);
  });
});
