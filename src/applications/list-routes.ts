import { recordExport } from '../audit/record-export';
import { officerOptions } from '../farmers/choices';
import { allProducts } from '../products/store';
import { exportReply } from '../web/export';
import { nothing } from '../web/fields';
import { PAGE_ROWS, pagesOf, withQuery } from '../web/pagination';
import { page } from '../web/reply';
import { route, type Route } from '../web/route';
import { exportQuery, listQuery } from './form';
import { applicationLine, exportColumns, filterForm, filtersOf, LIST_PATH, onlyMine, stateTabs } from './list-page';
import { countByState, listApplications } from './list-store';
import { applicants, applicationReaders } from './roles';

export const listRoutes: Route[] = [
  route({
    method: 'get',
    path: '/solicitudes',
    roles: applicationReaders,
    scope: 'institution',
    params: nothing,
    query: listQuery,
    body: nothing,
    handle: async ({ db, query, t, user, clock }) => {
      const { institutionId } = user;
      const { pagina, ...address } = query;
      const filters = filtersOf(query, user);
      const counts = await countByState(db, institutionId, filters);
      const total = filters.states.reduce((sum, state) => sum + (counts.get(state) ?? 0), 0);
      const pages = pagesOf(total, pagina, LIST_PATH, address);
      const cut = { from: (pages.current - 1) * PAGE_ROWS, rows: PAGE_ROWS };
      const [applications, officers, products] = await Promise.all([
        listApplications(db, institutionId, filters, cut),
        officerOptions(db, institutionId, query.asesor),
        allProducts(db, institutionId),
      ]);
      const mine = onlyMine(query, user);
      const title = pages.many
        ? t('Solicitudes (página {current} de {last})', { current: pages.current, last: pages.last })
        : t('Solicitudes');
      return page('applications/list', title, {
        ...filterForm(
          query,
          officers,
          products.map(({ id, name }) => ({ value: String(id), label: name })),
        ),
        tabs: stateTabs(address, counts, t),
        estado: query.estado,
        total,
        applications: applications.map((application) => applicationLine(application, clock.now(), t)),
        pages,
        mine,
        mios: mine ? '1' : '0',
        mineLink: withQuery(LIST_PATH, { ...address, mios: '1', asesor: undefined }),
        allLink: withQuery(LIST_PATH, { ...address, mios: '0' }),
        clearLink: withQuery(LIST_PATH, { mios: query.mios }),
        csvLink: withQuery(`${LIST_PATH}/descargar`, { ...address, formato: 'csv' }),
        xlsxLink: withQuery(`${LIST_PATH}/descargar`, { ...address, formato: 'xlsx' }),
        mayStart: applicants.includes(user.role),
      });
    },
  }),
  route({
    method: 'get',
    path: '/solicitudes/descargar',
    roles: applicationReaders,
    scope: 'institution',
    params: nothing,
    query: exportQuery,
    body: nothing,
    handle: async ({ db, query, user, by, t, clock }) => {
      const { formato, ...list } = query;
      const applications = await listApplications(db, user.institutionId, filtersOf(list, user));
      const deed = { action: 'applications-exported', entity: 'application-list', entityId: formato };
      await recordExport(db, by, deed, applications.length);
      return exportReply(`solicitudes-${clock.today()}`, formato, exportColumns(clock.now(), t), applications);
    },
  }),
];
