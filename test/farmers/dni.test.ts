import fc from 'fast-check';
import { belongsToDni, checkCharactersOf } from '../../src/farmers/dni';

describe('The check character of a DNI', () => {
  it.each([
    ['12345678', '1', 'E'],
    ['00000000', '6', 'K'],
    ['00000001', '4', 'I'],
    ['10000000', '3', 'H'],
    ['87654321', '0', 'D'],
    ['44444444', '0', 'D'],
    ['70707070', '1', 'F'],
    ['99999999', '4', 'I'],
  ])('of %s is %s, or %s on an old card', (dni, digit, letter) => {
    expect(checkCharactersOf(dni)).toEqual({ digit, letter });
    expect(belongsToDni(dni, letter.toLowerCase())).toBe(true);
  });

  it('as a letter finds every wrong digit, and as a digit all but those that share its place in the series', () => {
    const dni = fc.stringMatching(/^\d{8}$/);
    fc.assert(
      fc.property(dni, fc.nat(7), fc.integer({ min: 1, max: 9 }), (right, place, shift) => {
        const digit = (Number(right.charAt(place)) + shift) % 10;
        const wrong = right.slice(0, place) + String(digit) + right.slice(place + 1);
        expect(belongsToDni(wrong, checkCharactersOf(right).letter)).toBe(false);
      }),
    );
  });
});
