import { z } from 'zod';
import { CONSENT_TEXT_VERSION } from '../farmers/consent-text';
import { checkDocument, farmerFields } from '../farmers/farmer-fields';
import { checkPlace, parcelFields } from '../farmers/parcel-fields';
import type { ConsentMethod, Purpose } from '../farmers/rows';
import { dateField, optionalText } from '../web/fields';
import type { Translate } from '../web/locale';
import type { Column } from './columns';
import type { Fault } from './import-kind';
import type { CsvRow } from './read-csv';
import { wordField } from './words';

/** A row of a file of farmers: the farmer, one parcel or none, and what was signed or nothing. */
export interface FarmerRow {
  readonly row: number;
  readonly farmer: Omit<z.output<typeof farmerSchema>, 'checkCharacter'>;
  readonly parcel: z.output<typeof parcelSchema> | null;
  readonly consent: z.output<typeof consentSchema> | null;
}

/** The columns of the file, and the field of the program that each one fills. */
export const FARMER_COLUMNS = {
  tipo_documento: 'documentKind',
  dni: 'documentNumber',
  digito_verificador: 'checkCharacter',
  nombres: 'givenNames',
  apellido_paterno: 'firstSurname',
  apellido_materno: 'secondSurname',
  sexo: 'sex',
  fecha_nacimiento: 'birthDate',
  celular: 'phone',
  ubigeo: 'ubigeo',
  comunidad: 'community',
  organizacion: 'organisation',
  asesor: 'officer',
} as const;

export const PARCEL_COLUMNS = {
  parcela: 'name',
  area_ha: 'areaHa',
  tenencia: 'tenure',
  variedad: 'variety',
  fecha_siembra: 'plantedOn',
  latitud: 'latitude',
  longitud: 'longitude',
  ubigeo_parcela: 'ubigeo',
} as const;

export const CONSENT_COLUMNS = {
  autoriza: 'purposes',
  fecha_firma: 'signedOn',
  forma_firma: 'method',
  leido: 'readAloud',
} as const;

const NEEDED: readonly string[] = ['dni', 'nombres', 'apellido_paterno', 'sexo', 'fecha_nacimiento', 'ubigeo'];

export const farmerColumns: readonly Column[] = [
  ...Object.keys(FARMER_COLUMNS),
  ...Object.keys(PARCEL_COLUMNS),
  ...Object.keys(CONSENT_COLUMNS),
].map((name) => (NEEDED.includes(name) ? { name, needed: true } : { name }));

const UBIGEO_MESSAGE = 'El ubigeo debe tener los 6 dígitos del distrito según el INEI';
const ubigeo = z.string().regex(/^\d{6}$/, UBIGEO_MESSAGE);

const farmerSchema = z
  .object({
    ...farmerFields,
    documentKind: wordField({ '': 'DNI', dni: 'DNI', ce: 'CE' }, 'Escribe DNI o CE'),
    sex: wordField({ f: 'F', mujer: 'F', m: 'M', hombre: 'M' }, 'Escribe F o M'),
    ubigeo,
    organisation: optionalText(),
    officer: optionalText(),
  })
  .superRefine(checkDocument);

const parcelSchema = z
  .object({
    ...parcelFields,
    tenure: wordField(
      { titulo: 'title', posesion: 'possession', alquiler: 'lease', comunidad: 'community' },
      'Escribe titulo, posesion, alquiler o comunidad',
    ),
    variety: wordField({ ccn51: 'ccn51', fino: 'fine-native', nativo: 'fine-native' }, 'Escribe ccn51 o fino'),
    ubigeo,
  })
  .superRefine(checkPlace);

const PURPOSES_BY_WORD: Readonly<Record<string, Purpose>> = {
  evaluacion: 'evaluation',
  centrales: 'credit-bureau',
  mensajes: 'messages',
  financiadores: 'funders',
};

const METHODS_BY_WORD: Readonly<Record<string, ConsentMethod>> = {
  mano: 'handwritten',
  huella: 'fingerprint',
  digital: 'digital',
};

const purposeField = wordField(
  PURPOSES_BY_WORD,
  'Escribe lo que autoriza, separado por espacios: evaluacion, centrales, mensajes, financiadores',
);

const consentSchema = z.object({
  purposes: z
    .string()
    .transform((typed) => typed.split(/[\s,;]+/))
    .pipe(z.array(purposeField)),
  signedOn: dateField('Ingresa la fecha de la firma'),
  method: wordField(METHODS_BY_WORD, 'Escribe mano, huella o digital'),
  readAloud: wordField({ si: 'yes', no: 'no' }, 'Escribe si o no').transform((word) => word === 'yes'),
  textVersion: z.literal(CONSENT_TEXT_VERSION).default(CONSENT_TEXT_VERSION),
});

/** Reads a row, or says what is wrong in which cell. */
export function readFarmerRow(row: CsvRow, t: Translate): FarmerRow | readonly Fault[] {
  const farmer = farmerSchema.safeParse(cellsFor(FARMER_COLUMNS, row));
  const parcel = isBlank(PARCEL_COLUMNS, row, ['ubigeo_parcela'])
    ? null
    : parcelSchema.safeParse(withFarmersDistrict(cellsFor(PARCEL_COLUMNS, row), row));
  const consent = isBlank(CONSENT_COLUMNS, row) ? null : consentSchema.safeParse(cellsFor(CONSENT_COLUMNS, row));
  const faults = [
    ...faultsOf(farmer, FARMER_COLUMNS, row, t),
    ...(parcel ? faultsOf(parcel, PARCEL_COLUMNS, row, t) : []),
    ...(consent ? faultsOf(consent, CONSENT_COLUMNS, row, t) : []),
  ];
  if (!farmer.success || parcel?.success === false || consent?.success === false) return faults;
  const { checkCharacter: _checkCharacter, ...details } = farmer.data;
  return { row: row.number, farmer: details, parcel: parcel?.data ?? null, consent: consent?.data ?? null };
}

type Columns = Readonly<Record<string, string>>;

/** Which column of the file fills a field of the program. */
export function columnOf(columns: Columns, field: PropertyKey | undefined): string | null {
  return Object.entries(columns).find(([, filled]) => filled === field)?.[0] ?? null;
}

/** A column that the file does not have is a cell without anything in it. */
function cellsFor(columns: Columns, row: CsvRow): Record<string, string> {
  return Object.fromEntries(Object.entries(columns).map(([column, field]) => [field, row.cells[column] ?? '']));
}

function isBlank(columns: Columns, row: CsvRow, besides: readonly string[] = []): boolean {
  return Object.keys(columns).every((column) => besides.includes(column) || (row.cells[column] ?? '') === '');
}

/** Most parcels lie where the farmer lives. */
function withFarmersDistrict(cells: Record<string, string>, row: CsvRow): Record<string, string> {
  return cells['ubigeo'] === '' ? { ...cells, ubigeo: row.cells['ubigeo'] ?? '' } : cells;
}

function faultsOf(parsed: z.ZodSafeParseResult<unknown>, columns: Columns, row: CsvRow, t: Translate): Fault[] {
  const issues = parsed.error?.issues ?? [];
  return issues.map((issue) => {
    const column = columnOf(columns, issue.path[0]);
    const message = column === 'dni' && losesZeros(row) ? ZEROS_LOST : issue.message;
    return { row: row.number, column, message: t(message) };
  });
}

const ZEROS_LOST =
  'El DNI debe tener 8 dígitos. Si Excel quitó los ceros de adelante, da formato de texto a la columna';

/** A spreadsheet that takes a DNI for a number drops the zeros in front of it. */
function losesZeros(row: CsvRow): boolean {
  const kind = (row.cells['tipo_documento'] ?? '').toUpperCase();
  return kind !== 'CE' && /^\d{1,7}$/.test(row.cells['dni'] ?? '');
}
