import { recordExport } from '../audit/record-export';
import { findClosedDay } from '../day-close/store';
import { inSnapshot } from '../db/transaction';
import { exportReply } from '../web/export';
import { nothing } from '../web/fields';
import { longDate } from '../web/format';
import { pagesOf } from '../web/pagination';
import { page } from '../web/reply';
import { route, type Ask, type Route } from '../web/route';
import type { Role } from '../web/user';
import type { Book } from './book';
import { figureColumns, figureRows } from './figure-columns';
import {
  dayOf,
  listFilterOf,
  loansFileQuery,
  loansQuery,
  membersOf,
  portfolioFileQuery,
  portfolioQuery,
  type LoansQuery,
  type PortfolioQuery,
} from './form';
import { LOANS_PATH, PORTFOLIO_PATH } from './links';
import { loanColumns, loansPage } from './list-page';
import { listLoans, listPage } from './list-store';
import { portfolioPage } from './page';
import { readPortfolio, type Asked } from './read-portfolio';
import { currenciesOf, dimensionNames } from './store';

const readers: Role[] = ['manager', 'risk', 'auditor', 'administrator'];

export const portfolioRoutes: Route[] = [
  route({
    method: 'get',
    path: PORTFOLIO_PATH,
    roles: readers,
    scope: 'institution',
    params: nothing,
    query: portfolioQuery,
    body: nothing,
    handle: async (ask) => {
      const { asOf, errors } = dayOf(ask.query.al, ask.clock.today(), ask.t);
      const view = await inSnapshot(ask.db, async (trx) => {
        const currencies = await currenciesOf(trx, ask.user.institutionId);
        const figures = await readPortfolio(trx, askedOf(ask, asOf, currencies));
        return { ...figures, names: await dimensionNames(trx, ask.user.institutionId), currencies };
      });
      const title = ask.t('Cartera al {day}', { day: longDate(view.book.asOf) });
      return page('portfolio/show', title, portfolioPage(view, errors, ask.t));
    },
  }),
  route({
    method: 'get',
    path: `${PORTFOLIO_PATH}/descargar`,
    roles: readers,
    scope: 'institution',
    params: nothing,
    query: portfolioFileQuery,
    body: nothing,
    handle: async (ask) => {
      const { asOf } = dayOf(ask.query.al, ask.clock.today(), ask.t);
      const { day, rows } = await inSnapshot(ask.db, async (trx) => {
        const currencies = await currenciesOf(trx, ask.user.institutionId);
        const { book, portfolio } = await readPortfolio(trx, askedOf(ask, asOf, currencies));
        const names = await dimensionNames(trx, book.institutionId);
        return { day: book.asOf, rows: figureRows(portfolio, names, ask.t) };
      });
      return exportReply(`cartera-${day}`, ask.query.formato, figureColumns(ask.t), rows);
    },
  }),
  route({
    method: 'get',
    path: LOANS_PATH,
    roles: readers,
    scope: 'institution',
    params: nothing,
    query: loansQuery,
    body: nothing,
    handle: async (ask) => {
      const { pagina, ...query } = ask.query;
      const { asOf = ask.clock.today(), errors } = dayOf(query.al, ask.clock.today(), ask.t);
      const filter = listFilterOf(query, asOf);
      const view = await inSnapshot(ask.db, async (trx) => {
        const book = bookOf(ask, asOf, await currenciesOf(trx, ask.user.institutionId));
        const { totals, loans } = await listPage(trx, book, filter, pagina);
        const pages = pagesOf(totals.loans, pagina, LOANS_PATH, { ...query, al: asOf });
        const isClosed = (await findClosedDay(trx, book.institutionId, asOf)) !== undefined;
        return { book, query, totals, pages, loans, isClosed, names: await dimensionNames(trx, book.institutionId) };
      });
      const title = ask.t('Créditos de la cartera al {day}', { day: longDate(asOf) });
      const data = loansPage(view, errors, ask.t);
      return page('portfolio/loans', title, data, { back: { to: data.portfolio, label: ask.t('Cartera') } });
    },
  }),
  route({
    method: 'get',
    path: `${LOANS_PATH}/descargar`,
    roles: readers,
    scope: 'institution',
    params: nothing,
    query: loansFileQuery,
    body: nothing,
    handle: async (ask) => {
      const { formato, ...query } = ask.query;
      const { asOf = ask.clock.today() } = dayOf(query.al, ask.clock.today(), ask.t);
      const filter = listFilterOf(query, asOf);
      const loans = await inSnapshot(ask.db, async (trx) => {
        const book = bookOf(ask, asOf, await currenciesOf(trx, ask.user.institutionId));
        return listLoans(trx, book, filter);
      });
      const deed = { action: 'portfolio-loans-exported', entity: 'loan-list', entityId: formato };
      await recordExport(ask.db, ask.by, deed, loans.length);
      const columns = loanColumns(ask.t, filter.maturing !== undefined);
      return exportReply(`creditos-cartera-${asOf}`, formato, columns, loans);
    },
  }),
];

type Asking<Query> = Pick<Ask<unknown, Query, unknown>, 'user' | 'query' | 'clock'>;

function askedOf(ask: Asking<PortfolioQuery>, asOf: string | undefined, currencies: readonly string[]): Asked {
  return {
    institutionId: ask.user.institutionId,
    currency: currencyOf(ask.query.moneda, currencies),
    asOf,
    today: ask.clock.today(),
    knownNow: ask.query.segun === 'hoy',
    members: membersOf(ask.query),
  };
}

function bookOf(
  { user, query, clock }: Asking<Pick<LoansQuery, 'moneda'>>,
  asOf: string,
  currencies: readonly string[],
): Book {
  return {
    institutionId: user.institutionId,
    currency: currencyOf(query.moneda, currencies),
    asOf,
    today: clock.today(),
  };
}

/** The currency asked for, or the institution's own where it lends in one only. */
function currencyOf(asked: string, currencies: readonly string[]): string {
  return asked || (currencies.includes('PEN') ? 'PEN' : (currencies[0] ?? 'PEN'));
}
