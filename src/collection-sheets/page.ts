import { formatNumber } from 'libphonenumber-js';
import { daysBetween, type IsoDate } from '../lending/dates';
import { decimalText } from '../lending/money';
import { receiptText } from '../repayments/receipt';
import type { ExportColumn } from '../web/export';
import type { Option } from '../web/field-html';
import { date, money } from '../web/format';
import type { Translate } from '../web/locale';
import { fieldOfRow, ROW_FIELDS } from './form';
import type { LoadedSheet, ShownRow } from './load-sheet';
import type { Debtor } from './people';
import type { Question } from './questions';
import { INTENTS, OUTCOMES, type SheetRow } from './store';
import { amountToPost } from './totals';
import { intentName, outcomeName, rowRefusal, rowTag, stateTag } from './words';

/** What stands above every page of a sheet. */
export function headOf({ sheet, totals, officer, receiver }: LoadedSheet, t: Translate) {
  const { id, collectOn, currency, counted, reason, differenceReason } = sheet;
  return {
    id,
    collectOn,
    currency,
    officer,
    receiver,
    place: sheet.place === '' ? t('Toda la cartera') : sheet.place,
    tag: stateTag(sheet.state, t),
    due: totals.due,
    collected: totals.collected,
    progress: t('{paid} de {rows} filas con pago', { paid: totals.paid, rows: totals.rows }),
    isCounted: counted !== null,
    counted: counted ?? 0,
    receivedAt: sheet.receivedAt,
    difference: counted !== null && counted !== totals.collected ? differenceWords(sheet, totals.collected, t) : '',
    differenceReason,
    reason,
  };
}

function differenceWords({ counted, currency }: LoadedSheet['sheet'], collected: number, t: Translate): string {
  const difference = (counted ?? 0) - collected;
  const amount = money(Math.abs(difference), currency);
  return difference < 0 ? t('Faltaron {amount}', { amount }) : t('Sobraron {amount}', { amount });
}

/** A row as it is read; what became of it in words. */
export function readRow(row: ShownRow, currency: string, mayResolve: boolean, t: Translate) {
  const { debtor, collected, eventId, receiptNumber } = row;
  return {
    number: row.number,
    loanId: row.loanId,
    name: debtor.name,
    place: placeOf(debtor),
    due: row.due,
    dueSince: row.dueSince,
    collected,
    hasMoney: collected !== null,
    paperReceipt: row.paperReceipt,
    said: saidWords(row, t),
    tag: row.isReversed ? { text: t('Extornado'), tone: 'bad' as const } : rowTag(row, t),
    receipt:
      eventId === null
        ? null
        : { to: `/creditos/${row.loanId}/pagos/${eventId}`, number: receiptText(receiptNumber ?? 0) },
    refusal: row.state === 'refused' && row.refusal ? rowRefusal(row.refusal, currency, t) : '',
    resolve: mayResolve && row.state === 'refused',
    givenBack:
      row.givenBack === 0
        ? ''
        : t('Se devolvieron {amount}: {reason}', {
            amount: money(row.givenBack, currency),
            reason: row.decisionReason,
          }),
  };
}

/** `Prometió pagar el 30/11/2026 · vuelve con la venta del jueves`. */
export function saidWords({ outcome, promisedOn, note }: SheetRow, t: Translate): string {
  const why =
    promisedOn !== null
      ? t('Prometió pagar el {day}', { day: date(promisedOn) })
      : outcome === null
        ? ''
        : outcomeName(outcome, t);
  return [why, note].filter(Boolean).join(' · ');
}

export function placeOf({ community, district }: Pick<Debtor, 'community' | 'district'>): string {
  return community === '' ? district : `${community}, ${district}`;
}

/** The rows of a page of the form under the headings of their places. */
export function fillRows(
  rows: readonly ShownRow[],
  asks: ReadonlyMap<number, Question>,
  sheet: LoadedSheet['sheet'],
  t: Translate,
) {
  return rows.map((row, index) => {
    const { debtor } = row;
    const place = placeOf(debtor);
    const before = rows[index - 1];
    const question = asks.get(row.number);
    return {
      number: row.number,
      heading: before && placeOf(before.debtor) === place ? '' : place,
      name: debtor.name,
      loanId: row.loanId,
      phone: phoneOf(debtor),
      due: row.due,
      late: row.dueSince !== null && row.dueSince < sheet.collectOn ? lateWords(row.dueSince, sheet.collectOn, t) : '',
      ahead: aheadWords(row, sheet.currency, t),
      mayRemove: sheet.submittedAt === null && row.collected === null,
      asksIntent: question?.asksIntent === true || row.intent !== null,
      warning: question?.payoff === undefined ? '' : excessWords(question.payoff, sheet.currency, t),
      names: Object.fromEntries(ROW_FIELDS.map((name) => [name, fieldOfRow(name, row.number)])),
    };
  });
}

function excessWords(payoff: number, currency: string, t: Translate): string {
  return t('Es más de lo que debe. Para terminar de pagar ese día bastan {payoff}', {
    payoff: money(payoff, currency),
  });
}

/** Of a farmer who owes nothing yet: what they would pay ahead. */
export function aheadWords({ due, debtor }: ShownRow, currency: string, t: Translate): string {
  const { nextDue, nextAmount } = debtor;
  if (due > 0 || nextDue === null || nextAmount === null) return '';
  return t('próxima cuota {amount} el {day}', { amount: money(nextAmount, currency), day: date(nextDue) });
}

function lateWords(since: IsoDate, day: IsoDate, t: Translate): string {
  return t('vencido hace {count} días', { count: daysBetween(since, day) });
}

export function phoneOf({ phone }: Debtor) {
  return phone === null ? null : { to: `tel:${phone}`, text: formatNumber(phone, 'NATIONAL') };
}

/** The rows as they are stored, as the fields of the form show them. */
export function fieldValues(rows: readonly SheetRow[]): Record<string, string> {
  const values = rows.flatMap((row): [string, string][] => {
    const texts: Record<(typeof ROW_FIELDS)[number], string> = {
      amount: row.collected === null ? '' : decimalText(row.collected),
      receipt: row.paperReceipt,
      outcome: row.outcome ?? '',
      promised: row.promisedOn === null ? '' : date(row.promisedOn),
      note: row.note,
      intent: row.intent ?? '',
    };
    return ROW_FIELDS.map((name) => [fieldOfRow(name, row.number), texts[name]]);
  });
  return Object.fromEntries(values);
}

/** Words under each field whose typed value is not the stored one: what somebody else saved meanwhile. */
export function crossedFields(
  typed: Readonly<Record<string, string | readonly string[]>>,
  rows: readonly SheetRow[],
  t: Translate,
): Record<string, string> {
  const stored = fieldValues(rows);
  const crossed = rows.filter(({ number }) =>
    ROW_FIELDS.some((name) => {
      const field = fieldOfRow(name, number);
      return typed[field] !== undefined && typed[field] !== stored[field];
    }),
  );
  return Object.fromEntries(
    crossed.map(({ number, collected }) => [
      fieldOfRow('amount', number),
      collected === null
        ? t('En la fila {number} está guardado que no pagó', { number })
        : t('En la fila {number} está guardado {amount}', { number, amount: decimalText(collected) }),
    ]),
  );
}

export function outcomeOptions(t: Translate): Option[] {
  return OUTCOMES.map((value) => ({ value, label: outcomeName(value, t) }));
}

export function intentOptions(t: Translate): Option[] {
  return INTENTS.map((value) => ({ value, label: intentName(value, t) }));
}

export function exportColumns(t: Translate): ExportColumn<ShownRow>[] {
  return [
    { heading: t('Fila'), kind: 'integer', value: (row) => row.number },
    { heading: t('Productor'), kind: 'text', value: (row) => row.debtor.name },
    { heading: t('DNI'), kind: 'text', value: (row) => row.debtor.documentNumber },
    { heading: t('Celular'), kind: 'text', value: (row) => row.debtor.phone },
    { heading: t('Distrito'), kind: 'text', value: (row) => row.debtor.district },
    { heading: t('Caserío o comunidad'), kind: 'text', value: (row) => row.debtor.community },
    { heading: t('Organización'), kind: 'text', value: (row) => row.debtor.organisation },
    { heading: t('Crédito'), kind: 'integer', value: (row) => row.loanId },
    { heading: t('Vencido desde'), kind: 'date', value: (row) => row.dueSince },
    { heading: t('Por cobrar'), kind: 'money', value: (row) => row.due },
    { heading: t('Recibido'), kind: 'money', value: (row) => row.collected },
    { heading: t('Registrado'), kind: 'money', value: (row) => (row.state === 'posted' ? amountToPost(row) : null) },
    { heading: t('Recibo de papel'), kind: 'text', value: (row) => row.paperReceipt },
    { heading: t('Qué pasó'), kind: 'text', value: (row) => saidWords(row, t) },
    { heading: t('Estado'), kind: 'text', value: (row) => rowTag(row, t).text },
    {
      heading: t('Recibo'),
      kind: 'text',
      value: (row) => (row.receiptNumber === null ? '' : receiptText(row.receiptNumber)),
    },
  ];
}

/** How old money in somebody's hands is; after two days it should have been at the desk. */
export function ageTag(since: IsoDate, today: IsoDate, t: Translate) {
  const days = daysBetween(since, today);
  const text = days <= 0 ? t('de hoy') : t('de hace {count} días', { count: days });
  return { text, tone: days > 2 ? ('bad' as const) : days > 0 ? ('warn' as const) : ('' as const) };
}
