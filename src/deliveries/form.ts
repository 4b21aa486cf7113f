import { z } from 'zod';
import { CONSENT_METHODS } from '../farmers/rows';
import { EXPORT_FORMATS } from '../web/export';
import {
  choice,
  dateField,
  decimalField,
  idParam,
  moneyField,
  optionalText,
  pageQuery,
  readDate,
  requiredText,
  tick,
} from '../web/fields';
import { BEYOND, REACHES } from './agreement-store';

export const recordParams = z.strictObject({ id: idParam });

const filters = {
  buscar: z.string().max(100).default(''),
  organizacion: optionalId(),
  productor: optionalId(),
  lote: z.string().max(40).default(''),
  desde: optionalDay(),
  hasta: optionalDay(),
};

export const deliveryListQuery = z.strictObject({ ...filters, pagina: pageQuery });
export const deliveryExportQuery = z.strictObject({ ...filters, pagina: pageQuery, formato: z.enum(EXPORT_FORMATS) });
export type DeliveryListQuery = z.output<typeof deliveryListQuery>;

/** For whom something is entered: found by name or DNI first. */
export const chooseFarmerQuery = z.strictObject({ productor: optionalId(), buscar: z.string().max(100).default('') });
export const pagedQuery = z.strictObject({ pagina: pageQuery });

const organisation = z
  .string('Elige la organización')
  .regex(/^[1-9]\d{0,8}$/, 'Elige la organización')
  .transform(Number);

export const deliveryForm = z.strictObject({
  farmerId: idParam,
  partnerOrganisationId: organisation,
  deliveredOn: dateField('Ingresa la fecha de la entrega'),
  slip: requiredText('Escribe el número de la boleta', 40),
  lotCode: requiredText('Escribe el código del lote', 40),
  state: choice(['dry', 'wet'], 'Elige si es grano seco o cacao en baba'),
  grossKg: kilos(),
  moisturePercent: optionalDecimal(2, 'Escribe la humedad con números, por ejemplo 7.5'),
  pricePerKg: decimalField('Ingresa el precio por kilo', {
    min: 0.01,
    max: 200,
    outside: 'El precio debe estar entre S/ 0.01 y S/ 200 por kilo',
  }),
  discountPercent: optionalDecimal(2, 'Escribe el descuento con números, por ejemplo 2').transform(
    (typed) => typed ?? '0',
  ),
  discountReason: optionalText(),
  /** A row for each parcel of the farmer, and beside it the part that came from it. */
  parcel: severalOf(idParam),
  share: severalOf(
    z
      .string()
      .trim()
      .regex(/^(\d{1,3}(\.\d{1,2})?)?$/, 'Escribe cada parte en porcentaje, por ejemplo 60'),
  ),
  acceptMore: tick,
  /** Look at the figures first, go back to what was typed, or record what was looked at. */
  step: choice(['preview', 'edit', 'send'], 'Elige si quieres calcular o registrar'),
});

export const reversalForm = z.strictObject({ reason: requiredText('Escribe por qué se extorna', 500) });

export const agreementForm = z.strictObject({
  farmerId: idParam,
  partnerOrganisationId: organisation,
  sharePercent: decimalField('Ingresa qué parte se retiene', {
    min: 0.01,
    max: 100,
    outside: 'La parte que se retiene debe estar entre 0.01 y 100 %',
  }),
  reach: choice(REACHES, 'Elige hasta dónde se retiene'),
  intent: z
    .union([z.enum(BEYOND), z.literal('')], 'Elige qué hacer con lo que pasa de dos cuotas')
    .optional()
    .transform((chosen) => (chosen === undefined || chosen === '' ? null : chosen)),
  validFrom: dateField('Ingresa desde cuándo rige'),
  validUntil: dateField('Ingresa hasta cuándo rige'),
  signedOn: dateField('Ingresa la fecha de la firma'),
  method: choice(CONSENT_METHODS, 'Elige cómo firmó el productor'),
  readAloud: tick,
  signatory: requiredText('Escribe quién firma por la organización', 120),
});

export const endForm = z.strictObject({ reason: requiredText('Escribe por qué termina el convenio', 500) });

export const remittanceForm = z.strictObject({
  amount: moneyField('Ingresa el monto de la remesa').pipe(z.number().min(1, 'El monto debe ser mayor que cero')),
  receivedOn: dateField('Ingresa la fecha de la remesa'),
  channel: choice(['cash', 'bank'], 'Elige cómo llegó el dinero'),
  reference: optionalText(60),
});

export const importForm = z.strictObject({
  sheet: z
    .string('Pega la hoja de acopio')
    .max(90_000, 'El texto es demasiado largo')
    .trim()
    .min(1, 'Pega la hoja de acopio'),
  skipBad: tick,
  step: choice(['preview', 'send'], 'Elige si quieres probar o registrar'),
});

/** A field that a form repeats comes as text when there is one of it, and not at all when there is none. */
function severalOf<Item extends z.ZodType>(item: Item) {
  return z.preprocess((sent) => (sent === undefined ? [] : Array.isArray(sent) ? sent : [sent]), z.array(item).max(50));
}

function kilos() {
  const message = 'Escribe los kilos con hasta dos decimales, por ejemplo 184.50';
  return z
    .string('Ingresa los kilos')
    .transform((typed) => typed.trim().replace(/\s?kg$/i, ''))
    .pipe(
      z
        .string()
        .min(1, 'Ingresa los kilos')
        .regex(/^\d{1,6}(\.\d{1,2})?$/, message),
    );
}

function optionalDecimal(places: number, message: string) {
  return z
    .string()
    .default('')
    .transform((typed) => typed.trim().replace(/\s?%$/, ''))
    .pipe(z.string().regex(new RegExp(`^(\\d{1,3}(\\.\\d{1,${places}})?)?$`), message))
    .transform((typed) => (typed === '' ? null : typed));
}

function optionalId() {
  return z
    .union([z.literal(''), idParam])
    .default('')
    .transform((chosen) => (chosen === '' ? undefined : chosen));
}

/** What is no day narrows nothing. */
function optionalDay() {
  return z
    .string()
    .max(40)
    .default('')
    .transform((typed) => readDate(typed));
}
