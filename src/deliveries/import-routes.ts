import { createHash } from 'node:crypto';
import { inTransaction } from '../db/transaction';
import { columnFaults, unusedColumns } from '../import/columns';
import { importDeliveries } from '../import/import-deliveries';
import { readCsv, type CsvFile } from '../import/read-csv';
import { faultLines } from '../import/report';
import { runImport, type ImportResult } from '../import/run-import';
import { recordDeed } from '../ledger/audit';
import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import { page, type Reply } from '../web/reply';
import { route, type Ask, type Route } from '../web/route';
import { importForm } from './form';
import { deliveryRecorders } from './roles';

const PATH = '/entregas/importar';

/** So many rows are recorded while somebody waits; a longer sheet goes through the command line. */
const ROWS_MAX = 300;

/** The sheet of an organisation, pasted from a spreadsheet: tried out first, then recorded, row by row. */
export const deliveryImportRoutes: Route[] = [
  route({
    method: 'get',
    path: PATH,
    roles: deliveryRecorders,
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: (ask) => Promise.resolve(importPage(ask, blankForm())),
  }),
  route({
    method: 'post',
    path: PATH,
    roles: deliveryRecorders,
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: importForm,
    invalid: (ask, form) => Promise.resolve(importPage(ask, form)),
    handle: async (ask) => {
      const { sheet, skipBad, step } = ask.body;
      const form = { ...blankForm(ask.typed), commandId: ask.commandId };
      const file = readCsv(Buffer.from(sheet));
      const wrong = sheetFault(file, ask.t);
      if (wrong !== undefined || 'type' in file) {
        return { ...importPage(ask, refusedForm(form, 'sheet', wrong ?? '')), status: 422 };
      }
      const options = { dryRun: step === 'preview', skipBad, progress: () => undefined };
      const result = await runImport(ask.db, ask.by, importDeliveries, file.rows, options, ask.t);
      if (result.stored) await recordImport(ask, sheet, result);
      const reply = importPage(ask, form, file, result);
      return result.faults.length > 0 && !result.stored ? { ...reply, status: 422 } : reply;
    },
  }),
];

type AnyAsk = Ask<unknown, unknown, unknown>;

function sheetFault(file: ReturnType<typeof readCsv>, t: AnyAsk['t']): string | undefined {
  if ('type' in file) {
    return t('El archivo no se entiende a partir de la fila {row}: revisa las comillas', { row: file.row });
  }
  const [wrongColumn] = columnFaults(file, importDeliveries.columns, t);
  if (wrongColumn !== undefined) return wrongColumn;
  return file.rows.length > ROWS_MAX
    ? t('La hoja tiene {count} filas; aquí se registran hasta {most} de una vez. Divídela', {
        count: file.rows.length,
        most: ROWS_MAX,
      })
    : undefined;
}

function importPage(
  { t }: AnyAsk,
  form: Form,
  file?: CsvFile,
  result?: ImportResult,
): Extract<Reply, { type: 'page' }> {
  const shown = page(
    'deliveries/import',
    t('Importar una hoja de acopio'),
    {
      form,
      columns: importDeliveries.columns.map(({ name, needed }) => ({ name, needed: needed === true })),
      result: result
        ? {
            summary: importDeliveries.summary(result.counts, t),
            faults: faultLines(result.faults, t),
            unused: file ? unusedColumns(file, importDeliveries.columns) : [],
            stored: result.stored,
          }
        : null,
    },
    { back: { to: '/entregas', label: t('Entregas') } },
  );
  if (shown.type !== 'page') throw new Error('a page is a page');
  return shown;
}

/** The trail keeps which sheet came in and what it brought. */
async function recordImport({ db, by }: AnyAsk, sheet: string, { counts, faults }: ImportResult): Promise<void> {
  const digest = createHash('sha256').update(sheet).digest('hex');
  const faultyRows = new Set(faults.map(({ row }) => row)).size;
  await inTransaction(db, (trx) =>
    recordDeed(trx, by, {
      action: 'deliveries-imported',
      entity: 'import',
      entityId: digest.slice(0, 16),
      details: { ...counts, faultyRows },
      after: { digest },
    }),
  );
}
