import { recordExport } from '../audit/record-export';
import { exportReply } from '../web/export';
import { nothing } from '../web/fields';
import { PAGE_ROWS, pagesOf, withQuery } from '../web/pagination';
import { page } from '../web/reply';
import { route, type Deps, type Route } from '../web/route';
import { officerOptions, organisationOptions } from './choices';
import { exportQuery, listQuery } from './form';
import {
  addressOf,
  chipsOf,
  exportColumns,
  farmerLine,
  filterForm,
  filtersOf,
  LIST_PATH,
  onlyMine,
  type ListChoices,
} from './list-page';
import { allDistricts, placeOptions } from './places';
import { farmerReaders, farmerWriters } from './roles';
import { countFarmers, searchFarmers } from './search-farmers';

export const listRoutes: Route[] = [
  route({
    method: 'get',
    path: '/productores',
    roles: farmerReaders,
    scope: 'institution',
    params: nothing,
    query: listQuery,
    body: nothing,
    handle: async (ask) => {
      const { db, query, t, user } = ask;
      const { institutionId } = user;
      const filters = filtersOf(query, user);
      const [total, choices] = await Promise.all([
        countFarmers(db, institutionId, filters),
        listChoices(ask, institutionId, query.asesor),
      ]);
      const pages = pagesOf(total, query.pagina, LIST_PATH, addressOf(query));
      const cut = { from: (pages.current - 1) * PAGE_ROWS, rows: PAGE_ROWS };
      const farmers = await searchFarmers(db, institutionId, filters, cut);
      const mine = onlyMine(query, user);
      const address = addressOf(query);
      const chips = chipsOf(query, user, choices, t);
      const title = pages.many
        ? t('Productores (página {current} de {last})', { current: pages.current, last: pages.last })
        : t('Productores');
      return page('farmers/list', title, {
        ...filterForm(query, choices, t),
        places: placeOptions(choices.districts, query.lugar),
        chips,
        total,
        farmers: farmers.map(farmerLine),
        pages,
        mine,
        mios: mine ? '1' : '0',
        mineLink: withQuery(LIST_PATH, { ...address, mios: '1', asesor: undefined }),
        allLink: withQuery(LIST_PATH, { ...address, mios: '0' }),
        clearLink: withQuery(LIST_PATH, { mios: query.mios }),
        csvLink: withQuery(`${LIST_PATH}/descargar`, { ...address, formato: 'csv' }),
        xlsxLink: withQuery(`${LIST_PATH}/descargar`, { ...address, formato: 'xlsx' }),
        narrowed: chips.length > 0,
        mayRegister: farmerWriters.includes(user.role),
      });
    },
  }),
  route({
    method: 'get',
    path: '/productores/descargar',
    roles: farmerReaders,
    scope: 'institution',
    params: nothing,
    query: exportQuery,
    body: nothing,
    handle: async ({ db, query, user, by, t, clock }) => {
      const { formato, ...list } = query;
      const farmers = await searchFarmers(db, user.institutionId, filtersOf(list, user));
      const deed = { action: 'farmers-exported', entity: 'farmer-list', entityId: formato };
      await recordExport(db, by, deed, farmers.length);
      return exportReply(`productores-${clock.today()}`, formato, exportColumns(t), farmers);
    },
  }),
];

async function listChoices({ db }: Deps, institutionId: number, officerId: number | undefined): Promise<ListChoices> {
  const [districts, organisations, officers] = await Promise.all([
    allDistricts(db),
    organisationOptions(db),
    officerOptions(db, institutionId, officerId),
  ]);
  return { districts, organisations, officers };
}
