import { exportReply } from '../web/export';
import { nothing } from '../web/fields';
import { page } from '../web/reply';
import { route, type Route } from '../web/route';
import { logQuery } from './form';
import { filterOf, logColumns, logPage, logPages } from './page';
import { countDeeds, newestDeeds, pageOfDeeds, staffNames } from './store';
import { deedWords } from './words';

export const auditRoutes: Route[] = [
  route({
    method: 'get',
    path: '/auditoria',
    roles: ['administrator', 'auditor', 'facilitator'],
    scope: 'institution',
    params: nothing,
    query: logQuery,
    body: nothing,
    handle: async ({ db, user, query, t, clock }) => {
      const { institutionId } = user;
      const { filter, form } = filterOf(query, t);
      const words = deedWords(t);
      if (query.formato !== undefined) {
        const deeds = await newestDeeds(db, institutionId, filter);
        return exportReply(`auditoria-${clock.today()}`, query.formato, logColumns(t, words), deeds);
      }
      const total = await countDeeds(db, institutionId, filter);
      const pages = logPages(query, total);
      const deeds = await pageOfDeeds(db, institutionId, filter, pages.current);
      const people = await staffNames(db, institutionId);
      return page('audit/log', t('Auditoría'), { ...logPage(query, form, deeds, total, pages, people, words) });
    },
  }),
];
