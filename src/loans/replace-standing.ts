import type { Knex } from '../db/connect';
import { pipelined } from '../db/pipeline';
import type { BookingDay } from '../ledger/booking-date';
import { addDays, type IsoDate } from '../lending/dates';
import type { LoanState } from '../lending/history';
import { endedOn, standingAfter, type AccrualInstalment, type LoanStanding } from './loan-standing';
import { isSameRow } from './same-row';
import type { Loan } from './store';

/**
 * Puts what is known after an event in the place of what was known before. What was known on days that are not closed
 * yet is kept, period by period, because they will be closed as they were known then.
 */
export async function replaceStanding(
  trx: Knex.Transaction,
  loan: Loan,
  before: LoanState | undefined,
  after: LoanState,
  booking: BookingDay,
): Promise<void> {
  const key = keyOf(loan);
  const dayBefore = addDays(booking.date, -1);
  const isClosed = booking.closed !== undefined && booking.closed >= dayBefore;
  const standing = standingAfter(loan, after, booking.date);
  if (!before || isClosed) {
    await pipelined(trx, [
      ...(before ? [() => trx('loan_standing').where(key).del()] : []),
      ...(standing ? [() => trx('loan_standing').insert({ ...key, ...standing })] : []),
    ]);
    return;
  }
  const known = await knownStandings(trx, loan);
  const kept = stillToClose(known, before.instalments, dayBefore);
  await putStandings(trx, loan, known, standing ? [...kept, standing] : kept);
}

/**
 * Something is known of a loan from a day on that no event of its history says: that it is in court. Periods that have
 * ended since the last close are left to the next one, which rolls them over for every loan.
 */
export async function amendStanding(
  trx: Knex.Transaction,
  loan: Loan,
  change: Pick<LoanStanding, 'in_court'>,
  since: IsoDate,
): Promise<void> {
  const known = await knownStandings(trx, loan);
  const current = known.find(({ until }) => until === null);
  if (!current) throw new Error(`loan ${loan.id} is not followed by the day close`);
  const instalments: AccrualInstalment[] = await trx('instalment')
    .where(keyOf(loan))
    .select('number', 'due', 'interest', 'principal');
  const amended = { ...current, ...change, since };
  await putStandings(trx, loan, known, [...stillToClose(known, instalments, addDays(since, -1)), amended]);
}

async function knownStandings(trx: Knex.Transaction, loan: Loan): Promise<LoanStanding[]> {
  const rows: LoanStanding[] = await trx('loan_standing').where(keyOf(loan)).select(STANDING_COLUMNS);
  return rows;
}

async function putStandings(
  trx: Knex.Transaction,
  loan: Loan,
  known: readonly LoanStanding[],
  rows: readonly LoanStanding[],
): Promise<void> {
  const key = keyOf(loan);
  const gone = known.filter(({ since }) => rows.every((row) => row.since !== since)).map(({ since }) => since);
  if (gone.length > 0) await trx('loan_standing').where(key).whereIn('since', gone).del();
  const changed = rows.filter((row) => !known.some((one) => isSameRow(row, one)));
  if (changed.length === 0) return;
  await trx('loan_standing')
    .insert(changed.map((row) => ({ ...key, ...row })))
    .onConflict([...Object.keys(key), 'since'])
    .merge();
}

function keyOf(loan: Loan) {
  return { institution_id: loan.institutionId, loan_id: loan.id };
}

/** Rows for the open days before the day of the event, by the schedule of before. */
function stillToClose(
  known: readonly LoanStanding[],
  instalments: readonly AccrualInstalment[],
  lastDay: IsoDate,
): LoanStanding[] {
  const rows = known
    .filter(({ since }) => since <= lastDay)
    .toSorted((one, other) => (one.since < other.since ? -1 : 1));
  const current = rows.at(-1);
  if (!current) return [];
  const ended = rows.slice(0, -1);
  return current.until === null
    ? [...ended, ...endedOn(current, instalments, lastDay)]
    : [...ended, { ...current, until: earlier(current.until, lastDay) }];
}

function earlier(one: IsoDate, other: IsoDate): IsoDate {
  return one < other ? one : other;
}

export const STANDING_COLUMNS = [
  ...([
    'since',
    'until',
    'farmer_id',
    'principal',
    'capitalised',
    'oldest_unpaid_due',
    'modification',
    'in_court',
  ] as const),
  ...([
    'accrued',
    'running_instalment',
    'accrual_from',
    'accrual_until',
    'accrual_interest',
    'joins_principal',
  ] as const),
];
