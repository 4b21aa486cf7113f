import { daysBetween, type IsoDate } from '../lending/dates';
import type { Translate } from '../web/locale';
import type { InstalmentWord } from './standing';
import type { StoredStatus } from './store';

/** A word for a tag, and the colour that goes with it. */
export interface Tag {
  readonly text: string;
  readonly tone: '' | 'ok' | 'warn' | 'bad';
}

/** Days late today by comparing dates; a due date in the future is none. */
export function daysLateOn(oldestUnpaidDue: IsoDate | null, today: IsoDate): number {
  return oldestUnpaidDue === null ? 0 : Math.max(0, daysBetween(oldestUnpaidDue, today));
}

export function loanTag(status: StoredStatus, daysLate: number, t: Translate): Tag {
  switch (status) {
    case 'closed':
      return { text: t('Pagado'), tone: '' };
    case 'overpaid':
      return { text: t('Pagado, con saldo a favor'), tone: 'warn' };
    case 'written-off':
      return { text: t('Castigado'), tone: 'bad' };
    case 'active':
      return daysLate > 0 ? { text: t('Atrasado'), tone: 'bad' } : { text: t('Al día'), tone: 'ok' };
  }
}

/** What one person asks for and another decides. */
export function changeName(change: DecidedChange, t: Translate): string {
  switch (change) {
    case 'waiver':
      return t('Condonación');
    case 'rate-change':
      return t('Cambio de tasa');
    case 'extra-grace':
      return t('Gracia por cosecha perdida');
    case 'reprogramming':
      return t('Nuevo cronograma');
    case 'write-off':
      return t('Castigo');
  }
}

type DecidedChange = 'waiver' | 'rate-change' | 'extra-grace' | 'reprogramming' | 'write-off';

export function instalmentTag(word: InstalmentWord, t: Translate): Tag {
  switch (word) {
    case 'paid':
      return { text: t('Pagada'), tone: 'ok' };
    case 'paid-in-part':
      return { text: t('Pagada en parte'), tone: '' };
    case 'late':
      return { text: t('Vencida'), tone: 'bad' };
    case 'due-today':
      return { text: t('Vence hoy'), tone: 'warn' };
    case 'pending':
      return { text: t('Pendiente'), tone: '' };
  }
}

/** The harvest that a due date follows: campaña grande from April to September, campaña chica in the other months. */
export function seasonName(due: IsoDate, t: Translate): string {
  const month = Number(due.slice(5, 7));
  return month >= 4 && month <= 9 ? t('Campaña grande') : t('Campaña chica');
}

export function creditTypeName(creditType: string, t: Translate): string {
  return creditType === 'pequena_empresa' ? t('Pequeña empresa') : t('Microempresa');
}
