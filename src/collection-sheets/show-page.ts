import { timelineOf } from '../audit/timeline';
import { tellers } from '../loans/roles';
import { blankForm, type Form } from '../web/form';
import { notFound, page, type Reply } from '../web/reply';
import type { Ask } from '../web/route';
import { loadSheet, type LoadedSheet } from './load-sheet';
import { crossedFields, fieldValues, fillRows, headOf, intentOptions, outcomeOptions, readRow } from './page';
import { questionsOf } from './questions';
import { isEditableBy, moveRefusal } from './states';

export type SheetAsk = Ask<{ readonly id: number }, unknown, unknown>;

export const SHEETS = '/recaudos';

/**
 * Rows on one page of the form: as many as a person fills in without saving, and with at most six fields each they stay
 * below the 200 fields that the app reads from a form.
 */
const ROWS_PER_PAGE = 20;

/** The sheet as its officer fills it in, or as everybody else reads it. */
export async function showSheet(ask: SheetAsk, asked: number, form?: Form): Promise<Reply> {
  const loaded = await loadSheet(ask.db, ask.user, ask.params.id);
  if (!loaded) return notFound;
  return isEditableBy(loaded.sheet, ask.user.id) ? fillPage(ask, loaded, asked, form) : readPage(ask, loaded);
}

/** The form again for somebody whose page was no longer current: what they typed, and beside it what is stored now. */
export async function showCrossed(ask: SheetAsk, asked: number, sentence: string): Promise<Reply> {
  const loaded = await loadSheet(ask.db, ask.user, ask.params.id);
  if (!loaded) return notFound;
  const errors = { form: sentence, ...crossedFields(ask.typed, loaded.rows, ask.t) };
  const again = await showSheet(ask, asked, { ...blankForm(ask.typed), errors });
  return again.type === 'page' ? { ...again, status: 422 } : again;
}

async function fillPage(ask: SheetAsk, loaded: LoadedSheet, asked: number, form?: Form): Promise<Reply> {
  const { db, t, user } = ask;
  const { sheet, rows, totals } = loaded;
  const last = Math.max(1, Math.ceil(rows.length / ROWS_PER_PAGE));
  const current = asked > last ? 1 : asked;
  const shown = rows.slice((current - 1) * ROWS_PER_PAGE, current * ROWS_PER_PAGE);
  const stored = fieldValues(shown);
  return page(
    'collection-sheets/fill',
    t('Hoja de recaudo {number}', { number: sheet.id }),
    {
      head: headOf(loaded, t),
      version: sheet.version,
      form: form ? { ...form, values: { ...stored, ...form.values } } : blankForm(stored),
      rows: fillRows(shown, await questionsOf(db, sheet, shown), sheet, t),
      numbers: shown.map(({ number }) => number).join(','),
      outcomes: outcomeOptions(t),
      intents: intentOptions(t),
      action: `${SHEETS}/${sheet.id}${current === 1 ? '' : `?pagina=${current}`}`,
      hasNext: current < last,
      pages: pageLinks(sheet.id, rows.length, current),
      hasMoney: totals.collected > 0,
      dayForm: blankForm({ collectOn: sheet.collectOn }),
      steps: await timelineOf(db, t, user.institutionId, 'collection-sheet', sheet.id),
    },
    { back: { to: SHEETS, label: t('Volver a las hojas de recaudo') } },
  );
}

/** `1–20`, `21–40`: nothing where everything is on one page. */
function pageLinks(id: number, rows: number, current: number) {
  const last = Math.ceil(rows / ROWS_PER_PAGE);
  if (last <= 1) return [];
  return Array.from({ length: last }, (_, index) => ({
    to: `${SHEETS}/${id}${index === 0 ? '' : `?pagina=${index + 1}`}`,
    label: `${index * ROWS_PER_PAGE + 1}–${Math.min(rows, (index + 1) * ROWS_PER_PAGE)}`,
    current: index + 1 === current,
  }));
}

async function readPage({ db, t, user }: SheetAsk, loaded: LoadedSheet): Promise<Reply> {
  const { sheet, rows, totals } = loaded;
  const mover = { role: user.role, staffId: user.id };
  const atDesk = tellers.includes(user.role) && sheet.officerId !== user.id && sheet.state === 'received';
  return page(
    'collection-sheets/show',
    t('Hoja de recaudo {number}', { number: sheet.id }),
    {
      head: headOf(loaded, t),
      rows: rows.map((row) => readRow(row, sheet.currency, atDesk, t)),
      mayReceive: !moveRefusal(sheet, 'received', mover, ''),
      mayVoid: !moveRefusal(sheet, 'void', mover, '-'),
      mayContinue: atDesk && totals.waiting > 0,
      waiting: sheet.state === 'received' ? totals.waiting : 0,
      refused: totals.refused,
      posted: totals.posted,
      hasReceipts: rows.some(({ state }) => state === 'posted'),
      isReturned: sheet.state === 'returned',
      isVoid: sheet.state === 'void',
      form: blankForm(),
      steps: await timelineOf(db, t, user.institutionId, 'collection-sheet', sheet.id),
    },
    { back: { to: SHEETS, label: t('Volver a las hojas de recaudo') } },
  );
}
