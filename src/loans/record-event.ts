import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import { bookingDate } from '../ledger/booking-date';
import { staffIdOf, type By } from '../ledger/by';
import type { PostedJournal } from '../ledger/journal';
import type { IsoDate } from '../lending/dates';
import type { LoanState } from '../lending/history';
import type { Centimos } from '../lending/money';
import { isRefusal, type Refusal } from '../lending/refusal';
import { replay } from '../lending/replay';
import { recoverToLine, recoveredInLineCurrency } from '../lines/use-line';
import { eventsOf, historyOf, insertEvent, lastDayOf, type EventDetails, type StoredEvent } from './events';
import { stateOf } from './load';
import { postEvent } from './post-event';
import { principalRepaid } from './postings';
import { rewriteProjections } from './projections';
import type { Loan } from './store';

/** Something that is about to happen to a loan. */
export interface NewEvent {
  readonly type: StoredEvent['type'];
  readonly valueDate: IsoDate;
  readonly amount: Centimos;
  readonly details: EventDetails;
  readonly reason?: string;
  /** The number of the event that is taken back. */
  readonly reverses?: number;
}

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
  const events = await eventsOf(trx, loan.institutionId, loan.id);
  const candidate = provisional(by, loan, event, await bookingDate(trx, by));
  const before = events.length === 0 ? undefined : stateOf(loan, events, lastDayOf(events));
  const planned = replay(historyOf(loan, [...events, candidate]), lastDayOf([...events, candidate]));
  if (isRefusal(planned)) return planned;

  await recoverToLine(trx, by, { lineId: loan.lineId, amount: recoveryOf(loan, before, planned) });
  const amount = event.type === 'write-off' ? planned.outstanding.principal : event.amount;
  const stored = await storeEvent(trx, loan.institutionId, { ...candidate, amount }, events, commandId);
  const after = withEventId(planned, stored.id);
  const journals = await postEvent(trx, by, { loan, events, event: stored, before, after, commandId });
  await rewriteProjections(trx, loan, after, stored.bookingDate);
  return { type: 'recorded', event: stored, before, after, journals };
}

/** The number of an event that may yet be refused; a refusal must not use one up. */
const PROVISIONAL_ID = 0;

function provisional(by: By, loan: Loan, event: NewEvent, bookedOn: IsoDate): StoredEvent {
  return {
    id: PROVISIONAL_ID,
    loanId: loan.id,
    type: event.type,
    valueDate: event.valueDate,
    bookingDate: bookedOn,
    recordedAt: by.clock.now(),
    amount: event.amount,
    details: event.details,
    reason: event.reason ?? '',
    reverses: event.reverses ?? null,
    receiptNumber: null,
    staffId: staffIdOf(by),
  };
}

async function storeEvent(
  trx: Knex.Transaction,
  institutionId: number,
  candidate: StoredEvent,
  events: readonly StoredEvent[],
  commandId: string,
): Promise<StoredEvent> {
  const handsOverPaper = ['repayment', 'recovery', 'disbursement'].includes(candidate.type);
  const stored: StoredEvent = {
    ...candidate,
    id: await nextNumber(trx, institutionId, 'loan_event'),
    receiptNumber: handsOverPaper ? await nextNumber(trx, institutionId, 'receipt') : null,
  };
  const reversed = events.find(({ id }) => id === stored.reverses);
  await insertEvent(trx, institutionId, stored, commandId, reversed?.staffId ?? null);
  return stored;
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
