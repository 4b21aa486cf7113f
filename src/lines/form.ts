import { z } from 'zod';
import { EXPORT_FORMATS } from '../web/export';
import {
  choice,
  dateField,
  decimalField,
  idParam,
  moneyField,
  optionalText,
  pageQuery,
  requiredText,
} from '../web/fields';

export const CURRENCIES = ['PEN', 'USD'] as const;

/** The choice of the investor list that asks for a new one. */
export const NEW_INVESTOR = 'otro';

const chosenId = z
  .string()
  .regex(/^\d{0,9}$/)
  .default('')
  .transform((typed) => (typed === '' ? undefined : Number(typed)));

export const lineListQuery = z.strictObject({
  institucion: chosenId,
  fondeador: chosenId,
  moneda: z
    .enum(['', ...CURRENCIES])
    .default('')
    .transform((typed) => (typed === '' ? undefined : typed)),
  formato: z.enum(EXPORT_FORMATS).optional(),
});

export const lenderParams = z.strictObject({ institution: idParam });
export const lineParams = z.strictObject({ institution: idParam, line: idParam });
export const movementParams = z.strictObject({ institution: idParam, line: idParam, movement: idParam });
export const lineQuery = z.strictObject({ pagina: pageQuery });
export const movementsQuery = z.strictObject({ formato: z.enum(EXPORT_FORMATS) });

/** Checkboxes of one name: nothing, one text or several. */
function several(one: z.ZodType<string>, emptyMessage?: string) {
  const list = z.preprocess(
    (typed) => (typed === undefined ? [] : Array.isArray(typed) ? typed : [typed]),
    z.array(one),
  );
  return emptyMessage === undefined ? list : list.refine((chosen) => chosen.length > 0, emptyMessage);
}

export const openLineForm = z
  .strictObject({
    investor: requiredText('Elige el fondeador', 10).pipe(
      z.string().regex(/^([1-9]\d{0,8}|otro)$/, 'Elige el fondeador'),
    ),
    investorName: optionalText(),
    investorCountry: z
      .string()
      .regex(/^([A-Z]{2})?$/, 'Elige el país')
      .default(''),
    name: requiredText('Escribe un nombre para la línea', 120),
    currency: choice(CURRENCIES, 'Elige la moneda'),
    commitment: positiveMoney('Ingresa el monto comprometido'),
    ratePercent: decimalField('Ingresa la tasa anual', {
      min: 0,
      max: 100,
      outside: 'La tasa debe estar entre 0 y 100 %',
    }),
    revolving: choice(['si', 'no'], 'Elige si lo que se paga se puede volver a usar'),
    availableFrom: dateField('Ingresa desde cuándo se puede disponer'),
    availableUntil: dateField('Ingresa hasta cuándo se puede disponer'),
    maturesOn: dateField('Ingresa cuándo vence la línea'),
    regions: several(z.string().regex(/^\d{2}$/), 'Elige al menos una región'),
    products: several(z.string().regex(/^[1-9]\d{0,8}$/)),
  })
  .superRefine((line, context) => {
    if (line.investor !== NEW_INVESTOR) return;
    const refuse = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    if (line.investorName === '') refuse('investorName', 'Escribe el nombre del nuevo fondeador');
    if (line.investorCountry === '') refuse('investorCountry', 'Elige el país del nuevo fondeador');
  });

export const movementForm = z.strictObject({
  amount: positiveMoney('Ingresa el monto'),
  valueDate: dateField('Ingresa la fecha'),
});

export const reversalForm = z.strictObject({ reason: requiredText('Escribe por qué se extorna', 500) });

function positiveMoney(emptyMessage: string) {
  return moneyField(emptyMessage).refine((amount) => amount > 0, 'El monto debe ser mayor que cero');
}
