import { makeSheet } from '../../src/collection-sheets/make-sheet';
import { receiveSheet } from '../../src/collection-sheets/receive-sheet';
import { saveRows, type RowEntry } from '../../src/collection-sheets/save-rows';
import { findSheet, rowsOfSheet, type Sheet, type SheetRow } from '../../src/collection-sheets/store';
import { submitSheet } from '../../src/collection-sheets/submit-sheet';
import { totalsOf } from '../../src/collection-sheets/totals';
import type { IsoDate } from '../../src/lending/dates';
import { addRosa } from '../farmer-access/farmer';
import { aLoan, command, harvestTerms, on, type Setting } from '../loans/a-loan';

/** The day the officer goes out in these tests: two instalments of every loan are due by then. */
export const ROUTE_DAY: IsoDate = '2026-08-03';

let documents = 46_000_000;

/** A loan of a farmer of its own, so that a sheet has several rows with different names. */
export async function aFarmersLoan(setting: Setting, community: string, surname: string): Promise<number> {
  const { db } = setting.world;
  const farmerId = await addRosa(db, setting.at, String(++documents));
  await db('farmer')
    .where({ institution_id: setting.at.id, id: farmerId })
    .update({ community, first_surname: surname, name_key: surname.toLowerCase() });
  return aLoan({ ...setting, farmerId }, harvestTerms());
}

/** A sheet for a community of Rupa-Rupa, so that one test does not collect what is another one's. */
export async function madeSheet(
  setting: Setting,
  community: string,
  day: IsoDate = ROUTE_DAY,
  collectOn: IsoDate = day,
): Promise<Sheet> {
  const made = await makeSheet(setting.world.db, on(setting.at, 'carmen', day), {
    ...{ commandId: command(), collectOn, currency: 'PEN' },
    place: { kind: 'community', ubigeo: '100601', community },
  });
  if (made.type === 'refused') throw new Error(made.reason);
  return sheetNow(setting, made.sheetId);
}

export async function sheetNow(setting: Setting, sheetId: number): Promise<Sheet> {
  const sheet = await findSheet(setting.world.db, setting.at.id, sheetId);
  if (!sheet) throw new Error(`there is no sheet ${sheetId}`);
  return sheet;
}

export function rowsNow(setting: Setting, sheetId: number): Promise<SheetRow[]> {
  return rowsOfSheet(setting.world.db, setting.at.id, sheetId);
}

export async function rowOfLoan(setting: Setting, sheetId: number, loanId: number): Promise<SheetRow> {
  const row = (await rowsNow(setting, sheetId)).find((one) => one.loanId === loanId);
  if (!row) throw new Error(`loan ${loanId} is not on sheet ${sheetId}`);
  return row;
}

/** What is written where nothing else is said. */
export function entry(number: number, more: Partial<RowEntry> = {}): RowEntry {
  return {
    number,
    ...{ collected: null, outcome: null, promisedOn: null, paperReceipt: '', note: '', intent: null },
    ...more,
  };
}

export async function save(setting: Setting, sheetId: number, rows: readonly RowEntry[], day: IsoDate = ROUTE_DAY) {
  const { version } = await sheetNow(setting, sheetId);
  return saveRows(setting.world.db, on(setting.at, 'carmen', day), { commandId: command(), sheetId, version, rows });
}

export async function submit(setting: Setting, sheetId: number, day: IsoDate = ROUTE_DAY) {
  const { version } = await sheetNow(setting, sheetId);
  const by = on(setting.at, 'carmen', day);
  return submitSheet(setting.world.db, by, { commandId: command(), sheetId, version, othersNotVisited: true });
}

/** Counts exactly what the sheet comes to, unless something else is said. */
export async function receive(setting: Setting, sheetId: number, username = 'celia', counted?: number, reason = '') {
  const { version } = await sheetNow(setting, sheetId);
  const expected = totalsOf(await rowsNow(setting, sheetId)).collected;
  return receiveSheet(setting.world.db, on(setting.at, username, ROUTE_DAY), {
    ...{ commandId: command(), sheetId, version, counted: counted ?? expected, differenceReason: reason },
  });
}

/** A sheet of these loans with these amounts, at the desk. */
export async function submittedSheet(
  setting: Setting,
  community: string,
  amounts: ReadonlyMap<number, number>,
): Promise<number> {
  const { id } = await madeSheet(setting, community);
  const rows = (await rowsNow(setting, id)).map(({ number, loanId }) => {
    const collected = amounts.get(loanId) ?? null;
    return entry(number, { collected, outcome: collected === null ? 'absent' : null });
  });
  const saved = await save(setting, id, rows);
  if (saved.type === 'refused') throw new Error(saved.reason);
  const submitted = await submit(setting, id);
  if (submitted.type === 'refused') throw new Error(submitted.reason);
  return id;
}
