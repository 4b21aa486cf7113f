import { timelineOf } from '../audit/timeline';
import { payoffOn } from '../lending/open-replay';
import { isRefusal } from '../lending/refusal';
import { schedule } from '../lending/schedule';
import { nothing } from '../web/fields';
import { percent } from '../web/format';
import { notFound, page } from '../web/reply';
import { route, type Route } from '../web/route';
import { disbursementRoutes } from './disbursement-routes';
import { loanParams } from './form';
import { loanListRoutes } from './list-routes';
import { loadLoan } from './load';
import { conditions, headerCard, movementRows, scheduleRows } from './page';
import { paperRoutes } from './paper-routes';
import { partiesOf } from './parties';
import { loanReaders, tellers } from './roles';
import { staffNamesOf } from './staff-names';

const showRoute = route({
  method: 'get',
  path: '/creditos/:id',
  roles: loanReaders,
  scope: 'institution',
  params: loanParams,
  query: nothing,
  body: nothing,
  handle: async ({ db, clock, params, t, user }) => {
    const { institutionId } = user;
    const loaded = await loadLoan(db, institutionId, params.id, clock.today());
    if (!loaded) return notFound;
    const { loan, events } = loaded;
    const parties = await partiesOf(db, institutionId, loan.id);
    const names = await staffNamesOf(
      db,
      institutionId,
      events.map(({ staffId }) => staffId),
    );
    const planned = schedule(loan.terms);
    const closing = loan.status === 'active' ? payoffOn(loaded.replayed, clock.today()) : undefined;
    return page(
      'loans/show',
      t('Crédito {number} · {name}', { number: loan.id, name: parties.farmer.name }),
      {
        id: loan.id,
        card: headerCard(loaded, closing && !isRefusal(closing) ? closing : undefined, t),
        conditions: conditions(loaded, parties, isRefusal(planned) ? null : percent(planned.tceaPercent), t),
        schedule: scheduleRows(loaded, t),
        movements: movementRows(loaded, names, user, t),
        steps: await timelineOf(db, t, institutionId, 'loan', loan.id),
        mayPay: loan.status === 'active' && tellers.includes(user.role),
        mayRecover: loan.status === 'written-off' && tellers.includes(user.role),
        active: loan.status === 'active',
        paid: loan.status === 'closed' || loan.status === 'overpaid',
        mayOpenLine: ['manager', 'risk', 'auditor'].includes(user.role),
        mayOpenFarmer: user.role !== 'administrator',
      },
      { back: { to: '/creditos', label: t('Volver a Créditos') } },
    );
  },
});

export const loanRoutes: Route[] = [...loanListRoutes, ...disbursementRoutes, ...paperRoutes, showRoute];
