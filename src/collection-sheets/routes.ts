import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import { date } from '../web/format';
import { PAGE_ROWS, pagesOf } from '../web/pagination';
import { page, redirect, type Reply } from '../web/reply';
import { route, type Ask, type Route } from '../web/route';
import { deskRoutes } from './desk-routes';
import { fieldRoutes } from './field-routes';
import { fillQuery, listQuery, newForm, sheetParams } from './form';
import { chipsOf, listLine, statesOf } from './list-page';
import { cashInHand, countSheets, listSheets } from './list-store';
import { makeSheet } from './make-sheet';
import { newPage } from './new-page';
import { ageTag } from './page';
import { paperRoutes } from './paper-routes';
import { currenciesOf, placesOf, placeValue } from './places';
import { refusalSentence } from './refusal-words';
import { collectors, sheetReaders } from './roles';
import { SHEETS, showSheet } from './show-page';

const listRoute = route({
  method: 'get',
  path: SHEETS,
  roles: sheetReaders,
  scope: 'institution',
  params: nothing,
  query: listQuery,
  body: nothing,
  handle: async ({ db, user, query, clock, t }) => {
    const { institutionId } = user;
    const today = clock.today();
    const officerId = user.role === 'officer' ? user.id : undefined;
    const filter = { officerId, states: statesOf(query.estado) };
    const total = await countSheets(db, institutionId, filter);
    const pages = pagesOf(total, query.pagina, SHEETS, { estado: query.estado });
    const cut = { from: (pages.current - 1) * PAGE_ROWS, rows: PAGE_ROWS };
    const inHand = await cashInHand(db, institutionId, officerId);
    return page('collection-sheets/list', t('Hojas de recaudo'), {
      mine: officerId !== undefined,
      chips: chipsOf(query.estado, t),
      inHand: inHand.map((row) => ({ ...row, age: ageTag(row.since, today, t) })),
      total,
      sheets: (await listSheets(db, institutionId, filter, cut)).map((sheet) => listLine(sheet, today, t)),
      pages,
    });
  },
});

const newRoutes: Route[] = [
  route({
    method: 'get',
    path: `${SHEETS}/nueva`,
    roles: collectors,
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: (ask) => newSheetPage(ask, blankForm({ collectOn: date(ask.clock.today()), currency: 'PEN' })),
  }),
  route({
    method: 'post',
    path: SHEETS,
    roles: collectors,
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: newForm,
    invalid: (ask, form) => newSheetPage(ask, form),
    handle: async (ask) => {
      const { collectOn, place, currency } = ask.body;
      const input = { commandId: ask.commandId, collectOn, place, currency };
      const outcome = await makeSheet(ask.db, ask.by, input);
      if (outcome.type === 'done') {
        const { sheetId, rows, claimed } = outcome;
        const notice =
          claimed === 0
            ? ask.t('Hoja hecha con {count} créditos', { count: rows })
            : ask.t('Hoja hecha con {count} créditos. Ya están en otra hoja sin terminar: {claimed}', {
                count: rows,
                claimed,
              });
        return redirect(`${SHEETS}/${sheetId}`, notice);
      }
      const { reason } = outcome;
      const field = reason === 'date_too_far' ? 'collectOn' : reason === 'place_unknown' ? 'place' : 'form';
      const form = refusedForm(
        blankForm({ collectOn: date(collectOn), place: placeValue(place), currency }),
        field,
        refusalSentence(reason, ask.t),
      );
      const again = await newSheetPage(ask, form);
      return again.type === 'page' ? { ...again, status: 422 } : again;
    },
  }),
];

const showRoute = route({
  method: 'get',
  path: `${SHEETS}/:id`,
  roles: sheetReaders,
  scope: 'institution',
  params: sheetParams,
  query: fillQuery,
  body: nothing,
  handle: (ask) => showSheet(ask, ask.query.pagina),
});

export const collectionSheetRoutes: Route[] = [
  listRoute,
  ...newRoutes,
  showRoute,
  ...fieldRoutes,
  ...deskRoutes,
  ...paperRoutes,
];

async function newSheetPage({ db, user, t }: Ask<unknown, unknown, unknown>, form: Form): Promise<Reply> {
  const { institutionId, id } = user;
  const currencies = await currenciesOf(db, institutionId, id);
  const places = await Promise.all(currencies.map((currency) => placesOf(db, institutionId, id, currency)));
  return newPage(form, currencies, places.flat(), t);
}
