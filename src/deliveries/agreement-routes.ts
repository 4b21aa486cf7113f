import { timelineOf } from '../audit/timeline';
import { findOrganisation } from '../alliance/store';
import { organisationOptions } from '../farmers/choices';
import { findFarmer } from '../farmers/store';
import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import { date } from '../web/format';
import { PAGE_ROWS, pagesOf } from '../web/pagination';
import { notFound, page, redirect, type Reply } from '../web/reply';
import { route, type Ask, type Route } from '../web/route';
import { agreeWithholding } from './agree-withholding';
import { agreementsOfFarmer, countAgreements, findAgreement, listAgreements } from './agreement-store';
import { chooseFarmerPage } from './choose-farmer';
import { endAgreement } from './end-agreement';
import { agreementForm, chooseFarmerQuery, endForm, pagedQuery, recordParams } from './form';
import { agreementRefusalWords, reused } from './refusal-words';
import { agreementMakers, deliveryReaders } from './roles';
import {
  agreementTag,
  agreementTerms,
  intentName,
  intentOptions,
  methodName,
  methodOptions,
  reachName,
  reachOptions,
} from './words';

const PATH = '/entregas/convenios';

/** What farmers and organisations agreed to withhold. */
export const agreementRoutes: Route[] = [
  route({
    method: 'get',
    path: PATH,
    roles: deliveryReaders,
    scope: 'institution',
    params: nothing,
    query: pagedQuery,
    body: nothing,
    handle: async ({ db, clock, query, t, user }) => {
      const pages = pagesOf(await countAgreements(db, user.institutionId), query.pagina, PATH, {});
      const cut = { from: (pages.current - 1) * PAGE_ROWS, rows: PAGE_ROWS };
      const agreements = await listAgreements(db, user.institutionId, cut);
      return page(
        'deliveries/agreements',
        t('Convenios de retención'),
        {
          agreements: agreements.map((one) => ({
            ...one,
            terms: agreementTerms(one, t),
            tag: agreementTag(one, clock.today(), t),
          })),
          pages,
          mayAgree: agreementMakers.includes(user.role),
        },
        { back: { to: '/entregas', label: t('Entregas') } },
      );
    },
  }),
  route({
    method: 'get',
    path: `${PATH}/nuevo`,
    roles: agreementMakers,
    scope: 'institution',
    params: nothing,
    query: chooseFarmerQuery,
    body: nothing,
    handle: async (ask) => {
      const { productor, buscar } = ask.query;
      const back = { to: PATH, label: ask.t('Convenios de retención') };
      return productor === undefined
        ? chooseFarmerPage(ask, ask.t('Nuevo convenio de retención'), `${PATH}/nuevo`, buscar, back)
        : newPage(ask, productor);
    },
  }),
  route({
    method: 'post',
    path: PATH,
    roles: agreementMakers,
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: agreementForm,
    invalid: (ask, form) => newPage(ask, Number(form.values['farmerId']) || 0, form),
    handle: async (ask) => {
      const outcome = await agreeWithholding(ask.db, ask.by, { commandId: ask.commandId, ...ask.body });
      if (outcome.type === 'done') {
        return redirect(
          `${PATH}/${outcome.agreementId}`,
          ask.t('Convenio {number} registrado', { number: outcome.agreementId }),
        );
      }
      const { field, message } = agreementRefusalWords(outcome.reason, ask.t);
      const again = await newPage(ask, ask.body.farmerId, refusedForm(blankForm(ask.typed), field, message));
      return again.type === 'page' ? { ...again, status: 422 } : again;
    },
  }),
  route({
    method: 'get',
    path: `${PATH}/:id`,
    roles: deliveryReaders,
    scope: 'institution',
    params: recordParams,
    query: nothing,
    body: nothing,
    handle: (ask) => agreementPage(ask, blankForm()),
  }),
  route({
    method: 'post',
    path: `${PATH}/:id/fin`,
    roles: agreementMakers,
    scope: 'institution',
    params: recordParams,
    query: nothing,
    body: endForm,
    invalid: (ask, form) => agreementPage(ask, form),
    handle: async (ask) => {
      const agreementId = ask.params.id;
      const outcome = await endAgreement(ask.db, ask.by, {
        commandId: ask.commandId,
        agreementId,
        reason: ask.body.reason,
      });
      if (outcome.type === 'done') {
        return redirect(`${PATH}/${agreementId}`, ask.t('Convenio terminado: desde hoy no se retiene nada'));
      }
      if (outcome.reason === 'agreement_not_found') return notFound;
      const why = outcome.reason === 'already_ended' ? ask.t('Este convenio ya terminó') : reused(ask.t);
      const again = await agreementPage(ask, refusedForm(blankForm(ask.typed), 'form', why));
      return again.type === 'page' ? { ...again, status: 422 } : again;
    },
  }),
];

type AnyAsk = Ask<unknown, unknown, unknown>;

async function newPage(ask: AnyAsk, farmerId: number, form?: Form): Promise<Reply> {
  const { db, t, user } = ask;
  const farmer = await findFarmer(db, user.institutionId, farmerId);
  if (!farmer) return notFound;
  const today = date(ask.clock.today());
  const values = {
    partnerOrganisationId: String(farmer.partnerOrganisationId ?? ''),
    ...{ reach: 'two-instalments', validFrom: today, signedOn: today, method: 'handwritten' },
  };
  const others = await agreementsOfFarmer(db, user.institutionId, farmer.id);
  return page(
    'deliveries/new-agreement',
    t('Nuevo convenio de {name}', { name: farmer.name }),
    {
      farmer: { id: farmer.id, name: farmer.name, documentNumber: farmer.documentNumber },
      others: others.length,
      organisations: await organisationOptions(db),
      reaches: reachOptions(t),
      intents: intentOptions(t),
      methods: methodOptions(t),
      form: form ?? blankForm(values),
    },
    { back: { to: PATH, label: t('Convenios de retención') } },
  );
}

async function agreementPage(ask: Ask<{ readonly id: number }, unknown, unknown>, form: Form): Promise<Reply> {
  const { db, t, user, params } = ask;
  const agreement = await findAgreement(db, user.institutionId, params.id);
  if (!agreement) return notFound;
  const farmer = await findFarmer(db, user.institutionId, agreement.farmerId);
  const organisation = await findOrganisation(db, agreement.partnerOrganisationId);
  if (!farmer || !organisation) throw new Error(`agreement ${agreement.id} has no parties`);
  const today = ask.clock.today();
  const isOpen = agreement.endedOn === null && agreement.validUntil >= today;
  return page(
    'deliveries/agreement',
    t('Convenio de retención {number}', { number: agreement.id }),
    {
      agreement,
      farmer: { id: farmer.id, name: farmer.name, documentNumber: farmer.documentNumber },
      organisation: organisation.name,
      reach: reachName(agreement.reach, t),
      intent: intentName(agreement.intent, t),
      method: methodName(agreement.method, t),
      tag: agreementTag(agreement, today, t),
      mayEnd: isOpen && agreementMakers.includes(user.role),
      mayOpenFarmer: user.role !== 'administrator',
      steps: await timelineOf(db, t, user.institutionId, 'withholding-agreement', agreement.id),
      form,
    },
    { back: { to: PATH, label: t('Convenios de retención') } },
  );
}
