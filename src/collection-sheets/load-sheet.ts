import type { Knex } from '../db/connect';
import { staffNamesOf } from '../loans/staff-names';
import type { User } from '../web/user';
import { debtorsOf, type Debtor } from './people';
import { findSheet, rowsOfSheet, type Sheet, type SheetRow } from './store';
import { totalsOf, type SheetTotals } from './totals';

/** A row with whom it is about, and the receipt that its payment got. */
export interface ShownRow extends SheetRow {
  readonly debtor: Debtor;
  readonly receiptNumber: number | null;
  /** The payment was taken back later, by an extorno. */
  readonly isReversed: boolean;
}

export interface LoadedSheet {
  readonly sheet: Sheet;
  readonly rows: readonly ShownRow[];
  readonly totals: SheetTotals;
  readonly officer: string;
  /** Who took the money at the desk; empty before. */
  readonly receiver: string;
}

/** A sheet as somebody may see it: an officer only their own, everybody else of the institution all of them. */
export async function loadSheet(db: Knex, user: User, sheetId: number): Promise<LoadedSheet | undefined> {
  const { institutionId } = user;
  const sheet = await findSheet(db, institutionId, sheetId);
  if (!sheet || (user.role === 'officer' && sheet.officerId !== user.id)) return undefined;
  const rows = await rowsOfSheet(db, institutionId, sheetId);
  const loanIds = rows.map(({ loanId }) => loanId);
  const debtors = await debtorsOf(db, institutionId, loanIds);
  const receipts = await receiptsOf(db, institutionId, rows);
  const reversed = await reversedOf(db, institutionId, loanIds);
  const names = await staffNamesOf(db, institutionId, [sheet.officerId, sheet.receivedBy ?? sheet.officerId]);
  return {
    sheet,
    totals: totalsOf(rows),
    officer: names.get(sheet.officerId) ?? '',
    receiver: sheet.receivedBy === null ? '' : (names.get(sheet.receivedBy) ?? ''),
    rows: rows.map((row) => {
      const debtor = debtors.get(row.loanId);
      if (!debtor) throw new Error(`row ${row.number} of sheet ${sheetId} is about no loan`);
      const eventId = row.eventId ?? 0;
      return { ...row, debtor, receiptNumber: receipts.get(eventId) ?? null, isReversed: reversed.has(eventId) };
    }),
  };
}

async function receiptsOf(
  db: Knex,
  institutionId: number,
  rows: readonly SheetRow[],
): Promise<ReadonlyMap<number, number>> {
  const events = rows.flatMap(({ eventId }) => eventId ?? []);
  const found = (await db('loan_event')
    .where({ institution_id: institutionId })
    .whereIn('id', events)
    .select('id', 'receipt_number')) as { id: number; receipt_number: number | null }[];
  return new Map(found.map((event) => [event.id, event.receipt_number ?? 0]));
}

async function reversedOf(db: Knex, institutionId: number, loanIds: readonly number[]): Promise<ReadonlySet<number>> {
  const found = (await db('loan_event')
    .where({ institution_id: institutionId, type: 'reversal' })
    .whereIn('loan_id', loanIds)
    .select('reverses')) as { reverses: number }[];
  return new Set(found.map(({ reverses }) => reverses));
}
