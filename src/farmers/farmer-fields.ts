import { z } from 'zod';
import { choice, dateField, optionalPhoneField, optionalText, requiredText } from '../web/fields';
import { belongsToDni } from './dni';

/*
 * What is asked about a farmer, field by field: the pages and the import of files ask the same, and say the same when it
 * is wrong.
 */

export const DOCUMENT_KINDS = ['DNI', 'CE'] as const;
export const SEXES = ['F', 'M'] as const;

export type DocumentKind = (typeof DOCUMENT_KINDS)[number];
export type Sex = (typeof SEXES)[number];

/** Names keep their accents, apostrophes and hyphens; a digit in one is a slip. */
const NAME = /^[\p{L}\p{M}' .’-]*$/u;
const ONLY_LETTERS = 'Escribe el nombre con letras, sin números ni otros signos';

export const farmerFields = {
  documentKind: choice(DOCUMENT_KINDS, 'Elige el tipo de documento'),
  documentNumber: z
    .string('Ingresa el número de documento')
    .transform((typed) => typed.replace(/[\s.-]/g, '').toUpperCase())
    .pipe(z.string().min(1, 'Ingresa el número de documento').max(20, 'El texto es demasiado largo')),
  checkCharacter: optionalText(20).pipe(
    z.string().regex(/^[0-9A-Ka-k]?$/, 'El dígito verificador es un solo número o una sola letra'),
  ),
  givenNames: requiredText('Ingresa los nombres', 80).pipe(z.string().regex(NAME, ONLY_LETTERS)),
  firstSurname: requiredText('Ingresa el apellido paterno', 60).pipe(z.string().regex(NAME, ONLY_LETTERS)),
  secondSurname: optionalText(60).pipe(z.string().regex(NAME, ONLY_LETTERS)),
  sex: choice(SEXES, 'Elige el sexo'),
  birthDate: dateField('Ingresa la fecha de nacimiento'),
  phone: optionalPhoneField.transform((phone) => phone ?? null),
  ubigeo: z.string('Elige el distrito').regex(/^\d{6}$/, 'Elige el distrito'),
  community: optionalText(80),
};

interface TypedDocument {
  readonly documentKind: DocumentKind;
  readonly documentNumber: string;
  readonly checkCharacter: string;
}

/**
 * A DNI has eight digits, whose zeros in front count; the character that proves it is optional, because many people do
 * not know it. A carné de extranjería has nine characters.
 */
export function checkDocument(typed: TypedDocument, context: z.RefinementCtx): void {
  const refuse = (field: string, message: string): void => context.addIssue({ code: 'custom', path: [field], message });
  if (typed.documentKind === 'CE') {
    if (!/^[0-9A-Z]{9}$/.test(typed.documentNumber)) {
      refuse('documentNumber', 'El carné de extranjería debe tener 9 caracteres');
    }
  } else if (!/^\d{8}$/.test(typed.documentNumber)) {
    refuse('documentNumber', 'El DNI debe tener 8 dígitos');
  } else if (typed.checkCharacter !== '' && !belongsToDni(typed.documentNumber, typed.checkCharacter)) {
    refuse('checkCharacter', 'El dígito verificador no corresponde a ese DNI. Revisa los dos en el documento');
  }
}
