import { z } from 'zod';
import { EXPORT_FORMATS } from '../web/export';
import { choice, dateField, idParam, pageQuery } from '../web/fields';
import { CONSENT_TEXT_VERSIONS } from './consent-text';
import { checkDocument, farmerFields, SEXES } from './farmer-fields';
import { checkPlace, parcelFields } from './parcel-fields';
import { CONSENT_METHODS, PURPOSES } from './rows';

export const farmerParams = z.strictObject({ id: idParam });
export const parcelParams = z.strictObject({ id: idParam, parcel: idParam });
export const purposeParams = z.strictObject({ id: idParam, purpose: z.enum(PURPOSES) });

export const farmerForm = z
  .strictObject({
    ...farmerFields,
    partnerOrganisationId: z
      .union([z.literal(''), idParam], 'Elige una organización de la lista')
      .default('')
      .transform((chosen) => (chosen === '' ? null : chosen)),
    officerId: z.string('Elige al asesor o asesora').pipe(numberOf('Elige al asesor o asesora')),
  })
  .superRefine(checkDocument)
  // The check character proves the number and is not kept.
  .transform(({ checkCharacter: _checkCharacter, ...farmer }) => farmer);

export const parcelForm = z.strictObject(parcelFields).superRefine(checkPlace);

export const consentForm = z.strictObject({
  purposes: z
    .union([z.enum(PURPOSES).transform((one) => [one]), z.array(z.enum(PURPOSES))], 'Marca lo que la persona autoriza')
    .transform((chosen) => [...new Set(chosen)]),
  textVersion: choice(CONSENT_TEXT_VERSIONS, 'Elige la versión del texto que se firmó'),
  signedOn: dateField('Ingresa la fecha de la firma'),
  method: choice(CONSENT_METHODS, 'Elige cómo firmó'),
  readAloud: choice(['1', '0'], 'Elige si se leyó el texto en voz alta').transform((answer) => answer === '1'),
});

const filters = {
  buscar: z.string().max(100).default(''),
  lugar: z
    .string()
    .regex(/^(\d{2}|\d{4}|\d{6})?$/)
    .default(''),
  organizacion: optionalId(),
  asesor: optionalId(),
  sexo: z.enum(['', ...SEXES]).default(''),
  mios: z.enum(['', '0', '1']).default(''),
};

export const listQuery = z.strictObject({ ...filters, pagina: pageQuery });
export const exportQuery = z.strictObject({ ...filters, pagina: pageQuery, formato: z.enum(EXPORT_FORMATS) });

export type ListQuery = z.output<typeof listQuery>;

function optionalId() {
  return z
    .union([z.literal(''), idParam])
    .default('')
    .transform((chosen) => (chosen === '' ? undefined : chosen));
}

function numberOf(message: string) {
  return z
    .string()
    .regex(/^[1-9]\d{0,8}$/, message)
    .transform(Number);
}
