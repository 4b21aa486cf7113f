import { z } from 'zod';
import { choice, dateField, decimalField, optionalDateField, requiredText } from '../web/fields';
import { isParameterName, PARAMETER_KINDS, type ParameterName } from './kinds';

export const parameterParams = z.strictObject({
  name: z.string().refine(isParameterName),
});

export const STATUSES = ['published', 'entered', 'assumption'] as const;

/** The form of one name: its own figures and no others. */
export function parameterForm(name: ParameterName) {
  const { figures, ends } = PARAMETER_KINDS[name];
  const figureFields = figures.map(({ key, min, max, whole }) => {
    const field = decimalField('Ingresa el valor', { min, max, outside: 'El valor está fuera de lo posible' });
    return [key, whole ? field.refine((text) => /^\d+$/.test(text), 'Escribe un número entero') : field];
  });
  return z.strictObject({
    validFrom: dateField('Ingresa desde cuándo rige'),
    validTo: ends ? dateField('Ingresa hasta cuándo rige') : optionalDateField(),
    source: requiredText('Escribe de dónde viene el valor', 300),
    status: choice(STATUSES, 'Elige si el valor está publicado, lo registra la institución o es un supuesto'),
    ...(Object.fromEntries(figureFields) as Record<string, ReturnType<typeof decimalField>>),
  });
}
