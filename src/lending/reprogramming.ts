import { daysLateOn, lastDueOf, noteModification } from './change-of-terms';
import type { IsoDate } from './dates';
import { addParts, isWorthKeeping, NO_PARTS, noteSettlement, type DebtCharge } from './debt-row';
import { earlyDebtOn } from './early-debt';
import { NOTHING_FORGIVEN, type Forgiven } from './forgiven';
import type { LoanEvent } from './history';
import { takeLateInterest } from './late-interest';
import { addCharge, countLate, type LoanBook } from './loan-book';
import type { Centimos } from './money';
import { planInForce } from './plan-in-force';
import { refuse, type Refusal } from './refusal';
import { capitalisedRow, replacePlan, takeOpenCharges } from './replace-plan';
import type { Terms } from './terms';
import { termsRefusal } from './terms-refusal';

type Reprogramming = Extract<LoanEvent, { type: 'reprogramming' }>;

/**
 * A new plan for everything that is owed. Overdue instalments end with what was paid of them; their principal joins
 * the rest under the new plan. Interest owed on the day becomes principal, or waits for the first instalments and bears
 * none; overdue insurance and fees, and late interest, wait for the first instalment in either case.
 */
export function reprogramme(book: LoanBook, event: Reprogramming, path: string): Refusal | undefined {
  const { plan } = book;
  const { date } = event;
  countLate(book, date);
  const owed = owedOn(book, date);
  if (!plan || owed.principal <= 0) return refuse('nothing_left_to_change', `${path}.date`);
  const capitalised = event.unpaidInterest === 'capitalise' ? owed.interest : 0;
  const principal = owed.principal + capitalised;
  const terms = newTerms(plan.terms, event, [{ date, amount: principal }, ...book.planned]);
  const fault = termsRefusal(terms);
  if (fault) return refuse(fault.reason, `${path}.${fault.path}`);

  const daysLate = daysLateOn(book, date);
  const lastDue = lastDueOf(book);
  const next = planInForce(terms, {
    date,
    skipped: 0,
    principal,
    accrued: 0,
    waiting: owed.interest - capitalised,
    brought: { interest: -owed.unearned, insurance: owed.insurance, fees: owed.fees },
  });
  const late = closeOverdue(book, date);
  const between = capitalisedRow(date, capitalised + owed.capitalised, principal);
  replacePlan(book, date, next, { between, forgivenUnearned: owed.forgivenUnearned });
  bringToFirst(book, date, late);
  book.owedMoreOn = date;
  return noteModification(book, date, event.cause, daysLate, lastDue);
}

/** What is owed on a day, by part. */
interface Owed {
  readonly principal: Centimos;
  readonly interest: Centimos;
  /** Interest paid ahead that had not been earned. */
  readonly unearned: Centimos;
  /** Negative where more was paid ahead than had been earned. */
  readonly insurance: Centimos;
  readonly fees: Centimos;
  readonly forgivenUnearned: Forgiven;
  readonly capitalised: Centimos;
}

function owedOn(book: LoanBook, date: IsoDate): Owed {
  const left = book.rows
    .filter((row) => row.due <= date)
    .map((row) => row.left)
    .reduce(addParts, { ...NO_PARTS });
  const early = earlyDebtOn(book, date) ?? NOTHING_EARLY;
  return {
    principal: left.principal + early.principal,
    interest: left.interest + Math.max(0, early.interest),
    unearned: Math.max(0, -early.interest),
    insurance: left.insurance + early.insurance,
    fees: left.fees + early.fees,
    forgivenUnearned: early.forgivenUnearned,
    capitalised: early.capitalised,
  };
}

const NOTHING_EARLY = { ...NO_PARTS, forgivenUnearned: NOTHING_FORGIVEN, capitalised: 0 };

function newTerms(terms: Terms, event: Reprogramming, disbursements: Terms['disbursements']): Terms {
  const fees = terms.fees?.filter((fee) => fee.at === 'each-instalment');
  return {
    ...terms,
    disbursements,
    instalments: event.instalments,
    rate: event.rate ?? terms.rate,
    grace: event.grace ?? { principal: 0, interest: 0 },
    ...(fees && { fees }),
  };
}

/** What was late is no longer late, and waits with the first instalment of the new plan. */
function bringToFirst(book: LoanBook, date: IsoDate, { lateInterest, charges }: LateParts): void {
  const first = book.rows.find((row) => row.due > date);
  if (!first) throw new Error('a reprogramming without an instalment');
  first.lateBrought += lateInterest;
  for (const charge of charges) addCharge(book, first, charge);
}

/** Of overdue instalments, what no plan takes over. */
interface LateParts {
  readonly lateInterest: Centimos;
  readonly charges: readonly DebtCharge[];
}

/** Overdue instalments keep what was paid of them; those of which nothing was paid go. */
function closeOverdue(book: LoanBook, date: IsoDate): LateParts {
  const charges: DebtCharge[] = [];
  let lateInterest = 0;
  let unpaid = 0;
  for (const row of book.rows) {
    if (row.due > date) break;
    unpaid += row.left.principal;
    row.principal -= row.left.principal;
    row.interest -= row.left.interest;
    row.insurance -= row.left.insurance;
    row.fees -= row.left.fees;
    row.balance += unpaid;
    row.left = { ...NO_PARTS };
    lateInterest += takeLateInterest(row, book.lateFactor);
    charges.push(...takeOpenCharges(row));
    noteSettlement(row, date);
  }
  book.rows = book.rows.filter((row) => row.due > date || isWorthKeeping(row));
  return { lateInterest, charges };
}
