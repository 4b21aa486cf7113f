import { countSheets, listSheets } from '../collection-sheets/list-store';
import type { SheetState } from '../collection-sheets/states';
import { stateTag } from '../collection-sheets/words';
import type { Knex } from '../db/connect';
import { count, date, money } from '../web/format';
import type { StaffUser } from '../web/user';
import type { Reader, Section } from './page';
import { SHOWN } from './whose';

/** Collection sheets that wait for this person: to be handed over by an officer, to be counted at the desk; none, no section. */
export async function sheetSection(db: Knex, user: StaffUser, { t }: Reader): Promise<Section | undefined> {
  const { institutionId, role, id } = user;
  const isOfficer = role === 'officer';
  const states: readonly SheetState[] = isOfficer ? ['open', 'returned'] : ['submitted', 'received'];
  const filter = { states, ...(isOfficer && { officerId: id }) };
  const total = await countSheets(db, institutionId, filter);
  if (total === 0) return undefined;
  const sheets = await listSheets(db, institutionId, filter, { from: 0, rows: SHOWN });
  return {
    title: isOfficer ? t('Mis hojas de recaudo por entregar') : t('Hojas de recaudo por recibir'),
    count: count(total),
    rows: sheets.map((sheet) => ({
      to: `/recaudos/${sheet.id}`,
      title: t('Hoja {number} del {day}', { number: sheet.id, day: date(sheet.collectOn) }),
      tag: stateTag(sheet.state, t),
      facts: [
        sheet.place === '' ? t('Toda la cartera') : sheet.place,
        t('{amount} de {paid} productores', { amount: money(sheet.collected, sheet.currency), paid: sheet.paid }),
        ...(isOfficer ? [] : [sheet.officer]),
      ],
      phone: null,
    })),
    all: '/recaudos',
    empty: '',
  };
}
