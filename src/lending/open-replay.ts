import { orderedEvents } from './active-events';
import { ON_THE_DUE_DATE } from './arrears';
import type { IsoDate } from './dates';
import type { History, LoanEvent, LoanState } from './history';
import { countLate, type LoanBook } from './loan-book';
import { loanState } from './loan-state';
import { payoff, payoffOf, type Payoff } from './payoff';
import { isRefusal, type Refusal } from './refusal';
import { apply, bookAfterEvents, endDay, replay } from './replay';

/**
 * A loan that is replayed once and looked at several times: on the day of its last event, on later days, and after one
 * more event. Each answer is what `replay` says of the whole history; where that cannot be had by going on from here
 * (an event with an earlier date, a reversal, a tranche), the history is replayed anew.
 */
export interface OpenReplay {
  readonly history: History;
  readonly book: LoanBook;
  /** The latest day on which it was looked at, up to which late days are counted; none once an event has been added. */
  day: IsoDate | undefined;
  /** The day on which something came to be owed, if more of that day might change what overpaid money pays. */
  readonly owedMoreOn: IsoDate | undefined;
  /** False where the history has something after the first day. */
  readonly goesOn: boolean;
}

/** The history up to a day, which may be that of the last event or any later one. */
export function openReplay(history: History, asOf: IsoDate): OpenReplay | Refusal {
  const book = bookAfterEvents(history, asOf, ON_THE_DUE_DATE);
  if (isRefusal(book)) return book;
  const { owedMoreOn } = book;
  endDay(book, asOf);
  const isPast = ({ date }: { readonly date: IsoDate }) => date <= asOf;
  const goesOn = history.events.every(isPast) && history.terms.disbursements.every(isPast);
  return { history, book, day: asOf, owedMoreOn, goesOn };
}

export function stateOn(open: OpenReplay, date: IsoDate): LoanState | Refusal {
  return advance(open, date) ? loanState(open.book, date) : replay(open.history, date);
}

export function payoffOn(open: OpenReplay, date: IsoDate): Payoff | Refusal {
  return advance(open, date) ? payoffOf(open.book, date) : payoff(open.history, date);
}

/** The state with one more event, as of a day that is not before it. It can be asked once without a new replay. */
export function stateWith(open: OpenReplay, event: LoanEvent, asOf: IsoDate): LoanState | Refusal {
  if (!isNext(open, event) || event.type === 'reversal' || asOf < event.date)
    return replay({ ...open.history, events: [...open.history.events, event] }, asOf);
  open.day = undefined;
  const refused = apply(open.book, event, `events.${open.history.events.length}`, asOf);
  return refused ?? loanState(endDay(open.book, asOf), asOf);
}

function advance(open: OpenReplay, date: IsoDate): boolean {
  if (open.day === undefined || date < open.day || (date > open.day && !open.goesOn)) return false;
  open.day = date;
  countLate(open.book, date);
  return true;
}

/** A disbursement is measured against the tranches that are still to come, which depend on the day of the report. */
function isNext({ goesOn, day, owedMoreOn, history }: OpenReplay, event: LoanEvent): boolean {
  if (!goesOn || day === undefined || event.date < day || event.type === 'disbursement') return false;
  if (owedMoreOn !== undefined && owedMoreOn >= event.date) return false;
  const isSound = !isRefusal(orderedEvents({ ...history, events: [event] }, event.date));
  return isSound && history.events.every(({ id }) => id !== event.id);
}
