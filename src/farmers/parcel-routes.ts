import { blankForm, refusedForm, type Form } from '../web/form';
import { nothing } from '../web/fields';
import { notFound, page, redirect, type Page, type Reply } from '../web/reply';
import { route, type Ask, type Route } from '../web/route';
import { addParcel, type ParcelAdded } from './add-parcel';
import { changeParcel, type ParcelChanged } from './change-parcel';
import { farmerParams, parcelForm, parcelParams } from './form';
import { parcelValues } from './page';
import { allDistricts, districtOptions } from './places';
import { parcelSentence, reusedSentence } from './refusals';
import { farmerWriters } from './roles';
import type { Farmer, Parcel } from './rows';
import { findFarmer, findParcel } from './store';
import { tenureOptions, varietyOptions } from './words';

export const parcelRoutes: Route[] = [
  route({
    method: 'get',
    path: '/productores/:id/parcelas/nueva',
    roles: farmerWriters,
    scope: 'institution',
    params: farmerParams,
    query: nothing,
    body: nothing,
    handle: async (ask) => {
      const farmer = await findFarmer(ask.db, ask.user.institutionId, ask.params.id);
      return farmer ? parcelPage(ask, farmer, blankForm({ ubigeo: farmer.ubigeo })) : notFound;
    },
  }),
  route({
    method: 'post',
    path: '/productores/:id/parcelas/nueva',
    roles: farmerWriters,
    scope: 'institution',
    params: farmerParams,
    query: nothing,
    body: parcelForm,
    invalid: async (ask, form) => {
      const farmer = await findFarmer(ask.db, ask.user.institutionId, ask.params.id);
      return farmer ? parcelPage(ask, farmer, form) : notFound;
    },
    handle: async (ask) => {
      const farmer = await findFarmer(ask.db, ask.user.institutionId, ask.params.id);
      if (!farmer) return notFound;
      const { commandId } = ask;
      const added = await addParcel(ask.db, ask.by, { commandId, farmerId: farmer.id, ...ask.body });
      if (added.type === 'refused') return refusedParcel(ask, added, farmer);
      return redirect(`/productores/${farmer.id}`, ask.t('Parcela registrada'));
    },
  }),
  route({
    method: 'get',
    path: '/productores/:id/parcelas/:parcel',
    roles: farmerWriters,
    scope: 'institution',
    params: parcelParams,
    query: nothing,
    body: nothing,
    handle: async (ask) => {
      const { farmer, parcel } = await farmerAndParcel(ask);
      return farmer && parcel ? parcelPage(ask, farmer, blankForm(parcelValues(parcel)), parcel) : notFound;
    },
  }),
  route({
    method: 'post',
    path: '/productores/:id/parcelas/:parcel',
    roles: farmerWriters,
    scope: 'institution',
    params: parcelParams,
    query: nothing,
    body: parcelForm,
    invalid: async (ask, form) => {
      const { farmer, parcel } = await farmerAndParcel(ask);
      return farmer && parcel ? parcelPage(ask, farmer, form, parcel) : notFound;
    },
    handle: async (ask) => {
      const { farmer, parcel } = await farmerAndParcel(ask);
      if (!farmer || !parcel) return notFound;
      const change = { farmerId: farmer.id, parcelId: parcel.id, ...ask.body };
      const changed = await changeParcel(ask.db, ask.by, change);
      if (changed.type === 'refused') return refusedParcel(ask, changed, farmer, parcel);
      const notice =
        changed.changed.length > 0 ? ask.t('Datos cambiados') : ask.t('Nada cambió: los datos son los mismos');
      return redirect(`/productores/${farmer.id}`, notice);
    },
  }),
];

type AnyAsk = Ask<unknown, unknown, unknown>;

async function farmerAndParcel({ db, user, params }: Ask<{ id: number; parcel: number }, unknown, unknown>) {
  const [farmer, parcel] = await Promise.all([
    findFarmer(db, user.institutionId, params.id),
    findParcel(db, user.institutionId, params.id, params.parcel),
  ]);
  return { farmer, parcel };
}

async function refusedParcel(
  ask: AnyAsk,
  refusal: Extract<ParcelAdded | ParcelChanged, { type: 'refused' }>,
  farmer: Farmer,
  parcel?: Parcel,
): Promise<Reply> {
  if (refusal.reason === 'not_found') return notFound;
  const { field, message } =
    refusal.reason === 'command_reused' ? reusedSentence(ask.t) : parcelSentence(refusal.reason, ask.t);
  const again = await parcelPage(ask, farmer, refusedForm(blankForm(ask.typed), field, message), parcel);
  return { ...again, status: 422 };
}

async function parcelPage({ db, t }: AnyAsk, farmer: Farmer, form: Form, parcel?: Parcel): Promise<Page> {
  const back = { to: `/productores/${farmer.id}`, label: t('Volver a {name}', { name: farmer.name }) };
  return page(
    'farmers/parcel',
    parcel ? t('Editar la parcela {name}', { name: parcel.name }) : t('Registrar parcela'),
    {
      form,
      farmer: farmer.name,
      action: `/productores/${farmer.id}/parcelas/${parcel?.id ?? 'nueva'}`,
      button: parcel ? t('Guardar cambios') : t('Registrar parcela'),
      cancel: back.to,
      tenures: tenureOptions(t),
      varieties: varietyOptions(t),
      districts: districtOptions(await allDistricts(db)),
    },
    { back },
  );
}
