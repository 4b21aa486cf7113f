import { timelineOf } from '../audit/timeline';
import { tellers } from '../loans/roles';
import { amountInWords } from '../repayments/amount-in-words';
import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import { notFound, page, redirect, type Reply } from '../web/reply';
import { route, type Ask, type Route } from '../web/route';
import { deliveryFacts } from './delivery-facts';
import { recordParams, reversalForm } from './form';
import { deliveryReversalWords } from './refusal-words';
import { deliveryReversalRefusal, reverseDelivery } from './reverse-delivery';
import { deliveryReaders } from './roles';
import { findDelivery } from './store';

/** One delivery: its chain, the paper for the farmer, and how it is taken back. */
export const deliveryRoutes: Route[] = [
  route({
    method: 'get',
    path: '/entregas/:id',
    roles: deliveryReaders,
    scope: 'institution',
    params: recordParams,
    query: nothing,
    body: nothing,
    handle: async ({ db, params, t, user }) => {
      const delivery = await findDelivery(db, user.institutionId, params.id);
      if (!delivery) return notFound;
      return page(
        'deliveries/show',
        t('Entrega {number}', { number: delivery.id }),
        {
          delivery: await deliveryFacts(db, user.institutionId, delivery, t),
          mayReverse: tellers.includes(user.role) && deliveryReversalRefusal(delivery, user.id) === undefined,
          mayOpenFarmer: user.role !== 'administrator',
          steps: await timelineOf(db, t, user.institutionId, 'delivery', delivery.id),
        },
        { back: { to: '/entregas', label: t('Entregas') } },
      );
    },
  }),
  route({
    method: 'get',
    path: '/entregas/:id/liquidacion',
    roles: deliveryReaders,
    scope: 'institution',
    params: recordParams,
    query: nothing,
    body: nothing,
    handle: async ({ db, params, t, user }) => {
      const delivery = await findDelivery(db, user.institutionId, params.id);
      if (!delivery) return notFound;
      const facts = await deliveryFacts(db, user.institutionId, delivery, t);
      return page(
        'deliveries/slip',
        t('Liquidación de la entrega {number}', { number: delivery.id }),
        { delivery: facts, words: amountInWords(delivery.paidOut, 'PEN') },
        { layout: 'print', back: { to: `/entregas/${delivery.id}`, label: t('Volver a la entrega') } },
      );
    },
  }),
  route({
    method: 'get',
    path: '/entregas/:id/extorno',
    roles: tellers,
    scope: 'institution',
    params: recordParams,
    query: nothing,
    body: nothing,
    handle: (ask) => reversalPage(ask, blankForm()),
  }),
  route({
    method: 'post',
    path: '/entregas/:id/extorno',
    roles: tellers,
    scope: 'institution',
    params: recordParams,
    query: nothing,
    body: reversalForm,
    invalid: (ask, form) => reversalPage(ask, form),
    handle: async (ask) => {
      const input = { commandId: ask.commandId, deliveryId: ask.params.id, reason: ask.body.reason };
      const outcome = await reverseDelivery(ask.db, ask.by, input);
      if (outcome.type === 'done') {
        const notice = outcome.repeated
          ? ask.t('Esta entrega ya fue extornada')
          : ask.t('Entrega extornada con los pagos que se retuvieron de ella');
        return redirect(`/entregas/${ask.params.id}`, notice);
      }
      const form = refusedForm(blankForm(ask.typed), 'form', deliveryReversalWords(outcome.reason, ask.t));
      const again = await reversalPage(ask, form);
      return again.type === 'page' ? { ...again, status: 422 } : again;
    },
  }),
];

async function reversalPage(ask: Ask<{ readonly id: number }, unknown, unknown>, form: Form): Promise<Reply> {
  const { db, params, t, user } = ask;
  const delivery = await findDelivery(db, user.institutionId, params.id);
  if (!delivery) return notFound;
  const impossible = deliveryReversalRefusal(delivery, user.id);
  return page(
    'deliveries/reverse',
    t('Extornar la entrega {number}', { number: delivery.id }),
    {
      delivery: await deliveryFacts(db, user.institutionId, delivery, t),
      impossible: impossible ? deliveryReversalWords(impossible, t) : null,
      form,
    },
    { back: { to: `/entregas/${delivery.id}`, label: t('Volver a la entrega') } },
  );
}
