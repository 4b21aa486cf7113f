import { allInvestors, departments } from '../alliance/store';
import type { Knex } from '../db/connect';
import { activeProducts } from '../products/store';
import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import { date } from '../web/format';
import type { Translate } from '../web/locale';
import { notFound, page, redirect, type Page } from '../web/reply';
import { route, type Route } from '../web/route';
import type { Role } from '../web/user';
import { CURRENCIES, lenderParams, NEW_INVESTOR, openLineForm } from './form';
import { findLender, lenders, type Lender } from './line-list';
import { openLine } from './open-line';
import { countryName } from './show-page';
import { currencyName, openLineComplaint } from './words';

const facilitator: Role[] = ['facilitator'];

export const openLineRoutes: Route[] = [
  route({
    method: 'get',
    path: '/lineas/nueva',
    roles: facilitator,
    scope: 'alliance',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: async ({ db, t }) =>
      page(
        'lines/choose-lender',
        t('¿Para qué institución es la línea?'),
        { lenders: await lenders(db) },
        { back: backToList(t) },
      ),
  }),
  route({
    method: 'get',
    path: '/lineas/nueva/:institution',
    roles: facilitator,
    scope: 'alliance',
    params: lenderParams,
    query: nothing,
    body: nothing,
    handle: async ({ db, params, t, clock }) => {
      const lender = await findLender(db, params.institution);
      return lender ? newLinePage(db, lender, blankForm({ availableFrom: date(clock.today()) }), t) : notFound;
    },
  }),
  route({
    method: 'post',
    path: '/lineas/nueva/:institution',
    roles: facilitator,
    scope: 'alliance',
    params: lenderParams,
    query: nothing,
    body: openLineForm,
    invalid: async ({ db, params, t }, form) => {
      const lender = await findLender(db, params.institution);
      return lender ? newLinePage(db, lender, form, t) : notFound;
    },
    handle: async ({ db, by, params, body, typed, commandId, t }) => {
      const lender = await findLender(db, params.institution);
      if (!lender) return notFound;
      const { investor, investorName, investorCountry, revolving, products, ...line } = body;
      const opened = await openLine(db, by, {
        commandId,
        institutionId: lender.id,
        investor:
          investor === NEW_INVESTOR ? { name: investorName, country: investorCountry } : { id: Number(investor) },
        revolving: revolving === 'si',
        products: products.map(Number),
        ...line,
      });
      if (opened.type === 'done') return redirect(`/lineas/${lender.id}/${opened.lineId}`, t('Línea abierta'));
      const { field, message } = openLineComplaint(opened.reason, t);
      return { ...(await newLinePage(db, lender, refusedForm(blankForm(typed), field, message), t)), status: 422 };
    },
  }),
];

async function newLinePage(db: Knex, lender: Lender, form: Form, t: Translate): Promise<Page> {
  const investors = await allInvestors(db);
  const products = await activeProducts(db, lender.id);
  const data = {
    form,
    action: `/lineas/nueva/${lender.id}`,
    lender: lender.name,
    investors: [
      ...investors.map(({ id, name }) => ({ value: String(id), label: name })),
      { value: NEW_INVESTOR, label: t('Otro fondeador') },
    ],
    countries: COUNTRIES.map((code) => ({ value: code, label: countryName(code) })),
    currencies: CURRENCIES.map((currency) => ({ value: currency, label: currencyName(currency, t) })),
    kinds: [
      { value: 'si', label: t('Revolvente: lo que se paga se puede volver a disponer') },
      { value: 'no', label: t('No revolvente: cada monto se dispone una sola vez') },
    ],
    regions: (await departments(db)).map(({ code, name }) => ({ value: code, label: name })),
    products: products.map(({ id, name }) => ({ value: String(id), label: name })),
  };
  return page('lines/new', t('Abrir una línea de crédito'), data, { back: backToList(t) });
}

/** Where investors in rural finance have their seat; ISO 3166-1. */
const COUNTRIES = ['PE', 'AT', 'BE', 'CA', 'CH', 'DE', 'DK', 'ES', 'FR', 'GB', 'IT', 'LU', 'NL', 'NO', 'SE', 'US'];

function backToList(t: Translate) {
  return { to: '/lineas', label: t('Líneas de crédito') };
}
