import { z } from 'zod';
import { requiredText } from '../web/fields';
import { LOCALES } from '../web/locale';

export const signInForm = z.strictObject({
  user: requiredText('Ingresa tu usuario', 120),
  password: z.string('Ingresa tu contraseña').min(1, 'Ingresa tu contraseña').max(200, 'El texto es demasiado largo'),
  back: z.string().max(500).default(''),
});

export const passwordForm = z.strictObject({
  current: z.string('Ingresa tu contraseña actual').min(1, 'Ingresa tu contraseña actual').max(200),
  next: z.string('Ingresa la contraseña nueva').min(1, 'Ingresa la contraseña nueva').max(200),
});

export const localeForm = z.strictObject({
  locale: z.enum(LOCALES),
  back: z.string().max(500).default('/'),
});
