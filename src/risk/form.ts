import { z } from 'zod';
import { addMonths, type IsoDate } from '../lending/dates';
import { EXPORT_FORMATS } from '../web/export';
import { pageQuery, readDate } from '../web/fields';
import type { Form } from '../web/form';
import type { Translate } from '../web/locale';
import { CUT_WORDS } from './links';

const typed = z.string().max(40).default('');

const view = {
  al: typed,
  desde: typed,
  moneda: z
    .string()
    .regex(/^([A-Z]{3})?$/)
    .default(''),
};

export const riskQuery = z.strictObject(view);
export type RiskQuery = z.output<typeof riskQuery>;

const member = z.string().regex(/^[\w:.-]{1,40}$/);

const loans = { ...view, corte: z.enum(Object.values(CUT_WORDS)), clave: member, hasta: member.optional() };

export const riskLoansQuery = z.strictObject({ ...loans, pagina: pageQuery });
export const riskLoansFileQuery = z.strictObject({ ...loans, formato: z.enum(EXPORT_FORMATS) });

/** Without a word, today and a month before it; what cannot be read or lies ahead is said, and today is shown. */
export function daysOf(
  query: Pick<RiskQuery, 'al' | 'desde'>,
  today: IsoDate,
  t: Translate,
): { asOf: IsoDate; since: IsoDate; errors: Form['errors'] } {
  const unreadable = t('Escribe la fecha con día, mes y año, por ejemplo 27/03/2026');
  const asOf = query.al === '' ? today : readDate(query.al);
  if (asOf === undefined) return { asOf: today, since: addMonths(today, -1), errors: { al: unreadable } };
  if (asOf > today) {
    const ahead = t('La cartera se puede ver hasta hoy. Elige una fecha que no sea posterior');
    return { asOf: today, since: addMonths(today, -1), errors: { al: ahead } };
  }
  const since = query.desde === '' ? addMonths(asOf, -1) : readDate(query.desde);
  if (since === undefined) return { asOf, since: addMonths(asOf, -1), errors: { desde: unreadable } };
  if (since >= asOf) {
    const after = t('La primera fecha debe ser anterior a la segunda');
    return { asOf, since: addMonths(asOf, -1), errors: { desde: after } };
  }
  return { asOf, since, errors: {} };
}
