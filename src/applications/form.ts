import { z } from 'zod';
import { CONSENT_METHODS } from '../farmers/rows';
import { REQUEST_FIELDS } from '../products/read-request';
import { EXPORT_FORMATS } from '../web/export';
import {
  choice,
  dateField,
  decimalField,
  idParam,
  moneyField,
  optionalMoneyField,
  optionalText,
  pageQuery,
} from '../web/fields';
import { STATES } from './states';
import { ACTIONS } from './words';

export const byId = z.strictObject({ id: idParam });

const optionalId = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .transform(Number)
  .optional()
  .catch(undefined);

const filters = {
  buscar: z.string().max(100).default(''),
  /** Empty for the open ones, `todas`, or a state. */
  estado: z
    .enum(['', 'todas', ...STATES])
    .catch('')
    .default(''),
  asesor: optionalId,
  producto: optionalId,
  /** `1` for one's own, `0` for everybody's; empty is what the role usually wants. */
  mios: z.enum(['', '0', '1']).catch('').default(''),
};

export const listQuery = z.strictObject({ ...filters, pagina: pageQuery });
export type ListQuery = z.output<typeof listQuery>;
export const exportQuery = z.strictObject({ ...filters, formato: z.enum(EXPORT_FORMATS) });

/** A request as it was typed; it is read with the product's plan, which says which fields count. */
const typed = z.string().max(200).optional();
const typedRequest = Object.fromEntries(REQUEST_FIELDS.map((name) => [name, typed])) as Record<
  (typeof REQUEST_FIELDS)[number],
  typeof typed
>;

export const requestQuery = z.strictObject({ producto: typed, ...typedRequest });
export const newQuery = z.strictObject({
  productor: optionalId,
  buscar: z.string().max(100).default(''),
  producto: typed,
  ...typedRequest,
});
export const startForm = z.strictObject({ productor: idParam, producto: typed, ...typedRequest });

export const parcelsForm = z.strictObject({
  parcels: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((ids) => [ids].flat())
    .pipe(z.array(idParam, 'Elige al menos una parcela').min(1, 'Elige al menos una parcela')),
});

export const creditForm = z.strictObject({
  producto: idParam,
  destino: z.string().max(400).default(''),
  ...typedRequest,
});

export const consentForm = z.strictObject({
  signedOn: dateField('Ingresa la fecha en que firmó'),
  method: choice(CONSENT_METHODS, 'Elige cómo firmó'),
  readAloud: choice(['1', '0'], 'Indica si se leyó en voz alta'),
});

export const cashFlowForm = z.strictObject({
  priceCcn51: moneyField('Ingresa el precio del CCN-51'),
  priceFineNative: moneyField('Ingresa el precio del cacao fino o nativo'),
  haircutPercent: decimalField('Ingresa qué parte del rendimiento técnico logra', {
    min: 1,
    max: 150,
    outside: 'El porcentaje debe estar entre 1 y 150',
  }),
  costPerHectareYear: moneyField('Ingresa el costo de labores e insumos por hectárea'),
  costPerKg: moneyField('Ingresa el costo de cosecha por kilo'),
  otherIncomeMonthly: optionalMoneyField(),
  livingCostMonthly: moneyField('Ingresa el gasto mensual del hogar'),
  otherDebtMonthly: optionalMoneyField(),
  otherDebtMonths: z
    .string()
    .default('')
    .transform((text) => (text.trim() === '' ? '0' : text.trim()))
    .pipe(z.string().regex(/^\d{1,3}$/, 'Escribe cuántas cuotas faltan, con números'))
    .transform(Number),
});

const INCOMPLETE = 'La página llegó incompleta. Ábrela de nuevo';
const version = z
  .string(INCOMPLETE)
  .regex(/^\d{1,9}$/, INCOMPLETE)
  .transform(Number);

export const submitForm = z.strictObject({ version });

export const stepForm = z.strictObject({
  action: choice(ACTIONS, 'Elige qué hacer con la solicitud'),
  reason: optionalText(500),
  version,
});
