import { findFarmer, parcelsOf } from '../farmers/store';
import { organisationOptions } from '../farmers/choices';
import { Decimal } from '../lending/decimal';
import type { Option } from '../web/field-html';
import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import { date } from '../web/format';
import { notFound, page, redirect, type Reply } from '../web/reply';
import { route, type Ask, type Route } from '../web/route';
import type { z } from 'zod';
import { chooseFarmerPage } from './choose-farmer';
import { chooseFarmerQuery, deliveryForm } from './form';
import { planDelivery, type DeliveryInput, type DeliveryPlan } from './plan-delivery';
import { recordDelivery } from './record-delivery';
import { deliveryRefusalWords } from './refusal-words';
import { deliveryRecorders } from './roles';
import { agreementTerms, stateName, stateOptions } from './words';

const PATH = '/entregas/nueva';

/** A delivery is entered, looked at with its figures, and recorded. */
export const newDeliveryRoutes: Route[] = [
  route({
    method: 'get',
    path: PATH,
    roles: deliveryRecorders,
    scope: 'institution',
    params: nothing,
    query: chooseFarmerQuery,
    body: nothing,
    handle: async (ask) => {
      const { productor, buscar } = ask.query;
      const back = { to: '/entregas', label: ask.t('Entregas') };
      return productor === undefined
        ? chooseFarmerPage(ask, ask.t('Nueva entrega'), PATH, buscar, back)
        : deliveryPage(ask, productor);
    },
  }),
  route({
    method: 'post',
    path: '/entregas',
    roles: deliveryRecorders,
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: deliveryForm,
    invalid: (ask, form) => deliveryPage(ask, farmerIn(form), form),
    handle: async (ask) => {
      const { step, ...typed } = ask.body;
      const input = inputOf(typed);
      const form = { ...blankForm(ask.typed), commandId: ask.commandId };
      if (step === 'edit') return deliveryPage(ask, input.farmerId, form);
      if (step === 'preview') {
        const plan = await planDelivery(ask.db, ask.user.institutionId, ask.clock.today(), input);
        if (plan.type === 'planned') return deliveryPage(ask, input.farmerId, form, { input, plan });
        return refused(ask, input, form, plan);
      }
      const outcome = await recordDelivery(ask.db, ask.by, { commandId: ask.commandId, ...input });
      if (outcome.type === 'refused') return refused(ask, input, blankForm(ask.typed), outcome);
      const number = outcome.deliveryId;
      const notice = outcome.repeated
        ? ask.t('La entrega ya estaba registrada con el número {number}', { number })
        : ask.t('Entrega {number} registrada', { number });
      return redirect(`/entregas/${number}`, notice);
    },
  }),
];

type AnyAsk = Ask<unknown, unknown, unknown>;

/** What was typed and what would be recorded of it. */
interface Planned {
  readonly input: DeliveryInput;
  readonly plan: DeliveryPlan;
}

async function refused(
  ask: AnyAsk,
  input: DeliveryInput,
  form: Form,
  refusal: Parameters<typeof deliveryRefusalWords>[0],
): Promise<Reply> {
  const { field, message } = deliveryRefusalWords(refusal, ask.t);
  const again = await deliveryPage(ask, input.farmerId, refusedForm(form, field, message));
  return again.type === 'page' ? { ...again, status: 422 } : again;
}

/** A parcel without a part had none of these beans. */
function inputOf({ parcel, share, ...typed }: Omit<z.output<typeof deliveryForm>, 'step'>): DeliveryInput {
  const parcels = parcel
    .map((parcelId, index) => ({ parcelId, sharePercent: share[index] ?? '' }))
    .filter(({ sharePercent }) => sharePercent !== '' && !new Decimal(sharePercent).isZero());
  return { ...typed, parcels };
}

function farmerIn({ values }: Form): number {
  const typed = values['farmerId'];
  return typeof typed === 'string' && /^\d{1,9}$/.test(typed) ? Number(typed) : 0;
}

async function deliveryPage(ask: AnyAsk, farmerId: number, form?: Form, planned?: Planned): Promise<Reply> {
  const { db, t, user } = ask;
  const farmer = await findFarmer(db, user.institutionId, farmerId);
  if (!farmer) return notFound;
  const parcels = await parcelsOf(db, user.institutionId, farmer.id);
  const organisations = await organisationOptions(db);
  const shown = form ?? blankForm(startingValues(farmer.partnerOrganisationId, ask.clock.today()));
  const shares = [shown.values['share'] ?? []].flat();
  return page(
    'deliveries/new',
    t('Nueva entrega de {name}', { name: farmer.name }),
    {
      farmer: { id: farmer.id, name: farmer.name, documentNumber: farmer.documentNumber },
      organisations,
      states: stateOptions(t),
      parcels: parcels.map(({ id, name, areaHa }, index) => ({
        ...{ id, name, areaHa, first: index === 0 },
        share: form ? (shares[index] ?? '') : parcels.length === 1 ? '100' : '',
      })),
      shareError: shown.errors['share'] ?? shown.errors['parcel'] ?? null,
      asksMore: shown.errors['acceptMore'] !== undefined || shown.values['acceptMore'] === '1',
      plan: planned ? planData(planned, organisations, shown, t) : null,
      form: shown,
    },
    { back: { to: '/entregas', label: t('Entregas') } },
  );
}

function startingValues(organisationId: number | null, today: string): Form['values'] {
  return {
    partnerOrganisationId: organisationId === null ? '' : String(organisationId),
    deliveredOn: date(today),
    state: 'dry',
  };
}

function planData({ input, plan }: Planned, organisations: readonly Option[], form: Form, t: AnyAsk['t']) {
  const { worth, agreement, settlement, parcels, borne, rule, loans } = plan;
  return {
    typed: {
      ...input,
      organisation: organisations.find(({ value }) => value === String(input.partnerOrganisationId))?.label ?? '',
      stateName: stateName(input.state, t),
      moisturePercent: input.state === 'dry' ? input.moisturePercent : null,
      discountPercent: Number(input.discountPercent) > 0 ? input.discountPercent : null,
    },
    dryKg: worth.dryKg.toFixed(2),
    standardMoisture: rule.figures.standardMoisturePercent.toFixed(),
    value: worth.value,
    withheld: settlement.withheld,
    paidOut: settlement.paidOut,
    agreement: agreement ? { id: agreement.id, terms: agreementTerms(agreement, t) } : null,
    repayments: settlement.repayments,
    hasLoans: loans.length > 0,
    parcels: parcels.map(({ parcel, dryKg }) => ({ name: parcel.name, dryKg: dryKg.toFixed(2) })),
    borneKg: borne.kg.toFixed(2),
    bearableKg: borne.bearableKg.toFixed(2),
    isMore: borne.isMore,
    hidden: hiddenFields(form),
  };
}

/** What was looked at is what will be sent. */
function hiddenFields({ values }: Form) {
  return Object.entries(values)
    .filter(([name]) => name !== 'step')
    .flatMap(([name, value]) => [value].flat().map((single) => ({ name, value: single })));
}
