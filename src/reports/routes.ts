import { inSnapshot } from '../db/transaction';
import { exportReply } from '../web/export';
import { nothing } from '../web/fields';
import { longDate } from '../web/format';
import { page } from '../web/reply';
import { route, type Route } from '../web/route';
import type { StaffRole } from '../web/user';
import { basisOf, reportDay, reportFileQuery, reportQuery } from './form';
import { monthReport } from './month';
import { provisionColumns, REPORTS_PATH, reportPage, trialColumns } from './page';

const readers: StaffRole[] = ['administrator', 'risk', 'manager', 'auditor'];

/** Books and provisions hold no person's data, so that taking them away is no deed of its own. */
export const reportRoutes: Route[] = [
  route({
    method: 'get',
    path: REPORTS_PATH,
    roles: readers,
    scope: 'institution',
    params: nothing,
    query: reportQuery,
    body: nothing,
    handle: async ({ db, query, clock, user, t }) => {
      const { date, errors } = reportDay(query.al, clock.today(), t);
      const report = await inSnapshot(db, (trx) => monthReport(trx, user.institutionId, date, basisOf(query)));
      const title = t('Informes al {day}', { day: longDate(date) });
      return page('reports/show', title, reportPage(report, query, errors, t), {
        back: { to: '/cierre', label: t('Cierre del día') },
      });
    },
  }),
  route({
    method: 'get',
    path: `${REPORTS_PATH}/descargar`,
    roles: readers,
    scope: 'institution',
    params: nothing,
    query: reportFileQuery,
    body: nothing,
    handle: async ({ db, query, clock, user, t }) => {
      const { date } = reportDay(query.al, clock.today(), t);
      const { currencies } = await inSnapshot(db, (trx) => monthReport(trx, user.institutionId, date, basisOf(query)));
      if (query.tabla === 'provisiones') {
        const lines = currencies.flatMap(({ provisions }) => provisions);
        return exportReply(`provisiones-${date}`, query.formato, provisionColumns(t), lines);
      }
      const rows = currencies.flatMap(({ trialBalance }) => trialBalance.rows);
      return exportReply(`balance-${date}`, query.formato, trialColumns(t), rows);
    },
  }),
];
