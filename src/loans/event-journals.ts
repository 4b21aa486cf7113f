import type { Knex } from '../db/connect';
import type { EntryRow, NewJournal } from '../ledger/journal';
import { mirrorOf } from '../ledger/reversal';
import { ACCOUNTS } from '../ledger/accounts';
import type { LoanState, Transaction } from '../lending/history';
import type { Centimos } from '../lending/money';
import { feesAtDisbursement } from '../lending/schedule';
import type { StoredEvent } from './events';
import { newlyCapitalised } from './capitalised';
import {
  capitalisationEntries,
  difference,
  disbursementEntries,
  isSameSplit,
  lossEntries,
  NOTHING,
  reallocationEntries,
  repaymentEntries,
  SPLIT_ACCOUNTS,
  SPLIT_PARTS,
  splitOf,
  type Split,
  type SplitPart,
} from './postings';
import type { Loan } from './store';

export interface EventToPost {
  readonly loan: Loan;
  readonly event: StoredEvent;
  /** What a reversal takes back. */
  readonly reversed: StoredEvent | undefined;
  readonly before: LoanState | undefined;
  readonly after: LoanState;
  readonly commandId: string;
}

/**
 * What an event means in the ledger. First its own journal: a disbursement, a repayment, or the mirror of the journal that a
 * reversal takes back (a charge has none: it is income when it is paid). Then a journal of the kind `reallocation` for every other transaction that is divided
 * differently now, with that transaction's value date and without cash. Then interest that has joined the principal
 * since the last event, with the due date on which it did; after a write-off nothing joins it in the books. Last the
 * principal that is forgiven or written off. So the ledger of a loan always says, part by part and
 * transaction by transaction, what the replay says. A journal's `event_id` is the transaction whose money it divides,
 * whichever event caused it.
 */
export async function journalsOf(trx: Knex.Transaction, toPost: EventToPost): Promise<NewJournal[]> {
  const { loan, event, reversed, before, after, commandId } = toPost;
  const journals: NewJournal[] = [];
  const post = (journal: Pick<NewJournal, 'kind' | 'valueDate' | 'entries' | 'eventId'>): void => {
    const part = journals.length + 1;
    const { currency, id: loanId, lineId } = loan;
    journals.push({ ...journal, commandId, part, currency, loanId, lineId });
  };
  const { valueDate, id: eventId } = event;

  if (event.type === 'disbursement') {
    const entries = disbursementEntries(event.amount, feesAtDisbursement(loan.terms), event.details.channel ?? 'cash');
    post({ kind: 'disbursement', valueDate, eventId, entries });
  }
  if (event.type === 'repayment' || event.type === 'recovery') {
    const entries = repaymentEntries(splitOf(transactionOf(after, eventId)), event.details.channel ?? 'cash');
    post({ kind: event.type, valueDate, eventId, entries });
  }
  const mirrored = reversed && reversed.type !== 'charge' ? await journalToMirror(trx, loan, reversed.id) : undefined;
  if (mirrored) {
    const reversal = { commandId, part: 1, eventId: mirrored.eventId };
    journals.push(await mirrorOf(trx, loan.institutionId, mirrored.id, reversal));
  }

  for (const transaction of after.transactions.filter(({ id }) => Number(id) !== eventId)) {
    const earlier = before && transactionOf(before, Number(transaction.id));
    const isMirrored = mirrored !== undefined && Number(transaction.id) === mirrored.eventId;
    const posted = isMirrored ? difference(splitOf(earlier), mirrored.split) : splitOf(earlier);
    const due = splitOf(transaction);
    if (isSameSplit(posted, due)) continue;
    const entries = reallocationEntries(difference(due, posted));
    post({ kind: 'reallocation', valueDate: transaction.date, eventId: Number(transaction.id), entries });
  }
  for (const { date, amount } of before?.writtenOffOn === undefined ? newlyCapitalised(before, after) : []) {
    post({ kind: 'capitalisation', valueDate: date, entries: capitalisationEntries(amount) });
  }
  const loss = principalLostBy(event);
  if (loss > 0) post({ kind: event.type, valueDate, eventId, entries: lossEntries(loss) });
  return journals;
}

/** What leaves the books without being paid. */
export function principalLostBy(event: Pick<StoredEvent, 'type' | 'amount' | 'details'>): Centimos {
  if (event.type === 'write-off') return event.amount;
  return event.type === 'waiver' && event.details.part === 'principal' ? event.amount : 0;
}

function transactionOf(state: LoanState, eventId: number): Transaction | undefined {
  return state.transactions.find(({ id }) => id === String(eventId));
}

interface MirroredJournal {
  readonly id: number;
  readonly eventId: number;
  readonly split: Split;
}

/** The journal that was posted with a repayment or recovery, and how that one divided it. */
async function journalToMirror(trx: Knex.Transaction, loan: Loan, eventId: number): Promise<MirroredJournal> {
  const journal = (await trx('journal')
    .where({ institution_id: loan.institutionId, loan_id: loan.id, event_id: eventId })
    .whereIn('kind', ['repayment', 'recovery'])
    .first('id')) as { id: number } | undefined;
  if (!journal) throw new Error(`event ${eventId} of loan ${loan.id} has no journal to reverse`);
  const entries = (await trx('entry').where({
    institution_id: loan.institutionId,
    journal_id: journal.id,
  })) as EntryRow[];
  return { id: journal.id, eventId, split: splitOfEntries(entries) };
}

const partByAccount = new Map<string, SplitPart>(
  SPLIT_PARTS.map((part) => [ACCOUNTS[SPLIT_ACCOUNTS[part]].code, part]),
);

function splitOfEntries(entries: readonly EntryRow[]): Split {
  const split: Record<SplitPart, number> = { ...NOTHING };
  for (const { account_code: account, side, amount } of entries) {
    const part = partByAccount.get(account);
    if (part) split[part] += side === 'credit' ? amount : -amount;
  }
  return split;
}
