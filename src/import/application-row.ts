import { z } from 'zod';
import type { DocumentKind } from '../farmers/farmer-fields';
import type { HouseholdFigures } from '../applications/assume-cash-flow';
import type { TypedRequest } from '../products/read-request';
import { moneyField, optionalMoneyField, requiredText } from '../web/fields';
import type { Translate } from '../web/locale';
import type { Column } from './columns';
import type { Fault } from './import-kind';
import type { CsvRow } from './read-csv';
import { wordField } from './words';

/** A row of a file of applications. */
export interface ApplicationRow {
  readonly row: number;
  /** How the file knows the application: the same reference is never imported twice. */
  readonly reference: string;
  readonly documentKind: DocumentKind;
  readonly documentNumber: string;
  readonly product: string;
  readonly purpose: string;
  /** Names of parcels; empty for all of the farmer. */
  readonly parcels: readonly string[];
  /** As typed: the plan of the product says which of its fields count. */
  readonly request: TypedRequest;
  readonly household: HouseholdFigures | null;
  readonly submit: boolean;
}

const NEEDED = ['referencia', 'dni', 'producto', 'monto', 'desembolso', 'destino'] as const;
const REQUEST_COLUMNS = ['vencimiento', 'cuotas', 'cada', 'temporada', 'temporadas', 'siembra'] as const;
const HOUSEHOLD_COLUMNS = ['gasto_hogar', 'otros_ingresos', 'otras_deudas', 'meses_deuda'] as const;
const OTHERS = ['tipo_documento', 'parcelas', 'enviar'] as const;

export const applicationColumns: readonly Column[] = [
  ...NEEDED.map((name): Column => ({ name, needed: true })),
  ...[...OTHERS, ...REQUEST_COLUMNS, ...HOUSEHOLD_COLUMNS].map((name): Column => ({ name })),
];

const SEASON_MESSAGE = 'Escribe el año y la campaña, por ejemplo 2027 grande o 2027 chica';

const rowSchema = z.object({
  referencia: requiredText('Ingresa la referencia', 60),
  tipo_documento: wordField({ '': 'DNI', dni: 'DNI', ce: 'CE' }, 'Escribe DNI o CE'),
  dni: requiredText('Ingresa el número de documento', 20).transform((typed) =>
    typed.replace(/[\s.-]/g, '').toUpperCase(),
  ),
  producto: requiredText('Ingresa el nombre del producto'),
  destino: requiredText('Ingresa el destino del crédito'),
  parcelas: z.string().transform((typed) =>
    typed
      .split('|')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
  /** `2027 grande`; other plans have none. */
  temporada: z
    .string()
    .regex(/^(\d{4}[\s/-]*(grande|chica))?$/i, SEASON_MESSAGE)
    .transform((typed) => typed && `${typed.slice(0, 4)}-${/grande$/i.test(typed) ? 'main' : 'minor'}`),
  enviar: wordField({ '': 'no', no: 'no', si: 'yes' }, 'Escribe si o no').transform((word) => word === 'yes'),
});

const householdSchema = z.object({
  gasto_hogar: moneyField('Ingresa el gasto mensual del hogar'),
  otros_ingresos: optionalMoneyField(),
  otras_deudas: optionalMoneyField(),
  meses_deuda: z
    .string()
    .regex(/^\d{0,3}$/, 'Escribe cuántas cuotas faltan, con números')
    .transform(Number),
});

/** Reads a row, or says what is wrong in which cell; the request waits until its product is known. */
export function readApplicationRow(row: CsvRow, t: Translate): ApplicationRow | readonly Fault[] {
  const cell = (column: string): string => row.cells[column] ?? '';
  const cells = Object.fromEntries(applicationColumns.map(({ name }) => [name, cell(name)]));
  const read = rowSchema.safeParse(cells);
  const household = HOUSEHOLD_COLUMNS.every((column) => cell(column) === '') ? null : householdSchema.safeParse(cells);
  if (!read.success || household?.success === false) {
    const issues = [...(read.error?.issues ?? []), ...(household?.error?.issues ?? [])];
    return issues.map(({ path, message }) => ({ row: row.number, column: String(path[0]), message: t(message) }));
  }
  const { referencia, tipo_documento, dni, producto, destino, parcelas, temporada, enviar } = read.data;
  return {
    row: row.number,
    reference: referencia,
    documentKind: tipo_documento,
    documentNumber: dni,
    product: producto,
    purpose: destino,
    parcels: parcelas,
    request: {
      monto: cell('monto'),
      desembolso: cell('desembolso'),
      vencimiento: cell('vencimiento'),
      cuotas: cell('cuotas'),
      cada: cell('cada'),
      temporada,
      temporadas: cell('temporadas'),
      siembra: cell('siembra'),
    },
    household: household?.data
      ? {
          livingCostMonthly: household.data.gasto_hogar,
          otherIncomeMonthly: household.data.otros_ingresos ?? 0,
          otherDebtMonthly: household.data.otras_deudas ?? 0,
          otherDebtMonths: household.data.meses_deuda,
        }
      : null,
    submit: enviar,
  };
}
