import { randomUUID } from 'node:crypto';
import type { Knex } from '../db/connect';
import { addParcel } from '../farmers/add-parcel';
import { recordConsent } from '../farmers/record-consent';
import { consentSentence, farmerSentence, parcelSentence, type Sentence } from '../farmers/refusals';
import { registerFarmer } from '../farmers/register-farmer';
import { consentsOf, findFarmerByDocument, parcelsOf } from '../farmers/store';
import { staffIdOf, type By } from '../ledger/by';
import type { Translate } from '../web/locale';
import { tooManyCells } from './columns';
import {
  columnOf,
  CONSENT_COLUMNS,
  FARMER_COLUMNS,
  farmerColumns,
  PARCEL_COLUMNS,
  readFarmerRow,
  type FarmerRow,
} from './farmer-row';
import type { Counts, Fault, ImportKind, Stored } from './import-kind';
import { findOfficer, findOrganisation } from './store';

/** One farmer with the rows that tell of them: each row may bring a parcel. */
export interface FarmerUnit {
  readonly rows: readonly [FarmerRow, ...FarmerRow[]];
}

/**
 * Farmers with their parcels and consents. A farmer is known by the document and a parcel by its name: who is there
 * already is left as is, and only what is missing is added.
 */
export const importFarmers: ImportKind<FarmerUnit> = {
  columns: farmerColumns,
  read(rows, t) {
    const faults: Fault[] = [];
    const byDocument = new Map<string, [FarmerRow, ...FarmerRow[]]>();
    for (const csvRow of rows) {
      const row = csvRow.tooManyCells ? [tooManyCells(csvRow, t)] : readFarmerRow(csvRow, t);
      if (!('farmer' in row)) {
        faults.push(...row);
        continue;
      }
      const document = `${row.farmer.documentKind} ${row.farmer.documentNumber}`;
      const group = byDocument.get(document);
      const fault = group && contradiction(group, row, t);
      if (fault) faults.push(fault);
      else if (group) group.push(row);
      else byDocument.set(document, [row]);
    }
    return { units: [...byDocument.values()].map((group) => ({ rows: group })), faults };
  },
  async store(trx, by, unit, t) {
    const farmer = await storeFarmer(trx, by, unit, t);
    if ('faults' in farmer) return farmer;
    const all: Stored[] = [{ counts: farmer.counts, faults: [] }];
    for (const row of unlike(unit.rows, 'parcel')) all.push(await storeParcel(trx, by, farmer.farmerId, row, t));
    for (const row of unlike(unit.rows, 'consent')) all.push(await storeConsent(trx, by, farmer.farmerId, row, t));
    return { counts: sumOf(all), faults: all.flatMap(({ faults }) => faults) };
  },
  without({ rows }, badRows) {
    const [first, ...more] = rows.filter(({ row }) => !badRows.has(row));
    return first && { rows: [first, ...more] };
  },
  summary: (counts, t) => [
    t('Productores nuevos: {created}; ya registrados: {known}', both(counts, 'farmers')),
    t('Parcelas nuevas: {created}; ya registradas: {known}', both(counts, 'parcels')),
    t('Consentimientos nuevos: {created}; ya registrados: {known}', both(counts, 'consents')),
  ],
};

/** The rows that say something of a parcel or a consent that no row before them said. */
function unlike(rows: readonly FarmerRow[], part: 'parcel' | 'consent'): FarmerRow[] {
  const said = rows.map((row) => JSON.stringify(row[part]));
  return rows.filter((row, place) => row[part] !== null && said.indexOf(said[place] ?? '') === place);
}

/** Rows of one farmer must say the same of the farmer, and not two different things of one parcel. */
function contradiction(group: readonly [FarmerRow, ...FarmerRow[]], row: FarmerRow, t: Translate): Fault | undefined {
  const [first] = group;
  const differing = Object.entries(first.farmer).find(
    ([field, value]) => row.farmer[field as keyof FarmerRow['farmer']] !== value,
  );
  if (differing) {
    const column = columnOf(FARMER_COLUMNS, differing[0]);
    const message = t('El mismo productor está en la fila {row} con otro dato aquí', { row: first.row });
    return { row: row.row, column, message };
  }
  const namesake = group.find(({ parcel }) => parcel && row.parcel && parcel.name === row.parcel.name);
  if (!namesake) return undefined;
  const same = JSON.stringify(namesake.parcel) === JSON.stringify(row.parcel);
  return same
    ? undefined
    : {
        row: row.row,
        column: 'parcela',
        message: t('La misma parcela está en la fila {row} con otros datos', { row: namesake.row }),
      };
}

async function storeFarmer(
  trx: Knex.Transaction,
  by: By,
  { rows }: FarmerUnit,
  t: Translate,
): Promise<Stored | { readonly farmerId: number; readonly counts: Counts }> {
  const { organisation, officer, ...details } = rows[0].farmer;
  const refused = (sentence: Sentence): Stored => ({
    counts: {},
    faults: rows.map(({ row }) => faultAt(row, FARMER_COLUMNS, sentence)),
  });
  const { institutionId } = by.actor;
  const known = await findFarmerByDocument(trx, institutionId, details.documentKind, details.documentNumber);
  if (known) return { farmerId: known.id, counts: { farmersKnown: 1 } };
  const partnerOrganisationId = organisation === '' ? null : await findOrganisation(trx, organisation);
  if (partnerOrganisationId === undefined) {
    const message = t("No existe una organización de productores llamada '{name}'", { name: organisation });
    return refused({ field: 'organisation', message });
  }
  const officerId = officer === '' ? staffIdOf(by) : await findOfficer(trx, institutionId, officer);
  if (officerId === undefined) {
    const message = t("No existe un asesor con el usuario '{username}'", { username: officer });
    return refused({ field: 'officer', message });
  }
  const registered = await registerFarmer(trx, by, {
    commandId: randomUUID(),
    ...details,
    partnerOrganisationId,
    officerId,
  });
  if (registered.type === 'done') return { farmerId: registered.farmerId, counts: { farmersCreated: 1 } };
  if (registered.reason === 'document_taken' || registered.reason === 'command_reused') {
    throw new Error(`a farmer that was not there is refused as ${registered.reason}`);
  }
  return refused(farmerSentence(registered.reason, t));
}

async function storeParcel(
  trx: Knex.Transaction,
  by: By,
  farmerId: number,
  { row, parcel }: FarmerRow,
  t: Translate,
): Promise<Stored> {
  if (!parcel) return NOTHING;
  const parcels = await parcelsOf(trx, by.actor.institutionId, farmerId);
  if (parcels.some(({ name }) => name === parcel.name)) return { counts: { parcelsKnown: 1 }, faults: [] };
  const added = await addParcel(trx, by, { commandId: randomUUID(), farmerId, ...parcel });
  if (added.type === 'done') return { counts: { parcelsCreated: 1 }, faults: [] };
  if (added.reason === 'not_found' || added.reason === 'command_reused') throw new Error(added.reason);
  return { counts: {}, faults: [faultAt(row, PARCEL_COLUMNS, parcelSentence(added.reason, t))] };
}

/**
 * What was signed on a day is entered once: were it entered again, a consent that the farmer has taken back since would
 * be given anew by nobody.
 */
async function storeConsent(
  trx: Knex.Transaction,
  by: By,
  farmerId: number,
  { row, consent }: FarmerRow,
  t: Translate,
): Promise<Stored> {
  if (!consent) return NOTHING;
  const recorded = await consentsOf(trx, by.actor.institutionId, farmerId);
  const purposes = consent.purposes.filter(
    (purpose) => !recorded.some((one) => one.granted && one.purpose === purpose && one.signedOn === consent.signedOn),
  );
  const known = { consentsKnown: consent.purposes.length - purposes.length };
  if (purposes.length === 0) return { counts: known, faults: [] };
  const signed = await recordConsent(trx, by, { commandId: randomUUID(), farmerId, ...consent, purposes });
  if (signed.type === 'done') return { counts: { ...known, consentsCreated: purposes.length }, faults: [] };
  if (signed.reason === 'not_found' || signed.reason === 'command_reused') throw new Error(signed.reason);
  return { counts: {}, faults: [faultAt(row, CONSENT_COLUMNS, consentSentence(signed.reason, t))] };
}

const NOTHING: Stored = { counts: {}, faults: [] };

function faultAt(row: number, columns: Readonly<Record<string, string>>, { field, message }: Sentence): Fault {
  return { row, column: columnOf(columns, field), message };
}

function sumOf(all: readonly Stored[]): Counts {
  const counts: Record<string, number> = {};
  for (const stored of all) {
    for (const [name, count] of Object.entries(stored.counts)) counts[name] = (counts[name] ?? 0) + count;
  }
  return counts;
}

function both(counts: Counts, what: string): { created: number; known: number } {
  return { created: counts[`${what}Created`] ?? 0, known: counts[`${what}Known`] ?? 0 };
}
