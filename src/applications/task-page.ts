import { refusedForm, blankForm, type Form } from '../web/form';
import { notFound, redirect, type Page, type Reply } from '../web/reply';
import type { Ask } from '../web/route';
import type { EditRefusal } from './edit-application';
import { applicationPage } from './show-page';
import { isEditableBy } from './states';
import { findApplication, type Application } from './store';
import { editRefused } from './words';

export type TaskAsk = Ask<{ readonly id: number }, unknown, unknown>;

/** The page of one task, which its officer alone sees and only while it can be changed. */
export async function showTask(
  ask: TaskAsk,
  form: Form | undefined,
  show: (application: Application, form: Form | undefined) => Promise<Page>,
): Promise<Reply> {
  const application = await findApplication(ask.db, ask.user.institutionId, ask.params.id);
  if (!application) return notFound;
  if (isEditableBy(application, ask.user.id)) return show(application, form);
  return form ? closed(ask, application) : redirect(`/solicitudes/${application.id}`);
}

/** A task that was sent too late, or by somebody else: the application as it stands, and why nothing was saved. */
export async function refusedTask(ask: TaskAsk, reason: EditRefusal): Promise<Reply> {
  const application = await findApplication(ask.db, ask.user.institutionId, ask.params.id);
  return application ? closed(ask, application, reason) : notFound;
}

function closed(ask: TaskAsk, application: Application, reason: EditRefusal = 'not_editable'): Promise<Page> {
  const { field, message } = editRefused(reason, ask.t);
  return applicationPage(ask, application, refusedForm(blankForm(), field, message), 409);
}

export function isEditRefusal(reason: string): reason is EditRefusal {
  return reason === 'command_reused' || reason === 'not_found' || reason === 'not_editable';
}

export function backToTasks(application: Application, t: TaskAsk['t']) {
  return {
    to: `/solicitudes/${application.id}`,
    label: t('Tareas de la solicitud {number}', { number: application.id }),
  };
}
