import { z } from 'zod';
import { choice, dateField, decimalField, idParam, requiredText } from '../web/fields';
import { FORMULAS, OPERATORS, TEST_EVERY } from './store';

export const covenantLineParams = z.strictObject({ institution: idParam, line: idParam });
export const covenantParams = z.strictObject({ institution: idParam, line: idParam, covenant: idParam });

export const covenantForm = z.strictObject({
  formula: choice(FORMULAS, 'Elige qué se mide'),
  operator: choice(OPERATORS, 'Elige si es un máximo o un mínimo'),
  threshold: decimalField('Escribe el límite en porcentaje', {
    min: 0,
    max: 1000,
    outside: 'El límite debe estar entre 0 y 1000 %',
  }),
  testEvery: choice(TEST_EVERY, 'Elige cada cuánto se prueba'),
  cureDays: z
    .string()
    .regex(/^\d{1,3}$/, 'Escribe los días con números, por ejemplo 30')
    .transform(Number),
});

export const waiverForm = z.strictObject({
  from: dateField('Escribe desde cuándo vale la dispensa'),
  until: dateField('Escribe hasta cuándo vale la dispensa'),
  reason: requiredText('Escribe por qué se da la dispensa', 500),
});
