import { inSnapshot } from '../db/transaction';
import { currenciesOf } from '../portfolio/store';
import { nothing } from '../web/fields';
import { page } from '../web/reply';
import { route } from '../web/route';
import type { RiskBook } from './cuts';
import { RISK_PATH } from './links';
import { readStress } from './read-stress';
import { RISK_READERS } from './readers';
import { STRESS_PATH, stressPage } from './stress-page';
import { stressQuery } from './stress-query';

export const stressRoute = route({
  method: 'get',
  path: STRESS_PATH,
  roles: RISK_READERS,
  scope: 'institution',
  params: nothing,
  query: stressQuery,
  body: nothing,
  handle: async ({ db, user, query, clock, t }) => {
    const today = clock.today();
    const view = await inSnapshot(db, async (trx) => {
      const currencies = await currenciesOf(trx, user.institutionId);
      const currency = query.moneda || (currencies.includes('PEN') ? 'PEN' : (currencies[0] ?? 'PEN'));
      const book: RiskBook = { institutionId: user.institutionId, currency, asOf: today, since: today, today };
      return { book, currencies, stressed: await readStress(trx, book, query) };
    });
    const data = stressPage(view.book, view.currencies, view.stressed, query, t);
    return page('risk/stress', t('Estrés de la cosecha'), data, { back: { to: RISK_PATH, label: t('Riesgo') } });
  },
});
