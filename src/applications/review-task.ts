import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import { notFound, page, redirect } from '../web/reply';
import { route, type Route } from '../web/route';
import { byId, submitForm } from './form';
import { loadFile } from './load-file';
import { evidence, heading } from './page';
import { applicants } from './roles';
import { applicationPage } from './show-page';
import { isEditableBy } from './states';
import { findApplication, type Application } from './store';
import { submitApplication } from './submit-application';
import { backToTasks, showTask, type TaskAsk } from './task-page';
import { stepRefused } from './words';

export const reviewTask: Route[] = [
  route({
    method: 'get',
    path: '/solicitudes/:id/revisar',
    roles: applicants,
    scope: 'institution',
    params: byId,
    query: nothing,
    body: nothing,
    handle: (ask) => showTask(ask, undefined, (application) => reviewPage(ask, application)),
  }),
  route({
    method: 'post',
    path: '/solicitudes/:id/envio',
    roles: applicants,
    scope: 'institution',
    params: byId,
    query: nothing,
    body: submitForm,
    invalid: (ask, form) => showTask(ask, form, (application) => reviewPage(ask, application, form)),
    handle: async (ask) => {
      const { commandId, t } = ask;
      const applicationId = ask.params.id;
      const sent = await submitApplication(ask.db, ask.by, { commandId, applicationId, version: ask.body.version });
      if (sent.type === 'done') {
        const notice = t('Solicitud {number} enviada. Ahora la evalúa el jefe de negocios o riesgos', {
          number: applicationId,
        });
        return redirect(`/solicitudes/${applicationId}`, notice);
      }
      const application = await findApplication(ask.db, ask.user.institutionId, applicationId);
      if (!application) return notFound;
      const { field, message } = stepRefused(sent, application, t);
      const form = refusedForm(blankForm(), field, message);
      if (!isEditableBy(application, ask.user.id)) return applicationPage(ask, application, form, 409);
      return { ...(await reviewPage(ask, application, form)), status: 422 };
    },
  }),
];

async function reviewPage(ask: TaskAsk, application: Application, form: Form = blankForm()) {
  const { db, t, clock } = ask;
  const file = await loadFile(db, application);
  const data = {
    form,
    ...heading(file, clock.now(), t),
    ...evidence(file, clock.today(), t),
    ready: Object.values(file.tasks).every(Boolean),
  };
  return page('applications/review', t('Revisar y enviar'), data, { back: backToTasks(application, t) });
}
