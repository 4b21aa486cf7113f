import { recordExport } from '../audit/record-export';
import { exportReply } from '../web/export';
import { nothing } from '../web/fields';
import { PAGE_ROWS, pagesOf, withQuery } from '../web/pagination';
import { page } from '../web/reply';
import { route, type Route } from '../web/route';
import { loanChoices } from './choices';
import { loanExportQuery, loanListQuery } from './form';
import {
  addressOf,
  chipsOf,
  exportColumns,
  filterForm,
  loanFilters,
  loanLine,
  LOANS_PATH,
  onlyMine,
} from './list-page';
import { listLoans, totalLoans } from './list-store';
import { loanReaders } from './roles';

export const loanListRoutes: Route[] = [
  route({
    method: 'get',
    path: LOANS_PATH,
    roles: loanReaders,
    scope: 'institution',
    params: nothing,
    query: loanListQuery,
    body: nothing,
    handle: async ({ db, clock, query, t, user }) => {
      const { institutionId } = user;
      const today = clock.today();
      const filters = loanFilters(query, user);
      const choices = await loanChoices(db, institutionId, today, t);
      const totals = await totalLoans(db, institutionId, filters, today);
      const total = totals.reduce((sum, row) => sum + row.loans, 0);
      const address = addressOf(query);
      const pages = pagesOf(total, query.pagina, LOANS_PATH, address);
      const cut = { from: (pages.current - 1) * PAGE_ROWS, rows: PAGE_ROWS };
      const loans = await listLoans(db, institutionId, filters, today, cut);
      const mine = onlyMine(query, user);
      const chips = chipsOf(query, mine, choices, t);
      const title = pages.many
        ? t('Créditos (página {current} de {last})', { current: pages.current, last: pages.last })
        : t('Créditos');
      return page('loans/list', title, {
        ...filterForm(query, choices, t),
        chips,
        narrowed: chips.length > 0,
        total,
        totals,
        loans: loans.map((loan) => loanLine(loan, today, t)),
        pages,
        mine,
        mios: mine ? '1' : '0',
        mineLink: withQuery(LOANS_PATH, { ...address, mios: '1', asesor: undefined }),
        allLink: withQuery(LOANS_PATH, { ...address, mios: '0' }),
        clearLink: withQuery(LOANS_PATH, { mios: query.mios }),
        csvLink: withQuery(`${LOANS_PATH}/descargar`, { ...address, formato: 'csv' }),
        xlsxLink: withQuery(`${LOANS_PATH}/descargar`, { ...address, formato: 'xlsx' }),
      });
    },
  }),
  route({
    method: 'get',
    path: `${LOANS_PATH}/descargar`,
    roles: loanReaders,
    scope: 'institution',
    params: nothing,
    query: loanExportQuery,
    body: nothing,
    handle: async ({ db, by, clock, query, t, user }) => {
      const { formato, ...list } = query;
      const today = clock.today();
      const loans = await listLoans(db, user.institutionId, loanFilters(list, user), today);
      const deed = { action: 'loans-exported', entity: 'loan-list', entityId: formato };
      await recordExport(db, by, deed, loans.length);
      return exportReply(`creditos-${today}`, formato, exportColumns(today, t), loans);
    },
  }),
];
