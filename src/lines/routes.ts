import { timelineOf } from '../audit/timeline';
import { breachesOf } from '../covenants/breaches';
import { exportReply } from '../web/export';
import { nothing } from '../web/fields';
import type { Translate } from '../web/locale';
import { PAGE_ROWS, pagesOf } from '../web/pagination';
import { notFound, page } from '../web/reply';
import { route, type Deps, type Route } from '../web/route';
import type { User } from '../web/user';
import { findOwnLine, LINE_READERS, mayWrite, ownLines, seesLoans } from './access';
import { countLoans, lineAtRisk, loansOfLine } from './financed-loans';
import { lineListQuery, lineParams, lineQuery, movementsQuery } from './form';
import { listLines } from './line-list';
import { lineColumns, listPage } from './list-page';
import { movementRoutes } from './movement-routes';
import { movementsOfLine } from './movement-store';
import { openLineRoutes } from './open-routes';
import { reachOfLine } from './reach';
import { breachData, fundsData, movementColumns, movementRows, reachData, termsData } from './show-page';
import type { CreditLine } from './store';
import { termsOf } from './terms';

export const linesRoutes: Route[] = [
  route({
    method: 'get',
    path: '/lineas',
    roles: LINE_READERS,
    scope: 'alliance',
    params: nothing,
    query: lineListQuery,
    body: nothing,
    handle: async ({ db, user, query, t, clock }) => {
      const today = clock.today();
      const filters = { institutionId: query.institucion, investorId: query.fondeador, currency: query.moneda };
      const shown = await listLines(db, ownLines(user), filters);
      if (query.formato !== undefined) {
        return exportReply(`lineas-${today}`, query.formato, lineColumns(today, t), shown);
      }
      const all = await listLines(db, ownLines(user), {});
      return page('lines/list', t('Líneas de crédito'), listPage(user, all, shown, filters, today, t));
    },
  }),
  // Before the page of a line, whose path would match them too.
  ...openLineRoutes,
  route({
    method: 'get',
    path: '/lineas/:institution/:line',
    roles: LINE_READERS,
    scope: 'alliance',
    params: lineParams,
    query: lineQuery,
    body: nothing,
    handle: async ({ db, user, params, query, t, clock }) => {
      const line = await findOwnLine(db, user, params.institution, params.line);
      if (!line) return notFound;
      const today = clock.today();
      const movements = await movementsOfLine(db, line.institutionId, line.id);
      const data = {
        terms: termsData(await termsOf(db, line), today, t),
        funds: fundsData(line, today, t),
        mayWrite: mayWrite(user),
        breaches: breachData(await breachesOf(db, line, today), t),
        movements: movementRows(movements, t),
        reach: reachData(await reachOfLine(db, line), await lineAtRisk(db, line, today, DAYS_AT_RISK), line.currency),
        loans: await loansData(db, user, line, query.pagina),
        steps: await stepsFor(db, user, line, t),
      };
      return page('lines/show', line.name, data, { back: { to: '/lineas', label: t('Líneas de crédito') } });
    },
  }),
  route({
    method: 'get',
    path: '/lineas/:institution/:line/movimientos',
    roles: LINE_READERS,
    scope: 'alliance',
    params: lineParams,
    query: movementsQuery,
    body: nothing,
    handle: async ({ db, user, params, query, t, clock }) => {
      const line = await findOwnLine(db, user, params.institution, params.line);
      if (!line) return notFound;
      const rows = movementRows(await movementsOfLine(db, line.institutionId, line.id), t);
      const name = `movimientos-linea-${line.institutionId}-${line.id}-${clock.today()}`;
      return exportReply(name, query.formato, movementColumns(t), rows);
    },
  }),
  ...movementRoutes,
];

/** PAR30, the measure that funders ask for. */
const DAYS_AT_RISK = 30;

async function loansData(db: Deps['db'], user: User, line: CreditLine, asked: number) {
  if (!seesLoans(user, line)) return null;
  const total = await countLoans(db, line);
  const pages = pagesOf(total, asked, `/lineas/${line.institutionId}/${line.id}`, {});
  const cut = { from: (pages.current - 1) * PAGE_ROWS, rows: PAGE_ROWS };
  return { total, pages, rows: await loansOfLine(db, line, cut), lineCurrency: line.currency };
}

/** The trail names people of the lender, so an investor does not see it. */
async function stepsFor(db: Deps['db'], user: User, line: CreditLine, t: Translate) {
  return user.role === 'investor' ? null : timelineOf(db, t, line.institutionId, 'credit-line', line.id);
}
