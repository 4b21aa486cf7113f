import { loadLoan } from '../loans/load';
import { partiesOf } from '../loans/parties';
import { loanReaders } from '../loans/roles';
import { staffNamesOf } from '../loans/staff-names';
import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import { money } from '../web/format';
import { notFound, page, redirect, type Reply } from '../web/reply';
import { route, type Ask, type Route } from '../web/route';
import type { Role } from '../web/user';
import { compareChange } from './compare-change';
import { comparisonData } from './comparison-words';
import { deciderRefusal, decideChange } from './decide-change';
import { eventOf } from './event-of-request';
import { decisionForm, loanParams, requestParams, withdrawalForm } from './form';
import { requestRow } from './page';
import { changeRefusalWords } from './refusal-words';
import { requesters } from './request-routes';
import { findRequest, openRequests, requestsOfLoan } from './store';
import { withdrawChange } from './withdraw-change';
import { changeName } from '../loans/words';
import { writeOffConditions } from './write-off-conditions';

const deciders: Role[] = ['manager', 'administrator'];

export const decisionRoutes: Route[] = [
  route({
    method: 'get',
    path: '/cambios',
    roles: [...deciders, 'risk', 'auditor'],
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: async ({ db, t, user }) => {
      const requests = await openRequests(db, user.institutionId);
      const rows = requests.map((request) => ({
        id: request.id,
        loanId: request.loanId,
        kind: changeName(request.kind, t),
        amount: request.amount > 0 ? money(request.amount, request.currency) : '',
        farmer: request.farmer,
        requester: request.requester,
        requestedAt: request.requestedAt,
        reason: request.reason,
        mine: request.requestedBy === user.id,
      }));
      return page('servicing/waiting', t('Cambios por decidir'), { rows });
    },
  }),
  route({
    method: 'get',
    path: '/creditos/:id/cambios',
    roles: loanReaders,
    scope: 'institution',
    params: loanParams,
    query: nothing,
    body: nothing,
    handle: async ({ db, clock, params, t, user }) => {
      const loaded = await loadLoan(db, user.institutionId, params.id, clock.today());
      if (!loaded) return notFound;
      const { loan } = loaded;
      const requests = await requestsOfLoan(db, user.institutionId, loan.id);
      const parties = await partiesOf(db, user.institutionId, loan.id);
      const people = requests.flatMap(({ requestedBy, decidedBy }) => [requestedBy, decidedBy ?? requestedBy]);
      const names = await staffNamesOf(db, user.institutionId, people);
      const active = loan.status === 'active';
      return page(
        'servicing/changes',
        t('Cambios del crédito {number} · {name}', { number: loan.id, name: parties.farmer.name }),
        {
          id: loan.id,
          waits: requests.some(({ state }) => state === 'open'),
          mayRequest: active && (user.role === 'officer' || user.role === 'manager'),
          mayCharge: active && user.role === 'manager',
          rows: requests.map((request) => requestRow(request, loan.currency, names, t)),
        },
        { back: { to: `/creditos/${loan.id}`, label: t('Volver al crédito') } },
      );
    },
  }),
  route({
    method: 'get',
    path: '/creditos/:id/cambios/:requestId',
    roles: loanReaders,
    scope: 'institution',
    params: requestParams,
    query: nothing,
    body: nothing,
    handle: (ask) => decisionPage(ask, blankForm()),
  }),
  route({
    method: 'post',
    path: '/creditos/:id/cambios/:requestId',
    roles: deciders,
    scope: 'institution',
    params: requestParams,
    query: nothing,
    body: decisionForm,
    invalid: (ask, form) => decisionPage(ask, form),
    handle: async (ask) => {
      const { id: loanId, requestId } = ask.params;
      const request = await findRequest(ask.db, ask.user.institutionId, requestId);
      if (request?.loanId !== loanId) return notFound;
      const outcome = await decideChange(ask.db, ask.by, { commandId: ask.commandId, requestId, ...ask.body });
      if (outcome.type === 'done') {
        return redirect(
          `/creditos/${loanId}/cambios/${requestId}`,
          outcome.eventId === null
            ? ask.t('Solicitud denegada. El crédito sigue como estaba')
            : ask.t('Solicitud aprobada. El cambio ya rige'),
        );
      }
      return refusedPage(ask, outcome.reason);
    },
  }),
  route({
    method: 'post',
    path: '/creditos/:id/cambios/:requestId/retiro',
    roles: requesters,
    scope: 'institution',
    params: requestParams,
    query: nothing,
    body: withdrawalForm,
    invalid: (ask, form) => decisionPage(ask, form),
    handle: async (ask) => {
      const { id: loanId, requestId } = ask.params;
      const request = await findRequest(ask.db, ask.user.institutionId, requestId);
      if (request?.loanId !== loanId) return notFound;
      const outcome = await withdrawChange(ask.db, ask.by, { commandId: ask.commandId, requestId, ...ask.body });
      if (outcome.type === 'refused') return refusedPage(ask, outcome.reason);
      return redirect(`/creditos/${loanId}/cambios`, ask.t('Solicitud retirada. El crédito sigue como estaba'));
    },
  }),
];

async function refusedPage(ask: RequestAsk, reason: string): Promise<Reply> {
  const { field, message } = changeRefusalWords(reason, ask.t);
  const again = await decisionPage(ask, refusedForm(blankForm(ask.typed), field, message));
  return again.type === 'page' ? { ...again, status: 422 } : again;
}

type RequestAsk = Ask<{ readonly id: number; readonly requestId: number }, unknown, unknown>;

async function decisionPage(ask: RequestAsk, form: Form): Promise<Reply> {
  const { db, t, user } = ask;
  const today = ask.clock.today();
  const request = await findRequest(db, user.institutionId, ask.params.requestId);
  const loaded = await loadLoan(db, user.institutionId, ask.params.id, today);
  if (!request || !loaded || request.loanId !== loaded.loan.id) return notFound;
  const { loan, events } = loaded;
  const names = await staffNamesOf(db, user.institutionId, [
    request.requestedBy,
    request.decidedBy ?? request.requestedBy,
  ]);
  const impossible = deciderRefusal(request, ask.by);
  const parties = await partiesOf(db, user.institutionId, loan.id);
  const open = request.state === 'open';
  const writesOff = request.kind === 'write-off';
  const known = open ? events : events.filter(({ id }) => id < (request.eventId ?? 0));
  const approvedOn = events.find(({ id }) => id === request.eventId)?.valueDate;
  const date = open ? today : approvedOn;
  return page(
    'servicing/decision',
    t('{kind} · crédito {number}', { kind: changeName(request.kind, t), number: loan.id }),
    {
      id: loan.id,
      farmer: parties.farmer.name,
      currency: loan.currency,
      request: requestRow(request, loan.currency, names, t),
      comparison:
        date === undefined || writesOff
          ? null
          : comparisonData(compareChange(loan, known, eventOf(request, date)), loan.currency, t),
      conditions: writesOff && open ? await writeOffConditions(db, loan, events, today) : null,
      changedSchedule: request.state === 'approved' && request.kind !== 'waiver' && !writesOff,
      mayDecide: impossible === undefined,
      mine: open && request.requestedBy === user.id,
      decisions: [
        { value: 'approved', label: t('Aprobar el cambio') },
        { value: 'denied', label: t('Denegarlo') },
      ],
      form,
    },
    { back: { to: `/creditos/${loan.id}/cambios`, label: t('Volver a cambios del crédito') } },
  );
}
