import { CONSENT_TEXT_VERSION, consentText } from '../farmers/consent-text';
import { recordConsent } from '../farmers/record-consent';
import { consentSentence } from '../farmers/refusals';
import { consentsOf, findFarmer } from '../farmers/store';
import { methodOptions } from '../farmers/words';
import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import { notFound, page, redirect } from '../web/reply';
import { route, type Route } from '../web/route';
import { byId, consentForm } from './form';
import { applicants } from './roles';
import { findApplication, type Application } from './store';
import { backToTasks, refusedTask, showTask, type TaskAsk } from './task-page';
import { isEditableBy } from './states';

export const consentTask: Route[] = [
  route({
    method: 'get',
    path: '/solicitudes/:id/consentimiento',
    roles: applicants,
    scope: 'institution',
    params: byId,
    query: nothing,
    body: nothing,
    handle: (ask) => showTask(ask, undefined, (application) => consentPage(ask, application)),
  }),
  route({
    method: 'post',
    path: '/solicitudes/:id/consentimiento',
    roles: applicants,
    scope: 'institution',
    params: byId,
    query: nothing,
    body: consentForm,
    invalid: (ask, form) => showTask(ask, form, (application) => consentPage(ask, application, form)),
    handle: async (ask) => {
      const application = await findApplication(ask.db, ask.user.institutionId, ask.params.id);
      if (!application) return notFound;
      if (!isEditableBy(application, ask.user.id)) return refusedTask(ask, 'not_editable');
      const { signedOn, method, readAloud } = ask.body;
      const recorded = await recordConsent(ask.db, ask.by, {
        commandId: ask.commandId,
        farmerId: application.farmerId,
        purposes: ['evaluation'],
        textVersion: CONSENT_TEXT_VERSION,
        signedOn,
        method,
        readAloud: readAloud === '1',
      });
      if (recorded.type === 'done') {
        return redirect(`/solicitudes/${application.id}`, ask.t('Consentimiento registrado'));
      }
      if (recorded.reason === 'not_found' || recorded.reason === 'command_reused') {
        return refusedTask(ask, recorded.reason);
      }
      const { field, message } = consentSentence(recorded.reason, ask.t);
      return {
        ...(await consentPage(ask, application, refusedForm(blankForm(ask.typed), field, message))),
        status: 422,
      };
    },
  }),
];

async function consentPage({ db, t }: TaskAsk, application: Application, form: Form = blankForm()) {
  const { institutionId, farmerId, id } = application;
  const farmer = await findFarmer(db, institutionId, farmerId);
  const latest = (await consentsOf(db, institutionId, farmerId)).find((consent) => consent.purpose === 'evaluation');
  const data = {
    id,
    form,
    farmerId,
    farmer: farmer?.name ?? '',
    text: consentText('evaluation', t),
    textVersion: CONSENT_TEXT_VERSION,
    granted: latest?.granted ? { signedOn: latest.signedOn, witness: latest.witness } : null,
    methods: methodOptions(t),
    readAloudOptions: [
      { value: '1', label: t('Sí, se leyó en voz alta') },
      { value: '0', label: t('No, la persona lo leyó') },
    ],
  };
  return page('applications/consent', t('Consentimiento'), data, { back: backToTasks(application, t) });
}
