import { blankForm, type Form } from '../web/form';
import { page, type Page } from '../web/reply';
import type { Ask } from '../web/route';
import { loadFile, type CreditFile } from './load-file';
import { evidence, heading } from './page';
import { isEditableBy, stepRefusal } from './states';
import type { Application } from './store';
import { ACTIONS, actionLabel, STATE_AFTER } from './words';

type AnyAsk = Ask<unknown, unknown, unknown>;

/**
 * The page of an application: the task list for the officer who still works on it, the evidence and the steps that are
 * open to this person for everybody else.
 */
export async function applicationPage(
  ask: AnyAsk,
  application: Application,
  form: Form = blankForm(),
  status = 200,
): Promise<Page> {
  const file = await loadFile(ask.db, application);
  const title = ask.t('Solicitud {number}: {name}', { number: application.id, name: file.farmer.name });
  const actions = actionsFor(ask, application);
  const data = {
    ...heading(file, ask.clock.now(), ask.t),
    form,
    decisions: actions.filter((action) => action.value !== 'withdraw'),
    mayWithdraw: actions.some((action) => action.value === 'withdraw'),
  };
  const back = { to: '/solicitudes', label: ask.t('Solicitudes') };
  if (isEditableBy(application, ask.user.id)) {
    return page(
      'applications/tasks',
      title,
      { ...data, tasks: taskList(file, ask.t), ...remarks(file) },
      { back, status },
    );
  }
  const more = { ...evidence(file, ask.clock.today(), ask.t), pay: payPath(ask, application) };
  return page('applications/show', title, { ...data, ...more }, { back, status });
}

/** The steps that the state machine leaves open to this person, in the order of the work. */
function actionsFor({ user, t }: AnyAsk, application: Application) {
  const mover = { role: user.role, staffId: user.kind === 'staff' ? user.id : undefined };
  return ACTIONS.filter(
    (action) => stepRefusal(application, STATE_AFTER[action], mover, 'any reason') === undefined,
  ).map((action) => ({
    value: action,
    label: actionLabel(action, t),
    tone: action === 'deny' || action === 'return' ? 'quiet' : '',
  }));
}

/** Where an approved application becomes a loan, for who may pay it out. */
function payPath({ user }: AnyAsk, application: Application): string | null {
  const mover = { role: user.role, staffId: user.kind === 'staff' ? user.id : undefined };
  const refusal = stepRefusal(application, 'disbursed', mover, '');
  return refusal === undefined && user.id !== application.decidedBy ? `/desembolsos/${application.id}` : null;
}

/** What the evaluation wants changed, while it is returned. */
function remarks({ application, steps }: CreditFile) {
  const last = steps.find((step) => step.to === 'returned');
  return { remarks: application.state === 'returned' ? (last?.reason ?? null) : null };
}

/** The tasks in their order; one that cannot be begun yet has no link. */
function taskList({ application, tasks }: CreditFile, t: AnyAsk['t']) {
  const to = (path: string): string => `/solicitudes/${application.id}/${path}`;
  const task = (label: string, path: string | null, done: boolean) => ({
    label,
    to: path,
    done,
    state: done ? t('Completado') : path === null ? t('Aún no se puede empezar') : t('Pendiente'),
  });
  const ready = Object.values(tasks).every(Boolean);
  return [
    task(t('Productor'), `/productores/${application.farmerId}`, true),
    task(t('Parcelas'), to('parcelas'), tasks.parcels),
    task(t('Destino y monto'), to('credito'), tasks.request),
    task(t('Consentimiento'), to('consentimiento'), tasks.consent),
    task(
      t('Flujo de caja por ventana de cosecha'),
      tasks.consent && tasks.parcels ? to('flujo') : null,
      tasks.cashFlow,
    ),
    task(t('Revisar y enviar'), ready ? to('revisar') : null, false),
  ];
}
