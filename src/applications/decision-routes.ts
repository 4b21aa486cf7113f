import { nothing } from '../web/fields';
import { blankForm, refusedForm } from '../web/form';
import { notFound, redirect } from '../web/reply';
import { route, type Route } from '../web/route';
import { approveApplication } from './approve-application';
import { byId, stepForm } from './form';
import { applicationReaders, stepTakers } from './roles';
import { applicationPage } from './show-page';
import { beginEvaluation, denyApplication, returnApplication, sendToCommittee, withdrawApplication } from './steps';
import { findApplication } from './store';
import { stateName, stepRefused, type Action } from './words';

const STEPS: Readonly<Record<Action, typeof beginEvaluation>> = {
  begin: beginEvaluation,
  committee: sendToCommittee,
  return: returnApplication,
  approve: approveApplication,
  deny: denyApplication,
  withdraw: withdrawApplication,
};

export const decisionRoutes: Route[] = [
  route({
    method: 'get',
    path: '/solicitudes/:id',
    roles: applicationReaders,
    scope: 'institution',
    params: byId,
    query: nothing,
    body: nothing,
    handle: async (ask) => {
      const application = await findApplication(ask.db, ask.user.institutionId, ask.params.id);
      return application ? applicationPage(ask, application) : notFound;
    },
  }),
  route({
    method: 'post',
    path: '/solicitudes/:id/pasos',
    roles: stepTakers,
    scope: 'institution',
    params: byId,
    query: nothing,
    body: stepForm,
    invalid: async (ask, form) => {
      const application = await findApplication(ask.db, ask.user.institutionId, ask.params.id);
      return application ? applicationPage(ask, application, form, 422) : notFound;
    },
    handle: async (ask) => {
      const { id: applicationId } = ask.params;
      const { action, reason, version } = ask.body;
      const { commandId, t } = ask;
      const taken = await STEPS[action](ask.db, ask.by, { commandId, applicationId, reason, version });
      if (taken.type === 'done') {
        const notice = t('Solicitud {number}: {state}', { number: applicationId, state: stateName(taken.state, t) });
        return redirect(`/solicitudes/${applicationId}`, notice);
      }
      const application = await findApplication(ask.db, ask.user.institutionId, applicationId);
      if (!application) return notFound;
      const { field, message } = stepRefused(taken, application, t);
      return applicationPage(
        ask,
        application,
        refusedForm(blankForm(ask.typed), field, message),
        statusOf(taken.reason),
      );
    },
  }),
];

/** 409 where the page was not the current one any more, 422 where something is to be mended. */
function statusOf(reason: string): number {
  return reason === 'changed_meanwhile' || reason === 'not_from_this_state' ? 409 : 422;
}
