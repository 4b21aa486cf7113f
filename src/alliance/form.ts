import { z } from 'zod';
import { EXPORT_FORMATS } from '../web/export';
import { choice, dateField, decimalField, idParam, optionalText, pageQuery, requiredText } from '../web/fields';
import { ORGANISATION_KINDS } from './store';

/** The seat of a partner that is in none of the departments of the alliance, such as a buyer in Lima. */
export const OTHER_DEPARTMENT = '00';

const departmentCode = z.string('Elige la región').regex(/^\d{2}$/, 'Elige la región');

export const organisationListQuery = z.strictObject({
  q: z.string().max(80).default(''),
  tipo: z
    .enum(['', ...ORGANISATION_KINDS])
    .default('')
    .transform((typed) => (typed === '' ? undefined : typed)),
  region: z
    .string()
    .regex(/^(\d{2})?$/)
    .default('')
    .transform((typed) => (typed === '' ? undefined : typed)),
  pagina: pageQuery,
  formato: z.enum(EXPORT_FORMATS).optional(),
});

export type OrganisationListQuery = z.output<typeof organisationListQuery>;

export const organisationParams = z.strictObject({ organisation: idParam });
export const letterParams = z.strictObject({ organisation: idParam, letter: idParam });

export const organisationForm = z.strictObject({
  name: requiredText('Escribe el nombre de la organización'),
  kind: choice(ORGANISATION_KINDS, 'Elige qué clase de organización es'),
  departmentCode,
  contact: optionalText(),
});

export const letterForm = z.strictObject({
  signedOn: dateField('Ingresa la fecha de la carta'),
  hectares: decimalField('Ingresa las hectáreas; escribe 0 si la carta no las menciona', {
    min: 0,
    max: 1_000_000,
    outside: 'Las hectáreas deben estar entre 0 y 1,000,000',
  }),
  departmentCode,
});

export const withdrawalForm = z.strictObject({ reason: requiredText('Escribe por qué se retira la carta', 500) });
