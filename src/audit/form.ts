import { z } from 'zod';
import { pageQuery } from '../web/fields';
import { EXPORT_FORMATS } from '../web/export';

const typed = z.string().max(80).default('');

/** The filters of the log as they stand in the address; the page says which one it could not read. */
const filters = {
  accion: typed,
  entidad: typed,
  numero: typed,
  persona: typed,
  desde: typed,
  hasta: typed,
};

export const logQuery = z.strictObject({ ...filters, pagina: pageQuery });
export const logFileQuery = z.strictObject({ ...filters, formato: z.enum(EXPORT_FORMATS) });

export type LogFilters = Omit<z.output<typeof logQuery>, 'pagina'>;
