import type { Knex } from '../db/connect';
import { pipelined } from '../db/pipeline';
import { bookingDay, type BookingDay } from '../ledger/booking-date';
import { staffIdOf, type By } from '../ledger/by';
import type { IsoDate } from '../lending/dates';
import type { LoanState } from '../lending/history';
import type { Centimos } from '../lending/money';
import { openReplay, stateOn, stateWith, type OpenReplay } from '../lending/open-replay';
import { isRefusal, type Refusal } from '../lending/refusal';
import { replay } from '../lending/replay';
import { eventsOf, historyOf, lastDayOf, loanEventOf, type EventDetails, type StoredEvent } from './events';
import type { Loan } from './store';

/** A loan that is locked, with all that happened to it, read and replayed once for whatever is decided about it. */
export interface Outlook {
  readonly loan: Loan;
  readonly events: readonly StoredEvent[];
  readonly booking: BookingDay;
  /** Absent of a loan to which nothing has happened yet. */
  readonly past: Past | undefined;
}

export interface Past {
  readonly replayed: OpenReplay;
  /** The loan as it stood when the last event was entered. */
  readonly before: LoanState;
}

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

/** An event that may yet be refused, and the loan as it would stand after it. */
export interface Foreseen {
  readonly event: StoredEvent;
  readonly after: LoanState;
}

/** The caller holds the lock of the loan. */
export async function outlookOf(trx: Knex.Transaction, by: By, loan: Loan): Promise<Outlook> {
  const [events, booking] = await pipelined(trx, [
    () => eventsOf(trx, loan.institutionId, loan.id),
    () => bookingDay(trx, by),
  ]);
  return { loan, events, booking, past: events.length === 0 ? undefined : pastOf(loan, events) };
}

/** What an event would lead to, as of the day on which it is booked; the core's refusal where it cannot happen. */
export function foresee(by: By, { loan, events, booking, past }: Outlook, newEvent: NewEvent): Foreseen | Refusal {
  const event = provisional(by, loan, newEvent, booking.date);
  const asOf = lastDayOf([...events, event]);
  const after = past
    ? stateWith(past.replayed, loanEventOf(event), asOf)
    : replay(historyOf(loan, [...events, event]), asOf);
  return isRefusal(after) ? after : { event, after };
}

/** The number of an event that may yet be refused; a refusal must not use one up. */
export const PROVISIONAL_ID = 0;

function pastOf(loan: Loan, events: readonly StoredEvent[]): Past {
  const lastDay = lastDayOf(events);
  const replayed = openReplay(historyOf(loan, events), lastDay);
  const before = isRefusal(replayed) ? replayed : stateOn(replayed, lastDay);
  if (isRefusal(replayed) || isRefusal(before)) throw new Error(`the history of loan ${loan.id} is refused`);
  return { replayed, before };
}

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
