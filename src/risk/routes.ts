import { recordExport } from '../audit/record-export';
import { inSnapshot } from '../db/transaction';
import type { Knex } from '../db/connect';
import { expectedLossRulesOn } from '../parameters/read-risk';
import { currenciesOf } from '../portfolio/store';
import { exportReply } from '../web/export';
import { nothing } from '../web/fields';
import { longDate } from '../web/format';
import type { Translate } from '../web/locale';
import { pagesOf } from '../web/pagination';
import { notFound, page } from '../web/reply';
import { route, type Ask, type Route } from '../web/route';
import { collectionMonths, collectionPart } from './collection-page';
import { concentrationPart } from './concentration-page';
import type { RiskBook } from './cuts';
import { daysOf, riskLoansFileQuery, riskLoansQuery, riskQuery, type RiskQuery } from './form';
import { incomeParts } from './income-page';
import { cutOf, RISK_LOANS_PATH, RISK_PATH } from './links';
import { cutLoanColumns, cutLoansPage } from './loans-page';
import { lossParts } from './loss-page';
import { partsPage, riskParts } from './page';
import type { Part } from './part';
import { readConcentrations, readExpectedIncome } from './read-parts';
import { readLosses } from './read-losses';
import { RISK_READERS } from './readers';
import { rollParts } from './roll-page';
import { collectedByMonth, lateCohorts } from './collection-store';
import { groupsOf } from './group-store';
import { cutLoans, cutTotals } from './loan-store';
import { stressRoutes } from './stress-routes';
import { vintagesOf } from './vintage';
import { vintagePart } from './vintage-page';

export const riskRoutes: Route[] = [
  route({
    method: 'get',
    path: RISK_PATH,
    roles: RISK_READERS,
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: async ({ t }) => page('risk/show', t('Riesgo de la cartera'), { parts: riskParts(t) }),
  }),
  partRoute('/concentracion', {
    title: (t) => t('Concentración'),
    lead: (t) =>
      t('HHI suma los cuadrados de las partes en porcentaje: 10,000 es todo en un solo lugar o una sola persona.'),
    read: async (trx, book, t) =>
      (await readConcentrations(trx, book)).map((concentration) => concentrationPart(book, concentration, t)),
  }),
  partRoute('/ingresos', {
    title: (t) => t('Ingresos esperados'),
    lead: (t) => t('Lo que vence después de la fecha según los cronogramas, sin lo que ya está vencido.'),
    read: async (trx, book, t) => incomeParts(book, await readExpectedIncome(trx, book), t),
  }),
  partRoute('/cobranza', {
    title: (t) => t('Eficiencia de cobranza'),
    lead: (t) => t('Las cuotas que vencieron en los doce meses anteriores, de todos los créditos.'),
    read: async (trx, book, t) => {
      const due = await groupsOf(trx, book, 'due');
      return [collectionPart(book, collectionMonths(due, await collectedByMonth(trx, book)), t)];
    },
  }),
  partRoute('/cosechas', {
    title: (t) => t('Cosechas de colocación'),
    lead: (t) => t('Los créditos se siguen desde que se desembolsan, también los pagados y los castigados.'),
    read: async (trx, book, t) => [vintagePart(book, vintagesOf(await lateCohorts(trx, book), book.asOf), t)],
  }),
  partRoute('/migracion', {
    title: (t) => t('Migración entre tramos'),
    lead: (t) => t('Dónde está el saldo que cada tramo de atraso tenía antes.'),
    twoDays: true,
    read: async (trx, book, t) => {
      const groups = await groupsOf(trx, book, 'roll');
      return groups.length === 0 ? [] : rollParts(book, groups, t);
    },
  }),
  partRoute('/perdida-esperada', {
    title: (t) => t('Pérdida esperada'),
    lead: (t) =>
      t(
        'NIIF 9, informativo: los libros siguen la norma de la SBS. Se espera perder la probabilidad de incumplir, por lo que se debería entonces, por la parte que no se recupera, en valor de hoy.',
      ),
    read: async (trx, book, t) => lossParts(book, await readLosses(trx, book), t),
  }),
  ...stressRoutes,
  route({
    method: 'get',
    path: RISK_LOANS_PATH,
    roles: RISK_READERS,
    scope: 'institution',
    params: nothing,
    query: riskLoansQuery,
    body: nothing,
    handle: async (ask) => {
      const { pagina, ...query } = ask.query;
      const cut = cutOf(query.corte);
      if (!cut) return notFound;
      const members = { from: query.clave, to: query.hasta ?? query.clave };
      const view = await inSnapshot(ask.db, async (trx) => {
        const { book } = await bookOf(trx, ask);
        const totals = await cutTotals(trx, book, cut, members);
        const pages = pagesOf(totals.loans, pagina, RISK_LOANS_PATH, query);
        const loans = await cutLoans(trx, book, cut, members, pages.current);
        return { book, cut, query, totals, pages, loans };
      });
      const title = ask.t('Créditos detrás de la cifra, al {day}', { day: longDate(view.book.asOf) });
      return page('risk/loans', title, cutLoansPage(view, ask.t), { back: backToRisk(ask.t) });
    },
  }),
  route({
    method: 'get',
    path: `${RISK_LOANS_PATH}/descargar`,
    roles: RISK_READERS,
    scope: 'institution',
    params: nothing,
    query: riskLoansFileQuery,
    body: nothing,
    handle: async (ask) => {
      const { formato, ...query } = ask.query;
      const cut = cutOf(query.corte);
      if (!cut) return notFound;
      const members = { from: query.clave, to: query.hasta ?? query.clave };
      const loans = await inSnapshot(ask.db, async (trx) => {
        const { book } = await bookOf(trx, ask);
        return cutLoans(trx, book, cut, members);
      });
      const deed = { action: 'portfolio-loans-exported', entity: 'loan-list', entityId: formato };
      await recordExport(ask.db, ask.by, deed, loans.length);
      return exportReply(`creditos-riesgo-${query.corte}`, formato, cutLoanColumns(cut, ask.t), loans);
    },
  }),
];

interface PartPage {
  readonly title: (t: Translate) => string;
  readonly lead: (t: Translate) => string;
  readonly twoDays?: boolean;
  readonly read: (trx: Knex, book: RiskBook, t: Translate) => Promise<Part[]>;
}

function partRoute(path: string, { title, lead, twoDays = false, read }: PartPage): Route {
  return route({
    method: 'get',
    path: `${RISK_PATH}${path}`,
    roles: RISK_READERS,
    scope: 'institution',
    params: nothing,
    query: riskQuery,
    body: nothing,
    handle: async (ask) => {
      const { t } = ask;
      const view = await inSnapshot(ask.db, async (trx) => {
        const about = await bookOf(trx, ask);
        return { ...about, parts: await read(trx, about.book, t) };
      });
      const data = partsPage(`${RISK_PATH}${path}`, view.book, view.currencies, view.parts, view.errors, {
        lead: lead(t),
        twoDays,
        t,
      });
      return page('risk/parts', title(t), data, { back: backToRisk(t) });
    },
  });
}

/** The currency asked for, or the institution's own where it lends in one only. */
async function bookOf(
  trx: Knex,
  { user, query, clock, t }: Pick<Ask<unknown, RiskQuery, unknown>, 'user' | 'query' | 'clock' | 't'>,
) {
  const today = clock.today();
  const { asOf, since, errors } = daysOf(query, today, t);
  const currencies = await currenciesOf(trx, user.institutionId);
  const currency = query.moneda || (currencies.includes('PEN') ? 'PEN' : (currencies[0] ?? 'PEN'));
  const { stages } = await expectedLossRulesOn(trx, user.institutionId, asOf);
  const book: RiskBook = { institutionId: user.institutionId, currency, asOf, since, today, stages };
  return { book, currencies, errors };
}

function backToRisk(t: Translate) {
  return { to: RISK_PATH, label: t('Riesgo') };
}
