import type { DebtRow } from './debt-row';
import type { Estimate } from './estimate';
import type { AllocationRule, DebtPart } from './history';
import { lateInterestOf } from './late-interest';
import type { Centimos } from './money';

/** How much of one instalment a payment has paid, by part. */
export interface RowPayment {
  readonly row: DebtRow;
  principal: Centimos;
  interest: Centimos;
  insurance: Centimos;
  fees: Centimos;
  penalties: Centimos;
  lateInterest: Centimos;
}

/** What a payment is laid against. Rows stand in order of due date. */
export interface Debt {
  readonly rows: readonly DebtRow[];
  readonly rule: AllocationRule;
  readonly lateFactor: Estimate | undefined;
  /** Principal of the plan that has not been paid out yet and so cannot be paid back. */
  readonly undisbursed: Centimos;
  /** Nothing is left of the rows before this one. */
  readonly firstOpen: number;
}

export interface Allocated {
  readonly payments: readonly RowPayment[];
  /** What found nothing to pay. */
  readonly left: Centimos;
}

/**
 * Lays an amount against a debt: what is due on the day first, by `order`, then what is not yet due, by
 * `orderInAdvance`. A charge is due on its own date, everything else on that of its instalment. Insurance and late
 * interest are paid with interest, before it. Days late must have been counted up to the day.
 */
export function allocate(debt: Debt, amount: Centimos, day: number): Allocated {
  const run = begin(debt, amount);
  layOnDue(run, debt, day);
  if (run.left > 0) layInAdvance(run, debt);
  return run;
}

/** Only what is due on the day: by instalment, the oldest first, or by part over all that is due. */
export function allocateDue(debt: Debt, amount: Centimos, day: number): Allocated {
  const run = begin(debt, amount);
  layOnDue(run, debt, day);
  return run;
}

function layOnDue(run: Run, debt: Debt, day: number): void {
  fill(run, rowsWithSomethingDue(debt, day), debt.rule.order, debt.rule.across, day);
}

/**
 * While tranches are still to come the last instalments hold principal that nobody owes yet, so that the next ones are
 * paid first whatever the rule.
 */
function layInAdvance(run: Run, debt: Debt): void {
  const rows = debt.rows.slice(debt.firstOpen);
  const { across } = debt.rule;
  const excess = debt.undisbursed > 0 ? 'next-instalment' : debt.rule.excess;
  const parts = debt.rule.orderInAdvance ?? debt.rule.order;
  if (excess === 'reamortise') spreadEvenly(run, rows, parts, across);
  else fill(run, excess === 'next-instalment' ? rows : rows.toReversed(), parts, across);
}

type Across = AllocationRule['across'];

/** With a day, only what is due on it. */
function fill(run: Run, rows: readonly DebtRow[], parts: readonly DebtPart[], across: Across, day?: number): void {
  if (across === 'component') {
    for (const part of parts) for (const row of rows) pay(run, row, part, day);
    return;
  }
  for (const row of rows) {
    if (run.left === 0) return;
    for (const part of parts) pay(run, row, part, day);
  }
}

/**
 * The same for every instalment that is left, the last taking the céntimos that do not divide; what an instalment does
 * not need is spread again over the others. 275.00 over three is 91.67, 91.67 and 91.66.
 */
function spreadEvenly(run: Run, rows: readonly DebtRow[], parts: readonly DebtPart[], across: Across): void {
  const groups = across === 'instalment' ? [parts] : parts.map((part) => [part]);
  for (const group of groups) {
    let before = -1;
    while (run.left > 0 && run.left !== before) {
      before = run.left;
      const open = rows.filter((row) => group.some((part) => leftOf(run, row, part) > 0));
      const share = evenShare(run.left, open.length);
      open.forEach((row, index) => {
        const portion = index === open.length - 1 ? before - share * (open.length - 1) : share;
        payUpTo(run, portion, () => group.forEach((part) => pay(run, row, part)));
      });
    }
  }
}

/** Half-even, as in the published schedules. */
function evenShare(amount: Centimos, count: number): Centimos {
  const floor = Math.floor(amount / count);
  const twice = 2 * (amount - floor * count);
  return twice > count || (twice === count && floor % 2 === 1) ? floor + 1 : floor;
}

function payUpTo(run: Run, portion: Centimos, paying: () => void): void {
  const kept = run.left - Math.max(0, Math.min(portion, run.left));
  run.left -= kept;
  paying();
  run.left += kept;
}

/** A payment being laid out. */
interface Run {
  left: Centimos;
  payments: RowPayment[];
  principalLeft: Centimos;
  readonly lateFactor: Estimate | undefined;
}

function begin(debt: Debt, amount: Centimos): Run {
  const owed = debt.undisbursed === 0 ? 0 : debt.rows.reduce((sum, row) => sum + row.left.principal, 0);
  const principalLeft = debt.undisbursed === 0 ? Infinity : owed - debt.undisbursed;
  return { left: amount, payments: [], principalLeft, lateFactor: debt.lateFactor };
}

/**
 * Those due, and the next one if a charge in it is, or late interest that a change of terms has brought: a charge
 * stands in the first instalment after its date.
 */
function rowsWithSomethingDue({ rows, firstOpen }: Debt, day: number): DebtRow[] {
  const due: DebtRow[] = [];
  for (let index = firstOpen; index < rows.length; index++) {
    const row = rows[index];
    if (!row) break;
    if (row.dueDay <= day || row.lateBrought > row.lateSettled || hasChargeDue(row, day)) due.push(row);
    if (row.dueDay > day) break;
  }
  return due;
}

function hasChargeDue({ charges }: DebtRow, day: number): boolean {
  return charges.length > 0 && charges.some((charge) => charge.dueDay <= day);
}

/** Pays a part of a row from what is left; with a day only what is due on it. */
function pay(run: Run, row: DebtRow, part: DebtPart, day?: number): void {
  if (run.left === 0) return;
  const whole = day === undefined || row.dueDay <= day;
  if (part === 'penalty') payCharges(run, row, 'penalty', day);
  else if (part === 'fee') {
    if (whole) record(run, row, 'fees', take(run, row, 'fees'));
    payCharges(run, row, 'fee', day);
  } else if (part === 'principal') {
    if (whole) payPrincipal(run, row);
  } else if (!whole) payLateInterest(run, row);
  else {
    record(run, row, 'insurance', take(run, row, 'insurance'));
    payLateInterest(run, row);
    record(run, row, 'interest', take(run, row, 'interest'));
  }
}

function payCharges(run: Run, row: DebtRow, kind: 'fee' | 'penalty', day?: number): void {
  for (const charge of row.charges) {
    if (charge.kind !== kind || (day !== undefined && charge.dueDay > day)) continue;
    const paid = Math.min(run.left, charge.left);
    charge.left -= paid;
    run.left -= paid;
    record(run, row, kind === 'fee' ? 'fees' : 'penalties', paid);
  }
}

function payPrincipal(run: Run, row: DebtRow): void {
  const paid = Math.min(run.left, row.left.principal, run.principalLeft);
  row.left.principal -= paid;
  run.left -= paid;
  run.principalLeft -= paid;
  record(run, row, 'principal', paid);
}

function payLateInterest(run: Run, row: DebtRow): void {
  if (row.lateCentimoDays === 0 && row.lateBrought === 0) return;
  const paid = Math.min(run.left, lateInterestOf(row, run.lateFactor));
  row.lateSettled += paid;
  run.left -= paid;
  record(run, row, 'lateInterest', paid);
}

function take(run: Run, row: DebtRow, part: 'interest' | 'insurance' | 'fees'): Centimos {
  const paid = Math.min(run.left, row.left[part]);
  row.left[part] -= paid;
  run.left -= paid;
  return paid;
}

function leftOf(run: Run, row: DebtRow, part: DebtPart): Centimos {
  if (part === 'principal') return Math.min(row.left.principal, run.principalLeft);
  if (part === 'interest') return row.left.interest + row.left.insurance + lateInterestOf(row, run.lateFactor);
  const kind = part;
  const charges = row.charges.reduce((sum, charge) => (charge.kind === kind ? sum + charge.left : sum), 0);
  return part === 'fee' ? charges + row.left.fees : charges;
}

type PaidPart = Exclude<keyof RowPayment, 'row'>;

function record(run: Run, row: DebtRow, part: PaidPart, amount: Centimos): void {
  if (amount === 0) return;
  let payment = run.payments.find((one) => one.row === row);
  if (!payment) {
    payment = { row, principal: 0, interest: 0, insurance: 0, fees: 0, penalties: 0, lateInterest: 0 };
    run.payments.push(payment);
  }
  payment[part] += amount;
}
