import type { Knex } from '../db/connect';
import { ACCOUNTS, type AccountName } from './accounts';
import type { By } from './by';
import {
  postJournal,
  type Entry,
  type EntryRow,
  type JournalRow,
  type NewJournal,
  type PostedJournal,
} from './journal';

export interface Reversal {
  readonly commandId: string;
  readonly part: number;
  readonly eventId?: number;
}

/**
 * Posts the mirror image of a journal, with the value date of the original. The database lets a journal be reversed
 * once; a reversal is never reversed: what was right after all is posted anew.
 */
export async function reverseJournal(
  trx: Knex.Transaction,
  by: By,
  journalId: number,
  reversal: Reversal,
): Promise<PostedJournal> {
  return postJournal(trx, by, await mirrorOf(trx, by.actor.institutionId, journalId, reversal));
}

/** The mirror image as it is to be posted. */
export async function mirrorOf(
  trx: Knex.Transaction,
  institutionId: number,
  journalId: number,
  reversal: Reversal,
): Promise<NewJournal> {
  const journal = (await trx('journal').where({ institution_id: institutionId, id: journalId }).first()) as
    JournalRow | undefined;
  if (!journal) throw new Error(`journal ${journalId} does not exist`);
  if (journal.reverses !== null) throw new Error(`journal ${journalId} is itself a reversal`);
  const entries = (await trx('entry')
    .where({ institution_id: institutionId, journal_id: journalId })
    .orderBy('position')) as EntryRow[];
  return {
    kind: 'reversal',
    commandId: reversal.commandId,
    part: reversal.part,
    currency: journal.currency,
    valueDate: journal.value_date,
    entries: entries.map(mirrored),
    ...(journal.loan_id !== null && { loanId: journal.loan_id }),
    ...(journal.line_id !== null && { lineId: journal.line_id }),
    ...(reversal.eventId !== undefined && { eventId: reversal.eventId }),
    reverses: journalId,
  };
}

function mirrored(entry: EntryRow): Entry {
  return {
    account: accountNameOf(entry.account_code),
    side: entry.side === 'debit' ? 'credit' : 'debit',
    amount: entry.amount,
  };
}

const nameByCode = new Map(Object.entries(ACCOUNTS).map(([name, { code }]) => [code, name as AccountName]));

function accountNameOf(code: string): AccountName {
  const name = nameByCode.get(code as (typeof ACCOUNTS)[AccountName]['code']);
  if (!name) throw new Error(`account ${code} is not in the chart`);
  return name;
}
