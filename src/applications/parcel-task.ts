import { parcelsOf } from '../farmers/store';
import { varietyWord } from '../farmers/words';
import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import { hectares } from '../web/format';
import { page, redirect } from '../web/reply';
import { route, type Route } from '../web/route';
import { chooseParcels } from './choose-parcels';
import { byId, parcelsForm } from './form';
import { applicants } from './roles';
import { parcelIdsOf, type Application } from './store';
import { backToTasks, isEditRefusal, refusedTask, showTask, type TaskAsk } from './task-page';

export const parcelTask: Route[] = [
  route({
    method: 'get',
    path: '/solicitudes/:id/parcelas',
    roles: applicants,
    scope: 'institution',
    params: byId,
    query: nothing,
    body: nothing,
    handle: (ask) => showTask(ask, undefined, (application) => parcelsPage(ask, application)),
  }),
  route({
    method: 'post',
    path: '/solicitudes/:id/parcelas',
    roles: applicants,
    scope: 'institution',
    params: byId,
    query: nothing,
    body: parcelsForm,
    invalid: (ask, form) => showTask(ask, form, (application) => parcelsPage(ask, application, form)),
    handle: async (ask) => {
      const { commandId, t } = ask;
      const applicationId = ask.params.id;
      const chosen = await chooseParcels(ask.db, ask.by, { commandId, applicationId, parcelIds: ask.body.parcels });
      if (chosen.type === 'done') return redirect(`/solicitudes/${applicationId}`, t('Parcelas guardadas'));
      if (isEditRefusal(chosen.reason)) return refusedTask(ask, chosen.reason);
      const message =
        chosen.reason === 'parameters_missing'
          ? t('No hay parámetros de cosecha registrados para ese departamento')
          : t('Elige al menos una parcela');
      const form = refusedForm(blankForm(ask.typed), 'parcels', message);
      const again = await showTask(ask, form, (application) => parcelsPage(ask, application, form));
      return again.type === 'page' ? { status: 422, ...again } : again;
    },
  }),
];

async function parcelsPage({ db, t }: TaskAsk, application: Application, form?: Form) {
  const { institutionId, farmerId, id } = application;
  const parcels = await parcelsOf(db, institutionId, farmerId);
  const chosen = await parcelIdsOf(db, institutionId, id);
  const ticked = chosen.length > 0 ? chosen : parcels.map((parcel) => parcel.id);
  const data = {
    id,
    farmerId,
    form: form ?? blankForm({ parcels: ticked.map(String) }),
    parcels: parcels.map((parcel) => ({
      value: String(parcel.id),
      label: `${parcel.name}: ${hectares(parcel.areaHa)}, ${varietyWord(parcel.variety, t)}`,
    })),
  };
  return page('applications/parcels', t('Parcelas'), data, { back: backToTasks(application, t) });
}
