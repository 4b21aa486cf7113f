import type { Knex } from '../db/connect';
import { lastClosedDay } from '../ledger/booking-date';
import { addDays, type IsoDate } from '../lending/dates';
import type { LoanState } from '../lending/history';
import { endedOn, standingAfter, type AccrualInstalment, type LoanStanding } from './loan-standing';
import type { Loan } from './store';

/**
 * Puts what is known after an event in the place of what was known before. What was known on days that are not closed
 * yet is kept, period by period, because they will be closed as they were known then. Called while `instalment` still
 * holds the schedule of before.
 */
export async function replaceStanding(
  trx: Knex.Transaction,
  loan: Loan,
  state: LoanState,
  bookedOn: IsoDate,
): Promise<void> {
  const key = { institution_id: loan.institutionId, loan_id: loan.id };
  const kept = await stillToClose(trx, loan, addDays(bookedOn, -1));
  const standing = standingAfter(loan, state, bookedOn);
  const rows = standing ? [...kept, standing] : kept;
  await trx('loan_standing').where(key).del();
  if (rows.length > 0) await trx('loan_standing').insert(rows.map((row) => ({ ...key, ...row })));
}

/** Rows for the open days before the day of the event; none where the day before is closed, as it is every morning. */
async function stillToClose(trx: Knex.Transaction, loan: Loan, lastDay: IsoDate): Promise<LoanStanding[]> {
  const closed = await lastClosedDay(trx, loan.institutionId);
  if (closed !== undefined && closed >= lastDay) return [];
  const key = { institution_id: loan.institutionId, loan_id: loan.id };
  const rows: LoanStanding[] = await trx('loan_standing')
    .where(key)
    .where('since', '<=', lastDay)
    .orderBy('since')
    .select(STANDING_COLUMNS);
  const current = rows.at(-1);
  if (!current) return [];
  const ended = rows.slice(0, -1);
  if (current.until !== null) return [...ended, { ...current, until: earlier(current.until, lastDay) }];
  const instalments: AccrualInstalment[] = await trx('instalment')
    .where(key)
    .select('number', 'due', 'interest', 'principal');
  return [...ended, ...endedOn(current, instalments, lastDay)];
}

function earlier(one: IsoDate, other: IsoDate): IsoDate {
  return one < other ? one : other;
}

export const STANDING_COLUMNS = [
  ...(['since', 'until', 'farmer_id', 'principal', 'capitalised', 'oldest_unpaid_due', 'modification'] as const),
  ...([
    'accrued',
    'running_instalment',
    'accrual_from',
    'accrual_until',
    'accrual_interest',
    'joins_principal',
  ] as const),
];
