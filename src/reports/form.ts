import { z } from 'zod';
import { addDays, type IsoDate } from '../lending/dates';
import { EXPORT_FORMATS } from '../web/export';
import { readDate } from '../web/fields';
import type { Form } from '../web/form';
import type { Translate } from '../web/locale';
import type { Basis } from './books';

const asked = {
  al: z.string().max(40).default(''),
  segun: z.enum(['conocido', 'valor']).default('conocido'),
};

export const reportQuery = z.strictObject(asked);
export const reportFileQuery = z.strictObject({
  ...asked,
  tabla: z.enum(['balance', 'provisiones']),
  formato: z.enum(EXPORT_FORMATS),
});
export type ReportQuery = z.output<typeof reportQuery>;

export function basisOf({ segun }: Pick<ReportQuery, 'segun'>): Basis {
  return segun === 'valor' ? 'value' : 'known';
}

/** The last day of the last month that is over, where nothing was asked or what was typed cannot be read. */
export function reportDay(typed: string, today: IsoDate, t: Translate): { date: IsoDate; errors: Form['errors'] } {
  const lastMonthEnd = addDays(`${today.slice(0, 7)}-01`, -1);
  if (typed === '') return { date: lastMonthEnd, errors: {} };
  const date = readDate(typed);
  if (date === undefined) {
    return {
      date: lastMonthEnd,
      errors: { al: t('Escribe la fecha con día, mes y año, por ejemplo 27/03/2026') },
    };
  }
  if (date > today) {
    return { date: lastMonthEnd, errors: { al: t('Ese día todavía no llega. Elige hoy o un día anterior') } };
  }
  return { date, errors: {} };
}
