import DecimalJs from 'decimal.js';
import { oracleSchedule, type OracleTerms } from './oracle';

/**
 * A second way to reckon the life of a loan, from the definitions of contract 2 alone: it lives through the loan day by
 * day, counts late interest each night, and for each payment sorts everything that is owed and pays from the top. It
 * shares no code with src/lending, knows repayments, charges and reversals, and is slow and plain on purpose.
 */
const D = DecimalJs.clone({ precision: 60, rounding: DecimalJs.ROUND_HALF_EVEN });
type D = DecimalJs;

export interface OracleHistory {
  readonly terms: OracleTerms;
  readonly allocation: {
    readonly order: readonly string[];
    readonly orderInAdvance?: readonly string[];
    readonly across: 'instalment' | 'component';
    readonly excess: 'next-instalment' | 'last-instalment';
  };
  readonly lateInterest?: { readonly annualPercent: string };
  readonly events: readonly OracleEvent[];
}

export type OracleEvent =
  | { readonly id: string; readonly type: 'disbursement' | 'repayment'; readonly date: string; readonly amount: string }
  | {
      readonly id: string;
      readonly type: 'charge';
      readonly kind: 'fee' | 'penalty';
      readonly date: string;
      readonly due: string;
      readonly amount: string;
    }
  | { readonly id: string; readonly type: 'reversal'; readonly date: string; readonly of: string };

/** Something owed: a part of an instalment, or a charge in one. */
interface Item {
  readonly row: number;
  readonly part: 'penalty' | 'fee' | 'interest' | 'principal';
  /** Insurance before late interest before interest, within `interest`. */
  readonly rank: number;
  readonly due: string;
  readonly kind: 'insurance' | 'late' | 'interest' | 'principal' | 'fees' | 'charge';
  left: D;
}

export interface OracleState {
  readonly paid: string[];
  readonly outstanding: string;
  readonly lateInterest: string;
  readonly overpaid: string;
}

export function oracleReplay(history: OracleHistory, asOf: string): OracleState {
  const rows = oracleSchedule(history.terms).rows;
  const dues = rows.map((row) => row.due);
  const items: Item[] = rows.flatMap((row, index): Item[] => [
    { row: index, part: 'fee', rank: 0, due: row.due, kind: 'fees', left: new D(row.fees) },
    { row: index, part: 'interest', rank: 0, due: row.due, kind: 'insurance', left: new D(row.insurance) },
    { row: index, part: 'interest', rank: 1, due: row.due, kind: 'late', left: new D(0) },
    // Interest that joins the balance (a negative principal) is not paid with its instalment but with later ones.
    {
      row: index,
      part: 'interest',
      rank: 2,
      due: row.due,
      kind: 'interest',
      left: D.min(row.principal, 0).plus(row.interest),
    },
    { row: index, part: 'principal', rank: 0, due: row.due, kind: 'principal', left: D.max(row.principal, 0) },
  ]);
  const paid: D[] = rows.map(() => new D(0));
  const late = rows.map(() => ({ unitDays: new D(0), paid: new D(0) }));
  const daily = history.lateInterest
    ? new D(history.lateInterest.annualPercent).dividedBy(100).plus(1).pow(new D(1).dividedBy(360)).minus(1)
    : new D(0);
  const reversed = new Set(
    history.events.flatMap((one) => (one.type === 'reversal' && one.date <= asOf ? [one.of] : [])),
  );
  const happened = history.events.filter((one) => one.type !== 'reversal' && !reversed.has(one.id));
  let overpaid = new D(0);

  for (let day = history.terms.disbursements[0]?.date ?? asOf; day <= asOf; day = nextDay(day)) {
    for (const item of items.filter(({ kind }) => kind === 'late')) {
      const account = late[item.row];
      if (account)
        item.left = account.unitDays.times(daily).times(100).toDecimalPlaces(0).dividedBy(100).minus(account.paid);
    }
    let owedMore = false;
    for (const event of happened.filter(({ date }) => date === day)) {
      if (event.type === 'charge') {
        addCharge(items, dues, paid, event);
        owedMore = true;
      }
      if (event.type === 'repayment') overpaid = overpaid.plus(pay(new D(event.amount), day));
    }
    if (owedMore) overpaid = pay(overpaid, day);
    for (const item of items.filter(({ kind, due }) => kind === 'principal' && due <= day)) {
      const account = late[item.row];
      if (account) account.unitDays = account.unitDays.plus(item.left);
    }
  }

  function pay(amount: D, day: string): D {
    let left = amount;
    const inOrder = (order: readonly string[], of: Item[], sign: 1 | -1) =>
      of.toSorted((one, other) => {
        const byRow = sign * (one.row - other.row);
        const byPart = order.indexOf(one.part) - order.indexOf(other.part);
        const byRank = one.rank - other.rank;
        const byDue = one.due < other.due ? -1 : one.due > other.due ? 1 : 0;
        return (history.allocation.across === 'instalment' ? byRow || byPart : byPart || byRow) || byRank || byDue;
      });
    const { order, orderInAdvance = order, excess } = history.allocation;
    const due = inOrder(
      order,
      items.filter((item) => item.due <= day),
      1,
    );
    const ahead = inOrder(
      orderInAdvance,
      items.filter((item) => item.due > day),
      excess === 'next-instalment' ? 1 : -1,
    );
    for (const item of [...due, ...ahead]) {
      const part = D.min(left, item.left);
      item.left = item.left.minus(part);
      left = left.minus(part);
      const account = late[item.row];
      if (item.kind === 'late' && account) account.paid = account.paid.plus(part);
      else paid[item.row] = (paid[item.row] ?? new D(0)).plus(part);
    }
    return left;
  }

  const sum = (of: Item[]) => of.reduce((total, item) => total.plus(item.left), new D(0));
  return {
    paid: paid.map((one) => one.toFixed(2)),
    outstanding: sum(items).toFixed(2),
    lateInterest: sum(items.filter(({ kind }) => kind === 'late')).toFixed(2),
    overpaid: overpaid.toFixed(2),
  };
}

/** A charge after the last due date is an instalment of its own. */
function addCharge(items: Item[], dues: string[], paid: D[], event: Extract<OracleEvent, { type: 'charge' }>): void {
  let row = dues.findIndex((due) => due >= event.due);
  if (row < 0) {
    row = dues.push(event.due) - 1;
    paid.push(new D(0));
  }
  items.push({ row, part: event.kind, rank: 1, due: event.due, kind: 'charge', left: new D(event.amount) });
}

function nextDay(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
