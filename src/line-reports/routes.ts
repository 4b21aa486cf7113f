import { z } from 'zod';
import type { Knex } from '../db/connect';
import { inSnapshot } from '../db/transaction';
import { findOwnLine, LINE_READERS } from '../lines/access';
import { termsOf } from '../lines/terms';
import { dimensionNames } from '../portfolio/store';
import { EXPORT_FORMATS, exportReply } from '../web/export';
import { idParam, nothing } from '../web/fields';
import { notFound, page, type Reply } from '../web/reply';
import { route, type Ask, type Route } from '../web/route';
import { fileRows, quarterName, reportPage, type ReportView } from './page';
import { BACK_QUARTERS } from './paths';
import { quarterOf, quartersBack } from './quarters';
import { readReport } from './read-report';
import { fileColumns } from './rows';

const PATH = '/lineas/:institution/:line/informe';
const params = z.strictObject({ institution: idParam, line: idParam });
const trimestre = z
  .string()
  .regex(/^(\d{4}-[1-4])?$/)
  .default('');
const reportQuery = z.strictObject({ trimestre });
const fileQuery = z.strictObject({ trimestre, formato: z.enum(EXPORT_FORMATS) });

/** Aggregates only, so that taking them away is no deed of its own. */
export const lineReportRoutes: Route[] = [
  route({
    method: 'get',
    path: PATH,
    roles: LINE_READERS,
    scope: 'alliance',
    params,
    query: reportQuery,
    body: nothing,
    handle: (ask) => shown(ask, 'staff'),
  }),
  route({
    method: 'get',
    path: `${PATH}/imprimir`,
    roles: LINE_READERS,
    scope: 'alliance',
    params,
    query: reportQuery,
    body: nothing,
    handle: (ask) => shown(ask, 'print'),
  }),
  route({
    method: 'get',
    path: `${PATH}/descargar`,
    roles: LINE_READERS,
    scope: 'alliance',
    params,
    query: fileQuery,
    body: nothing,
    handle: async (ask) => {
      const view = await viewOf(ask);
      if (!view) return notFound;
      const { line, quarter } = view.report;
      const name = `informe-linea-${line.institutionId}-${line.id}-${quarter.key}`;
      return exportReply(name, ask.query.formato, fileColumns(ask.t), fileRows(view, ask.t));
    },
  }),
];

type ReportAsk = Ask<z.output<typeof params>, { readonly trimestre: string }, unknown>;

async function shown(ask: ReportAsk, layout: 'staff' | 'print'): Promise<Reply> {
  const view = await viewOf(ask);
  if (!view) return notFound;
  const { line, quarter } = view.report;
  const { t } = ask;
  const title = t('Informe de {line}, {quarter}', { line: line.name, quarter: quarterName(quarter, t) });
  const data = { ...reportPage(view, ask.clock.today(), t), printed: layout === 'print' };
  const back = { to: `/lineas/${line.institutionId}/${line.id}`, label: line.name };
  return page('line-reports/show', title, data, layout === 'print' ? { layout } : { layout, back });
}

/** The quarter asked for, or the last one that has ended; nothing for a line that is not the person's to see. */
async function viewOf({ db, user, params: { institution, line: id }, query, clock }: ReportAsk) {
  const line = await findOwnLine(db, user, institution, id);
  if (!line) return undefined;
  const today = clock.today();
  const choices = quartersBack(today, line.availableFrom, BACK_QUARTERS);
  const ended = choices.find(({ to }) => to < today);
  const quarter =
    query.trimestre === '' ? (ended ?? quarterOf(today)) : choices.find(({ key }) => key === query.trimestre);
  if (!quarter) return undefined;
  return inSnapshot(db, async (trx: Knex): Promise<ReportView> => {
    const { institution: lender, investor } = await termsOf(trx, line);
    const { department, product } = await dimensionNames(trx, line.institutionId);
    const report = await readReport(trx, line, quarter, today);
    return { report, names: { department, product }, institution: lender, investor: investor.name };
  });
}
