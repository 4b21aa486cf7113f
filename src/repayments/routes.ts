import type { EventType } from '../loans/events';
import { loadLoan, type LoadedLoan } from '../loans/load';
import { partiesOf } from '../loans/parties';
import { loanReaders, tellers } from '../loans/roles';
import { staffNamesOf } from '../loans/staff-names';
import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import { decimalText } from '../lending/money';
import { date, money } from '../web/format';
import { notFound, page, redirect, type Reply } from '../web/reply';
import { route, type Ask, type Route } from '../web/route';
import { debtOn } from './debt-on';
import { loanParams, paymentParams, repaymentForm, reversalForm } from './form';
import {
  channelOptions,
  debtCard,
  intentOutcomes,
  type Paid,
  intentOptions,
  prepaymentFault,
  repaymentRefusal,
  reversalSentence,
} from './page';
import { postRepayment } from './post-repayment';
import { receiptOf, receiptText } from './receipt';
import { isOfDelivery, reversalRefusal, reverseRepayment } from './reverse-repayment';

export const repaymentRoutes: Route[] = [
  route({
    method: 'get',
    path: '/creditos/:id/pagos/nuevo',
    roles: tellers,
    scope: 'institution',
    params: loanParams,
    query: nothing,
    body: nothing,
    handle: async (ask) => paymentPage(ask, blankForm({ valueDate: date(ask.clock.today()), channel: 'cash' })),
  }),
  route({
    method: 'post',
    path: '/creditos/:id/pagos',
    roles: tellers,
    scope: 'institution',
    params: loanParams,
    query: nothing,
    body: repaymentForm,
    invalid: (ask, form) => paymentPage(ask, form),
    handle: async (ask) => {
      const { amount, valueDate, channel, intent, acceptExcess, step } = ask.body;
      const loanId = ask.params.id;
      if (step === 'compare') return comparePage(ask, { amount, valueDate });
      const input = { commandId: ask.commandId, loanId, amount, valueDate, channel, intent, acceptExcess };
      const outcome = await postRepayment(ask.db, ask.by, input);
      if (outcome.type === 'done') {
        const number = receiptText(outcome.receiptNumber);
        const notice = outcome.repeated
          ? ask.t('El pago ya fue registrado con el recibo {number}', { number })
          : ask.t('Pago registrado con el recibo {number}', { number });
        return redirect(`/creditos/${loanId}/pagos/${outcome.eventId}`, notice);
      }
      const loaded = await loadLoan(ask.db, ask.user.institutionId, loanId, ask.clock.today());
      if (!loaded) return notFound;
      const { field, message } = repaymentRefusal(outcome, loaded.loan.currency, loaded.loan.disbursedOn, ask.t);
      const typed = blankForm({
        ...{ amount: decimalText(amount), valueDate: date(valueDate), channel, intent: intent ?? '' },
        acceptExcess: acceptExcess ? '1' : '',
      });
      const again = await paymentPage(ask, refusedForm(typed, field, message), outcome.reason, {
        amount,
        valueDate,
      });
      return again.type === 'page' ? { ...again, status: 422 } : again;
    },
  }),
  route({
    method: 'get',
    path: '/creditos/:id/pagos/:eventId',
    roles: loanReaders,
    scope: 'institution',
    params: paymentParams,
    query: nothing,
    body: nothing,
    handle: async (ask) => {
      const loaded = await loadLoan(ask.db, ask.user.institutionId, ask.params.id, ask.clock.today());
      const event = loaded?.events.find(({ id, type }) => id === ask.params.eventId && isPaid(type));
      return loaded && event ? receiptPage(ask, loaded, event.id) : notFound;
    },
  }),
  route({
    method: 'get',
    path: '/creditos/:id/desembolso',
    roles: loanReaders,
    scope: 'institution',
    params: loanParams,
    query: nothing,
    body: nothing,
    handle: async (ask) => {
      const loaded = await loadLoan(ask.db, ask.user.institutionId, ask.params.id, ask.clock.today());
      const event = loaded?.events.find(({ type }) => type === 'disbursement');
      return loaded && event ? receiptPage(ask, loaded, event.id) : notFound;
    },
  }),
  route({
    method: 'get',
    path: '/creditos/:id/pagos/:eventId/extorno',
    roles: tellers,
    scope: 'institution',
    params: paymentParams,
    query: nothing,
    body: nothing,
    handle: (ask) => reversalPage(ask, blankForm()),
  }),
  route({
    method: 'post',
    path: '/creditos/:id/pagos/:eventId/extorno',
    roles: tellers,
    scope: 'institution',
    params: paymentParams,
    query: nothing,
    body: reversalForm,
    invalid: (ask, form) => reversalPage(ask, form),
    handle: async (ask) => {
      const { id: loanId, eventId } = ask.params;
      const input = { commandId: ask.commandId, loanId, eventId, reason: ask.body.reason };
      const outcome = await reverseRepayment(ask.db, ask.by, input);
      if (outcome.type === 'done') {
        return redirect(
          `/creditos/${loanId}`,
          outcome.repeated
            ? ask.t('El pago ya fue extornado')
            : ask.t('Pago extornado. El crédito quedó como si no se hubiera registrado'),
        );
      }
      if (outcome.reason === 'loan_not_found' || outcome.reason === 'event_not_found') return notFound;
      const form = refusedForm(blankForm({ reason: ask.body.reason }), 'form', reversalSentence(outcome.reason, ask.t));
      const again = await reversalPage(ask, form);
      return again.type === 'page' ? { ...again, status: 422 } : again;
    },
  }),
];

type LoanAsk = Ask<{ readonly id: number }, unknown, unknown>;
type PaymentAsk = Ask<{ readonly id: number; readonly eventId: number }, unknown, unknown>;

function isPaid(type: EventType): boolean {
  return type === 'repayment' || type === 'recovery';
}

async function paymentPage(ask: LoanAsk, form: Form, reason = '', chosen?: Paid): Promise<Reply> {
  const today = ask.clock.today();
  const loaded = await loadLoan(ask.db, ask.user.institutionId, ask.params.id, today);
  if (!loaded) return notFound;
  const { loan, events } = loaded;
  const parties = await partiesOf(ask.db, ask.user.institutionId, loan.id);
  const { intent = '', acceptExcess = '' } = form.values;
  return page(
    'repayments/new',
    ask.t('Registrar pago de {name}', { name: parties.farmer.name }),
    {
      id: loan.id,
      open: loan.status === 'active',
      debt: debtCard(loaded, debtOn(loan, events, today), parties),
      asksIntent: reason === 'intent_needed' || intent !== '',
      intents: intentOptions(ask.t),
      outcomes: reason === 'intent_needed' && chosen ? intentOutcomes(loaded, chosen, ask.t) : null,
      asksExcess: reason === 'amount_exceeds_debt' || acceptExcess === '1',
      channels: channelOptions(ask.t),
      form,
    },
    { back: { to: `/creditos/${loan.id}`, label: ask.t('Volver al crédito') } },
  );
}

/** The client may ask for a pago anticipado whatever the amount; what it would do is shown before anything is posted. */
async function comparePage(ask: LoanAsk, paid: Paid): Promise<Reply> {
  const loaded = await loadLoan(ask.db, ask.user.institutionId, ask.params.id, ask.clock.today());
  if (!loaded) return notFound;
  const { loan, events } = loaded;
  const typed = blankForm(ask.typed);
  const early = paid.valueDate < loan.disbursedOn || paid.valueDate > ask.clock.today();
  const fault = early
    ? { field: 'valueDate', message: ask.t('Elige un día entre el desembolso y hoy') }
    : prepaymentFault(debtOn(loan, events, paid.valueDate), paid.amount, loan.currency, ask.t);
  if (!fault) return paymentPage(ask, typed, 'intent_needed', paid);
  const again = await paymentPage(ask, refusedForm(typed, fault.field, fault.message));
  return again.type === 'page' ? { ...again, status: 422 } : again;
}

async function receiptPage(ask: LoanAsk, loaded: LoadedLoan, eventId: number): Promise<Reply> {
  const event = loaded.events.find(({ id }) => id === eventId);
  if (!event) return notFound;
  const { institutionId } = ask.user;
  const parties = await partiesOf(ask.db, institutionId, loaded.loan.id);
  const names = await staffNamesOf(
    ask.db,
    institutionId,
    loaded.events.map(({ staffId }) => staffId),
  );
  const receipt = receiptOf(loaded, event, parties, names, ask.t);
  const title = receipt.isPayment
    ? ask.t('Recibo de pago {number}', { number: receipt.number })
    : ask.t('Comprobante de desembolso {number}', { number: receipt.number });
  return page(
    'repayments/receipt',
    title,
    { receipt, newSchedule: event.details.intent === undefined ? null : `/creditos/${loaded.loan.id}/cronograma` },
    { layout: 'print', back: { to: `/creditos/${loaded.loan.id}`, label: ask.t('Volver al crédito') } },
  );
}

async function reversalPage(ask: PaymentAsk, form: Form): Promise<Reply> {
  const { id: loanId, eventId } = ask.params;
  const loaded = await loadLoan(ask.db, ask.user.institutionId, loanId, ask.clock.today());
  const event = loaded?.events.find(({ id, type }) => id === eventId && isPaid(type));
  if (!loaded || !event) return notFound;
  const { loan, events } = loaded;
  const parties = await partiesOf(ask.db, ask.user.institutionId, loanId);
  const impossible = isOfDelivery(event) ? 'withheld_from_delivery' : reversalRefusal(events, event, ask.user.id);
  const number = receiptText(event.receiptNumber ?? 0);
  return page(
    'repayments/reverse',
    ask.t('Extornar el recibo {number}', { number }),
    {
      id: loanId,
      eventId,
      farmer: parties.farmer.name,
      amount: money(event.amount, loan.currency),
      valueDate: event.valueDate,
      later: events.some(
        (other) => other.type === 'repayment' && other.id !== eventId && other.valueDate >= event.valueDate,
      ),
      impossible: impossible ? reversalSentence(impossible, ask.t) : null,
      form,
    },
    { back: { to: `/creditos/${loanId}`, label: ask.t('Volver al crédito') } },
  );
}
