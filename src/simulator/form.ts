import { z } from 'zod';
import { Decimal } from '../lending/decimal';
import { EXPORT_FORMATS } from '../web/export';
import { choice, decimalField, optionalMoneyField } from '../web/fields';
import { REQUEST_FIELDS } from '../products/read-request';
import { PLANS, type LoanConditions, type ProductPlan } from '../products/store';

/** Everything that the address of a simulation may hold. It is read again inside, so that faults can be shown. */
const CONDITION_FIELDS = ['moneda', 'tea', 'interes', 'seguro', 'comision', 'comision_cuota'] as const;

const texts = Object.fromEntries([...REQUEST_FIELDS, ...CONDITION_FIELDS].map((name) => [name, optionalTyped()]));

export const simulatorQuery = z.strictObject({
  producto: z.string().max(10).optional(),
  plan: z.enum(PLANS).optional(),
  formato: z.enum(EXPORT_FORMATS).optional(),
  imprimir: z.literal('1').optional(),
  ...(texts as Record<
    (typeof REQUEST_FIELDS)[number] | (typeof CONDITION_FIELDS)[number],
    ReturnType<typeof optionalTyped>
  >),
});

function optionalTyped() {
  return z.string().max(200).optional();
}

const percent = (emptyMessage: string, max: number) =>
  decimalField(emptyMessage, { min: 0, max, outside: 'El porcentaje está fuera de lo posible' });

/** Conditions without a product. */
export const freeConditions = z.object({
  moneda: choice(['PEN', 'USD'], 'Elige la moneda'),
  tea: percent('Ingresa la TEA', 1000),
  interes: choice(['capitalise', 'carry'], 'Elige qué pasa con el interés no pagado'),
  seguro: percent('Ingresa el seguro de desgravamen; 0 si no hay', 10),
  comision: optionalMoneyField(),
  comision_cuota: optionalMoneyField(),
});

export function conditionsOf(plan: ProductPlan, free: z.output<typeof freeConditions>): LoanConditions {
  return {
    currency: free.moneda,
    plan,
    ratePercent: new Decimal(free.tea),
    unpaidInterest: free.interes,
    insurancePercent: new Decimal(free.seguro),
    disbursementFee: free.comision ?? 0,
    instalmentFee: free.comision_cuota ?? 0,
  };
}
