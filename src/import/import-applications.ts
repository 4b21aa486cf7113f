import { createHash, randomUUID } from 'node:crypto';
import { chooseParcels } from '../applications/choose-parcels';
import { recordCashFlow } from '../applications/record-cash-flow';
import { recordRequest } from '../applications/record-request';
import { startApplication } from '../applications/start-application';
import { findApplication } from '../applications/store';
import { submitApplication } from '../applications/submit-application';
import { editRefused, stepRefused } from '../applications/words';
import type { Knex } from '../db/connect';
import type { Parcel } from '../farmers/rows';
import { findFarmerByDocument, parcelsOf } from '../farmers/store';
import type { By } from '../ledger/by';
import { limitWords, refusedQuote, type FieldMessage } from '../products/quote-words';
import { readRequest } from '../products/read-request';
import { activeProducts, type Product } from '../products/store';
import { searchKey } from '../web/fields';
import type { Translate } from '../web/locale';
import { applicationColumns, readApplicationRow, type ApplicationRow } from './application-row';
import { tooManyCells } from './columns';
import type { Fault, ImportKind, Stored } from './import-kind';
import { findImported } from './store';

/**
 * Applications of farmers who are there already. An application is known by the reference the file gives it: one that
 * was imported once is left as it is by now, whatever the file says.
 */
export const importApplications: ImportKind<ApplicationRow> = {
  columns: applicationColumns,
  read(rows, t) {
    const faults: Fault[] = [];
    const units: ApplicationRow[] = [];
    for (const csvRow of rows) {
      const row = csvRow.tooManyCells ? [tooManyCells(csvRow, t)] : readApplicationRow(csvRow, t);
      if (!('reference' in row)) {
        faults.push(...row);
        continue;
      }
      const namesake = units.find(({ reference }) => reference === row.reference);
      if (namesake) faults.push(repeated(row, namesake, t));
      else units.push(row);
    }
    return { units, faults };
  },
  async store(trx, by, row, t) {
    const commandId = commandIdOf(row.reference);
    if (await findImported(trx, by.actor.institutionId, commandId)) return counted('applicationsKnown');
    const fault = await storeApplication(trx, by, row, commandId, t);
    if (!fault) return counted('applicationsCreated');
    const column = applicationColumns.find(({ name }) => name === fault.field)?.name ?? null;
    return { counts: {}, faults: [{ row: row.row, column, message: fault.message }] };
  },
  without: () => undefined,
  summary: (counts, t) => [
    t('Solicitudes nuevas: {created}; ya registradas: {known}', {
      created: counts['applicationsCreated'] ?? 0,
      known: counts['applicationsKnown'] ?? 0,
    }),
  ],
};

function repeated(row: ApplicationRow, namesake: ApplicationRow, t: Translate): Fault {
  const message = t('La misma referencia está en la fila {row}', { row: namesake.row });
  return { row: row.row, column: 'referencia', message };
}

function counted(what: string): Stored {
  return { counts: { [what]: 1 }, faults: [] };
}

/** The reference is the intention: under its command the application is started once and never again. */
function commandIdOf(reference: string): string {
  return `import-${createHash('sha256').update(reference).digest('hex').slice(0, 40)}`;
}

/** Starts the application and does each of its tasks as far as the row goes; answers what stands against it. */
async function storeApplication(
  trx: Knex.Transaction,
  by: By,
  row: ApplicationRow,
  commandId: string,
  t: Translate,
): Promise<FieldMessage | undefined> {
  const { institutionId } = by.actor;
  const farmer = await findFarmerByDocument(trx, institutionId, row.documentKind, row.documentNumber);
  if (!farmer) return { field: 'dni', message: t('No hay un productor con ese documento. Regístralo primero') };
  const parcels = await chosenParcels(trx, institutionId, farmer.id, row, t);
  if ('message' in parcels) return parcels;
  const product = (await activeProducts(trx, institutionId)).find(({ name }) => sameName(name, row.product));
  if (!product) {
    return { field: 'producto', message: t("No hay un producto en oferta llamado '{name}'", { name: row.product }) };
  }
  const started = await startApplication(trx, by, { commandId, farmerId: farmer.id });
  if (started.type === 'refused') throw new Error(`a new application is refused as ${started.reason}`);
  const { applicationId } = started;
  const parcelIds = parcels.chosen.map(({ id }) => id);
  if (parcelIds.length > 0) {
    const chosen = await chooseParcels(trx, by, { commandId: randomUUID(), applicationId, parcelIds });
    if (chosen.type === 'refused') throw new Error(`parcels of the farmer are refused as ${chosen.reason}`);
  }
  return (
    (await storeRequest(trx, by, applicationId, row, product, parcels.chosen, t)) ??
    (await storeHousehold(trx, by, applicationId, row, t)) ??
    (await submit(trx, by, applicationId, row, t))
  );
}

async function chosenParcels(
  trx: Knex.Transaction,
  institutionId: number,
  farmerId: number,
  row: ApplicationRow,
  t: Translate,
): Promise<{ readonly chosen: readonly Parcel[] } | FieldMessage> {
  const parcels = await parcelsOf(trx, institutionId, farmerId);
  if (row.parcels.length === 0) return { chosen: parcels };
  const unknown = row.parcels.find((asked) => !parcels.some(({ name }) => sameName(name, asked)));
  return unknown === undefined
    ? { chosen: parcels.filter(({ name }) => row.parcels.some((asked) => sameName(name, asked))) }
    : { field: 'parcelas', message: t("El productor no tiene una parcela llamada '{name}'", { name: unknown }) };
}

async function storeRequest(
  trx: Knex.Transaction,
  by: By,
  applicationId: number,
  row: ApplicationRow,
  product: Product,
  parcels: readonly Parcel[],
  t: Translate,
): Promise<FieldMessage | undefined> {
  const typed = { ...row.request, ...harvestOf(parcels) };
  const read = await readRequest(trx, by.actor.institutionId, product.plan, typed, t);
  if (read.type === 'faulty') {
    const [field = 'form', message = ''] = Object.entries(read.errors)[0] ?? [];
    return { field, message };
  }
  const { request } = read;
  const recorded = await recordRequest(trx, by, {
    commandId: randomUUID(),
    applicationId,
    productId: product.id,
    purpose: row.purpose,
    request,
  });
  if (recorded.type === 'done') return undefined;
  switch (recorded.reason) {
    case 'command_reused':
    case 'not_found':
    case 'not_editable':
      return editRefused(recorded.reason, t);
    case 'amount_outside_product':
    case 'too_many_instalments_for_product':
      return limitWords(recorded.reason, product, t);
    case 'product_not_offered':
      return { field: 'producto', message: t("No hay un producto en oferta llamado '{name}'", { name: row.product }) };
    default:
      return refusedQuote({ type: 'refused', reason: recorded.reason, path: '' }, product.plan, request.disburseOn, t);
  }
}

/** The harvest that pays is that of the largest parcel: its department and its variety. */
function harvestOf(parcels: readonly Parcel[]): { departamento?: string; variedad?: string } {
  const [largest] = parcels.toSorted((one, other) => Number(other.areaHa) - Number(one.areaHa));
  return largest ? { departamento: largest.ubigeo.slice(0, 2), variedad: largest.variety } : {};
}

async function storeHousehold(
  trx: Knex.Transaction,
  by: By,
  applicationId: number,
  { household }: ApplicationRow,
  t: Translate,
): Promise<FieldMessage | undefined> {
  if (!household) return undefined;
  const recorded = await recordCashFlow(trx, by, { commandId: randomUUID(), applicationId, ...household });
  if (recorded.type === 'done') return undefined;
  switch (recorded.reason) {
    case 'consent_missing':
      return {
        field: 'gasto_hogar',
        message: t('Falta su consentimiento firmado para la evaluación; sin él no se registra su flujo de caja'),
      };
    case 'parcels_missing':
      return { field: 'dni', message: t('El productor todavía no tiene parcelas') };
    case 'parameters_missing':
      return { field: 'form', message: t('Faltan parámetros de cosecha, precio o rendimiento para hoy') };
    default:
      return editRefused(recorded.reason, t);
  }
}

async function submit(
  trx: Knex.Transaction,
  by: By,
  applicationId: number,
  row: ApplicationRow,
  t: Translate,
): Promise<FieldMessage | undefined> {
  if (!row.submit) return undefined;
  const submitted = await submitApplication(trx, by, { commandId: randomUUID(), applicationId });
  if (submitted.type === 'done') return undefined;
  const application = await findApplication(trx, by.actor.institutionId, applicationId);
  if (!application) throw new Error(`application ${applicationId} has gone`);
  return { field: 'enviar', message: stepRefused(submitted, application, t).message };
}

function sameName(one: string, other: string): boolean {
  return searchKey(one) === searchKey(other);
}
