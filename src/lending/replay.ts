import { orderedEvents, type ReplayedEvent } from './active-events';
import { allocate } from './allocation';
import { ON_THE_DUE_DATE, type PayableOn } from './arrears';
import { changeRate, postpone } from './change-of-terms';
import { dayNumber, type IsoDate } from './dates';
import { copyOf } from './debt-row';
import { disburse } from './disbursing';
import type { History, LoanState } from './history';
import { lateFactor } from './late-interest';
import { countLate, debtOf, payInto, placeCharge, useOverpaid, type BookEntry, type LoanBook } from './loan-book';
import { loanState } from './loan-state';
import { prepay } from './prepayment';
import { isRefusal, refuse, type Refusal } from './refusal';
import { reprogramme } from './reprogramming';
import { waive } from './waiver';

/**
 * A loan as it stands at the end of a day, recomputed from everything that happened to it. Events count from their
 * value date and, on one day, in the order in which they were entered; a back-dated one replays what follows, and a
 * reversed one is as if it had not been. What happens after the day is left out.
 *
 * The due dates count days late from where `payableOn` moves them. Refuses what a history cannot hold, e.g.
 * `payment_before_disbursement`, with the path of the event.
 */
export function replay(history: History, asOf: IsoDate, payableOn = ON_THE_DUE_DATE): LoanState | Refusal {
  const book = bookOn(history, asOf, payableOn);
  return isRefusal(book) ? book : loanState(book, asOf);
}

/** The working state behind `replay`, with days late counted up to the day. */
export function bookOn(history: History, asOf: IsoDate, payableOn: PayableOn = ON_THE_DUE_DATE): LoanBook | Refusal {
  const book = bookAfterEvents(history, asOf, payableOn);
  return isRefusal(book) ? book : endDay(book, asOf);
}

/** After the last event of the day, while more of that day may come. */
export function bookAfterEvents(history: History, asOf: IsoDate, payableOn: PayableOn): LoanBook | Refusal {
  const events = orderedEvents(history, asOf);
  if (isRefusal(events)) return events;
  const book: LoanBook = {
    history,
    payableOn,
    lateFactor: history.lateInterest && lateFactor(history.lateInterest),
    paidOut: [],
    planned: [],
    rows: [],
    firstOpen: 0,
    entries: [],
    owedMoreOn: undefined,
  };
  for (const { event, reversed, path } of events) {
    if (book.owedMoreOn !== undefined && book.owedMoreOn < event.date) useOverpaid(book);
    const refused = reversed ? listReversed(book, event) : apply(book, event, path, asOf);
    if (refused) return refused;
  }
  return book;
}

export function endDay(book: LoanBook, asOf: IsoDate): LoanBook {
  useOverpaid(book);
  countLate(book, asOf);
  return book;
}

/** The next event of a book, whose date is that of the last one or later. */
export function apply(book: LoanBook, event: ReplayedEvent, path: string, asOf: IsoDate): Refusal | undefined {
  switch (event.type) {
    case 'disbursement':
      return payOut(book, event, path, asOf);
    case 'repayment':
    case 'recovery':
      return repay(book, event, path);
    case 'charge':
      return charge(book, event);
    case 'waiver':
      return waive(book, event, path);
    case 'rate-change':
      return changeRate(book, event, path);
    case 'extra-grace':
      return postpone(book, event, path);
    case 'reprogramming':
      return reprogramme(book, event, path);
    case 'write-off':
      return writeOff(book, event.date, path);
    default:
      throw new Error(`no such event: ${JSON.stringify(event satisfies never)}`);
  }
}

type Of<T extends ReplayedEvent['type']> = Extract<ReplayedEvent, { type: T }>;

/** Tranches of the terms that are planned after the day of the report stay in the plan; those that were missed do not. */
function payOut(book: LoanBook, event: Of<'disbursement'>, path: string, asOf: IsoDate): Refusal | undefined {
  if (book.writtenOffOn !== undefined) return refuse('loan_written_off', path);
  book.entries.push(entryOf(event, false));
  const planned = book.history.terms.disbursements.slice(book.paidOut.length + 1);
  const later = planned.filter(({ date }) => date > asOf);
  return disburse(book, { date: event.date, amount: event.amount }, later, path);
}

function charge(book: LoanBook, { kind, due, amount, date }: Of<'charge'>): undefined {
  placeCharge(book, { kind, due, dueDay: dayNumber(due), amount, left: amount });
  book.owedMoreOn = date;
}

function repay(book: LoanBook, event: Of<'repayment' | 'recovery'>, path: string): Refusal | undefined {
  if (!book.plan) return refuse('payment_before_disbursement', path);
  const writtenOff = book.writtenOffOn !== undefined;
  if (event.type === 'repayment' && writtenOff) return refuse('loan_written_off', path);
  if (event.type === 'recovery' && !writtenOff) return refuse('loan_not_written_off', path);
  const entry = entryOf(event, false);
  book.entries.push(entry);
  if (event.type === 'repayment' && event.intent) prepay(book, entry, event.date, event.intent);
  else payInto(book, entry, event.amount, event.date);
  return undefined;
}

/** Castigo: the debt stays owed and what comes in is a recovery. */
function writeOff(book: LoanBook, date: IsoDate, path: string): Refusal | undefined {
  if (!book.plan) return refuse('payment_before_disbursement', path);
  if (book.writtenOffOn !== undefined) return refuse('loan_written_off', path);
  book.writtenOffOn = date;
  return undefined;
}

/** A reversed payment is shown with the split it would have had, laid against a copy of what was owed. */
function listReversed(book: LoanBook, event: ReplayedEvent): undefined {
  if (event.type !== 'disbursement' && event.type !== 'repayment' && event.type !== 'recovery') return undefined;
  const entry = entryOf(event, true);
  book.entries.push(entry);
  if (event.type === 'disbursement') return undefined;
  const day = countLate(book, event.date);
  const open = { ...debtOf(book), rows: book.rows.slice(book.firstOpen).map(copyOf), firstOpen: 0 };
  const { payments, left } = allocate(open, event.amount, day);
  entry.payments.push(...payments);
  entry.overpaid = left;
  return undefined;
}

function entryOf(event: Of<BookEntry['type']>, reversed: boolean): BookEntry {
  const { id, type, date, amount } = event;
  return { id, type, date, amount, reversed, overpaid: 0, payments: [] };
}
