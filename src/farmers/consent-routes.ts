import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import { notFound, page, redirect, type Page, type Reply } from '../web/reply';
import { route, type Ask, type Route } from '../web/route';
import { CONSENT_TEXT_VERSION } from './consent-text';
import { consentForm, farmerParams, purposeParams } from './form';
import { consentTexts } from './page';
import { consentSentence, reusedSentence } from './refusals';
import { recordConsent } from './record-consent';
import { farmerWriters } from './roles';
import type { Farmer } from './rows';
import { findFarmer, hasConsent } from './store';
import { withdrawConsent } from './withdraw-consent';
import { methodOptions, purposeOptions, purposeWord } from './words';

export const consentRoutes: Route[] = [
  route({
    method: 'get',
    path: '/productores/:id/consentimientos/nuevo',
    roles: farmerWriters,
    scope: 'institution',
    params: farmerParams,
    query: nothing,
    body: nothing,
    handle: async (ask) => {
      const farmer = await findFarmer(ask.db, ask.user.institutionId, ask.params.id);
      return farmer ? consentPage(ask, farmer, blankForm({ textVersion: CONSENT_TEXT_VERSION })) : notFound;
    },
  }),
  route({
    method: 'post',
    path: '/productores/:id/consentimientos/nuevo',
    roles: farmerWriters,
    scope: 'institution',
    params: farmerParams,
    query: nothing,
    body: consentForm,
    invalid: async (ask, form) => {
      const farmer = await findFarmer(ask.db, ask.user.institutionId, ask.params.id);
      return farmer ? consentPage(ask, farmer, form) : notFound;
    },
    handle: async (ask) => {
      const farmer = await findFarmer(ask.db, ask.user.institutionId, ask.params.id);
      if (!farmer) return notFound;
      const { commandId } = ask;
      const recorded = await recordConsent(ask.db, ask.by, { commandId, farmerId: farmer.id, ...ask.body });
      if (recorded.type === 'done') return redirect(`/productores/${farmer.id}`, ask.t('Consentimiento registrado'));
      if (recorded.reason === 'not_found') return notFound;
      const { field, message } =
        recorded.reason === 'command_reused' ? reusedSentence(ask.t) : consentSentence(recorded.reason, ask.t);
      return { ...consentPage(ask, farmer, refusedForm(blankForm(ask.typed), field, message)), status: 422 };
    },
  }),
  route({
    method: 'get',
    path: '/productores/:id/consentimientos/:purpose/retirar',
    roles: farmerWriters,
    scope: 'institution',
    params: purposeParams,
    query: nothing,
    body: nothing,
    handle: async ({ db, user, params, t }) => {
      const farmer = await findFarmer(db, user.institutionId, params.id);
      if (!farmer || !(await hasConsent(db, user.institutionId, farmer.id, params.purpose))) return notFound;
      return page(
        'farmers/withdraw-consent',
        t('Retirar un consentimiento'),
        {
          form: blankForm(),
          farmer: { id: farmer.id, name: farmer.name },
          purpose: params.purpose,
          purposeTitle: purposeWord(params.purpose, t),
          stopsEvaluation: params.purpose === 'evaluation',
        },
        { back: backTo(farmer, t) },
      );
    },
  }),
  route({
    method: 'post',
    path: '/productores/:id/consentimientos/:purpose/retirar',
    roles: farmerWriters,
    scope: 'institution',
    params: purposeParams,
    query: nothing,
    body: nothing,
    handle: async ({ db, by, params, commandId, t }): Promise<Reply> => {
      const { id: farmerId, purpose } = params;
      const withdrawn = await withdrawConsent(db, by, { commandId, farmerId, purpose });
      if (withdrawn.type === 'refused' && withdrawn.reason === 'not_found') return notFound;
      return redirect(
        `/productores/${farmerId}`,
        withdrawn.type === 'done' ? t('Consentimiento retirado') : t('Ese consentimiento ya estaba retirado'),
      );
    },
  }),
];

type AnyAsk = Ask<unknown, unknown, unknown>;

function consentPage({ t, clock }: AnyAsk, farmer: Farmer, form: Form): Page {
  return page(
    'farmers/consent',
    t('Registrar consentimiento de {name}', { name: farmer.name }),
    {
      form,
      farmerId: farmer.id,
      texts: consentTexts(t),
      textVersion: CONSENT_TEXT_VERSION,
      purposes: purposeOptions(t),
      methods: methodOptions(t),
      readAloudOptions: [
        { value: '1', label: t('Sí, se leyó en voz alta') },
        { value: '0', label: t('No, la persona lo leyó') },
      ],
      today: clock.today(),
    },
    { back: backTo(farmer, t) },
  );
}

function backTo(farmer: Farmer, t: AnyAsk['t']) {
  return { to: `/productores/${farmer.id}`, label: t('Volver a {name}', { name: farmer.name }) };
}
