import { z } from 'zod';
import type { IsoDate } from '../lending/dates';
import { EXPORT_FORMATS } from '../web/export';
import { pageQuery, readDate } from '../web/fields';
import type { Form } from '../web/form';
import type { Translate } from '../web/locale';
import { BANDS, PAR_DAYS } from './ageing';
import type { ListFilter } from './list-store';
import { NO_ORGANISATION, type Dimension } from './store';

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

export const portfolioQuery = z.strictObject(view);
export const portfolioFileQuery = z.strictObject({ ...view, ...file });
export type PortfolioQuery = z.output<typeof portfolioQuery>;

/** The loans behind a figure: each filter is one word in the address. */
const narrowing = {
  ...view,
  tramo: z.enum(['', ...BANDS.map((band) => band.key)]).default(''),
  atraso: z.enum(['', ...PAR_DAYS.map(String)]).default(''),
  departamento: z
    .string()
    .regex(/^(\d{2})?$/)
    .default(''),
  producto: number,
  asesor: number,
  organizacion: z.union([number, z.literal(NO_ORGANISATION)]),
  linea: number,
  vence: z
    .string()
    .regex(/^(90|\d{4}-\d{2})?$/)
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

/** The day the figures are about; today, with the reason, where what was typed cannot be read or lies ahead. */
export function dayOf(typedDay: string, today: IsoDate, t: Translate): { asOf: IsoDate; errors: Form['errors'] } {
  const asOf = typedDay === '' ? today : readDate(typedDay);
  if (asOf === undefined) {
    return { asOf: today, errors: { al: t('Escribe la fecha con día, mes y año, por ejemplo 27/03/2026') } };
  }
  if (asOf > today) {
    return {
      asOf: today,
      errors: { al: t('La cartera se puede ver hasta hoy. Elige una fecha que no sea posterior') },
    };
  }
  return { asOf, errors: {} };
}

export function listFilterOf(query: LoansQuery): ListFilter {
  const band = BANDS.find(({ key }) => key === query.tramo);
  const moreThanDays = PAR_DAYS.find((days) => String(days) === query.atraso);
  const dimensions = Object.entries(DIMENSION_QUERY).flatMap(([dimension, name]) =>
    query[name] === '' ? [] : [[dimension, query[name]] as const],
  );
  return {
    ...Object.fromEntries(dimensions),
    ...(band && { band }),
    ...(moreThanDays && { moreThanDays }),
    ...(query.vence !== '' && { maturing: query.vence === '90' ? 'ahead' : query.vence }),
  };
}
