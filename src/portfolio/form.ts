import { z } from 'zod';
import { AHEAD_DAYS } from '../day-close/falling-due';
import { addDays, isDate, monthEnd, type IsoDate } from '../lending/dates';
import { EXPORT_FORMATS } from '../web/export';
import { pageQuery, readDate } from '../web/fields';
import type { Form } from '../web/form';
import type { Translate } from '../web/locale';
import { BAND_KEYS, BANDS, CGAP_BANDS, PAR_DAYS } from './ageing';
import type { ListFilter, Quality } from './list-store';
import { DIMENSIONS, NO_ORGANISATION, type Dimension, type Members } from './store';

const typed = z.string().max(40).default('');
const number = z
  .string()
  .regex(/^([1-9]\d{0,9})?$/)
  .default('');

const view = {
  al: typed,
  moneda: z
    .string()
    .regex(/^([A-Z]{3})?$/)
    .default(''),
};

const file = { formato: z.enum(EXPORT_FORMATS) };

const members = {
  departamento: z
    .string()
    .regex(/^(\d{2})?$/)
    .default(''),
  producto: number,
  asesor: number,
  organizacion: z.union([number, z.literal(NO_ORGANISATION)]),
  linea: number,
};

/** `segun=hoy`: a closed day as it is known now. */
const portfolio = { ...view, segun: z.enum(['', 'hoy']).default(''), ...members };

export const portfolioQuery = z.strictObject(portfolio);
export const portfolioFileQuery = z.strictObject({ ...portfolio, ...file });
export type PortfolioQuery = z.output<typeof portfolioQuery>;

/** The words of the address for how loans stand in the books. */
const QUALITY_WORDS = {
  atrasada: 'overdue',
  refinanciada: 'refinanced',
  'alto-riesgo': 'high-risk',
} as const satisfies Record<string, Quality>;

/** The loans behind a figure: each filter is one word in the address. */
const narrowing = {
  ...view,
  ...members,
  tramo: z.enum(['', ...BAND_KEYS]).default(''),
  atraso: z.enum(['', ...PAR_DAYS.map(String)]).default(''),
  refinanciados: z.enum(['', 'con']).default(''),
  cartera: z.enum(['', ...(Object.keys(QUALITY_WORDS) as (keyof typeof QUALITY_WORDS)[])]).default(''),
  vence: z
    .string()
    .regex(/^(90|\d{4}-\d{2}(-\d{2})?)?$/)
    .default(''),
};

export const loansQuery = z.strictObject({ ...narrowing, pagina: pageQuery });
export const loansFileQuery = z.strictObject({ ...narrowing, ...file });
export type LoansQuery = Omit<z.output<typeof loansQuery>, 'pagina'>;

/** The name of each dimension in the address. */
export const DIMENSION_QUERY = {
  department: 'departamento',
  product: 'producto',
  officer: 'asesor',
  organisation: 'organizacion',
  line: 'linea',
} as const satisfies Record<Dimension, keyof LoansQuery>;

/** The day that was asked for; none, with the reason, where what was typed cannot be read or lies ahead. */
export function dayOf(
  typedDay: string,
  today: IsoDate,
  t: Translate,
): { asOf: IsoDate | undefined; errors: Form['errors'] } {
  if (typedDay === '') return { asOf: undefined, errors: {} };
  const asOf = readDate(typedDay);
  if (asOf !== undefined && asOf <= today) return { asOf, errors: {} };
  const al =
    asOf === undefined
      ? t('Escribe la fecha con día, mes y año, por ejemplo 27/03/2026')
      : t('La cartera se puede ver hasta hoy. Elige una fecha que no sea posterior');
  return { asOf: undefined, errors: { al } };
}

/** The members that an address asks for; a word left out does not narrow. */
export function membersOf(query: Readonly<Record<(typeof DIMENSION_QUERY)[Dimension], string>>): Members {
  return Object.fromEntries(
    DIMENSIONS.flatMap((dimension) => {
      const member = query[DIMENSION_QUERY[dimension]];
      return member === '' ? [] : [[dimension, member] as const];
    }),
  );
}

export function listFilterOf(query: LoansQuery, asOf: IsoDate): ListFilter {
  const band = [...BANDS, ...CGAP_BANDS].find(({ key }) => key === query.tramo);
  const moreThanDays = PAR_DAYS.find((days) => String(days) === query.atraso);
  return {
    ...membersOf(query),
    ...(band && { band }),
    ...(moreThanDays && { moreThanDays }),
    ...(query.refinanciados !== '' && { withRefinanced: true }),
    ...(query.cartera !== '' && { quality: QUALITY_WORDS[query.cartera] }),
    ...(query.vence !== '' && { maturing: spanOf(query.vence, asOf) }),
  };
}

/** `90` for all the days ahead, `2027-01` for a month of them, `2027-01-04` for the week that begins then. */
function spanOf(word: string, asOf: IsoDate): { from: IsoDate; to: IsoDate } {
  const ahead = { from: addDays(asOf, 1), to: addDays(asOf, AHEAD_DAYS) };
  if (word === '90') return ahead;
  const from = word.length === 7 ? `${word}-01` : word;
  if (!isDate(from)) return ahead;
  const to = word.length === 7 ? monthEnd(from) : addDays(from, 6);
  return { from: from > ahead.from ? from : ahead.from, to: to < ahead.to ? to : ahead.to };
}
