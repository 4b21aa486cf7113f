import type { Knex } from '../db/connect';
import { stressOn } from '../parameters/read-harvests';
import { currenciesOf, dimensionNames } from '../portfolio/store';
import { nothing } from '../web/fields';
import { PAGE_ROWS, pagesOf, withQuery } from '../web/pagination';
import { page, redirect } from '../web/reply';
import { route, type Deps, type Route } from '../web/route';
import type { User } from '../web/user';
import type { RiskBook } from './cuts';
import { RISK_PATH } from './links';
import { RISK_READERS } from './readers';
import { loanLabels } from './store';
import { stressOrProgress } from './stress-jobs';
import { stressLoansPage } from './stress-loans-page';
import { STRESS_LOANS_PATH, STRESS_PATH, stressPage } from './stress-page';
import {
  OUTCOME_WORDS,
  stressLoansQuery,
  stressQuery,
  withDefaults,
  type StressLoansQuery,
  type StressQuery,
} from './stress-query';
import type { StressedLoan } from './try-stress';

export const stressRoutes: Route[] = [
  route({
    method: 'get',
    path: STRESS_PATH,
    roles: RISK_READERS,
    scope: 'institution',
    params: nothing,
    query: stressQuery,
    body: nothing,
    handle: async ({ db, user, query, clock, t }) => {
      const { book, currencies } = await bookOf(db, user, query.moneda, clock);
      const asked = await resolved(db, book, query);
      const { job, done } = await stressOrProgress(db, { book, query: asked });
      const view = {
        ...{ book, currencies, query: asked, names: await dimensionNames(db, user.institutionId) },
        stressed: done ? await job.result : undefined,
        progress: done ? undefined : job.part,
      };
      const back = { to: RISK_PATH, label: t('Riesgo') };
      return page('risk/stress', t('Estrés de la cosecha'), stressPage(view, t), { back });
    },
  }),
  route({
    method: 'get',
    path: STRESS_LOANS_PATH,
    roles: RISK_READERS,
    scope: 'institution',
    params: nothing,
    query: stressLoansQuery,
    body: nothing,
    handle: async ({ db, user, query, clock, t }) => {
      const { grupo, clave, resultado, pagina, ...typed } = query;
      const { book } = await bookOf(db, user, query.moneda, clock);
      const asked = await resolved(db, book, typed);
      const { job, done } = await stressOrProgress(db, { book, query: asked });
      const stressed = done ? await job.result : undefined;
      if (!stressed) return redirect(withQuery(STRESS_PATH, filled(asked)));
      const behind = stressed.loans.filter((loan) => isBehind(loan, query));
      const choice = { ...filled(asked), grupo, clave, resultado };
      const pages = pagesOf(behind.length, pagina, STRESS_LOANS_PATH, choice);
      const rows = behind.slice((pages.current - 1) * PAGE_ROWS, pages.current * PAGE_ROWS);
      const labels = await loanLabels(
        db,
        user.institutionId,
        rows.map(({ id }) => id),
      );
      const data = stressLoansPage({ book, loans: behind, rows, labels, pages }, t);
      const back = { to: withQuery(STRESS_PATH, filled(asked)), label: t('Estrés de la cosecha') };
      return page('risk/stress-loans', t('Créditos bajo estrés'), data, { back });
    },
  }),
];

async function bookOf(db: Knex, user: User, asked: string, clock: Deps['clock']) {
  const today = clock.today();
  const currencies = await currenciesOf(db, user.institutionId);
  const currency = asked || (currencies.includes('PEN') ? 'PEN' : (currencies[0] ?? 'PEN'));
  const book: RiskBook = { institutionId: user.institutionId, currency, asOf: today, since: today, today };
  return { book, currencies };
}

async function resolved(db: Knex, book: RiskBook, query: StressQuery): Promise<StressQuery> {
  const defaults = await stressOn(db, book.institutionId, book.asOf);
  return { ...withDefaults(query, defaults), moneda: book.currency };
}

function filled(query: StressQuery): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, value ?? '']));
}

function isBehind(loan: StressedLoan, { grupo, clave, resultado }: StressLoansQuery): boolean {
  if (grupo === 'departamento' && loan.department !== clave) return false;
  if (grupo === 'linea' && String(loan.lineId) !== clave) return false;
  return resultado === '' || loan.outcome === OUTCOME_WORDS[resultado];
}
