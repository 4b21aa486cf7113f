import { isDate, type IsoDate } from './dates';
import type { DebtPart, History, LoanEvent } from './history';
import { LARGEST_AMOUNT } from './money';
import { refuse, type Refusal } from './refusal';

/** What is replayed: everything but reversals, which only mark the event they answer. */
export type ReplayedEvent = Exclude<LoanEvent, { type: 'reversal' }>;

export interface OrderedEvent {
  readonly event: ReplayedEvent;
  readonly reversed: boolean;
  /** Where it stands in the history, for refusals. */
  readonly path: string;
}

/**
 * The events up to a day, by value date and then by order of entry. Checks, for the whole history, what can be checked
 * without replaying it: dates, amounts, ids, and that a reversal answers one earlier event once.
 */
export function orderedEvents(history: History, asOf: IsoDate): OrderedEvent[] | Refusal {
  if (!isDate(asOf)) return refuse('date_does_not_exist', 'asOf');
  const fault = orderFault(history) ?? eventFault(history.events);
  if (fault) return fault;

  const reversed = reversedUpTo(history.events, asOf);
  if (!(reversed instanceof Set)) return reversed;
  const events: OrderedEvent[] = [];
  for (const [index, event] of history.events.entries()) {
    if (event.type === 'reversal' || event.date > asOf) continue;
    events.push({ event, reversed: reversed.has(event.id), path: `events.${index}` });
  }
  return inOrder(events) ? events : events.toSorted((one, other) => compare(one.event.date, other.event.date));
}

const PARTS: readonly DebtPart[] = ['penalty', 'fee', 'interest', 'principal'];

function orderFault({ allocation }: History): Refusal | undefined {
  const whole = (order: readonly DebtPart[]) => order.length === 4 && PARTS.every((part) => order.includes(part));
  if (!whole(allocation.order)) return refuse('allocation_order_incomplete', 'allocation.order');
  if (allocation.orderInAdvance && !whole(allocation.orderInAdvance))
    return refuse('allocation_order_incomplete', 'allocation.orderInAdvance');
  return undefined;
}

function eventFault(events: readonly LoanEvent[]): Refusal | undefined {
  for (const [index, event] of events.entries()) {
    const path = `events.${index}`;
    if (!isDate(event.date)) return refuse('date_does_not_exist', `${path}.date`);
    if (event.type === 'charge' && !isDate(event.due)) return refuse('date_does_not_exist', `${path}.due`);
    if (event.type === 'extra-grace' && !(Number.isInteger(event.months) && event.months > 0))
      return refuse('step_must_be_positive', `${path}.months`);
    if (!('amount' in event)) continue;
    if (!Number.isSafeInteger(event.amount) || event.amount > LARGEST_AMOUNT)
      return refuse('amount_too_large', `${path}.amount`);
    if (event.amount <= 0) return refuse('amount_must_be_positive', `${path}.amount`);
  }
  return undefined;
}

/** The ids of the events that are reversed by the end of the day. */
function reversedUpTo(events: readonly LoanEvent[], asOf: IsoDate): Set<string> | Refusal {
  const byId = new Map<string, LoanEvent>();
  const everReversed = new Set<string>();
  const reversed = new Set<string>();
  for (const [index, event] of events.entries()) {
    if (byId.has(event.id)) return refuse('event_id_repeated', `events.${index}.id`);
    byId.set(event.id, event);
    if (event.type !== 'reversal') continue;
    const target = byId.get(event.of);
    if (!target || target === event) return refuse('event_not_found', `events.${index}.of`);
    if (target.type === 'reversal') return refuse('reversal_of_reversal', `events.${index}.of`);
    if (everReversed.has(event.of)) return refuse('already_reversed', `events.${index}.of`);
    if (event.date < target.date) return refuse('dates_out_of_order', `events.${index}.date`);
    everReversed.add(event.of);
    if (event.date <= asOf) reversed.add(event.of);
  }
  return reversed;
}

function inOrder(events: readonly OrderedEvent[]): boolean {
  return events.every(({ event }, index) => event.date >= (events[index - 1]?.event.date ?? event.date));
}

function compare(one: IsoDate, other: IsoDate): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
