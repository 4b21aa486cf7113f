import type { Knex } from '../db/connect';
import { nextNumbers } from '../db/counter';
import { pipelined } from '../db/pipeline';
import type { By } from '../ledger/by';
import { postJournals, type PostedJournal } from '../ledger/journal';
import type { LoanState } from '../lending/history';
import type { Centimos } from '../lending/money';
import { isRefusal, type Refusal } from '../lending/refusal';
import { recoverToLine, recoveredInLineCurrency } from '../lines/use-line';
import { insertEvent, type StoredEvent } from './events';
import { journalsOf } from './event-journals';
import { foresee, outlookOf, PROVISIONAL_ID, type Foreseen, type NewEvent, type Outlook } from './outlook';
import { principalRepaid } from './postings';
import { rewriteAllocations, rewriteSchedule } from './projections';
import type { Loan } from './store';

export interface RecordedEvent {
  readonly type: 'recorded';
  readonly event: StoredEvent;
  /** The loan as it stood when the event before this one was entered, and as it stands now. */
  readonly before: LoanState | undefined;
  readonly after: LoanState;
  /** What was posted; the deed of the caller names them. */
  readonly journals: readonly PostedJournal[];
}

/**
 * The one way a loan changes: an event is added to its history. The history is replayed before and after; where the core
 * refuses, nothing is written. Otherwise the event is stored, a journal is posted for it and for every earlier
 * transaction that it divides anew, the line gets its share of the principal, and the balances are rewritten.
 *
 * The caller holds the lock of the loan (`lockLoan`), gives journals and event to `recordDeed`, and does both in `once`.
 */
export async function recordLoanEvent(
  trx: Knex.Transaction,
  by: By,
  loan: Loan,
  event: NewEvent,
  commandId: string,
): Promise<RecordedEvent | Refusal> {
  const outlook = await outlookOf(trx, by, loan);
  const foreseen = foresee(by, outlook, event);
  return isRefusal(foreseen) ? foreseen : recordForeseen(trx, by, outlook, foreseen, commandId);
}

/**
 * The same for who has looked ahead already. What everybody of the institution waits for (the line, the counters, the
 * audit trail) is touched last.
 */
export async function recordForeseen(
  trx: Knex.Transaction,
  by: By,
  { loan, events, booking, past }: Outlook,
  { event: candidate, after: planned }: Foreseen,
  commandId: string,
): Promise<RecordedEvent> {
  const before = past?.before;
  const amount = candidate.type === 'write-off' ? planned.outstanding.principal : candidate.amount;
  const reversed = events.find((one) => one.id === candidate.reverses);
  const toPost = { loan, event: { ...candidate, amount }, reversed, before, after: planned, commandId };
  const journals = await journalsOf(trx, toPost);
  const handsOverPaper = ['repayment', 'recovery', 'disbursement'].includes(candidate.type);
  const wanted = {
    loan_event: 1,
    ...(handsOverPaper && { receipt: 1 }),
    ...(journals.length > 0 && { journal: journals.length }),
  };
  const [, , numbers] = await pipelined(trx, [
    () => rewriteSchedule(trx, loan, before, planned, booking),
    () => recoverToLine(trx, by, { lineId: loan.lineId, amount: recoveryOf(loan, before, planned) }),
    () => nextNumbers(trx, loan.institutionId, wanted),
  ]);

  const id = numbers('loan_event');
  const event = { ...candidate, amount, id, receiptNumber: handsOverPaper ? numbers('receipt') : null };
  const after = withEventId(planned, id);
  const named = journals.map((journal) => (journal.eventId === PROVISIONAL_ID ? { ...journal, eventId: id } : journal));
  const firstId = journals.length > 0 ? numbers('journal') : 0;
  const [, posted] = await pipelined(trx, [
    () => insertEvent(trx, loan.institutionId, event, commandId, reversed?.staffId ?? null),
    () => postJournals(trx, by, named, { firstId, bookedOn: booking.date }),
    () => rewriteAllocations(trx, loan, before, after),
  ]);
  return { type: 'recorded', event, before, after, journals: posted };
}

function withEventId(state: LoanState, eventId: number): LoanState {
  const transactions = state.transactions.map((transaction) =>
    transaction.id === String(PROVISIONAL_ID) ? { ...transaction, id: String(eventId) } : transaction,
  );
  return { ...state, transactions };
}

/** What comes back to the line, in its currency; below zero when a payment is taken back. */
function recoveryOf(loan: Loan, before: LoanState | undefined, after: LoanState): Centimos {
  const recovered = (state: LoanState | undefined): Centimos => {
    const repaid = state ? principalRepaid(state) : 0;
    return recoveredInLineCurrency(repaid, loan.principal, loan.lineAmount);
  };
  return recovered(after) - recovered(before);
}
