import { recordExport } from '../audit/record-export';
import { organisationOptions } from '../farmers/choices';
import { exportReply } from '../web/export';
import { nothing } from '../web/fields';
import { PAGE_ROWS, pagesOf, withQuery } from '../web/pagination';
import { page } from '../web/reply';
import { route, type Route } from '../web/route';
import { deliveryExportQuery, deliveryListQuery } from './form';
import { addressOf, DELIVERIES_PATH, deliveryLine, exportColumns, filterForm, filtersOf } from './list-page';
import { countDeliveries, listDeliveries, totalDeliveries } from './list-store';
import { deliveryReaders, deliveryRecorders } from './roles';

export const deliveryListRoutes: Route[] = [
  route({
    method: 'get',
    path: DELIVERIES_PATH,
    roles: deliveryReaders,
    scope: 'institution',
    params: nothing,
    query: deliveryListQuery,
    body: nothing,
    handle: async ({ db, query, t, user }) => {
      const { institutionId } = user;
      const filters = filtersOf(query);
      const address = addressOf(query);
      const total = await countDeliveries(db, institutionId, filters);
      const pages = pagesOf(total, query.pagina, DELIVERIES_PATH, address);
      const cut = { from: (pages.current - 1) * PAGE_ROWS, rows: PAGE_ROWS };
      const title = pages.many
        ? t('Entregas (página {current} de {last})', { current: pages.current, last: pages.last })
        : t('Entregas');
      return page('deliveries/list', title, {
        form: filterForm(query),
        organisations: await organisationOptions(db),
        deliveries: (await listDeliveries(db, institutionId, filters, cut)).map((one) => deliveryLine(one, t)),
        totals: await totalDeliveries(db, institutionId, filters),
        farmerId: query.productor ?? null,
        narrowed: Object.values(filters).some((value) => value !== undefined),
        pages,
        mayRecord: deliveryRecorders.includes(user.role),
        csvLink: withQuery(`${DELIVERIES_PATH}/descargar`, { ...address, formato: 'csv' }),
        xlsxLink: withQuery(`${DELIVERIES_PATH}/descargar`, { ...address, formato: 'xlsx' }),
      });
    },
  }),
  route({
    method: 'get',
    path: `${DELIVERIES_PATH}/descargar`,
    roles: deliveryReaders,
    scope: 'institution',
    params: nothing,
    query: deliveryExportQuery,
    body: nothing,
    handle: async ({ db, by, clock, query, t, user }) => {
      const { formato, ...list } = query;
      const deliveries = await listDeliveries(db, user.institutionId, filtersOf(list));
      const deed = { action: 'deliveries-exported', entity: 'delivery-list', entityId: formato };
      await recordExport(db, by, deed, deliveries.length);
      return exportReply(`entregas-${clock.today()}`, formato, exportColumns(t), deliveries);
    },
  }),
];
