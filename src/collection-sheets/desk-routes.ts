import { tellers } from '../loans/roles';
import { decimalText, type Centimos } from '../lending/money';
import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import { money } from '../web/format';
import { notFound, page, redirect, type Reply } from '../web/reply';
import { route, type Ask, type Route } from '../web/route';
import { countForm, returnForm, rowParams, settleForm, sheetParams } from './form';
import { loadSheet } from './load-sheet';
import { headOf, intentOptions, readRow } from './page';
import { postRows } from './post-rows';
import { receiveSheet } from './receive-sheet';
import { refusalSentence } from './refusal-words';
import { returnSheet } from './return-sheet';
import { settleRow, type SettleRefusal } from './settle-row';
import { SHEETS, type SheetAsk } from './show-page';
import { moveRefusal } from './states';
import type { SheetRow } from './store';
import { rowRefusal } from './words';

export const deskRoutes: Route[] = [
  route({
    method: 'get',
    path: `${SHEETS}/:id/caja`,
    roles: tellers,
    scope: 'institution',
    params: sheetParams,
    query: nothing,
    body: nothing,
    handle: (ask) => countPage(ask, blankForm()),
  }),
  route({
    method: 'post',
    path: `${SHEETS}/:id/caja`,
    roles: tellers,
    scope: 'institution',
    params: sheetParams,
    query: nothing,
    body: countForm,
    invalid: (ask, form) => countPage(ask, form),
    handle: async (ask) => {
      const { db, user, t, params, commandId } = ask;
      if (!(await loadSheet(db, user, params.id))) return notFound;
      const received = await receiveSheet(db, ask.by, { commandId, sheetId: params.id, ...ask.body });
      if (received.type === 'done') return resultOf(ask);
      const { reason } = received;
      if (reason === 'already_received') return redirect(`${SHEETS}/${params.id}`, refusalSentence(reason, t));
      const { counted, differenceReason } = ask.body;
      const field = reason === 'difference_unexplained' ? 'differenceReason' : 'form';
      const form = refusedForm(blankForm({ counted: decimalText(counted), differenceReason }), field, '');
      return countPage(ask, form, reason);
    },
  }),
  route({
    method: 'post',
    path: `${SHEETS}/:id/continuar`,
    roles: tellers,
    scope: 'institution',
    params: sheetParams,
    query: nothing,
    body: nothing,
    handle: async (ask) => {
      if (!(await loadSheet(ask.db, ask.user, ask.params.id))) return notFound;
      await postRows(ask.db, ask.by, ask.params.id);
      return resultOf(ask);
    },
  }),
  route({
    method: 'get',
    path: `${SHEETS}/:id/devolver`,
    roles: tellers,
    scope: 'institution',
    params: sheetParams,
    query: nothing,
    body: nothing,
    handle: (ask) => returnPage(ask, blankForm()),
  }),
  route({
    method: 'post',
    path: `${SHEETS}/:id/devolver`,
    roles: tellers,
    scope: 'institution',
    params: sheetParams,
    query: nothing,
    body: returnForm,
    invalid: (ask, form) => returnPage(ask, form),
    handle: async (ask) => {
      const { db, user, t, params, commandId } = ask;
      if (!(await loadSheet(db, user, params.id))) return notFound;
      const returned = await returnSheet(db, ask.by, { commandId, sheetId: params.id, ...ask.body });
      if (returned.type === 'done')
        return redirect(`${SHEETS}/${params.id}`, t('Hoja devuelta al asesor, con su dinero'));
      const form = refusedForm(blankForm({ reason: ask.body.reason }), 'form', refusalSentence(returned.reason, t));
      return again(await returnPage(ask, form));
    },
  }),
  route({
    method: 'get',
    path: `${SHEETS}/:id/filas/:number`,
    roles: tellers,
    scope: 'institution',
    params: rowParams,
    query: nothing,
    body: nothing,
    handle: (ask) => settlePage(ask),
  }),
  route({
    method: 'post',
    path: `${SHEETS}/:id/filas/:number`,
    roles: tellers,
    scope: 'institution',
    params: rowParams,
    query: nothing,
    body: settleForm,
    invalid: (ask, form) => settlePage(ask, form),
    handle: async (ask) => {
      const { db, user, t, params, commandId } = ask;
      if (!(await loadSheet(db, user, params.id))) return notFound;
      const settled = await settleRow(db, ask.by, {
        commandId,
        sheetId: params.id,
        number: params.number,
        ...ask.body,
      });
      if (settled.type === 'done') return resultOf(ask);
      if (settled.reason === 'row_not_found') return notFound;
      const field = FIELDS[settled.reason] ?? 'form';
      const form = refusedForm(blankForm(ask.typed), field, refusalSentence(settled.reason, t));
      return again(await settlePage(ask, form));
    },
  }),
];

const FIELDS: Partial<Record<SettleRefusal, string>> = { amount_above_collected: 'amount', reason_needed: 'reason' };

type RowAsk = Ask<{ readonly id: number; readonly number: number }, unknown, unknown>;

function again(reply: Reply): Reply {
  return reply.type === 'page' ? { ...reply, status: 422 } : reply;
}

/** To the sheet, with what became of it in one sentence. */
async function resultOf({ db, user, params, t }: SheetAsk): Promise<Reply> {
  const loaded = await loadSheet(db, user, params.id);
  if (!loaded) return notFound;
  const { posted, refused } = loaded.totals;
  const amount = money(posted, loaded.sheet.currency);
  const notice =
    refused === 0
      ? t('Pagos registrados por {amount}', { amount })
      : t('Pagos registrados por {amount}. {count} filas no se pudieron registrar: resuélvelas abajo', {
          amount,
          count: refused,
        });
  return redirect(`${SHEETS}/${params.id}`, notice);
}

async function countPage(ask: SheetAsk, form: Form, reason?: Parameters<typeof refusalSentence>[0]): Promise<Reply> {
  const { t, user } = ask;
  const loaded = await loadSheet(ask.db, user, ask.params.id);
  if (!loaded) return notFound;
  const { sheet, rows } = loaded;
  const impossible = moveRefusal(sheet, 'received', { role: user.role, staffId: user.id }, '');
  const errors = reason
    ? Object.fromEntries(Object.keys(form.errors).map((field) => [field, refusalSentence(reason, t)]))
    : form.errors;
  const reply = page(
    'collection-sheets/count',
    t('Recibir en caja la hoja {number}', { number: sheet.id }),
    {
      head: headOf(loaded, t),
      version: sheet.version,
      form: { ...form, errors },
      impossible: impossible ? refusalSentence(impossible, t) : '',
      paid: rows.filter(({ collected }) => collected !== null).map((row) => readRow(row, sheet.currency, false, t)),
    },
    { back: { to: `${SHEETS}/${sheet.id}`, label: t('Volver a la hoja') } },
  );
  return reason ? { ...reply, status: 422 } : reply;
}

async function returnPage(ask: SheetAsk, form: Form): Promise<Reply> {
  const { t, user } = ask;
  const loaded = await loadSheet(ask.db, user, ask.params.id);
  if (!loaded) return notFound;
  const { sheet } = loaded;
  const impossible = moveRefusal(sheet, 'returned', { role: user.role, staffId: user.id }, '-');
  return page(
    'collection-sheets/return',
    t('Devolver al asesor la hoja {number}', { number: sheet.id }),
    {
      head: headOf(loaded, t),
      version: sheet.version,
      form,
      impossible: impossible ? refusalSentence(impossible, t) : '',
    },
    { back: { to: `${SHEETS}/${sheet.id}`, label: t('Volver a la hoja') } },
  );
}

async function settlePage(ask: RowAsk, form?: Form): Promise<Reply> {
  const { t, user } = ask;
  const loaded = await loadSheet(ask.db, user, ask.params.id);
  const row = loaded?.rows.find(({ number }) => number === ask.params.number);
  if (!loaded || !row) return notFound;
  const { sheet } = loaded;
  const { refusal } = row;
  const impossible =
    row.state !== 'refused' || !refusal ? 'row_not_refused' : sheet.officerId === user.id ? 'same_person' : undefined;
  return page(
    'collection-sheets/settle',
    t('Resolver el pago de {name}', { name: row.debtor.name }),
    {
      id: sheet.id,
      number: row.number,
      loanId: row.loanId,
      currency: sheet.currency,
      collected: row.collected ?? 0,
      collectOn: sheet.collectOn,
      paperReceipt: row.paperReceipt,
      why: refusal ? rowRefusal(refusal, sheet.currency, t) : '',
      impossible: impossible ? refusalSentence(impossible, t) : '',
      asksIntent: refusal?.reason === 'intent_needed' || row.intent !== null,
      asksExcess: refusal?.reason === 'amount_exceeds_debt',
      intents: intentOptions(t),
      form: form ?? blankForm({ amount: decimalText(likelyAmount(row)), intent: row.intent ?? '' }),
    },
    { back: { to: `${SHEETS}/${sheet.id}`, label: t('Volver a la hoja') } },
  );
}

/** What most people will post of a refused row: all of it, what ends the loan, or nothing where the loan takes no more. */
function likelyAmount({ refusal, collected }: SheetRow): Centimos {
  const all = collected ?? 0;
  if (refusal?.reason === 'intent_needed') return all;
  return refusal?.reason === 'amount_exceeds_debt' ? Math.min(refusal.payoff, all) : 0;
}
