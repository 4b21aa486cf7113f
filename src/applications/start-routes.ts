import { searchFarmers } from '../farmers/search-farmers';
import { findFarmer } from '../farmers/store';
import { applicationsOfFarmer } from '../farmers/credit-store';
import { REQUEST_FIELDS } from '../products/read-request';
import { nothing } from '../web/fields';
import { blankForm } from '../web/form';
import { withQuery } from '../web/pagination';
import { notFound, page, redirect } from '../web/reply';
import { route, type Route } from '../web/route';
import { newQuery, startForm } from './form';
import { applicants } from './roles';
import { startApplication } from './start-application';
import { OPEN_STATES } from './states';
import { reused, stateName } from './words';

const FARMERS_SHOWN = 20;

export const startRoutes: Route[] = [
  route({
    method: 'get',
    path: '/solicitudes/nueva',
    roles: applicants,
    scope: 'institution',
    params: nothing,
    query: newQuery,
    body: nothing,
    handle: async ({ db, query, t, user }) => {
      const { institutionId } = user;
      const { productor, buscar, ...asked } = query;
      const title = t('Nueva solicitud');
      const back = { to: '/solicitudes', label: t('Solicitudes') };
      const carried = carriedFields(asked);
      if (productor === undefined) {
        const text = buscar.trim();
        const found =
          text === '' ? [] : await searchFarmers(db, institutionId, { text }, { from: 0, rows: FARMERS_SHOWN });
        const farmers = found.map(({ id, name, documentNumber, district }) => ({
          to: withQuery('/solicitudes/nueva', { ...asked, productor: id }),
          name,
          documentNumber,
          district,
        }));
        return page(
          'applications/choose-farmer',
          title,
          { form: blankForm({ buscar }), text, farmers, carried },
          { back },
        );
      }
      const farmer = await findFarmer(db, institutionId, productor);
      if (!farmer) return notFound;
      const open = (await applicationsOfFarmer(db, institutionId, farmer.id)).filter((one) =>
        OPEN_STATES.includes(one.state),
      );
      const data = {
        form: blankForm(),
        farmer: { id: farmer.id, name: farmer.name, documentNumber: farmer.documentNumber },
        open: open.map(({ id, state }) => ({ id, state: stateName(state, t) })),
        carried,
      };
      return page('applications/start', title, data, { back });
    },
  }),
  route({
    method: 'post',
    path: '/solicitudes',
    roles: applicants,
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: startForm,
    handle: async ({ db, by, body, commandId, t }) => {
      const { productor, ...asked } = body;
      const started = await startApplication(db, by, { commandId, farmerId: productor });
      if (started.type === 'refused') {
        return started.reason === 'not_found' ? notFound : redirect('/solicitudes', reused(t));
      }
      const { applicationId } = started;
      const to = asked.producto === undefined ? `/solicitudes/${applicationId}` : creditPath(applicationId, asked);
      return redirect(to, t('Solicitud {number} empezada', { number: applicationId }));
    },
  }),
];

/** What was simulated, on its way into the application. */
function carriedFields(asked: Readonly<Record<string, string | undefined>>) {
  return ['producto', ...REQUEST_FIELDS].flatMap((name) => {
    const value = asked[name];
    return value === undefined || value === '' ? [] : [{ name, value }];
  });
}

function creditPath(applicationId: number, asked: Readonly<Record<string, string | undefined>>): string {
  return withQuery(`/solicitudes/${applicationId}/credito`, asked);
}
