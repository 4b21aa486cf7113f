import { formatNumber } from 'libphonenumber-js';
import type { IsoDate } from '../lending/dates';
import type { LoanState } from '../lending/history';
import type { Centimos } from '../lending/money';
import type { StoredEvent } from '../loans/events';
import type { LoadedLoan } from '../loans/load';
import {
  instalmentWord,
  owedOn,
  paysSomething,
  standingOf,
  type InstalmentWord,
  type Standing,
} from '../loans/standing';
import { amountText, date, dateInWords, money as plainMoney } from '../web/format';
import type { Translate } from '../web/locale';
import { receiptText } from '../repayments/receipt';
import type { Contact, OpenApplication } from './store';

/** At most so many instalments stand on the page; the rest is a page of its own. */
const ROWS_MAX = 12;
const RECEIPTS_MAX = 5;

/** One loan as the farmer reads it: a word, an amount, a date, and then the rest. */
export function loanPart({ loan, events, state }: LoadedLoan, several: boolean, t: Translate) {
  const standing = standingOf(state);
  const rows = state.instalments.filter(paysSomething);
  const shown = windowOf(rows, ROWS_MAX);
  const { currency } = loan;
  return {
    id: loan.id,
    heading: several
      ? t('Crédito {number} de {amount}', { number: loan.id, amount: money(loan.principal, currency) })
      : null,
    band: bandOf(standing, t),
    ...callOf(standing, state.asOf, currency, t),
    total:
      standing.word === 'paid'
        ? null
        : t('Te falta pagar en total {amount}', { amount: money(standing.total, currency) }),
    progress: t('Ya pagaste {paid} de {count} cuotas', { paid: standing.paidInstalments, count: standing.instalments }),
    overpaid:
      standing.overpaid > 0 ? t('Tienes a tu favor {amount}', { amount: money(standing.overpaid, currency) }) : null,
    isPaid: standing.word === 'paid',
    rows: shown.map((row) => ({
      due: date(row.due),
      amount: amountText(owedOn(row) === 0 ? row.total : owedOn(row)),
      word: instalmentSentence(instalmentWord(row, state.asOf), t),
    })),
    hasMoreRows: rows.length > shown.length,
    symbol: symbolOf(currency),
    receipts: receiptsOf(state, events).slice(0, RECEIPTS_MAX),
  };
}

export type LoanPart = ReturnType<typeof loanPart>;

/** The band at the top: a word, a colour and a drawing that say the same. */
function bandOf({ word }: Standing, t: Translate): { word: string; tone: string; drawing: 'check' | 'clock' | 'mark' } {
  switch (word) {
    case 'late':
      return { word: t('Atrasada'), tone: 'bad', drawing: 'mark' };
    case 'due-soon':
      return { word: t('Vence pronto'), tone: 'warn', drawing: 'clock' };
    case 'paid':
      return { word: t('¡Terminaste de pagar!'), tone: '', drawing: 'check' };
    case 'written-off':
      return { word: t('Habla con tu asesor'), tone: 'calm', drawing: 'mark' };
    case 'up-to-date':
      return { word: t('Al día'), tone: '', drawing: 'check' };
  }
}

/** The one figure in large and the sentence under it. */
function callOf(standing: Standing, today: IsoDate, currency: string, t: Translate) {
  const { word, dueNow, dueSince, next } = standing;
  if (word === 'paid' || word === 'written-off') return { amount: null, sentence: null, extra: null };
  if (dueNow > 0 && dueSince !== null) {
    const sentence =
      word === 'late'
        ? t('Paga esto hoy y quedas al día. Tu cuota venció el {day}', { day: dayInWords(dueSince, today) })
        : t('Paga hasta hoy, {day}', { day: dayInWords(dueSince, today) });
    return { amount: money(dueNow, currency), sentence, extra: nextSentence(next, today, currency, t) };
  }
  if (!next) return { amount: null, sentence: null, extra: null };
  const places = { day: dayInWords(next.due, today), count: next.inDays };
  const waitsForHarvest = standing.paidInstalments === 0 && next.inDays > GRACE_DAYS;
  return {
    amount: money(next.amount, currency),
    sentence: t('Paga hasta el {day} (faltan {count} días)', places),
    extra: waitsForHarvest ? t('Tu primera cuota llega con la cosecha. Todavía no tienes que pagar nada.') : null,
  };
}

/** From here on the wait for the first instalment is a grace and no month between two payments. */
const GRACE_DAYS = 45;

function nextSentence(next: Standing['next'], today: IsoDate, currency: string, t: Translate): string | null {
  if (!next) return null;
  return t('Después te toca {amount} el {day}', {
    amount: money(next.amount, currency),
    day: dayInWords(next.due, today),
  });
}

/** Symbol and figure stay on one line, however narrow the telephone. */
function money(amount: Centimos, currency: string): string {
  return plainMoney(amount, currency).replace(' ', '\u00a0');
}

/** `jueves 30 de julio`, and the year where it is not this one. */
export function dayInWords(day: IsoDate, today: IsoDate): string {
  const sameYear = day.slice(0, 4) === today.slice(0, 4);
  return sameYear ? dateInWords(day) : `${dateInWords(day)} de ${day.slice(0, 4)}`;
}

/** The unpaid ones with the three before them; the last rows where little is left. */
export function windowOf<Row extends { outstanding: Centimos }>(rows: readonly Row[], size: number): readonly Row[] {
  if (rows.length <= size) return rows;
  const firstUnpaid = rows.findIndex((row) => row.outstanding > 0);
  const from = Math.max(0, Math.min((firstUnpaid < 0 ? rows.length : firstUnpaid) - 3, rows.length - size));
  return rows.slice(from, from + size);
}

export function instalmentSentence(word: InstalmentWord, t: Translate): string {
  switch (word) {
    case 'paid':
      return t('Pagada');
    case 'paid-in-part':
      return t('Pagada en parte');
    case 'late':
      return t('Atrasada');
    case 'due-today':
      return t('Vence hoy');
    case 'pending':
      return t('Por pagar');
  }
}

/** The payments that count, the latest first, each with the number of its receipt. */
export function receiptsOf(state: LoanState, events: readonly StoredEvent[]) {
  const numbers = new Map(events.map((event) => [String(event.id), event.receiptNumber]));
  return state.transactions
    .filter((one) => one.type === 'repayment' && !one.reversed)
    .map((one) => ({
      eventId: Number(one.id),
      date: date(one.date),
      amount: amountText(one.amount),
      number: receiptText(numbers.get(one.id) ?? 0),
    }))
    .toReversed();
}

/** What stands above a column of amounts, so that a telephone has room for them. */
export function symbolOf(currency: string): string {
  return currency === 'USD' ? 'US$' : 'S/';
}

/** Where an application is, for who has no loan yet. */
export function applicationPart({ state, officer, since, amount, currency }: OpenApplication, t: Translate) {
  return {
    amount: amount === null || currency === null ? null : money(amount, currency),
    since,
    ...applicationWords(state, officer, t),
  };
}

function applicationWords(state: OpenApplication['state'], officer: string, t: Translate) {
  switch (state) {
    case 'approved':
      return {
        word: t('Crédito aprobado'),
        sentence: t('Falta el desembolso: {officer} te dirá qué día ir a la agencia.', { officer }),
      };
    case 'in-committee':
      return { word: t('En camino'), sentence: t('Tu solicitud la está viendo el comité de créditos.') };
    case 'returned':
      return {
        word: t('Falta algo'),
        sentence: t('Tu solicitud necesita algo más. {officer} te dirá qué falta.', { officer }),
      };
    default:
      return {
        word: t('En camino'),
        sentence: t('Tu solicitud está en evaluación. La está viendo {officer}.', { officer }),
      };
  }
}

/** Who to call, with numbers as they are read aloud and as the telephone dials them. */
export function contactPart(contact: Contact) {
  return {
    officer: contact.officer,
    officerPhone: contact.officerPhone,
    officerPhoneText: formatNumber(contact.officerPhone ?? '', 'NATIONAL'),
    institutionPhone: contact.institutionPhone,
    institutionPhoneText: formatNumber(contact.institutionPhone ?? '', 'NATIONAL'),
    payAt: contact.payAt,
  };
}
