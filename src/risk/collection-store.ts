import type { Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import type { Centimos } from '../lending/money';
import { contractuallyDue, loansWithFirstLate, type RiskBook } from './cuts';

/** What was paid on the instalments that fell due in a month, by when it was paid. */
export interface CollectedMonth {
  /** `2026-10`. */
  readonly month: string;
  readonly early: Centimos;
  readonly onTheDay: Centimos;
  readonly late: Centimos;
  /** Before the month was over, early and on the day included. */
  readonly byMonthEnd: Centimos;
}

/** In the order of the months; payments up to the day of the book. */
export async function collectedByMonth(db: Knex, book: RiskBook): Promise<CollectedMonth[]> {
  const paid = 'a.principal + a.interest + a.insurance + a.fees + a.penalties';
  const when = (condition: string, name: string) =>
    db.raw(`sum(case when ${condition} then ${paid} else 0 end) as ${name}`);
  const rows: Record<'month' | 'early' | 'on_the_day' | 'late' | 'by_month_end', string | number>[] =
    await contractuallyDue(db, book)
      .join('allocation as a', (on) =>
        on.on('a.institution_id', 'i.institution_id').on('a.loan_id', 'i.loan_id').on('a.instalment', 'i.number'),
      )
      .where('a.value_date', '<=', book.asOf)
      .groupByRaw('substr(cast(i.due as text), 1, 7)')
      .select(
        db.raw('substr(cast(i.due as text), 1, 7) as month'),
        when('a.value_date < i.due', 'early'),
        when('a.value_date = i.due', 'on_the_day'),
        when('a.value_date > i.due', 'late'),
        when('substr(cast(a.value_date as text), 1, 7) <= substr(cast(i.due as text), 1, 7)', 'by_month_end'),
      );
  return rows
    .map((row) => ({
      month: String(row.month),
      early: centimosOfSum(row.early),
      onTheDay: centimosOfSum(row.on_the_day),
      late: centimosOfSum(row.late),
      byMonthEnd: centimosOfSum(row.by_month_end),
    }))
    .toSorted((one, other) => (one.month < other.month ? -1 : 1));
}

/** Loans made in the same month whose first instalment that stayed unpaid over 30 days fell due on the same date. */
export interface LateCohort {
  readonly disbursedIn: string;
  /** Null where none stayed unpaid. */
  readonly lateSince: string | null;
  readonly loans: number;
  readonly principal: Centimos;
}

export async function lateCohorts(db: Knex, book: RiskBook): Promise<LateCohort[]> {
  const rows: { month: string; late_since: string | null; loans: number | string; principal: number | string }[] =
    await db
      .from(loansWithFirstLate(db, book).as('c'))
      .groupByRaw('substr(cast(c.disbursed_on as text), 1, 7), c.late_since')
      .select(db.raw('substr(cast(c.disbursed_on as text), 1, 7) as month'), 'c.late_since')
      .select(db.raw('count(*) as loans, sum(c.principal) as principal'));
  return rows.map((row) => ({
    disbursedIn: row.month,
    lateSince: row.late_since,
    loans: Number(row.loans),
    principal: centimosOfSum(row.principal),
  }));
}
