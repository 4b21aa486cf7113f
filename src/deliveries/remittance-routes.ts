import { findOrganisation } from '../alliance/store';
import { timelineOf } from '../audit/timeline';
import { decimalText } from '../lending/money';
import { tellers } from '../loans/roles';
import { staffNamesOf } from '../loans/staff-names';
import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import { date } from '../web/format';
import { notFound, page, redirect, type Reply } from '../web/reply';
import { route, type Ask, type Route } from '../web/route';
import { findAccount, owedBy } from './account';
import { recordParams, remittanceForm, reversalForm } from './form';
import { recordRemittance } from './record-remittance';
import { remittanceRefusalWords, remittanceReversalWords } from './refusal-words';
import { findRemittance } from './remittance-store';
import { remittanceReversalRefusal, reverseRemittance } from './reverse-remittance';
import { deliveryReaders } from './roles';
import { channelName, channelOptions } from './words';

/** Money that an organisation brings for what it withheld. */
export const remittanceRoutes: Route[] = [
  route({
    method: 'get',
    path: '/entregas/organizaciones/:id/remesa',
    roles: tellers,
    scope: 'institution',
    params: recordParams,
    query: nothing,
    body: nothing,
    handle: (ask) => newPage(ask),
  }),
  route({
    method: 'post',
    path: '/entregas/organizaciones/:id/remesa',
    roles: tellers,
    scope: 'institution',
    params: recordParams,
    query: nothing,
    body: remittanceForm,
    invalid: (ask, form) => newPage(ask, form),
    handle: async (ask) => {
      const partnerOrganisationId = ask.params.id;
      const input = { commandId: ask.commandId, partnerOrganisationId, ...ask.body };
      const outcome = await recordRemittance(ask.db, ask.by, input);
      if (outcome.type === 'done') {
        const number = outcome.remittanceId;
        const notice = outcome.repeated
          ? ask.t('La remesa ya estaba registrada con el número {number}', { number })
          : ask.t('Remesa {number} registrada', { number });
        return redirect(`/entregas/remesas/${number}`, notice);
      }
      const { field, message } = remittanceRefusalWords(outcome, ask.t);
      const again = await newPage(ask, refusedForm(blankForm(ask.typed), field, message));
      return again.type === 'page' ? { ...again, status: 422 } : again;
    },
  }),
  route({
    method: 'get',
    path: '/entregas/remesas/:id',
    roles: deliveryReaders,
    scope: 'institution',
    params: recordParams,
    query: nothing,
    body: nothing,
    handle: (ask) => remittancePage(ask, blankForm()),
  }),
  route({
    method: 'post',
    path: '/entregas/remesas/:id/extorno',
    roles: tellers,
    scope: 'institution',
    params: recordParams,
    query: nothing,
    body: reversalForm,
    invalid: (ask, form) => remittancePage(ask, form),
    handle: async (ask) => {
      const input = { commandId: ask.commandId, remittanceId: ask.params.id, reason: ask.body.reason };
      const outcome = await reverseRemittance(ask.db, ask.by, input);
      if (outcome.type === 'done') {
        return redirect(
          `/entregas/remesas/${ask.params.id}`,
          ask.t('Remesa extornada: la organización la vuelve a deber'),
        );
      }
      if (outcome.reason === 'remittance_not_found') return notFound;
      const form = refusedForm(blankForm(ask.typed), 'form', remittanceReversalWords(outcome.reason, ask.t));
      const again = await remittancePage(ask, form);
      return again.type === 'page' ? { ...again, status: 422 } : again;
    },
  }),
];

type RecordAsk = Ask<{ readonly id: number }, unknown, unknown>;

async function newPage(ask: RecordAsk, form?: Form): Promise<Reply> {
  const { db, t, user, params } = ask;
  const organisation = await findOrganisation(db, params.id);
  if (organisation?.kind !== 'producer-organisation') return notFound;
  const owed = owedBy(await findAccount(db, user.institutionId, organisation.id));
  const values = {
    amount: owed > 0 ? decimalText(owed) : '',
    ...{ receivedOn: date(ask.clock.today()), channel: 'bank' },
  };
  return page(
    'deliveries/new-remittance',
    t('Remesa de {name}', { name: organisation.name }),
    { id: organisation.id, owed, owes: owed > 0, channels: channelOptions(t), form: form ?? blankForm(values) },
    { back: { to: `/entregas/organizaciones/${organisation.id}`, label: organisation.name } },
  );
}

async function remittancePage(ask: RecordAsk, form: Form): Promise<Reply> {
  const { db, t, user, params } = ask;
  const remittance = await findRemittance(db, user.institutionId, params.id);
  const organisation = remittance && (await findOrganisation(db, remittance.partnerOrganisationId));
  if (!remittance || !organisation) return notFound;
  const { reversedBy, staffId } = remittance;
  const names = await staffNamesOf(db, user.institutionId, [staffId, reversedBy ?? staffId]);
  const may = tellers.includes(user.role) && remittanceReversalRefusal(remittance, user.id) === undefined;
  return page(
    'deliveries/remittance',
    t('Remesa {number}', { number: remittance.id }),
    {
      remittance,
      organisation: { id: organisation.id, name: organisation.name },
      channel: channelName(remittance.channel, t),
      recordedBy: names.get(staffId) ?? '',
      reversal:
        reversedBy === null
          ? null
          : { by: names.get(reversedBy) ?? '', at: remittance.reversedAt ?? '', reason: remittance.reversalReason },
      mayReverse: may,
      steps: await timelineOf(db, t, user.institutionId, 'remittance', remittance.id),
      form,
    },
    { back: { to: `/entregas/organizaciones/${organisation.id}`, label: organisation.name } },
  );
}
