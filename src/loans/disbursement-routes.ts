import { findApplication, type Application } from '../applications/store';
import { findFarmer } from '../farmers/store';
import { isRefusal } from '../lending/refusal';
import { findLine } from '../lines/store';
import { quoteTerms } from '../products/quote';
import { quoteData } from '../products/quote-words';
import { findProduct } from '../products/store';
import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import { date, money } from '../web/format';
import { withQuery } from '../web/pagination';
import { notFound, page, redirect, type Page, type Reply } from '../web/reply';
import { route, type Ask, type Route } from '../web/route';
import { disburseLoan } from './disburse-loan';
import { waitingApplications } from './disbursement-store';
import { disbursementForm, disbursementQuery, loanParams } from './form';
import { planLoan } from './plan-loan';
import { disbursementRefusal } from './refusal-words';
import { tellers } from './roles';
import { sourceLines } from './source-lines';

export const disbursementRoutes: Route[] = [
  route({
    method: 'get',
    path: '/desembolsos',
    roles: tellers,
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: async ({ db, t, user }) => {
      const applications = await waitingApplications(db, user.institutionId);
      const rows = applications.map((row) => ({
        ...row,
        farmer: `${row.firstSurname} ${row.secondSurname}`.trim() + `, ${row.givenNames}`,
        mine: row.submittedBy === user.id || row.decidedBy === user.id,
      }));
      return page('loans/waiting', t('Desembolsos por ejecutar'), { rows });
    },
  }),
  route({
    method: 'get',
    path: '/desembolsos/:id',
    roles: tellers,
    scope: 'institution',
    params: loanParams,
    query: nothing,
    body: nothing,
    handle: async (ask) => formPage(ask, blankForm({ disbursedOn: date(ask.clock.today()), channel: 'cash' })),
  }),
  route({
    method: 'post',
    path: '/desembolsos/:id/revision',
    roles: tellers,
    scope: 'institution',
    params: loanParams,
    query: nothing,
    body: disbursementForm,
    invalid: formPage,
    handle: async (ask) => {
      const application = await findApplication(ask.db, ask.user.institutionId, ask.params.id);
      if (!application) return notFound;
      const { lineId, disbursedOn, channel } = ask.body;
      const planned = await planLoan(ask.db, ask.by, application, disbursedOn);
      if (planned.type === 'planned') {
        return redirect(
          withQuery(`/desembolsos/${application.id}/revision`, { linea: lineId, fecha: disbursedOn, canal: channel }),
        );
      }
      const { field, message } = disbursementRefusal(planned.reason, disbursedOn, ask.t);
      return unprocessable(await formPage(ask, refusedForm(blankForm(typed(ask.body)), field, message)));
    },
  }),
  route({
    method: 'get',
    path: '/desembolsos/:id/revision',
    roles: tellers,
    scope: 'institution',
    params: loanParams,
    query: disbursementQuery,
    body: nothing,
    handle: async (ask) => {
      const { institutionId } = ask.user;
      const { linea: lineId, fecha: disbursedOn, canal: channel } = ask.query;
      const application = await findApplication(ask.db, institutionId, ask.params.id);
      const line = await findLine(ask.db, institutionId, lineId);
      if (!application || !line) return notFound;
      const planned = await planLoan(ask.db, ask.by, application, disbursedOn);
      const quote = planned.type === 'planned' ? await quoteTerms(ask.db, institutionId, planned.terms) : undefined;
      const farmer = await findFarmer(ask.db, institutionId, application.farmerId);
      if (planned.type === 'refused' || !quote || isRefusal(quote) || !farmer) {
        return redirect(`/desembolsos/${application.id}`);
      }
      const amount = money(planned.amount, planned.terms.currency);
      return page(
        'loans/review',
        ask.t('Revisar el desembolso'),
        {
          id: application.id,
          farmer: { id: farmer.id, name: farmer.name, documentNumber: farmer.documentNumber },
          line: line.name,
          channel: channelName(channel, ask),
          amount,
          approvedDate: application.disburseOn,
          dateChanged: planned.dateChanged,
          disbursedOn,
          quote: quoteData(quote, ask.t),
          form: blankForm({ lineId: String(lineId), disbursedOn, channel }),
        },
        { back: { to: `/desembolsos/${application.id}`, label: ask.t('Volver a elegir línea y fecha') } },
      );
    },
  }),
  route({
    method: 'post',
    path: '/desembolsos/:id',
    roles: tellers,
    scope: 'institution',
    params: loanParams,
    query: nothing,
    body: disbursementForm,
    invalid: formPage,
    handle: async (ask) => {
      const { lineId, disbursedOn, channel } = ask.body;
      const input = { commandId: ask.commandId, applicationId: ask.params.id, lineId, disbursedOn, channel };
      const outcome = await disburseLoan(ask.db, ask.by, input);
      if (outcome.type === 'done') {
        const number = String(outcome.receiptNumber).padStart(6, '0');
        const notice = outcome.repeated
          ? ask.t('El desembolso ya fue registrado con el comprobante {number}', { number })
          : ask.t('Crédito {loan} desembolsado con el comprobante {number}', { loan: outcome.loanId, number });
        return redirect(`/creditos/${outcome.loanId}/desembolso`, notice);
      }
      if (outcome.reason === 'application_not_found') return notFound;
      const { field, message } = disbursementRefusal(outcome.reason, disbursedOn, ask.t);
      return unprocessable(await formPage(ask, refusedForm(blankForm(typed(ask.body)), field, message)));
    },
  }),
];

type ApplicationAsk = Ask<{ readonly id: number }, unknown, unknown>;

/** First step: the line and the day. What cannot be done at all is said instead of a form. */
async function formPage(ask: ApplicationAsk, form: Form): Promise<Reply> {
  const { institutionId } = ask.user;
  const application = await findApplication(ask.db, institutionId, ask.params.id);
  if (!application || application.amount === null) return notFound;
  const product = await findProduct(ask.db, institutionId, application.productId ?? 0);
  const farmer = await findFarmer(ask.db, institutionId, application.farmerId);
  if (!product || !farmer) return notFound;
  const impossible = notYours(ask, application);
  const today = ask.clock.today();
  const lines = await sourceLines(ask.db, institutionId, {
    amount: application.amount,
    currency: product.currency,
    date: today,
    ubigeo: farmer.ubigeo,
    productId: product.id,
  });
  return page(
    'loans/disburse',
    ask.t('Desembolsar a {name}', { name: farmer.name }),
    {
      id: application.id,
      impossible,
      farmer: { id: farmer.id, name: farmer.name, documentNumber: farmer.documentNumber },
      product: product.name,
      amount: money(application.amount, product.currency),
      approvedDate: application.disburseOn,
      approvedAt: application.stateSince,
      hasLines: lines.length > 0,
      lines: lines.map(({ line, available, needed }) => ({
        value: String(line.id),
        label:
          available >= needed
            ? ask.t('{name}: disponible {available}, este crédito toma {needed}', lineWords(line, available, needed))
            : ask.t('{name}: disponible {available}, no alcanza para {needed}', lineWords(line, available, needed)),
      })),
      channels: (['cash', 'bank'] as const).map((value) => ({ value, label: channelName(value, ask) })),
      form,
    },
    { back: { to: '/desembolsos', label: ask.t('Volver a Desembolsos') } },
  );
}

function notYours(ask: ApplicationAsk, application: Application): string | null {
  const { id } = ask.user;
  if (application.state !== 'approved') {
    return disbursementRefusal(
      application.state === 'disbursed' ? 'already_disbursed' : 'application_not_approved',
      '',
      ask.t,
    ).message;
  }
  const isSame = application.submittedBy === id || application.decidedBy === id;
  return isSame ? disbursementRefusal('same_person', '', ask.t).message : null;
}

function lineWords(line: { name: string; currency: string }, available: number, needed: number) {
  const { name, currency } = line;
  return { name, available: money(available, currency), needed: money(needed, currency) };
}

function channelName(channel: 'cash' | 'bank', { t }: Pick<ApplicationAsk, 't'>): string {
  return channel === 'cash' ? t('En efectivo, por caja') : t('Por banco o transferencia');
}

function typed({ lineId, disbursedOn, channel }: { lineId: number; disbursedOn: string; channel: string }) {
  return { lineId: String(lineId), disbursedOn: date(disbursedOn), channel };
}

function unprocessable(reply: Reply): Reply {
  return reply.type === 'page' ? ({ ...reply, status: 422 } satisfies Page) : reply;
}
