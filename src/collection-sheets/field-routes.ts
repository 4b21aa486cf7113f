import { listLoans } from '../loans/list-store';
import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import { date, money } from '../web/format';
import { notFound, page, redirect, type Reply } from '../web/reply';
import { route, type Route } from '../web/route';
import { addLoanToSheet } from './add-loan';
import { addForm, addQuery, dayForm, fillQuery, saveForm, sheetParams, submitForm, voidForm } from './form';
import { loadSheet } from './load-sheet';
import { moveDay } from './move-day';
import { headOf, placeOf, readRow } from './page';
import { refusalSentence } from './refusal-words';
import { collectors, voiders } from './roles';
import { saveRows } from './save-rows';
import { SHEETS, showCrossed, showSheet, type SheetAsk } from './show-page';
import { isEditableBy, moveRefusal } from './states';
import { submitSheet } from './submit-sheet';
import { voidSheet } from './void-sheet';

const ADDABLE_ROWS = 20;

export const fieldRoutes: Route[] = [
  route({
    method: 'post',
    path: `${SHEETS}/:id`,
    roles: collectors,
    scope: 'institution',
    params: sheetParams,
    query: fillQuery,
    body: saveForm,
    invalid: (ask, form) => showSheet(ask, ask.query.pagina, form),
    handle: async (ask) => {
      const { db, user, t, params, query } = ask;
      if (!(await loadSheet(db, user, params.id))) return notFound;
      const { version, entries: rows, remove, then } = ask.body;
      const saved = await saveRows(db, ask.by, { commandId: ask.commandId, sheetId: params.id, version, rows, remove });
      if (saved.type === 'refused') return showCrossed(ask, query.pagina, refusalSentence(saved.reason, t));
      const after = await loadSheet(db, user, params.id);
      if (!after) return notFound;
      const amount = money(after.totals.collected, after.sheet.currency);
      const notice = t('Guardado. La hoja suma {amount} de {count} productores', { amount, count: after.totals.paid });
      const here = `${SHEETS}/${params.id}`;
      if (then === 'hand-over') return redirect(`${here}/entregar`, notice);
      if (then === 'add') return redirect(`${here}/agregar`, notice);
      const number = then === 'next' ? query.pagina + 1 : query.pagina;
      return redirect(number === 1 ? here : `${here}?pagina=${number}`, notice);
    },
  }),
  route({
    method: 'get',
    path: `${SHEETS}/:id/agregar`,
    roles: collectors,
    scope: 'institution',
    params: sheetParams,
    query: addQuery,
    body: nothing,
    handle: (ask) => addPage(ask, ask.query.buscar, blankForm({ buscar: ask.query.buscar })),
  }),
  route({
    method: 'post',
    path: `${SHEETS}/:id/agregar`,
    roles: collectors,
    scope: 'institution',
    params: sheetParams,
    query: addQuery,
    body: addForm,
    invalid: (ask, form) => addPage(ask, ask.query.buscar, { ...form, values: { buscar: ask.query.buscar } }),
    handle: async (ask) => {
      const { db, user, t, params, commandId } = ask;
      if (!(await loadSheet(db, user, params.id))) return notFound;
      const added = await addLoanToSheet(db, ask.by, { commandId, sheetId: params.id, ...ask.body });
      if (added.type === 'done') return redirect(`${SHEETS}/${params.id}`, t('Crédito agregado a la hoja'));
      const sentence = refusalSentence(added.reason, t, added.otherSheetId);
      const { buscar } = ask.query;
      return again(await addPage(ask, buscar, refusedForm(blankForm({ buscar }), 'form', sentence)));
    },
  }),
  route({
    method: 'post',
    path: `${SHEETS}/:id/fecha`,
    roles: collectors,
    scope: 'institution',
    params: sheetParams,
    query: nothing,
    body: dayForm,
    invalid: (ask, form) => showCrossedDay(ask, Object.values(form.errors)[0] ?? ''),
    handle: async (ask) => {
      const { db, user, t, params, commandId } = ask;
      if (!(await loadSheet(db, user, params.id))) return notFound;
      const moved = await moveDay(db, ask.by, { commandId, sheetId: params.id, ...ask.body });
      return moved.type === 'done'
        ? redirect(
            `${SHEETS}/${params.id}`,
            t('La hoja es del {day}. Los montos por cobrar son los de ese día', { day: date(ask.body.collectOn) }),
          )
        : showCrossedDay(ask, refusalSentence(moved.reason, t));
    },
  }),
  route({
    method: 'get',
    path: `${SHEETS}/:id/entregar`,
    roles: collectors,
    scope: 'institution',
    params: sheetParams,
    query: nothing,
    body: nothing,
    handle: (ask) => submitPage(ask, blankForm()),
  }),
  route({
    method: 'post',
    path: `${SHEETS}/:id/entregar`,
    roles: collectors,
    scope: 'institution',
    params: sheetParams,
    query: nothing,
    body: submitForm,
    invalid: (ask, form) => submitPage(ask, form),
    handle: async (ask) => {
      const { db, user, t, params, commandId } = ask;
      if (!(await loadSheet(db, user, params.id))) return notFound;
      const submitted = await submitSheet(db, ask.by, { commandId, sheetId: params.id, ...ask.body });
      if (submitted.type === 'done') {
        return redirect(`${SHEETS}/${params.id}`, t('Hoja entregada a caja. Lleva el dinero y los recibos de papel'));
      }
      const { reason, otherSheetId } = submitted;
      const field = reason === 'rows_blank' ? 'othersNotVisited' : 'form';
      return again(await submitPage(ask, refusedForm(blankForm(), field, refusalSentence(reason, t, otherSheetId))));
    },
  }),
  route({
    method: 'get',
    path: `${SHEETS}/:id/anular`,
    roles: voiders,
    scope: 'institution',
    params: sheetParams,
    query: nothing,
    body: nothing,
    handle: (ask) => voidPage(ask, blankForm()),
  }),
  route({
    method: 'post',
    path: `${SHEETS}/:id/anular`,
    roles: voiders,
    scope: 'institution',
    params: sheetParams,
    query: nothing,
    body: voidForm,
    invalid: (ask, form) => voidPage(ask, form),
    handle: async (ask) => {
      const { db, user, t, params, commandId } = ask;
      if (!(await loadSheet(db, user, params.id))) return notFound;
      const ended = await voidSheet(db, ask.by, { commandId, sheetId: params.id, ...ask.body });
      if (ended.type === 'done') return redirect(`${SHEETS}/${params.id}`, t('Hoja anulada'));
      const form = blankForm({ reason: ask.body.reason });
      return again(await voidPage(ask, refusedForm(form, 'form', refusalSentence(ended.reason, t))));
    },
  }),
];

function again(reply: Reply): Reply {
  return reply.type === 'page' ? { ...reply, status: 422 } : reply;
}

async function showCrossedDay(ask: SheetAsk, sentence: string): Promise<Reply> {
  const form = refusedForm(blankForm(), 'form', sentence);
  return again(await showSheet(ask, 1, form));
}

async function addPage(ask: SheetAsk, text: string, form: Form): Promise<Reply> {
  const { db, user, t, clock } = ask;
  const loaded = await loadSheet(db, user, ask.params.id);
  if (!loaded) return notFound;
  const { sheet } = loaded;
  const filters = { text, state: 'vigente', officerId: sheet.officerId } as const;
  const cut = { from: 0, rows: ADDABLE_ROWS };
  const found = text.trim() === '' ? [] : await listLoans(db, sheet.institutionId, filters, clock.today(), cut);
  return page(
    'collection-sheets/add',
    t('Agregar un crédito a la hoja {number}', { number: sheet.id }),
    {
      id: sheet.id,
      version: sheet.version,
      form,
      action: `${SHEETS}/${sheet.id}/agregar?buscar=${encodeURIComponent(text)}`,
      searched: text.trim() !== '',
      loans: found.map((loan) => ({
        id: loan.id,
        name: `${[loan.firstSurname, loan.secondSurname].filter(Boolean).join(' ')}, ${loan.givenNames}`,
        documentNumber: loan.documentNumber,
        place: placeOf(loan),
        product: loan.product,
        isOnSheet: loaded.rows.some(({ loanId }) => loanId === loan.id),
      })),
    },
    { back: { to: `${SHEETS}/${sheet.id}`, label: t('Volver a la hoja') } },
  );
}

async function submitPage(ask: SheetAsk, form: Form): Promise<Reply> {
  const { t } = ask;
  const loaded = await loadSheet(ask.db, ask.user, ask.params.id);
  if (!loaded) return notFound;
  const { sheet, rows, totals } = loaded;
  if (!isEditableBy(sheet, ask.user.id)) return redirect(`${SHEETS}/${sheet.id}`);
  return page(
    'collection-sheets/submit',
    t('Entregar a caja la hoja {number}', { number: sheet.id }),
    {
      head: headOf(loaded, t),
      version: sheet.version,
      form,
      blank: totals.blank,
      unpaid: totals.rows - totals.paid - totals.blank,
      paid: rows.filter(({ collected }) => collected !== null).map((row) => readRow(row, sheet.currency, false, t)),
    },
    { back: { to: `${SHEETS}/${sheet.id}`, label: t('Volver a la hoja') } },
  );
}

async function voidPage(ask: SheetAsk, form: Form): Promise<Reply> {
  const { t, user } = ask;
  const loaded = await loadSheet(ask.db, user, ask.params.id);
  if (!loaded) return notFound;
  const { sheet, totals } = loaded;
  const refusal = moveRefusal(sheet, 'void', { role: user.role, staffId: user.id }, '-');
  const hasMoney = totals.collected > 0 && sheet.officerId === user.id;
  const impossible = refusal ?? (hasMoney ? 'money_recorded' : undefined);
  return page(
    'collection-sheets/void',
    t('Anular la hoja {number}', { number: sheet.id }),
    {
      head: headOf(loaded, t),
      version: sheet.version,
      form,
      impossible: impossible ? refusalSentence(impossible, t) : '',
    },
    { back: { to: `${SHEETS}/${sheet.id}`, label: t('Volver a la hoja') } },
  );
}
