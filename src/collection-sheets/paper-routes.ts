import { recordExport } from '../audit/record-export';
import { loadLoan } from '../loans/load';
import { partiesOf } from '../loans/parties';
import { staffNamesOf } from '../loans/staff-names';
import { maskedDocument, receiptOf } from '../repayments/receipt';
import { exportReply } from '../web/export';
import { nothing } from '../web/fields';
import { notFound, page } from '../web/reply';
import { route, type Route } from '../web/route';
import { exportQuery, paperQuery, sheetParams } from './form';
import { loadSheet } from './load-sheet';
import { aheadWords, exportColumns, headOf, phoneOf, placeOf, saidWords } from './page';
import { sheetReaders } from './roles';
import { SHEETS } from './show-page';

/** Empty lines at the end, for a farmer who turns up unasked. */
const SPARE_LINES = 5;

export const paperRoutes: Route[] = [
  route({
    method: 'get',
    path: `${SHEETS}/:id/hoja`,
    roles: sheetReaders,
    scope: 'institution',
    params: sheetParams,
    query: paperQuery,
    body: nothing,
    handle: async ({ db, user, params, query, t }) => {
      const loaded = await loadSheet(db, user, params.id);
      if (!loaded) return notFound;
      const { sheet, rows } = loaded;
      return page(
        'collection-sheets/paper',
        t('Hoja de recaudo {number}', { number: sheet.id }),
        {
          head: headOf(loaded, t),
          institution: user.institutionName,
          withAmounts: query.montos === '1',
          other: `${SHEETS}/${sheet.id}/hoja${query.montos === '1' ? '?montos=0' : ''}`,
          rows: rows.map((row, index) => {
            const place = placeOf(row.debtor);
            const before = rows[index - 1];
            return {
              number: row.number,
              heading: before && placeOf(before.debtor) === place ? '' : place,
              name: row.debtor.name,
              document: maskedDocument(row.debtor.documentNumber),
              phone: phoneOf(row.debtor)?.text ?? '',
              loanId: row.loanId,
              due: row.due,
              ahead: aheadWords(row, sheet.currency, t),
              hasMoney: row.collected !== null,
              collected: row.collected ?? 0,
              paperReceipt: row.paperReceipt,
              said: saidWords(row, t),
            };
          }),
          spare: Array.from({ length: sheet.submittedAt === null ? SPARE_LINES : 0 }),
        },
        { layout: 'print', back: { to: `${SHEETS}/${sheet.id}`, label: t('Volver a la hoja') } },
      );
    },
  }),
  route({
    method: 'get',
    path: `${SHEETS}/:id/recibos`,
    roles: sheetReaders,
    scope: 'institution',
    params: sheetParams,
    query: nothing,
    body: nothing,
    handle: async ({ db, user, params, clock, t }) => {
      const loaded = await loadSheet(db, user, params.id);
      if (!loaded) return notFound;
      const { institutionId } = user;
      const receipts = [];
      for (const { loanId, eventId } of loaded.rows.filter(({ state }) => state === 'posted')) {
        const loan = await loadLoan(db, institutionId, loanId, clock.today());
        const event = loan?.events.find(({ id }) => id === eventId);
        if (!loan || !event) continue;
        const staff = loan.events.map(({ staffId }) => staffId);
        const names = await staffNamesOf(db, institutionId, staff);
        receipts.push(receiptOf(loan, event, await partiesOf(db, institutionId, loanId), names, t));
      }
      return page(
        'collection-sheets/receipts',
        t('Recibos de la hoja {number}', { number: params.id }),
        { receipts },
        { layout: 'print', back: { to: `${SHEETS}/${params.id}`, label: t('Volver a la hoja') } },
      );
    },
  }),
  route({
    method: 'get',
    path: `${SHEETS}/:id/descargar`,
    roles: sheetReaders,
    scope: 'institution',
    params: sheetParams,
    query: exportQuery,
    body: nothing,
    handle: async ({ db, by, user, params, query, t }) => {
      const loaded = await loadSheet(db, user, params.id);
      if (!loaded) return notFound;
      const deed = { action: 'sheet-exported', entity: 'collection-sheet', entityId: params.id };
      await recordExport(db, by, deed, loaded.rows.length);
      return exportReply(`hoja-de-recaudo-${params.id}`, query.formato, exportColumns(t), loaded.rows);
    },
  }),
];
