import type { Clock } from '../clock';
import { addLoanToSheet } from '../collection-sheets/add-loan';
import { claimedLoans } from '../collection-sheets/due-loans';
import { makeSheet } from '../collection-sheets/make-sheet';
import { currenciesOf } from '../collection-sheets/places';
import { receiveSheet } from '../collection-sheets/receive-sheet';
import { saveRows, type RowEntry } from '../collection-sheets/save-rows';
import { findSheet, rowsOfSheet, type Sheet, type SheetRow } from '../collection-sheets/store';
import { submitSheet } from '../collection-sheets/submit-sheet';
import { totalsOf } from '../collection-sheets/totals';
import { addDays, daysBetween } from '../lending/dates';
import type { Centimos } from '../lending/money';
import { listLoans } from '../loans/list-store';
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
    await goRound(stage, lender, first, clock, 0.8);
  });
}

/** A sheet for all of the officer's loans that are due, and for a few whose farmers pay ahead; a part is filled in. */
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
  const by = stage.as(officer, clock);
  const place = { kind: 'all' } as const;
  const made = await makeSheet(trx, by, { commandId: stage.commandId(), collectOn: clock.today(), place, currency });
  const { sheetId } = accepted(made);
  const version = async () => (await findSheet(trx, institutionId, sheetId))?.version ?? 0;
  for (const loanId of await payingAhead(stage, officer, currency, clock)) {
    accepted(
      await addLoanToSheet(trx, by, { commandId: stage.commandId(), sheetId, version: await version(), loanId }),
    );
  }

  const sheet = await findSheet(trx, institutionId, sheetId);
  const rows = await rowsOfSheet(trx, institutionId, sheetId);
  if (!sheet || rows.length === 0) return undefined;
  const random = randomOf('collection', lender.code, sheetId);
  const entries: RowEntry[] = [];
  for (const row of rows.slice(0, Math.ceil(rows.length * part))) {
    entries.push(await entryOf(stage, sheet, row, random));
  }
  accepted(await saveRows(trx, by, { commandId: stage.commandId(), sheetId, version: sheet.version, rows: entries }));
  return sheet;
}

const AHEAD_MAX = 6;

/** Loans that fall due next, large enough that a part of an instalment changes nothing in what comes after. */
async function payingAhead(stage: Stage, officer: Person, currency: string, clock: Clock): Promise<number[]> {
  const today = clock.today();
  const { institutionId, id: officerId } = officer;
  const loans = await listLoans(stage.trx, institutionId, { officerId, state: 'vigente' }, today);
  const ahead = loans.filter(
    (loan) =>
      loan.currency === currency &&
      (loan.oldestUnpaidDue ?? '') > today &&
      loan.disbursedOn < today &&
      loan.outstanding > 3 * (loan.nextAmount ?? 0),
  );
  const claimed = await claimedLoans(
    stage.trx,
    institutionId,
    ahead.map(({ id }) => id),
  );
  return ahead
    .map(({ id }) => id)
    .filter((id) => !claimed.has(id))
    .slice(0, AHEAD_MAX);
}

/** Who pays ahead or is some weeks late gives a part; the others say why not, each as it sounds at the door. */
async function entryOf(stage: Stage, sheet: Sheet, row: SheetRow, random: Random): Promise<RowEntry> {
  const { number, dueSince } = row;
  const daysLate = dueSince === null ? 0 : daysBetween(dueSince, sheet.collectOn);
  const gives = daysLate === 0 || (daysLate > 30 && daysLate <= 90);
  const collected = gives ? await partOf(stage, sheet, row, random) : null;
  const promises = collected === null && random.chance(60);
  return {
    number,
    collected,
    outcome: promises ? 'promised' : collected === null ? random.pick(['absent', 'unable'] as const) : null,
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
  const soles = Math.floor(((loan.nextAmount ?? 0) * random.between(25, 80)) / 100_00);
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
