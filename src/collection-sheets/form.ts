import { z } from 'zod';
import { EXPORT_FORMATS } from '../web/export';
import {
  dateField,
  idParam,
  moneyField,
  optionalDateField,
  optionalMoneyField,
  optionalText,
  pageQuery,
  requiredText,
  tick,
} from '../web/fields';
import { ROWS_MAX } from './make-sheet';
import { readPlace } from './places';
import type { RowEntry } from './save-rows';
import { INTENTS, OUTCOMES } from './store';

export const LISTED = ['', 'confirmadas', 'anuladas', 'todas'] as const;

export const sheetParams = z.strictObject({ id: idParam });
export const rowParams = z.strictObject({ id: idParam, number: idParam });
export const listQuery = z.strictObject({ estado: z.enum(LISTED).catch('').default(''), pagina: pageQuery });
export const fillQuery = z.strictObject({ pagina: pageQuery });
export const paperQuery = z.strictObject({ montos: z.enum(['0', '1']).catch('1').default('1') });
export const exportQuery = z.strictObject({ formato: z.enum(EXPORT_FORMATS) });
export const addQuery = z.strictObject({ buscar: z.string().max(100).default('') });

const INCOMPLETE = 'La página llegó incompleta. Ábrela de nuevo';
const version = z
  .string(INCOMPLETE)
  .regex(/^\d{1,9}$/, INCOMPLETE)
  .transform(Number);
const rowNumber = z
  .string(INCOMPLETE)
  .regex(/^[1-9]\d{0,2}$/, INCOMPLETE)
  .transform(Number);

export const newForm = z.strictObject({
  collectOn: dateField('Ingresa el día en que vas a cobrar'),
  place: z.string('Elige el lugar').transform((value, context) => {
    const place = readPlace(value);
    if (place) return place;
    context.addIssue({ code: 'custom', message: 'Elige el lugar' });
    return z.NEVER;
  }),
  currency: z.enum(['PEN', 'USD'], 'Elige la moneda').default('PEN'),
});

export const addForm = z.strictObject({ version, loanId: idParam });
export const dayForm = z.strictObject({ version, collectOn: dateField('Ingresa el día en que se cobró') });
export const submitForm = z.strictObject({ version, othersNotVisited: tick });
export const voidForm = z.strictObject({ version, reason: requiredText('Escribe por qué se anula la hoja', 500) });
export const returnForm = z.strictObject({
  version,
  reason: requiredText('Escribe qué debe corregir el asesor', 500),
});
export const countForm = z.strictObject({
  version,
  counted: moneyField('Ingresa cuánto dinero contaste'),
  differenceReason: optionalText(500),
});

export const settleForm = z.strictObject({
  amount: moneyField('Ingresa cuánto se registra; 0 si se devuelve todo'),
  intent: z
    .union([z.enum(INTENTS), z.literal('')], 'Elige qué hacer con lo que pasa de la cuota')
    .optional()
    .transform((chosen) => (chosen === '' ? undefined : chosen)),
  acceptExcess: tick,
  reason: optionalText(500),
});

/** What may be typed on one row; nothing in the amount means that nothing was paid. */
const rowForm = z.strictObject({
  amount: optionalMoneyField(),
  receipt: optionalText(40),
  outcome: z.enum(['', ...OUTCOMES], 'Elige qué pasó').default(''),
  promised: optionalDateField(),
  note: optionalText(300),
  intent: z.enum(['', ...INTENTS], 'Elige qué hacer con lo que pasa de la cuota').default(''),
});

export const ROW_FIELDS = Object.keys(rowForm.shape) as (keyof typeof rowForm.shape)[];

/** The name of a row's field on the page: `amount-3`. */
export function fieldOfRow(name: (typeof ROW_FIELDS)[number], number: number): string {
  return `${name}-${number}`;
}

const typed = z.string().max(1000, 'El texto es demasiado largo').optional();
const typedRows = Object.fromEntries(
  Array.from({ length: ROWS_MAX }, (_, index) => ROW_FIELDS.map((name) => [fieldOfRow(name, index + 1), typed])).flat(),
) as Record<string, typeof typed>;

const THEN = ['', 'next', 'hand-over', 'add'] as const;

/** A page of rows; `rows` names those that were on it, because a field that is left blank says something too. */
export const saveForm = z
  .strictObject({
    version,
    rows: z.string(INCOMPLETE).regex(/^(\d{1,3}(,\d{1,3})*)?$/, INCOMPLETE),
    remove: rowNumber.optional(),
    then: z.enum(THEN, INCOMPLETE).default(''),
    ...typedRows,
  })
  .transform((body, context) => {
    const fields: Record<string, unknown> = body;
    const numbers = body.rows === '' ? [] : body.rows.split(',').map(Number);
    const entries = numbers.flatMap((number) => entryOf(number, fields, context) ?? []);
    return { version: body.version, remove: body.remove, then: body.then, entries };
  });

function entryOf(
  number: number,
  fields: Readonly<Record<string, unknown>>,
  context: z.RefinementCtx,
): RowEntry | undefined {
  const row = rowForm.safeParse(Object.fromEntries(ROW_FIELDS.map((name) => [name, fields[fieldOfRow(name, number)]])));
  const isMissing =
    fields[fieldOfRow('outcome', number)] === 'promised' && blank(fields[fieldOfRow('promised', number)]);
  if (isMissing) {
    const message = 'Ingresa qué día prometió pagar';
    context.addIssue({ code: 'custom', path: [fieldOfRow('promised', number)], message });
  }
  if (!row.success) {
    for (const { path, message } of row.error.issues) {
      context.addIssue({ code: 'custom', path: [`${path.map(String).join('.')}-${number}`], message });
    }
  }
  if (isMissing || !row.success) return undefined;
  const { amount, receipt, outcome, promised, note, intent } = row.data;
  return {
    number,
    collected: amount === undefined || amount === 0 ? null : amount,
    outcome: outcome === '' ? null : outcome,
    promisedOn: outcome === 'promised' ? (promised ?? null) : null,
    paperReceipt: receipt,
    note,
    intent: intent === '' ? null : intent,
  };
}

function blank(value: unknown): boolean {
  return typeof value !== 'string' || value.trim() === '';
}
