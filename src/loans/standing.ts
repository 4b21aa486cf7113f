import { daysBetween, type IsoDate } from '../lending/dates';
import type { InstalmentState, LoanState, Transaction } from '../lending/history';
import type { Centimos } from '../lending/money';

/** How a loan stands on the day it was replayed for, as people ask for it. */
export interface Standing {
  readonly word: 'up-to-date' | 'due-soon' | 'late' | 'paid' | 'written-off';
  readonly daysLate: number;
  /** What has to be paid today for nothing to be late or due: instalments up to today, with their late interest. */
  readonly dueNow: Centimos;
  /** The due date of the oldest of them. */
  readonly dueSince: IsoDate | null;
  /** The first instalment after today with something left to pay. */
  readonly next: {
    readonly number: number;
    readonly due: IsoDate;
    readonly amount: Centimos;
    readonly inDays: number;
  } | null;
  /** Everything of the schedule that is still to be paid, with late interest. */
  readonly total: Centimos;
  readonly paidInstalments: number;
  readonly instalments: number;
  readonly lastPayment: Transaction | null;
  readonly overpaid: Centimos;
}

/** An instalment that falls due within so many days is «vence pronto». */
const SOON_DAYS = 7;

export function standingOf(state: LoanState): Standing {
  const { asOf } = state;
  const rows = state.instalments.filter(paysSomething);
  const due = rows.filter((row) => row.due <= asOf && owedOn(row) > 0);
  const ahead = rows.find((row) => row.due > asOf && row.outstanding > 0);
  const next = ahead
    ? { number: ahead.number, due: ahead.due, amount: ahead.outstanding, inDays: daysBetween(asOf, ahead.due) }
    : null;
  return {
    word: wordOf(state, due.length > 0 || (next !== null && next.inDays <= SOON_DAYS)),
    daysLate: state.daysLate,
    dueNow: due.reduce((sum, row) => sum + owedOn(row), 0),
    dueSince: due[0]?.due ?? null,
    next,
    total: state.outstanding.total,
    paidInstalments: rows.filter((row) => owedOn(row) === 0).length,
    instalments: rows.length,
    lastPayment: state.transactions.filter((one) => one.type === 'repayment' && !one.reversed).at(-1) ?? null,
    overpaid: state.overpaid,
  };
}

/** In a total grace an instalment may ask for nothing; it is no instalment to the person who pays. */
export function paysSomething(row: InstalmentState): boolean {
  return row.total > 0 || row.penalties > 0;
}

/** What is left of an instalment today, with the late interest on it. */
export function owedOn(row: InstalmentState): Centimos {
  return row.outstanding + row.lateInterest;
}

function wordOf(state: LoanState, soon: boolean): Standing['word'] {
  if (state.status === 'written-off') return 'written-off';
  if (state.status === 'closed' || state.status === 'overpaid') return 'paid';
  if (state.daysLate > 0) return 'late';
  return soon ? 'due-soon' : 'up-to-date';
}

export type InstalmentWord = 'paid' | 'paid-in-part' | 'late' | 'due-today' | 'pending';

/** A farmer who paid a part and is late is late; one who paid a part ahead of time is not. */
export function instalmentWord(row: InstalmentState, asOf: IsoDate): InstalmentWord {
  if (owedOn(row) === 0) return 'paid';
  if (row.due < asOf) return 'late';
  if (row.due === asOf) return 'due-today';
  return row.paid > 0 ? 'paid-in-part' : 'pending';
}
