import type { Clock } from '../clock';
import { makeSheet } from '../collection-sheets/make-sheet';
import { currenciesOf, placesOf } from '../collection-sheets/places';
import { receiveSheet } from '../collection-sheets/receive-sheet';
import { saveRows, type RowEntry } from '../collection-sheets/save-rows';
import { findSheet, rowsOfSheet, type Sheet, type SheetRow } from '../collection-sheets/store';
import { submitSheet } from '../collection-sheets/submit-sheet';
import { totalsOf } from '../collection-sheets/totals';
import { addDays, daysBetween } from '../lending/dates';
import type { Centimos } from '../lending/money';
import { findLoan } from '../loans/store';
import { requestsOfLoan } from '../servicing/store';
import { randomOf, type Random } from './random';
import { accepted, type Lender, type Person, type Stage } from './stage';

const MORNING = 8 * 60;
const EVENING = 17 * 60 + 30;

/**
 * The last days of a lender's officers on the road: a sheet that the desk has counted and posted, one that waits to be
 * counted, and one that is being filled in.
 */
export function planCollections(stage: Stage, lender: Lender): void {
  const [first, second = first] = lender.having('officer');
  const day = (daysAgo: number) => addDays(stage.lastDay, -daysAgo);
  stage.agenda.add(day(4), MORNING, async (clock) => {
    const sheet = await goRound(stage, lender, first, clock);
    if (!sheet) return;
    await handOver(stage, first, sheet.id, clock);
    stage.agenda.add(day(3), EVENING, (later) => count(stage, lender, sheet.id, later));
  });
  stage.agenda.add(day(2), MORNING, async (clock) => {
    const sheet = await goRound(stage, lender, second, clock);
    if (sheet) await handOver(stage, second, sheet.id, clock);
  });
  stage.agenda.add(day(1), MORNING, async (clock) => {
    await goRound(stage, lender, first, clock, 0.5);
  });
}

/** A sheet for the district with most loans, of which that part is filled in. */
async function goRound(
  stage: Stage,
  lender: Lender,
  officer: Person,
  clock: Clock,
  part = 1,
): Promise<Sheet | undefined> {
  const { trx } = stage;
  const { institutionId } = lender;
  const [currency] = await currenciesOf(trx, institutionId, officer.id);
  if (currency === undefined) return undefined;
  const districts = (await placesOf(trx, institutionId, officer.id, currency)).filter(
    ({ place }) => place.kind === 'district',
  );
  const [home] = districts.toSorted((a, b) => b.loans - a.loans);
  if (!home) return undefined;
  const by = stage.as(officer, clock);
  const collectOn = clock.today();
  const made = await makeSheet(trx, by, { commandId: stage.commandId(), collectOn, place: home.place, currency });
  const sheet = await findSheet(trx, institutionId, accepted(made).sheetId);
  if (!sheet) return undefined;
  const random = randomOf('collection', lender.code, sheet.id);
  const rows = await rowsOfSheet(trx, institutionId, sheet.id);
  const entries: RowEntry[] = [];
  for (const row of rows.slice(0, Math.ceil(rows.length * part))) {
    entries.push(await entryOf(stage, sheet, row, random));
  }
  const save = { commandId: stage.commandId(), sheetId: sheet.id, version: sheet.version, rows: entries };
  accepted(await saveRows(trx, by, save));
  return rows.length > 0 ? sheet : undefined;
}

/** Those who are some weeks late give a part; the others say why not, each as it sounds at the door. */
async function entryOf(stage: Stage, sheet: Sheet, row: SheetRow, random: Random): Promise<RowEntry> {
  const { number, dueSince } = row;
  const daysLate = dueSince === null ? 0 : daysBetween(dueSince, sheet.collectOn);
  const collected = daysLate > 30 && daysLate <= 90 ? await partOf(stage, sheet, row, random) : null;
  const promises = collected === null && random.chance(40);
  return {
    number,
    collected,
    outcome: promises ? 'promised' : collected === null ? random.pick(['absent', 'unable', 'absent'] as const) : null,
    promisedOn: promises ? addDays(sheet.collectOn, random.between(4, 12)) : null,
    paperReceipt: collected === null ? '' : `${String(sheet.id).padStart(3, '0')}-${String(number).padStart(3, '0')}`,
    note: promises ? random.pick(['Vende su cacao el fin de semana', 'Espera el pago de la cooperativa', '']) : '',
    intent: null,
  };
}

/** Too little to end an instalment, and nothing where somebody is deciding about the loan. */
async function partOf(stage: Stage, sheet: Sheet, row: SheetRow, random: Random): Promise<Centimos | null> {
  const loan = await findLoan(stage.trx, sheet.institutionId, row.loanId);
  const requests = await requestsOfLoan(stage.trx, sheet.institutionId, row.loanId);
  if (!loan || requests.length > 0) return null;
  const soles = Math.floor(((loan.nextAmount ?? 0) * random.between(15, 45)) / 100_00);
  return soles > 0 ? soles * 100 : null;
}

async function handOver(stage: Stage, officer: Person, sheetId: number, clock: Clock): Promise<void> {
  const sheet = await findSheet(stage.trx, officer.institutionId, sheetId);
  const by = stage.as(officer, clock);
  const submission = { commandId: stage.commandId(), sheetId, version: sheet?.version ?? 0, othersNotVisited: true };
  accepted(await submitSheet(stage.trx, by, submission));
}

async function count(stage: Stage, lender: Lender, sheetId: number, clock: Clock): Promise<void> {
  const { trx } = stage;
  const sheet = await findSheet(trx, lender.institutionId, sheetId);
  const { collected } = totalsOf(await rowsOfSheet(trx, lender.institutionId, sheetId));
  const by = stage.as(lender.having('cashier')[0], clock);
  const counted = { commandId: stage.commandId(), counted: collected, differenceReason: '' };
  accepted(await receiveSheet(trx, by, { ...counted, sheetId, version: sheet?.version ?? 0 }));
}
