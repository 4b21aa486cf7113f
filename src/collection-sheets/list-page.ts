import type { IsoDate } from '../lending/dates';
import type { Translate } from '../web/locale';
import { withQuery } from '../web/pagination';
import type { LISTED } from './form';
import type { ListedSheet } from './list-store';
import { ageTag } from './page';
import { SHEET_STATES, UNFINISHED, WITH_OFFICER, type SheetState } from './states';
import { stateTag } from './words';

type Listed = (typeof LISTED)[number];

export function statesOf(listed: Listed): readonly SheetState[] {
  const states: Record<Listed, readonly SheetState[]> = {
    '': UNFINISHED,
    confirmadas: ['confirmed'],
    anuladas: ['void'],
    todas: SHEET_STATES,
  };
  return states[listed];
}

export function chipsOf(listed: Listed, t: Translate) {
  const chip = (estado: Listed, label: string) => ({
    to: withQuery('/recaudos', { estado }),
    label,
    current: estado === listed,
  });
  return [
    chip('', t('Pendientes')),
    chip('confirmadas', t('Confirmadas')),
    chip('anuladas', t('Anuladas')),
    chip('todas', t('Todas')),
  ];
}

export function listLine(sheet: ListedSheet, today: IsoDate, t: Translate) {
  const hasMoney = WITH_OFFICER.includes(sheet.state) && sheet.collected > 0;
  return {
    ...sheet,
    place: sheet.place === '' ? t('Toda la cartera') : sheet.place,
    progress: t('{paid} de {rows}', { paid: sheet.paid, rows: sheet.rows }),
    tag: stateTag(sheet.state, t),
    age: hasMoney ? ageTag(sheet.collectOn, today, t) : null,
  };
}
