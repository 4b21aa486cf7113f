import type { Knex } from '../db/connect';
import type { IsoDate } from '../lending/dates';
import type { LoanState } from '../lending/history';
import { openReplay, stateOn, type OpenReplay } from '../lending/open-replay';
import { isRefusal, type Refusal } from '../lending/refusal';
import { replay } from '../lending/replay';
import { eventsOf, eventsOfLoans, historyOf, lastDayOf, type StoredEvent } from './events';
import { findLoan, type Loan } from './store';

/** A loan with everything that happened to it, as it stands on a day. */
export interface LoadedLoan {
  readonly loan: Loan;
  readonly events: readonly StoredEvent[];
  readonly state: LoanState;
  /** For whoever wants to look at other days too. */
  readonly replayed: OpenReplay;
}

/** The loan as of a day, replayed; nothing where the institution has no loan of that number. */
export async function loadLoan(
  db: Knex,
  institutionId: number,
  loanId: number,
  asOf: IsoDate,
): Promise<LoadedLoan | undefined> {
  const loan = await findLoan(db, institutionId, loanId);
  if (!loan) return undefined;
  return loadedLoan(loan, await eventsOf(db, institutionId, loanId), asOf);
}

/** Several loans of an institution at once. */
export async function loadLoans(
  db: Knex,
  institutionId: number,
  loans: readonly Loan[],
  asOf: IsoDate,
): Promise<LoadedLoan[]> {
  const ids = loans.map(({ id }) => id);
  const events = await eventsOfLoans(db, institutionId, ids);
  return loans.map((loan) => loadedLoan(loan, events.get(loan.id) ?? [], asOf));
}

function loadedLoan(loan: Loan, events: readonly StoredEvent[], asOf: IsoDate): LoadedLoan {
  const replayed = accepted(loan, openReplay(historyOf(loan, events), asOf));
  return { loan, events, state: accepted(loan, stateOn(replayed, asOf)), replayed };
}

/** The loan as it was known when an event had just been entered, whatever was entered after it. */
export function stateAtEvent(loan: Loan, events: readonly StoredEvent[], eventId: number): LoanState {
  const known = events.filter((event) => event.id <= eventId);
  return stateOf(loan, known, lastDayOf(known));
}

export function stateOf(loan: Loan, events: readonly StoredEvent[], asOf: IsoDate): LoanState {
  return accepted(loan, replay(historyOf(loan, events), asOf));
}

function accepted<Value extends object>(loan: Loan, value: Value | Refusal): Value {
  if (isRefusal(value)) throw new Error(`the history of loan ${loan.id} is refused: ${value.reason} at ${value.path}`);
  return value;
}
