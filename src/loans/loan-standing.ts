import { addDays, type IsoDate } from '../lending/dates';
import type { LoanState } from '../lending/history';
import { earnedEvenly } from '../lending/linear-accrual';
import type { Centimos } from '../lending/money';
import { splitOf } from './postings';
import type { Loan } from './store';

/**
 * What the day close has to know of a loan, as a row that holds from `since` on, until the loan has an event or one of its
 * periods ends. Everything of a later day follows from it by comparing dates.
 */
export interface LoanStanding {
  readonly since: IsoDate;
  readonly until: IsoDate | null;
  readonly farmer_id: number;
  /** As the ledger has it. */
  readonly principal: Centimos;
  /** Interest that joined the principal on due dates after that; below zero where it was repaid ahead. */
  readonly capitalised: Centimos;
  readonly oldest_unpaid_due: IsoDate | null;
  readonly modification: 'refinanciado' | 'reestructurado' | null;
  /** 1 while a suit is pending. */
  readonly in_court: 0 | 1;
  /** Interest earned before `accrual_from` that nobody has paid; below zero where it was paid ahead. */
  readonly accrued: Centimos;
  readonly running_instalment: number | null;
  readonly accrual_from: IsoDate;
  readonly accrual_until: IsoDate | null;
  readonly accrual_interest: Centimos;
  /** What joins the principal when the period ends. */
  readonly joins_principal: Centimos;
}

/** A row of the schedule as the day close needs it. */
export interface AccrualInstalment {
  readonly number: number;
  readonly due: IsoDate;
  readonly interest: Centimos;
  readonly principal: Centimos;
}

/** The standing after an event that was booked on a day; nothing of a loan that is paid or written off. */
export function standingAfter(loan: Loan, state: LoanState, bookedOn: IsoDate): LoanStanding | undefined {
  if (state.status !== 'active') return undefined;
  const ended = state.instalments.filter((row) => row.due <= state.asOf);
  const running = state.instalments.find((row) => row.due > state.asOf);
  return {
    since: bookedOn,
    until: null,
    farmer_id: loan.farmerId,
    principal: state.outstanding.principal,
    capitalised: sum(ended.map(joining)) - state.capitalisedInterest,
    oldest_unpaid_due: state.instalments.find((row) => row.outstanding > 0)?.due ?? null,
    modification: gravest(state),
    in_court: loan.inCourtSince === null ? 0 : 1,
    accrued: accruedBy(state),
    ...runningPeriod(running, ended.at(-1)?.due ?? loan.disbursedOn),
  };
}

/**
 * The same loan on a later day on which nothing has happened: each period that has ended since gives its interest to
 * `accrued` and the next one runs.
 */
export function rolledTo(
  standing: LoanStanding,
  instalments: readonly AccrualInstalment[],
  date: IsoDate,
): LoanStanding {
  let rolled = standing;
  while (rolled.accrual_until !== null && rolled.accrual_until <= date) rolled = nextPeriod(rolled, instalments);
  return rolled;
}

/** The rows of a standing up to its last day, one per period, when something else holds from then on. */
export function endedOn(
  standing: LoanStanding,
  instalments: readonly AccrualInstalment[],
  lastDay: IsoDate,
): LoanStanding[] {
  const rows: LoanStanding[] = [];
  let row = standing;
  while (row.accrual_until !== null && row.accrual_until <= lastDay) {
    const ends = row.accrual_until;
    if (ends > row.since) rows.push({ ...row, until: addDays(ends, -1) });
    row = { ...nextPeriod(row, instalments), since: ends > row.since ? ends : row.since };
  }
  return [...rows, { ...row, until: lastDay }];
}

/** Principal on a day within the running period, with the interest that has joined it. */
export function principalOf(standing: LoanStanding): Centimos {
  return standing.principal + Math.max(0, standing.capitalised);
}

/** Interest earned by the day and not received, within the running period. */
export function receivableOn(standing: LoanStanding, date: IsoDate): Centimos {
  const { accrued, accrual_from: from, accrual_until: until, accrual_interest: interest } = standing;
  return until === null ? accrued : accrued + earnedEvenly({ from, until, interest }, date);
}

function nextPeriod(standing: LoanStanding, instalments: readonly AccrualInstalment[]): LoanStanding {
  const next = instalments.find((row) => row.number === (standing.running_instalment ?? 0) + 1);
  return {
    ...standing,
    accrued: standing.accrued + standing.accrual_interest,
    capitalised: standing.capitalised + standing.joins_principal,
    ...runningPeriod(next, standing.accrual_until ?? standing.accrual_from),
  };
}

function runningPeriod(row: AccrualInstalment | undefined, from: IsoDate) {
  return {
    running_instalment: row?.number ?? null,
    accrual_from: from,
    accrual_until: row?.due ?? null,
    accrual_interest: row?.interest ?? 0,
    joins_principal: row ? joining(row) : 0,
  };
}

function joining(row: Pick<AccrualInstalment, 'principal'>): Centimos {
  return Math.max(0, -row.principal);
}

/** Earned by the schedule, less what was received or has joined the principal; what was forgiven is not owed. */
function accruedBy(state: LoanState): Centimos {
  const ended = state.instalments.filter((row) => row.due <= state.asOf);
  const received = sum(state.transactions.map((transaction) => splitOf(transaction).interest));
  const earned = sum(ended.map((row) => row.interest)) - received - state.capitalisedInterest;
  return Math.min(earned, sum(ended.map((row) => row.outstanding)));
}

function gravest({ modification }: LoanState): LoanStanding['modification'] {
  return modification && modification.type !== 'reprogramado' ? modification.type : null;
}

function sum(amounts: readonly Centimos[]): Centimos {
  return amounts.reduce((total, amount) => total + amount, 0);
}
