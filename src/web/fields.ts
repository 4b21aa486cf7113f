import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { z } from 'zod';
import type { Centimos } from '../lending/money';

/*
 * What people type, read the Peruvian way. Every message is a whole sentence and a translation key: it says what is wrong
 * and how to mend it.
 */

/** The id of a record in a path; as long as an integer column of PostgreSQL can hold, which refuses longer ones. */
export const idParam = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .transform(Number);

/** No parameters, no query, no fields. */
export const nothing = z.strictObject({});

/** Text that must be there, trimmed and with single spaces. */
export function requiredText(emptyMessage: string, maxLength = 200) {
  return z
    .string(emptyMessage)
    .transform(tidy)
    .pipe(z.string().min(1, emptyMessage).max(maxLength, 'El texto es demasiado largo'));
}

export function optionalText(maxLength = 200) {
  return z.string().default('').transform(tidy).pipe(z.string().max(maxLength, 'El texto es demasiado largo'));
}

/**
 * An amount of money as people write it: `1,500`, `1500.50`, `S/ 1,500.50`. Refuses `1.500` and `1500,50`, which mean one
 * thing in Lima and another in Madrid.
 */
export function moneyField(emptyMessage: string) {
  return z.string(emptyMessage).transform((typed, context): Centimos => {
    const read = readMoney(typed);
    if (typeof read === 'number') return read;
    context.addIssue({ code: 'custom', message: read === 'empty' ? emptyMessage : MONEY_MESSAGES[read] });
    return z.NEVER;
  });
}

export function optionalMoneyField() {
  return z
    .string()
    .default('')
    .transform((typed, context): Centimos | undefined => {
      const read = readMoney(typed);
      if (typeof read === 'number') return read;
      if (read === 'empty') return undefined;
      context.addIssue({ code: 'custom', message: MONEY_MESSAGES[read] });
      return z.NEVER;
    });
}

const MONEY_MESSAGES = {
  ambiguous: 'El monto se puede leer de dos maneras. Escribe los miles con coma y los céntimos con punto: 1,500.50',
  malformed: 'Escribe el monto con números, por ejemplo 1,500.50',
  'too-large': 'El monto es demasiado grande',
} as const;

const AMOUNT_MAX = 100_000_000_000_00;

export function readMoney(typed: string): Centimos | 'empty' | 'ambiguous' | 'malformed' | 'too-large' {
  const text = typed.replace(/[\s\u00a0\u202f]/g, '').replace(/^(S\/\.?|US\$|\$)/i, '');
  if (text === '') return 'empty';
  if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(text) || /^\d+,\d{1,2}$/.test(text)) return 'ambiguous';
  const match = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?$/.exec(text);
  if (!match) return 'malformed';
  const soles = Number((match[1] ?? '').replaceAll(',', ''));
  const amount = soles * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  return amount <= AMOUNT_MAX ? amount : 'too-large';
}

/** A decimal number as text, `2.5`, with a smallest and a largest value; for areas, rates and coordinates. */
export function decimalField(
  emptyMessage: string,
  { min, max, outside }: { min: number; max: number; outside: string },
) {
  return z.string(emptyMessage).transform((typed, context): string => {
    const text = typed.trim().replace(/\s?(%|ha)$/i, '');
    if (text === '') return refuse(context, emptyMessage);
    if (!/^-?\d{1,9}(\.\d{1,8})?$/.test(text))
      return refuse(context, 'Escribe el número con punto decimal, por ejemplo 2.5');
    const value = Number(text);
    return value < min || value > max ? refuse(context, outside) : text;
  });
}

function refuse(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}

/** A day: `27/3/2026`, `27 mar 2026`, `27 de marzo de 2026` or `2026-03-27`; gives `2026-03-27`. */
export function dateField(emptyMessage: string) {
  return z.string(emptyMessage).transform((typed, context): string => {
    if (typed.trim() === '') return refuse(context, emptyMessage);
    return readDate(typed) ?? refuse(context, 'Escribe la fecha con día, mes y año, por ejemplo 27/03/2026');
  });
}

export function optionalDateField() {
  return z
    .string()
    .default('')
    .transform((typed, context): string | undefined => {
      if (typed.trim() === '') return undefined;
      return readDate(typed) ?? refuse(context, 'Escribe la fecha con día, mes y año, por ejemplo 27/03/2026');
    });
}

const MONTHS = ['ene', 'feb', 'mar', 'abr', 'may', 'jun', 'jul', 'ago', 'set', 'oct', 'nov', 'dic'];

export function readDate(typed: string): string | undefined {
  const text = typed
    .trim()
    .toLowerCase()
    .replace(/\bde\b|\bdel\b/g, ' ')
    .replace(/\s+/g, ' ');
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (iso) return existing(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const parts = /^(\d{1,2})[/\-. ]+(\d{1,2}|[a-z]{3,10}\.?)[/\-. ]+(\d{4})$/.exec(text);
  if (!parts) return undefined;
  return existing(Number(parts[3]), monthNumber(parts[2] ?? ''), Number(parts[1]));
}

function monthNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const short = text.slice(0, 3) === 'sep' ? 'set' : text.slice(0, 3);
  return MONTHS.indexOf(short) + 1;
}

function existing(year: number, monthOfYear: number, day: number): string | undefined {
  if (year < 1900 || year > 2200 || monthOfYear < 1 || day < 1) return undefined;
  const text = `${year}-${String(monthOfYear).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const date = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text ? undefined : text;
}

/** A DNI is text of eight digits; the zeros in front count. */
export const dniField = z
  .string('Ingresa el número de DNI')
  .transform((typed) => typed.replace(/[\s.-]/g, ''))
  .pipe(
    z
      .string()
      .min(1, 'Ingresa el número de DNI')
      .regex(/^\d{8}$/, 'El DNI debe tener 8 dígitos'),
  );

/** A Peruvian telephone as +51…; empty stays empty. */
export const optionalPhoneField = z
  .string()
  .default('')
  .transform((typed, context): string | undefined => {
    if (typed.trim() === '') return undefined;
    const phone = parsePhoneNumberFromString(typed, 'PE');
    if (phone?.isValid()) return phone.number;
    return refuse(context, 'El celular debe tener 9 dígitos y empezar con 9');
  });

/** One of a few words of a select or radio group. */
export function choice<const Words extends readonly [string, ...string[]]>(words: Words, message: string) {
  return z.enum(words, message);
}

/** A checkbox: `1` when it is ticked, nothing when not. */
export const tick = z
  .literal('1')
  .optional()
  .transform((value) => value === '1');

/** Page of a list, from 1; anything that is no number means the first page. */
export const pageQuery = z.coerce.number().int().min(1).max(1_000_000).catch(1).default(1);

/** Control characters go with the spaces: nobody types them, and PostgreSQL refuses a text with a NUL in it. */
function tidy(typed: string): string {
  return typed
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** Lower case without accents, for search and for the same order on both engines. */
export function searchKey(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}
