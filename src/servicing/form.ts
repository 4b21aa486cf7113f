import { z } from 'zod';
import {
  choice,
  dateField,
  decimalField,
  idParam,
  moneyField,
  optionalDateField,
  optionalText,
  readDate,
  requiredText,
  tick,
} from '../web/fields';

export const loanParams = z.strictObject({ id: idParam });
export const requestParams = z.strictObject({ id: idParam, requestId: idParam });

/** A day in the address; the page says what is wrong with it. */
export const payoffQuery = z.strictObject({ fecha: optionalText(40) });

const asked = {
  /** Needed by who decides; a comparison can be looked at without. */
  reason: optionalText(500),
  /** Look at the comparison first, or send it to whoever decides. */
  step: choice(['compare', 'send'], 'Elige si quieres comparar o enviar'),
};

const cause = {
  cause: choice(['difficulty', 'emergency', 'request', 'insolvency'], 'Elige por qué cambian las condiciones'),
  decree: optionalText(120),
  wasCurrent: tick,
};

const ratePercent = decimalField('Ingresa la tasa', {
  min: 0,
  max: 200,
  outside: 'La tasa debe estar entre 0 y 200 %',
});

const amount = moneyField('Ingresa el monto').pipe(z.number().min(1, 'El monto debe ser mayor que cero'));

/** Said together with the other faults of the form, not after they are mended. */
const saysWhy = { path: ['reason'], message: 'Escribe por qué se pide', when: () => true };
const mayGoOn = ({ reason, step }: { reason: string; step: string }): boolean => step !== 'send' || reason !== '';

export const waiverForm = z
  .strictObject({
    part: choice(['late-interest', 'penalty', 'fee', 'interest', 'principal'], 'Elige qué se condona'),
    amount,
    ...asked,
  })
  .refine(mayGoOn, saysWhy);

export const rateForm = z.strictObject({ ratePercent, ...asked }).refine(mayGoOn, saysWhy);

export const graceForm = z
  .strictObject({ months: wholeNumber(24, 'Ingresa cuántos meses, de 1 a 24'), ...cause, ...asked })
  .refine(mayGoOn, saysWhy);

export const reprogrammingForm = z
  .strictObject({
    plan: choice(['level', 'equal-principal', 'bullet', 'weighted'], 'Elige cómo se pagará'),
    count: wholeNumber(120, 'Ingresa cuántas cuotas, de 1 a 120').or(z.literal('')).default(''),
    everyMonths: wholeNumber(12, 'Ingresa cada cuántos meses, de 1 a 12').or(z.literal('')).default(''),
    firstDue: optionalDateField(),
    rows: z.string().max(4_000, 'El texto es demasiado largo').default(''),
    ratePercent,
    unpaidInterest: choice(['carry', 'capitalise'], 'Elige qué pasa con el interés que se debe'),
    ...cause,
    ...asked,
  })
  .refine(mayGoOn, saysWhy)
  .superRefine(({ plan, count, everyMonths, rows }, context) => {
    const fault = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
    if (plan === 'weighted') {
      if (harvestRows(rows) === undefined) fault('rows', ROWS_MESSAGE);
      return;
    }
    if (count === '') fault('count', 'Ingresa cuántas cuotas, de 1 a 120');
    if (everyMonths === '') fault('everyMonths', 'Ingresa cada cuántos meses, de 1 a 12');
  });

const ROWS_MESSAGE = 'Escribe en cada línea una fecha y su parte, por ejemplo 31/05/2027 40';

/** `31/05/2027 40` and so on, a line each; undefined where a line cannot be read. */
export function harvestRows(text: string): { due: string; weight: string }[] | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const rows = lines.flatMap((line) => {
    const match = /^\s*(\S.*?)\s+(\d{1,6}(?:\.\d{1,4})?)\s*%?\s*$/.exec(line);
    const due = match?.[1] === undefined ? undefined : readDate(match[1]);
    return due !== undefined && match?.[2] !== undefined ? [{ due, weight: match[2] }] : [];
  });
  return rows.length > 0 && rows.length === lines.length ? rows : undefined;
}

export const writeOffForm = z.strictObject(asked).refine(mayGoOn, saysWhy);

export const decisionForm = z.strictObject({
  decision: choice(['approved', 'denied'], 'Elige si se aprueba o se deniega'),
  reason: optionalText(500),
});

export const withdrawalForm = z.strictObject({ reason: requiredText('Escribe por qué se retira', 500) });

export const chargeForm = z.strictObject({
  kind: choice(['fee', 'penalty'], 'Elige qué se cobra'),
  amount,
  due: dateField('Ingresa cuándo se cobra'),
  reason: requiredText('Escribe por qué se cobra', 500),
});

export const chargeParams = z.strictObject({ id: idParam, eventId: idParam });
export const chargeReversalForm = z.strictObject({ reason: requiredText('Escribe por qué se extorna', 500) });

export const suitForm = z.strictObject({
  filedOn: dateField('Ingresa cuándo se presentó la demanda'),
  court: requiredText('Escribe qué juzgado la lleva', 120),
  caseNumber: requiredText('Escribe el número de expediente', 40),
  reason: requiredText('Escribe por qué se demanda', 500),
});

export const suitEndForm = z.strictObject({ reason: requiredText('Escribe cómo terminó la demanda', 500) });

export const recoveryForm = z.strictObject({
  amount,
  valueDate: dateField('Ingresa la fecha del pago'),
  channel: choice(['cash', 'bank'], 'Elige cómo llegó el dinero'),
});

function wholeNumber(most: number, message: string) {
  return z
    .string(message)
    .regex(/^[1-9]\d{0,2}$/, message)
    .transform(Number)
    .pipe(z.number().max(most, message));
}
