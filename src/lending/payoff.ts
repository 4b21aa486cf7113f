import { ON_THE_DUE_DATE, type PayableOn } from './arrears';
import type { IsoDate } from './dates';
import { addParts, NO_PARTS } from './debt-row';
import { earlyDebtOn, wholeOf } from './early-debt';
import type { History } from './history';
import { lateInterestOf } from './late-interest';
import type { LoanBook } from './loan-book';
import type { Centimos } from './money';
import { isRefusal, refuse, type Refusal } from './refusal';
import { bookOn } from './replay';

/** What closes a loan on one day (liquidación). */
export interface Payoff {
  readonly date: IsoDate;
  readonly principal: Centimos;
  /** Earned to the day and not paid; negative where more than that was paid ahead. */
  readonly interest: Centimos;
  readonly insurance: Centimos;
  readonly fees: Centimos;
  readonly penalties: Centimos;
  readonly lateInterest: Centimos;
  /** Money paid too much that the lender still holds. */
  readonly overpaid: Centimos;
  /** The sum of all parts less `overpaid`, and never negative. */
  readonly total: Centimos;
}

/**
 * What pays a loan off on a day: principal, what is overdue, and interest and insurance earned to the day but not
 * after it (Res. SBS 3274-2017, art. 29: no charge, no condition). Instalment fees of later instalments are not asked
 * for; charges that were made are. A repayment of `total` with a prepayment intent on that day closes the loan.
 */
export function payoff(history: History, date: IsoDate, payableOn: PayableOn = ON_THE_DUE_DATE): Payoff | Refusal {
  const book = bookOn(history, date, payableOn);
  return isRefusal(book) ? book : payoffOf(book, date);
}

/** The same of a loan that has been replayed to the day. */
export function payoffOf(book: LoanBook, date: IsoDate): Payoff | Refusal {
  if (!book.plan) return refuse('no_disbursement', 'events');

  const due = book.rows
    .filter((row) => row.due <= date)
    .map((row) => row.left)
    .reduce(addParts, { ...NO_PARTS });
  const running = earlyDebtOn(book, date);
  const early = running ? wholeOf(running) : NO_PARTS;
  const parts = {
    principal: due.principal + early.principal,
    interest: due.interest + early.interest,
    insurance: due.insurance + early.insurance,
    fees: due.fees + early.fees + chargesLeft(book, 'fee'),
    penalties: chargesLeft(book, 'penalty'),
    lateInterest: book.rows.reduce((sum, row) => sum + lateInterestOf(row, book.lateFactor), 0),
  };
  const overpaid = book.entries.reduce((sum, entry) => (entry.reversed ? sum : sum + entry.overpaid), 0);
  const owed = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { date, ...parts, overpaid, total: Math.max(0, owed - overpaid) };
}

function chargesLeft(book: LoanBook, kind: 'fee' | 'penalty'): Centimos {
  return book.rows
    .flatMap((row) => row.charges)
    .reduce((sum, charge) => (charge.kind === kind ? sum + charge.left : sum), 0);
}
