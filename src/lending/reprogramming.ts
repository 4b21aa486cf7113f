import { daysLateOn, noteModification, paidRow } from './change-of-terms';
import type { IsoDate } from './dates';
import { addParts, debtRow, NO_PARTS, noteSettlement, totalOf, type DebtCharge, type DebtRow } from './debt-row';
import { earnedOn } from './earned';
import type { LoanEvent } from './history';
import { lateInterestOf } from './late-interest';
import { addCharge, countLate, type LoanBook } from './loan-book';
import { planInForce } from './plan-in-force';
import { refuse, type Refusal } from './refusal';
import { paidAhead, replaceRows, type PaidAhead } from './replace-plan';
import type { Instalment } from './schedule-rows';
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
  const lastDue = book.rows.at(-1)?.due ?? date;
  const takeover = { date, skipped: 0, principal, accrued: 0, waiting: owed.interest - capitalised };
  const next = planInForce(terms, takeover);
  const instalments = bringing(next.rows, owed.insurance, owed.fees);
  const between = [
    ...paidRow(date, { ...owed.ahead.parts, ...owed.earnedAhead, balance: owed.principal }, owed.ahead.waived),
    ...capitalisedRow(date, capitalised, principal),
  ];
  const charges = closeOverdue(book, date);
  const prepaid = {
    ...NO_PARTS,
    interest: owed.ahead.parts.interest - owed.earnedAhead.interest,
    insurance: owed.ahead.parts.insurance - owed.earnedAhead.insurance,
    fees: owed.ahead.parts.fees,
  };
  replaceRows(book, date, { between, instalments, prepaid });
  bringToFirst(book, date, owed.lateInterest, charges);
  book.plan = { ...next, rows: instalments };
  return noteModification(book, date, event.cause, daysLate, lastDue);
}

/** What is owed on a day, by part, and what was paid ahead of it. */
interface Owed {
  readonly principal: number;
  readonly interest: number;
  readonly insurance: number;
  readonly fees: number;
  readonly lateInterest: number;
  readonly ahead: PaidAhead;
  /** As much of what was paid ahead as had been earned by the day. */
  readonly earnedAhead: { readonly interest: number; readonly insurance: number };
}

function owedOn(book: LoanBook, date: IsoDate): Owed {
  const overdue = book.rows.filter((row) => row.due <= date);
  const left = overdue.map((row) => row.left).reduce(addParts, { ...NO_PARTS });
  const ahead = paidAhead(book, date);
  const earned = book.plan && earnedOn(book.plan, date);
  const interest = earned ? earned.accrued + earned.waiting : 0;
  const insurance = earned?.insurance ?? 0;
  const earnedAhead = {
    interest: Math.min(interest, ahead.parts.interest),
    insurance: Math.min(insurance, ahead.parts.insurance),
  };
  return {
    principal: left.principal + (earned?.principal ?? 0) - ahead.parts.principal,
    interest: left.interest + interest - earnedAhead.interest,
    insurance: left.insurance + insurance - earnedAhead.insurance,
    fees: left.fees,
    lateInterest: overdue.reduce((sum, row) => sum + lateInterestOf(row, book.lateFactor), 0),
    ahead,
    earnedAhead,
  };
}

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

function bringing(rows: readonly Instalment[], insurance: number, fees: number): Instalment[] {
  return rows.map((row, index) =>
    index > 0
      ? row
      : { ...row, insurance: row.insurance + insurance, fees: row.fees + fees, total: row.total + insurance + fees },
  );
}

/** What is late is no longer late, and waits for the first instalment of the new plan. */
function bringToFirst(book: LoanBook, date: IsoDate, lateInterest: number, charges: readonly DebtCharge[]): void {
  const first = book.rows.find((row) => row.due > date);
  if (!first) throw new Error('a reprogramming without an instalment');
  first.lateBrought = lateInterest;
  for (const charge of charges) addCharge(book, first, charge);
}

/** Interest that becomes principal: an instalment that asks for nothing and raises the balance. */
function capitalisedRow(due: IsoDate, interest: number, balance: number): DebtRow[] {
  return interest === 0 ? [] : [debtRow({ due, principal: -interest, interest, insurance: 0, fees: 0, balance }, due)];
}

/** Overdue instalments keep what was paid of them; those of which nothing was paid go. Returns what is left of charges. */
function closeOverdue(book: LoanBook, date: IsoDate): DebtCharge[] {
  const charges: DebtCharge[] = [];
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
    row.lateSettled += lateInterestOf(row, book.lateFactor);
    charges.push(...splitCharges(row));
    noteSettlement(row, date);
  }
  book.rows = book.rows.filter((row) => row.due > date || totalOf(row) !== 0 || row.interest !== 0);
  return charges;
}

/** What is paid of a charge stays where it was paid. */
function splitCharges(row: DebtRow): DebtCharge[] {
  const open = row.charges.filter((charge) => charge.left > 0);
  row.charges = row.charges
    .map((charge) => ({ ...charge, amount: charge.amount - charge.left, left: 0 }))
    .filter((charge) => charge.amount > 0);
  return open.map((charge) => ({ ...charge, amount: charge.left }));
}
