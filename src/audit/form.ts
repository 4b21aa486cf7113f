import { z } from 'zod';
import { pageQuery } from '../web/fields';
import { EXPORT_FORMATS } from '../web/export';

const typed = z.string().max(80).default('');

/** The filters of the log as they stand in the address; the page says which one it could not read. */
export const logQuery = z.strictObject({
  accion: typed,
  entidad: typed,
  numero: typed,
  persona: typed,
  desde: typed,
  hasta: typed,
  pagina: pageQuery,
  formato: z.enum(EXPORT_FORMATS).optional(),
});

export type LogQuery = z.output<typeof logQuery>;
