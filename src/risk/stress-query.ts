import { z } from 'zod';
import { VARIETIES, type Stress } from '../parameters/read-harvests';
import { pageQuery } from '../web/fields';

export const FALLS = ['0', '10', '20', '30', '40', '50', '60', '70'] as const;
export const WEEKS_LATE = ['0', '2', '4', '8', '12'] as const;

/** In percent; the page offers `FALLS`, and the parameter may say any other. */
const fall = z
  .string()
  .regex(/^(\d|[1-9]\d|100)$/)
  .optional();

/** One name in the address for each part of the stress, and the seed of the scenarios, so that it can be told again. */
export const stressQuery = z.strictObject({
  precio: fall,
  rendimiento: fall,
  semanas: z.enum(WEEKS_LATE).default('0'),
  departamento: z
    .string()
    .regex(/^(\d{2})?$/)
    .default(''),
  variedad: z.enum(['', ...VARIETIES]).default(''),
  moneda: z
    .string()
    .regex(/^([A-Z]{3})?$/)
    .default(''),
  semilla: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .default('1'),
});
export type StressQuery = z.output<typeof stressQuery>;

/** With the falls of the parameter where none were chosen, so that the same stress is asked for in the same words. */
export function withDefaults(query: StressQuery, defaults: Stress | undefined): StressQuery {
  return {
    ...query,
    precio: query.precio ?? (defaults && String(defaults.priceFallPercent)),
    rendimiento: query.rendimiento ?? (defaults && String(defaults.yieldFallPercent)),
  };
}

/** What becomes of what falls due, as the address says it. */
export const OUTCOME_WORDS = {
  todo: 'pays-all',
  parte: 'pays-part',
  poco: 'pays-little',
  desconocido: 'unknown',
} as const;

export const stressLoansQuery = stressQuery.extend({
  grupo: z.enum(['todo', 'departamento', 'linea']).default('todo'),
  clave: z
    .string()
    .regex(/^\w{1,20}$/)
    .default('todo'),
  resultado: z.enum(['', 'todo', 'parte', 'poco', 'desconocido']).default(''),
  pagina: pageQuery,
});
export type StressLoansQuery = z.output<typeof stressLoansQuery>;
