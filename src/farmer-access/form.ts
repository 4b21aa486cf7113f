import { z } from 'zod';
import { tidyCode } from './code';

/** A DNI of eight digits, or the number of a carné de extranjería. */
const documentNumber = z
  .string('Ingresa tu número de DNI')
  .transform((typed) => typed.replace(/[\s.-]/g, '').toUpperCase())
  .pipe(
    z
      .string()
      .min(1, 'Ingresa tu número de DNI')
      .regex(/^[0-9A-Z]{8,12}$/, 'El DNI debe tener 8 dígitos'),
  );

const pin = z
  .string('Ingresa tu clave de 6 dígitos')
  .transform((typed) => typed.replace(/\s/g, ''))
  .pipe(
    z
      .string()
      .min(1, 'Ingresa tu clave de 6 dígitos')
      .regex(/^\d{6}$/, 'La clave debe tener 6 dígitos'),
  );

export const farmerSignInForm = z.strictObject({
  dni: documentNumber,
  pin,
  back: z.string().max(500).default(''),
});

export const activationForm = z
  .strictObject({
    dni: documentNumber,
    code: z
      .string('Ingresa el código que te dio tu asesor')
      .transform(tidyCode)
      .pipe(
        z
          .string()
          .min(1, 'Ingresa el código que te dio tu asesor')
          .regex(/^[0-9A-Z]{8}$/, 'El código tiene 8 letras y números, así: K7MP-Q2XA'),
      ),
    pin,
    again: z.string().default(''),
  })
  .refine((typed) => typed.pin === typed.again.replace(/\s/g, ''), {
    path: ['again'],
    message: 'Las dos claves no son iguales. Escribe la misma clave dos veces',
  });
