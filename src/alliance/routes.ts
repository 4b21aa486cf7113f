import { timelineOf } from '../audit/timeline';
import { exportReply } from '../web/export';
import { nothing } from '../web/fields';
import { notFound, page } from '../web/reply';
import { route, type Route } from '../web/route';
import type { Role } from '../web/user';
import { organisationListQuery, organisationParams } from './form';
import { letterRoutes } from './letter-routes';
import { listOrganisations } from './organisation-list';
import { organisationRoutes } from './organisation-routes';
import { breakdowns, organisationColumns, organisationList, organisationPage, progressRows } from './page';
import { allianceProgress } from './progress';
import { departments, findOrganisation, letters } from './store';

const readers: Role[] = ['facilitator', 'investor'];

export const allianceRoutes: Route[] = [
  route({
    method: 'get',
    path: '/alianza',
    roles: readers,
    scope: 'alliance',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: async ({ db, user, t, clock }) => {
      const progress = await allianceProgress(db, user.institutionId, clock.today());
      const organisations = await listOrganisations(db, { text: '' });
      return page('alliance/progress', t('Alianza'), {
        goals: progressRows(progress, t),
        exchangeRate: progress.exchangeRate?.toFixed(2) ?? null,
        mayWrite: user.role === 'facilitator',
        ...breakdowns(organisations, await letters(db), await departments(db), t),
      });
    },
  }),
  route({
    method: 'get',
    path: '/alianza/organizaciones',
    roles: readers,
    scope: 'alliance',
    params: nothing,
    query: organisationListQuery,
    body: nothing,
    handle: async ({ db, user, query, t, clock }) => {
      const filters = { text: query.q, kind: query.tipo, departmentCode: query.region };
      const organisations = await listOrganisations(db, filters);
      const known = await departments(db);
      if (query.formato !== undefined) {
        const name = `organizaciones-${clock.today()}`;
        return exportReply(name, query.formato, organisationColumns(known, t), organisations);
      }
      const data = { ...organisationList(organisations, query, known, t), mayWrite: user.role === 'facilitator' };
      return page('alliance/organisations', t('Organizaciones aliadas'), data, {
        back: { to: '/alianza', label: t('Alianza') },
      });
    },
  }),
  // Before the page of an organisation, whose path would match it too.
  ...organisationRoutes,
  route({
    method: 'get',
    path: '/alianza/organizaciones/:organisation',
    roles: readers,
    scope: 'alliance',
    params: organisationParams,
    query: nothing,
    body: nothing,
    handle: async ({ db, user, params, t }) => {
      const organisation = await findOrganisation(db, params.organisation);
      if (!organisation) return notFound;
      const mayWrite = user.role === 'facilitator';
      const data = {
        ...organisationPage(organisation, await letters(db, organisation.id), await departments(db), t),
        mayWrite,
        steps: mayWrite ? await timelineOf(db, t, user.institutionId, 'partner-organisation', organisation.id) : null,
      };
      return page('alliance/organisation', organisation.name, data, {
        back: { to: '/alianza/organizaciones', label: t('Organizaciones aliadas') },
      });
    },
  }),
  ...letterRoutes,
];
