import { z } from 'zod';
import type { DocumentKind } from '../farmers/farmer-fields';
import { dateField, decimalField, optionalText, requiredText } from '../web/fields';
import type { Translate } from '../web/locale';
import type { Column } from './columns';
import type { Fault } from './import-kind';
import type { CsvRow } from './read-csv';
import { wordField } from './words';

/** A row of an organisation's sheet of deliveries (*hoja de acopio*). */
export interface DeliveryRow {
  readonly row: number;
  readonly organisation: string;
  readonly slip: string;
  readonly deliveredOn: string;
  readonly lotCode: string;
  readonly documentKind: DocumentKind;
  readonly documentNumber: string;
  /** Names of parcels with their part in percent; empty where the farmer has one parcel. */
  readonly parcels: readonly { readonly name: string; readonly sharePercent: string }[];
  readonly state: 'wet' | 'dry';
  readonly grossKg: string;
  readonly moisturePercent: string | null;
  readonly pricePerKg: string;
  readonly discountPercent: string;
  readonly discountReason: string;
  readonly acceptMore: boolean;
}

const NEEDED = ['organizacion', 'fecha', 'boleta', 'lote', 'dni', 'estado', 'kg', 'precio'] as const;
const OTHERS = ['tipo_documento', 'parcela', 'humedad', 'descuento', 'motivo_descuento', 'verificado'] as const;

export const deliveryColumns: readonly Column[] = [
  ...NEEDED.map((name): Column => ({ name, needed: true })),
  ...OTHERS.map((name): Column => ({ name })),
];

const rowSchema = z.object({
  organizacion: requiredText('Ingresa la organización'),
  fecha: dateField('Ingresa la fecha de la entrega'),
  boleta: requiredText('Escribe el número de la boleta', 40),
  lote: requiredText('Escribe el código del lote', 40),
  tipo_documento: wordField({ '': 'DNI', dni: 'DNI', ce: 'CE' }, 'Escribe DNI o CE'),
  dni: requiredText('Ingresa el número de documento', 20).transform((typed) =>
    typed.replace(/[\s.-]/g, '').toUpperCase(),
  ),
  /** `La Banda` or `La Banda:60|El Bajo:40`. */
  parcela: z.string().transform((typed) =>
    typed
      .split('|')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map((part) => {
        const [name = '', share = '100'] = part.split(':').map((piece) => piece.trim());
        return { name, sharePercent: share.replace(/\s?%$/, '') };
      }),
  ),
  estado: wordField({ baba: 'wet', enbaba: 'wet', seco: 'dry', granoseco: 'dry' }, 'Escribe baba o seco'),
  kg: z
    .string()
    .transform((typed) => typed.replace(/\s?kg$/i, ''))
    .pipe(z.string().regex(/^\d{1,6}(\.\d{1,2})?$/, 'Escribe los kilos con hasta dos decimales, por ejemplo 184.50')),
  humedad: percentOrNothing('Escribe la humedad con números, por ejemplo 7.5'),
  precio: decimalField('Ingresa el precio por kilo', {
    min: 0.01,
    max: 200,
    outside: 'El precio debe estar entre S/ 0.01 y S/ 200 por kilo',
  }),
  descuento: percentOrNothing('Escribe el descuento con números, por ejemplo 2'),
  motivo_descuento: optionalText(),
  verificado: wordField({ '': 'no', no: 'no', si: 'yes' }, 'Escribe si o no').transform((word) => word === 'yes'),
});

const SHARE = /^\d{1,3}(\.\d{1,2})?$/;

/** Reads a row, or says what is wrong in which cell. */
export function readDeliveryRow(row: CsvRow, t: Translate): DeliveryRow | readonly Fault[] {
  const cells = Object.fromEntries(deliveryColumns.map(({ name }) => [name, row.cells[name] ?? '']));
  const read = rowSchema.safeParse(cells);
  if (!read.success) {
    return read.error.issues.map(({ path, message }) => ({
      row: row.number,
      column: String(path[0]),
      message: t(message),
    }));
  }
  const { data } = read;
  if (data.parcela.some(({ sharePercent }) => !SHARE.test(sharePercent))) {
    const message = t('Escribe cada parcela con su parte, por ejemplo La Banda:60|El Bajo:40');
    return [{ row: row.number, column: 'parcela', message }];
  }
  return {
    row: row.number,
    organisation: data.organizacion,
    slip: data.boleta,
    deliveredOn: data.fecha,
    lotCode: data.lote,
    documentKind: data.tipo_documento,
    documentNumber: data.dni,
    parcels: data.parcela,
    state: data.estado,
    grossKg: data.kg,
    moisturePercent: data.estado === 'dry' ? data.humedad : null,
    pricePerKg: data.precio,
    discountPercent: data.descuento ?? '0',
    discountReason: data.motivo_descuento,
    acceptMore: data.verificado,
  };
}

function percentOrNothing(message: string) {
  return z
    .string()
    .transform((typed) => typed.replace(/\s?%$/, ''))
    .pipe(z.string().regex(/^(\d{1,3}(\.\d{1,2})?)?$/, message))
    .transform((typed) => (typed === '' ? null : typed));
}
