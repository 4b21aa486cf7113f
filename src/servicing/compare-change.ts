import { daysBetween, type IsoDate } from '../lending/dates';
import type { History } from '../lending/history';
import type { Modification } from '../lending/modification';
import type { Centimos } from '../lending/money';
import { payoff } from '../lending/payoff';
import { isRefusal, type Refusal } from '../lending/refusal';
import { replay } from '../lending/replay';
import { tceaPercent } from '../lending/tcea';
import { historyOf, loanEventOf, type StoredEvent } from '../loans/events';
import type { NewEvent } from '../loans/outlook';
import { owedOn } from '../loans/standing';
import type { Loan } from '../loans/store';

/** What is still to be paid of a loan, with and without something that may happen to it on a day. */
export interface Comparison {
  readonly date: IsoDate;
  readonly before: Remaining;
  readonly after: Remaining;
  /** What the farmer will pay more; below zero where less. */
  readonly difference: Centimos;
  /** What the SBS calls the loan afterwards; absent where the change is no change of terms. */
  readonly modification?: Modification;
}

export interface Remaining {
  readonly rows: readonly RemainingInstalment[];
  readonly total: Centimos;
  readonly lastDue: IsoDate | null;
  /**
   * The yearly cost of what is owed today against what is still to be paid, in percent; null where everything is due.
   */
  readonly tceaPercent: string | null;
}

export interface RemainingInstalment {
  readonly due: IsoDate;
  readonly amount: Centimos;
  readonly balance: Centimos;
}

/**
 * Lays the loan's rest before an event beside its rest after it, both as of the day of the event, without writing
 * anything; or says why the core refuses the event. What a repayment pays on the day is in neither of the rests.
 */
export function compareChange(loan: Loan, events: readonly StoredEvent[], event: NewEvent): Comparison | Refusal {
  const date = event.valueDate;
  const stored = historyOf(loan, events);
  const candidate = loanEventOf({ ...EMPTY, ...event, loanId: loan.id });
  const changed = { ...stored, events: [...stored.events, candidate] };
  const before = remainingOn(stored, date);
  const after = remainingOn(changed, date);
  if (isRefusal(before)) return before;
  if (isRefusal(after)) return after;
  const { modification } = after;
  const paid = event.type === 'repayment' ? event.amount : 0;
  return {
    date,
    before: before.remaining,
    after: after.remaining,
    difference: after.remaining.total + paid - before.remaining.total,
    ...(modification?.date === date && { modification }),
  };
}

const EMPTY = { id: 0, reason: '', reverses: null, receiptNumber: null };

function remainingOn(history: History, date: IsoDate) {
  const state = replay(history, date);
  if (isRefusal(state)) return state;
  const owed = payoff(history, date);
  if (isRefusal(owed)) return owed;
  const rows = state.instalments
    .filter((row) => owedOn(row) > 0)
    .map((row) => ({ due: row.due, amount: owedOn(row), balance: row.balance }));
  const remaining = {
    rows,
    total: rows.reduce((sum, row) => sum + row.amount, 0),
    lastDue: rows.at(-1)?.due ?? null,
    tceaPercent: costOf(owed.total, rows, date),
  };
  return { type: 'remaining' as const, remaining, modification: state.modification };
}

/** What is due on the day comes off what is owed on it; 1,000.00 owed and 1,100.00 due in 360 days cost 10 %. */
function costOf(owed: Centimos, rows: readonly RemainingInstalment[], date: IsoDate): string | null {
  const later = rows.filter((row) => row.due > date);
  const dueNow = rows.reduce((sum, row) => (row.due <= date ? sum + row.amount : sum), 0);
  if (later.length === 0 || owed <= dueNow) return null;
  const flows = later.map((row) => ({ day: daysBetween(date, row.due), amount: -row.amount }));
  const percent = tceaPercent([{ day: 0, amount: owed - dueNow }, ...flows], GUESS_PERCENT);
  return percent.isFinite() ? percent.toFixed(2) : null;
}

const GUESS_PERCENT = 30;
