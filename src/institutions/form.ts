import { z } from 'zod';
import { choice, idParam, optionalPhoneField, requiredText } from '../web/fields';

export const staffForm = z.strictObject({
  username: z
    .string('Ingresa el usuario')
    .transform((typed) => typed.trim().toLowerCase())
    .pipe(
      z
        .string()
        .min(1, 'Ingresa el usuario')
        .regex(/^[a-z][a-z0-9.]{2,39}$/, 'El usuario va en minúsculas, sin espacios ni tildes: carmen.rios'),
    ),
  name: requiredText('Ingresa el nombre de la persona', 120),
  role: choice(
    ['officer', 'manager', 'cashier', 'risk', 'administrator', 'auditor', 'facilitator', 'investor'],
    'Elige el trabajo de la persona',
  ),
  phone: optionalPhoneField,
});

export const staffParams = z.strictObject({ staff: idParam });
