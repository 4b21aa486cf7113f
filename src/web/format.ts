import type { Decimal } from 'decimal.js';
import type { Centimos } from '../lending/money';

/*
 * How figures are written. Always es-PE and never the browser's locale: plain `es` writes 1.234.567,5, which multiplies or
 * divides a debt by a thousand in the reader's head.
 */
const LOCALE = 'es-PE';

const SYMBOLS: Readonly<Record<string, string>> = { PEN: 'S/', USD: 'US$' };
const twoDecimals = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const wholeNumber = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const dayInWords = new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long' });
const dayAndYear = new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' });
const monthAndYear = new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', month: 'short', year: 'numeric' });
const instantInLima = new Intl.DateTimeFormat(LOCALE, {
  timeZone: 'America/Lima',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** 123456 → `S/ 1,234.56`; minus in front of the symbol. */
export function money(amount: Centimos, currency = 'PEN'): string {
  const sign = amount < 0 ? '-' : '';
  return `${sign}${SYMBOLS[currency] ?? currency} ${amountText(Math.abs(amount))}`;
}

/** 123456 → `1,234.56`, for columns whose heading names the currency. */
export function amountText(amount: Centimos): string {
  return twoDecimals.format(amount / 100);
}

/** 4000000000 → `US$ 40,000,000`, for the large figures of lines and portfolios. */
export function wholeMoney(amount: Centimos, currency = 'PEN'): string {
  return `${SYMBOLS[currency] ?? currency} ${wholeNumber.format(Math.round(amount / 100))}`;
}

export function count(value: number): string {
  return wholeNumber.format(value);
}

/** A share of a whole, 0.0375 → `3.75 %`; a dash where there is no whole, because 0 % would read as perfect health. */
export function ratio(part: number, whole: number): string {
  return whole === 0 ? '—' : `${twoDecimals.format((part / whole) * 100)} %`;
}

/** A rate that is already in percent, `24.5` → `24.50 %`. */
export function percent(value: Decimal | string | number): string {
  return `${twoDecimals.format(Number(value))} %`;
}

export function hectares(value: Decimal | string | number): string {
  return `${twoDecimals.format(Number(value))} ha`;
}

/** 2026-07-30 → `30/07/2026`. */
export function date(day: string): string {
  return `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
}

/** 2026-07-30 → `jueves 30 de julio`. */
export function dateInWords(day: string): string {
  return dayInWords.format(noonOf(day)).replace(',', '');
}

/** 2026-07-30 → `30 de julio de 2026`. */
export function longDate(day: string): string {
  return dayAndYear.format(noonOf(day));
}

/** 2026-07-30 → `jul. 2026`. */
export function month(day: string): string {
  return monthAndYear.format(noonOf(day));
}

/** An instant as the clock on the wall in Lima showed it, `30/07/2026 17:05`. */
export function instant(utc: string): string {
  return instantInLima.format(new Date(utc)).replace(',', '');
}

function noonOf(day: string): Date {
  return new Date(`${day}T12:00:00Z`);
}
