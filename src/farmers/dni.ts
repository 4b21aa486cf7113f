/** The two characters that may stand on a DNI behind the number: older cards show a letter, newer ones a digit. */
export interface CheckCharacters {
  readonly digit: string;
  readonly letter: string;
}

const WEIGHTS = [3, 2, 7, 6, 5, 4, 3, 2] as const;
const DIGITS = '67890112345';
const LETTERS = 'KABCDEFGHIJ';

/**
 * The check characters of a DNI: 11 less the weighted sum modulo 11, where 11 counts as 0, is the place in two series.
 *
 * Source: the rule RENIEC prints on its cards.
 *
 * @param dni eight digits
 * @example
 * checkCharactersOf('12345678')
 * // 1×3 + 2×2 + 3×7 + 4×6 + 5×5 + 6×4 + 7×3 + 8×2 = 138; 138 mod 11 = 6; 11 − 6 = 5
 * // { digit: '1', letter: 'E' }
 */
export function checkCharactersOf(dni: string): CheckCharacters {
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(dni.charAt(place)), 0);
  const place = (11 - (sum % 11)) % 11;
  return { digit: DIGITS.charAt(place), letter: LETTERS.charAt(place) };
}

/** Whether the character on the card belongs to the number; the letter may be small. */
export function belongsToDni(dni: string, checkCharacter: string): boolean {
  const { digit, letter } = checkCharactersOf(dni);
  return checkCharacter === digit || checkCharacter.toUpperCase() === letter;
}
