import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import { pipelined } from '../db/pipeline';
import type { IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import { ACCOUNTS, type AccountName } from './accounts';
import { bookingDay } from './booking-date';
import type { By } from './by';
import { digestOf } from './digest';

export interface Entry {
  readonly account: AccountName;
  readonly side: 'debit' | 'credit';
  /** Always above zero; the side says the direction. */
  readonly amount: Centimos;
}

export interface NewJournal {
  readonly kind: string;
  /** The command that posts it; a command may post several, numbered by `part` from 1. */
  readonly commandId: string;
  readonly part: number;
  readonly currency: string;
  /** The economic date; it may lie before the booking date and never after it. */
  readonly valueDate: string;
  readonly entries: readonly Entry[];
  readonly loanId?: number;
  readonly lineId?: number;
  readonly eventId?: number;
  /** The journal that this one mirrors. A journal can be reversed once. */
  readonly reverses?: number;
}

export interface PostedJournal {
  readonly id: number;
  readonly seal: string;
}

/**
 * The one door for posted money. Entries of amount zero are left out; a journal that does not balance is a bug and
 * throws here, and the database refuses it at commit in any case.
 */
export async function postJournal(trx: Knex.Transaction, by: By, journal: NewJournal): Promise<PostedJournal> {
  const firstId = await nextNumber(trx, by.actor.institutionId, 'journal');
  const { date } = await bookingDay(trx, by);
  const [posted] = await postJournals(trx, by, [journal], { firstId, bookedOn: date });
  if (!posted) throw new Error(`${journal.kind}: the journal was not posted`);
  return posted;
}

/**
 * Several journals of one command with one statement per table, for whoever holds their numbers (`nextNumbers`) and the
 * booking day (`bookingDay`) already.
 */
export async function postJournals(
  trx: Knex.Transaction,
  by: By,
  journals: readonly NewJournal[],
  { firstId, bookedOn }: { readonly firstId: number; readonly bookedOn: IsoDate },
): Promise<PostedJournal[]> {
  if (journals.length === 0) return [];
  const recordedAt = by.clock.now();
  const written = journals.map((journal, index) =>
    writtenOf(by, journal, { id: firstId + index, bookedOn, recordedAt }),
  );
  await pipelined(trx, [
    () => trx('journal').insert(written.map(({ row }) => row)),
    () => trx('entry').insert(written.flatMap(({ entries }) => entries)),
    () =>
      trx('journal_seal').insert(
        written.map(({ row, seal }) => ({ institution_id: row.institution_id, journal_id: row.id, hash: seal })),
      ),
  ]);
  return written.map(({ row, seal }) => ({ id: row.id, seal }));
}

function writtenOf(
  by: By,
  journal: NewJournal,
  { id, bookedOn, recordedAt }: { readonly id: number; readonly bookedOn: IsoDate; readonly recordedAt: string },
): { readonly row: JournalRow; readonly entries: readonly EntryRow[]; readonly seal: string } {
  const posted = journal.entries.filter((entry) => entry.amount !== 0);
  assertBalanced(posted, journal.kind);
  const { institutionId } = by.actor;
  const row = {
    institution_id: institutionId,
    id,
    kind: journal.kind,
    command_id: journal.commandId,
    command_part: journal.part,
    currency: journal.currency,
    value_date: journal.valueDate,
    booking_date: bookedOn,
    recorded_at: recordedAt,
    staff_id: by.actor.kind === 'staff' ? (by.actor.id ?? null) : null,
    loan_id: journal.loanId ?? null,
    line_id: journal.lineId ?? null,
    event_id: journal.eventId ?? null,
    reverses: journal.reverses ?? null,
  };
  const entries = posted.map((entry, index) => ({
    institution_id: institutionId,
    journal_id: id,
    position: index + 1,
    account_code: ACCOUNTS[entry.account].code,
    side: entry.side,
    amount: entry.amount,
  }));
  return { row, entries, seal: sealOf(row, entries) };
}

export interface JournalRow {
  institution_id: number;
  id: number;
  kind: string;
  command_id: string;
  command_part: number;
  currency: string;
  value_date: string;
  booking_date: string;
  recorded_at: string;
  staff_id: number | null;
  loan_id: number | null;
  line_id: number | null;
  event_id: number | null;
  reverses: number | null;
}

export interface EntryRow {
  institution_id: number;
  journal_id: number;
  position: number;
  account_code: string;
  side: string;
  amount: Centimos;
}

/** What a seal binds: the journal and its entries in their order. */
export function sealOf(journal: JournalRow, entries: readonly EntryRow[]): string {
  const fields = [
    String(journal.institution_id),
    String(journal.id),
    journal.kind,
    journal.command_id,
    String(journal.command_part),
    journal.currency,
    journal.value_date,
    journal.booking_date,
    journal.recorded_at,
    textOf(journal.staff_id),
    textOf(journal.loan_id),
    textOf(journal.line_id),
    textOf(journal.event_id),
    textOf(journal.reverses),
  ];
  for (const { account_code: account, side, amount } of entries) fields.push(account, side, String(amount));
  return digestOf(fields);
}

function textOf(value: number | null): string {
  return value === null ? '' : String(value);
}

function assertBalanced(entries: readonly Entry[], kind: string): void {
  let difference = 0;
  for (const { side, amount } of entries) {
    if (!Number.isSafeInteger(amount) || amount < 0) throw new Error(`${kind}: ${amount} is not an amount of an entry`);
    difference += side === 'debit' ? amount : -amount;
  }
  if (entries.length < 2 || difference !== 0) throw new Error(`${kind}: the journal does not balance by ${difference}`);
}
