import { nothing } from '../web/fields';
import { dateInWords } from '../web/format';
import { PAGE_ROWS, pagesOf } from '../web/pagination';
import { notFound, page } from '../web/reply';
import { route, type Route } from '../web/route';
import type { Role } from '../web/user';
import { countDueSoon, countLate, listDueSoon, listLate } from './collect-store';
import { collectQuery } from './form';
import { dueSoonRow, lateRow } from './page';
import { sectionsOf } from './sections';
import { whoseDay } from './whose';

const workers: Role[] = ['officer', 'manager', 'cashier'];

export const myDayRoutes: Route[] = [
  route({
    method: 'get',
    path: '/mi-dia',
    roles: workers,
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: async ({ db, user, clock, t }) => {
      if (user.kind !== 'staff') return notFound;
      const today = clock.today();
      const sections = await sectionsOf(db, user, today, t);
      return page('my-day/show', t('Mi día'), { day: dateInWords(today), sections });
    },
  }),
  collectRoute('/mi-dia/cuotas', (t) => t('Cuotas de los próximos 7 días'), countDueSoon, listDueSoon, dueSoonRow),
  collectRoute('/mi-dia/atrasados', (t) => t('Créditos atrasados'), countLate, listLate, lateRow),
];

/** The whole of a section: to be worked through by telephone, or printed for a day of visits. */
function collectRoute(
  path: string,
  title: (t: (sentence: string) => string) => string,
  count: typeof countLate,
  list: typeof listLate,
  rowOf: typeof lateRow,
): Route {
  return route({
    method: 'get',
    path,
    roles: workers,
    scope: 'institution',
    params: nothing,
    query: collectQuery,
    body: nothing,
    handle: async ({ db, user, query, clock, t }) => {
      if (user.kind !== 'staff') return notFound;
      const whose = whoseDay(user);
      const today = clock.today();
      const total = await count(db, whose, today);
      const pages = pagesOf(total, query.pagina, path, {});
      const loans = await list(db, whose, today, { from: (pages.current - 1) * PAGE_ROWS, rows: PAGE_ROWS });
      const reader = { today, t, namesOfficer: whose.officerId === undefined };
      const rows = loans.map((loan) => rowOf(loan, reader));
      return page('my-day/list', title(t), { total, rows, pages }, { back: { to: '/mi-dia', label: t('Mi día') } });
    },
  });
}
