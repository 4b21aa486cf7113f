import { z } from 'zod';
import { EXPORT_FORMATS } from '../web/export';
import { choice, dateField, idParam, pageQuery } from '../web/fields';

export const loanParams = z.strictObject({ id: idParam });

export const LOAN_STATES = ['vigente', 'atrasado', 'pagado', 'castigado'] as const;

const filters = {
  buscar: z.string().max(100).default(''),
  estado: z.enum(['', ...LOAN_STATES]).default(''),
  /** Days late from and to, both counted: `9-30`, or `121-` without an end. */
  atraso: z
    .string()
    .regex(/^(\d{1,4}-(\d{1,4})?)?$/)
    .default(''),
  departamento: z
    .string()
    .regex(/^(\d{2})?$/)
    .default(''),
  organizacion: optionalId(),
  linea: optionalId(),
  producto: optionalId(),
  asesor: optionalId(),
  mios: z.enum(['', '0', '1']).default(''),
};

export const loanListQuery = z.strictObject({ ...filters, pagina: pageQuery });
export const loanExportQuery = z.strictObject({ ...filters, pagina: pageQuery, formato: z.enum(EXPORT_FORMATS) });

export type LoanListQuery = z.output<typeof loanListQuery>;

export const CHANNELS = ['cash', 'bank'] as const;

/** The first of two steps: which line, which day. The second shows the schedule and asks for confirmation. */
export const disbursementForm = z.strictObject({
  lineId: z
    .string('Elige la línea de crédito')
    .regex(/^[1-9]\d{0,9}$/, 'Elige la línea de crédito')
    .transform(Number),
  disbursedOn: dateField('Ingresa la fecha del desembolso'),
  channel: choice(CHANNELS, 'Elige cómo se entrega el dinero'),
});

/** The same in the address of the confirmation page, which may be opened again. */
export const disbursementQuery = z.strictObject({
  linea: idParam,
  fecha: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  canal: z.enum(CHANNELS),
});

function optionalId() {
  return z
    .union([z.literal(''), idParam])
    .default('')
    .transform((chosen) => (chosen === '' ? undefined : chosen));
}
