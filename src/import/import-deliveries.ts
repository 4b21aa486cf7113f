import { createHash } from 'node:crypto';
import type { Knex } from '../db/connect';
import type { DeliveryInput } from '../deliveries/plan-delivery';
import { recordDelivery } from '../deliveries/record-delivery';
import { deliveryRefusalWords } from '../deliveries/refusal-words';
import { findBySlip } from '../deliveries/store';
import { findFarmerByDocument, parcelsOf } from '../farmers/store';
import type { By } from '../ledger/by';
import { canonicalText } from '../ledger/digest';
import { Decimal } from '../lending/decimal';
import type { FieldMessage } from '../products/quote-words';
import { searchKey } from '../web/fields';
import type { Translate } from '../web/locale';
import { tooManyCells } from './columns';
import { deliveryColumns, readDeliveryRow, type DeliveryRow } from './delivery-row';
import type { Fault, ImportKind, Stored } from './import-kind';
import { findOrganisation } from './store';

/**
 * The deliveries of an organisation's sheet. A delivery is known by the organisation and its slip: a row that is there
 * already is left alone, and one with other figures is a fault. A row that was recorded and taken back is not recorded
 * again by the same sheet, only by a corrected one.
 */
export const importDeliveries: ImportKind<DeliveryRow> = {
  columns: deliveryColumns,
  read(rows, t) {
    const faults: Fault[] = [];
    const units: DeliveryRow[] = [];
    for (const csvRow of rows) {
      const row = csvRow.tooManyCells ? [tooManyCells(csvRow, t)] : readDeliveryRow(csvRow, t);
      if (!('slip' in row)) {
        faults.push(...row);
        continue;
      }
      const twin = units.find((one) => slipKey(one) === slipKey(row));
      if (twin) {
        const message = t('La misma boleta está en la fila {row}', { row: twin.row });
        faults.push({ row: row.row, column: 'boleta', message });
      } else units.push(row);
    }
    return { units, faults };
  },
  async store(trx, by, row, t) {
    const stored = await storeDelivery(trx, by, row, t);
    if (typeof stored === 'string') return { counts: { [stored]: 1 }, faults: [] };
    return { counts: {}, faults: [{ row: row.row, column: COLUMNS[stored.field] ?? null, message: stored.message }] };
  },
  without: () => undefined,
  summary: (counts, t) => [
    t('Entregas nuevas: {created}; ya registradas: {known}', {
      created: counts['deliveriesCreated'] ?? 0,
      known: counts['deliveriesKnown'] ?? 0,
    }),
  ],
};

/** The column that fills a field of the delivery's form. */
const COLUMNS: Readonly<Record<string, string>> = {
  partnerOrganisationId: 'organizacion',
  farmerId: 'dni',
  deliveredOn: 'fecha',
  slip: 'boleta',
  share: 'parcela',
  grossKg: 'kg',
  moisturePercent: 'humedad',
  pricePerKg: 'precio',
  discountPercent: 'descuento',
  acceptMore: 'verificado',
};

function slipKey({ organisation, slip }: DeliveryRow): string {
  return `${searchKey(organisation)} ${slip}`;
}

async function storeDelivery(
  trx: Knex.Transaction,
  by: By,
  row: DeliveryRow,
  t: Translate,
): Promise<keyof Stored['counts'] | FieldMessage> {
  const input = await inputOf(trx, by.actor.institutionId, row, t);
  if ('message' in input) return input;
  const known = await findBySlip(trx, by.actor.institutionId, input.partnerOrganisationId, input.slip);
  if (known) {
    const isSame =
      known.farmerId === input.farmerId &&
      known.deliveredOn === input.deliveredOn &&
      known.state === input.state &&
      new Decimal(known.grossKg).equals(input.grossKg) &&
      new Decimal(known.pricePerKg).equals(input.pricePerKg);
    const message = t('Esa boleta ya está registrada con otros datos: es la entrega {number}', { number: known.id });
    return isSame ? 'deliveriesKnown' : { field: 'slip', message };
  }
  const outcome = await recordDelivery(trx, by, { commandId: commandIdOf(input), ...input });
  if (outcome.type === 'refused') return deliveryRefusalWords(outcome, t);
  return outcome.repeated ? 'deliveriesKnown' : 'deliveriesCreated';
}

async function inputOf(
  trx: Knex.Transaction,
  institutionId: number,
  row: DeliveryRow,
  t: Translate,
): Promise<DeliveryInput | FieldMessage> {
  const { row: _row, organisation, documentKind, documentNumber, parcels, ...delivered } = row;
  const partnerOrganisationId = await findOrganisation(trx, organisation);
  if (partnerOrganisationId === undefined) {
    const message = t("No hay una organización de productores llamada '{name}'", { name: organisation });
    return { field: 'partnerOrganisationId', message };
  }
  const farmer = await findFarmerByDocument(trx, institutionId, documentKind, documentNumber);
  if (!farmer) {
    return { field: 'farmerId', message: t('No hay un productor con ese documento. Regístralo primero') };
  }
  const known = await parcelsOf(trx, institutionId, farmer.id);
  const [only, ...more] = known;
  if (parcels.length === 0) {
    return only && more.length === 0
      ? {
          ...delivered,
          partnerOrganisationId,
          farmerId: farmer.id,
          parcels: [{ parcelId: only.id, sharePercent: '100' }],
        }
      : { field: 'share', message: t('Escribe de qué parcela vino: el productor no tiene una sola') };
  }
  const chosen = parcels.map(({ name, sharePercent }) => ({
    name,
    sharePercent,
    parcelId: known.find((parcel) => searchKey(parcel.name) === searchKey(name))?.id,
  }));
  const unknown = chosen.find(({ parcelId }) => parcelId === undefined);
  if (unknown) {
    return { field: 'share', message: t("El productor no tiene una parcela llamada '{name}'", { name: unknown.name }) };
  }
  const grewOn = chosen.map(({ parcelId, sharePercent }) => ({ parcelId: parcelId ?? 0, sharePercent }));
  return { ...delivered, partnerOrganisationId, farmerId: farmer.id, parcels: grewOn };
}

/** The same row is the same intention; a corrected one is another. */
function commandIdOf(input: DeliveryInput): string {
  return `import-${createHash('sha256').update(canonicalText(input)).digest('hex').slice(0, 40)}`;
}
