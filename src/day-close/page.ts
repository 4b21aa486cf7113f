import { addDays, daysBetween, type IsoDate } from '../lending/dates';
import { date } from '../web/format';
import type { Form } from '../web/form';
import type { Translate } from '../web/locale';
import type { DayClosed } from './close-day';
import type { DayInLog } from './store';

/** How many days a click closes at most: the page comes back and says how many are left. */
export const DAYS_PER_CLICK = 10;

export interface ClosingView {
  readonly log: readonly DayInLog[];
  /** The first day that can be closed; nothing where nothing was ever booked. */
  readonly next: IsoDate | undefined;
  readonly today: IsoDate;
  readonly mayClose: boolean;
}

export function closingPage({ log, next, today, mayClose }: ClosingView, form: Form, t: Translate) {
  const pending = next === undefined ? 0 : Math.max(0, daysBetween(next, today));
  return {
    form,
    state: stateSentence(log[0]?.date, next, pending, t),
    pending,
    mayClose: mayClose && next !== undefined && next <= today,
    days: log.map((day) => ({
      date: day.date,
      to: `/informes?al=${day.date}`,
      closedBy: day.closedBy ?? t('El sistema'),
      at: day.recordedAt,
      digest: day.digest.slice(0, 8),
      figures: day.figures,
      empty: day.figures.length === 0,
    })),
  };
}

function stateSentence(last: IsoDate | undefined, next: IsoDate | undefined, pending: number, t: Translate): string {
  if (next === undefined) return t('Todavía no hay nada registrado que cerrar.');
  if (last === undefined)
    return t('Ningún día está cerrado. El primero con registros es el {day}.', { day: date(next) });
  if (pending === 0) return t('Cerrado hasta el {day}: no falta ningún día.', { day: date(last) });
  return t('Cerrado hasta el {day}. Faltan {count} días hasta ayer.', { day: date(last), count: pending });
}

/** What became of a click, as one sentence; nothing was refused in between. */
export function closedSentence(done: readonly DayClosed[], left: number, t: Translate): string {
  const last = done.at(-1);
  const day = last?.type === 'done' ? date(last.date) : '';
  if (done.length === 0) return t('Ese día ya estaba cerrado');
  if (left > 0) return t('Cerrado hasta el {day}. Faltan {count} días: sigue con «Cerrar»', { day, count: left });
  return t('Cerrado hasta el {day}', { day });
}

export function refusalSentence(refused: DayClosed & { type: 'refused' }, t: Translate): string {
  switch (refused.reason) {
    case 'date_in_future':
      return t('Ese día todavía no llega. Elige hoy o un día anterior');
    case 'date_out_of_order':
      return t('Los días se cierran en orden. El siguiente es el {day}', { day: date(refused.next) });
    case 'parameter_missing':
      return t('Falta el valor del parámetro «{name}» para ese día. Regístralo en Parámetros y vuelve a cerrar', {
        name: refused.parameter,
      });
  }
}

/** How many days are left after those that a click has closed. */
export function daysLeft(last: IsoDate | undefined, through: IsoDate): number {
  return last === undefined ? 0 : Math.max(0, daysBetween(addDays(last, 1), addDays(through, 1)));
}
