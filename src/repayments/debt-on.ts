import type { IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import { openReplay, payoffOn, stateOn, type OpenReplay } from '../lending/open-replay';
import type { Payoff } from '../lending/payoff';
import { isRefusal, type Refusal } from '../lending/refusal';
import { historyOf, type StoredEvent } from '../loans/events';
import { owedOn } from '../loans/standing';
import type { Loan } from '../loans/store';

/** What is owed of a loan on a day, as the person at the counter has to know it. */
export interface DebtOn {
  readonly date: IsoDate;
  /** Instalments up to the day, with their late interest. */
  readonly dueNow: Centimos;
  /** Everything of the schedule, interest that is not yet earned included. */
  readonly total: Centimos;
  /** What ends the loan on the day, with interest to the day. */
  readonly payoff: Payoff;
  /**
   * Up to here a payment covers at most two instalments, those that are due included, and simply pays them (adelanto).
   * Beyond, the client says what becomes of the rest (pago anticipado, Res. SBS 3274-2017, art. 29).
   */
  readonly withoutChoice: Centimos;
}

/** Due 640.00 since Tuesday and then 512.00, 380.00 and 200.00: up to 1,152.00 there is nothing to choose. */
export function debtOn(loan: Loan, events: readonly StoredEvent[], date: IsoDate): DebtOn {
  return debtOf(loan.id, openReplay(historyOf(loan, events), date), date);
}

/** The same of a loan that has been replayed. */
export function debtOf(loanId: number, replayed: OpenReplay | Refusal, date: IsoDate): DebtOn {
  const state = isRefusal(replayed) ? replayed : stateOn(replayed, date);
  const paysOff = isRefusal(replayed) ? replayed : payoffOn(replayed, date);
  if (isRefusal(state) || isRefusal(paysOff)) throw new Error(`loan ${loanId} cannot be paid off on ${date}`);
  const open = state.instalments.filter((row) => owedOn(row) > 0);
  const due = open.filter((row) => row.due <= date);
  const covered = open.slice(0, Math.max(due.length, INSTALMENTS_OF_AN_ADVANCE));
  return {
    date,
    dueNow: sum(due.map(owedOn)),
    total: state.outstanding.total,
    payoff: paysOff,
    withoutChoice: sum(covered.map(owedOn)),
  };
}

const INSTALMENTS_OF_AN_ADVANCE = 2;

function sum(amounts: readonly Centimos[]): Centimos {
  return amounts.reduce((total, amount) => total + amount, 0);
}
