import type { Centimos } from '../lending/money';

const CURRENCIES: Readonly<Record<string, string>> = { PEN: 'soles', USD: 'dólares americanos' };

/** The largest amount that is written out: a céntimo less than a million millions. */
const LARGEST_UNITS = 999_999_999_999;

/**
 * An amount as a Peruvian receipt writes it, céntimos as a fraction: 64000 PEN is
 * `seiscientos cuarenta y 00/100 soles`, 100 PEN is `uno y 00/100 soles`. Throws above 999,999,999,999.99 and below zero.
 */
export function amountInWords(amount: Centimos, currency: string): string {
  const units = Math.floor(amount / 100);
  if (!Number.isSafeInteger(amount) || amount < 0 || units > LARGEST_UNITS) {
    throw new RangeError(`${amount} is not an amount that can be written in words`);
  }
  const centimos = String(amount % 100).padStart(2, '0');
  return `${numberInWords(units)} y ${centimos}/100 ${CURRENCIES[currency] ?? currency}`;
}

/** A whole number from 0 to 999,999,999,999 in Spanish: 21,001 is `veintiún mil uno`. */
export function numberInWords(value: number): string {
  if (value === 0) return 'cero';
  const millions = Math.floor(value / 1_000_000);
  const rest = value % 1_000_000;
  const words = [
    millions === 1 ? 'un millón' : millions > 1 ? `${beforeNoun(belowMillion(millions))} millones` : '',
    belowMillion(rest),
  ];
  return words.filter(Boolean).join(' ');
}

function belowMillion(value: number): string {
  const thousands = Math.floor(value / 1000);
  const words = [
    thousands === 1 ? 'mil' : thousands > 1 ? `${beforeNoun(belowThousand(thousands))} mil` : '',
    belowThousand(value % 1000),
  ];
  return words.filter(Boolean).join(' ');
}

function belowThousand(value: number): string {
  if (value === 100) return 'cien';
  return [HUNDREDS[Math.floor(value / 100)], belowHundred(value % 100)].filter(Boolean).join(' ');
}

function belowHundred(value: number): string {
  const upToTwentyNine = UNITS[value];
  if (upToTwentyNine !== undefined) return upToTwentyNine;
  return [TENS[Math.floor(value / 10)], UNITS[value % 10]].filter(Boolean).join(' y ');
}

/** `uno` loses its vowel before mil and millones: veintiún mil, treinta y un millones. */
function beforeNoun(words: string): string {
  return words.replace(/veintiuno$/, 'veintiún').replace(/uno$/, 'un');
}

const UNITS = [
  ...['', 'uno', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve'],
  ...['diez', 'once', 'doce', 'trece', 'catorce', 'quince', 'dieciséis', 'diecisiete', 'dieciocho', 'diecinueve'],
  ...['veinte', 'veintiuno', 'veintidós', 'veintitrés', 'veinticuatro', 'veinticinco'],
  ...['veintiséis', 'veintisiete', 'veintiocho', 'veintinueve'],
];

const TENS = ['', '', 'veinte', 'treinta', 'cuarenta', 'cincuenta', 'sesenta', 'setenta', 'ochenta', 'noventa'];

const HUNDREDS = [
  ...['', 'ciento', 'doscientos', 'trescientos', 'cuatrocientos', 'quinientos'],
  ...['seiscientos', 'setecientos', 'ochocientos', 'novecientos'],
];
