import { exportReply } from '../web/export';
import { nothing } from '../web/fields';
import { pagesOf } from '../web/pagination';
import { page } from '../web/reply';
import { route, type Route } from '../web/route';
import type { Role } from '../web/user';
import { logFileQuery, logQuery } from './form';
import { filterOf, LOG_PATH, logColumns, logPage } from './page';
import { recordExport } from './record-export';
import { countDeeds, newestDeeds, pageOfDeeds, staffNames } from './store';
import { deedWords } from './words';

const readers: Role[] = ['administrator', 'auditor', 'facilitator'];

export const auditRoutes: Route[] = [
  route({
    method: 'get',
    path: LOG_PATH,
    roles: readers,
    scope: 'institution',
    params: nothing,
    query: logQuery,
    body: nothing,
    handle: async ({ db, user, query, t }) => {
      const { pagina, ...filters } = query;
      const { institutionId } = user;
      const { filter, form } = filterOf(filters, t);
      const total = await countDeeds(db, institutionId, filter);
      const pages = pagesOf(total, pagina, LOG_PATH, filters);
      const deeds = await pageOfDeeds(db, institutionId, filter, pages.current);
      const people = await staffNames(db, institutionId);
      const data = logPage(filters, form, deeds, total, pages, people, deedWords(t));
      return page('audit/log', t('Auditoría'), { ...data });
    },
  }),
  route({
    method: 'get',
    path: `${LOG_PATH}/descargar`,
    roles: readers,
    scope: 'institution',
    params: nothing,
    query: logFileQuery,
    body: nothing,
    handle: async ({ db, user, by, query, t, clock }) => {
      const { formato, ...filters } = query;
      const deeds = await newestDeeds(db, user.institutionId, filterOf(filters, t).filter);
      await recordExport(db, by, { action: 'audit-exported', entity: 'audit-log', entityId: formato }, deeds.length);
      return exportReply(`auditoria-${clock.today()}`, formato, logColumns(t, deedWords(t)), deeds);
    },
  }),
];
