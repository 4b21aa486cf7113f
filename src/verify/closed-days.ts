import { digestOfDay } from '../day-close/snapshot';
import { closedDays, type ClosedDay } from '../day-close/store';
import type { Knex } from '../db/connect';
import { canonicalText, digestOf } from '../ledger/digest';
import { addDays } from '../lending/dates';
import type { Findings } from './finding';

/**
 * Every closed day follows the one before, its figures are those that were frozen, the audit trail knows them, and
 * nothing was booked in it afterwards.
 */
export async function verifyClosedDays(
  trx: Knex.Transaction,
  institutionId: number,
  findings: Findings,
): Promise<void> {
  const days = (await closedDays(trx, institutionId, Number.MAX_SAFE_INTEGER)).toReversed();
  for (const [index, day] of days.entries()) {
    const before = days[index - 1];
    if (before && day.date !== addDays(before.date, 1)) {
      findings.add('day_missing', addDays(before.date, 1), `the next closed day is ${day.date}`);
    }
    if ((await digestOfDay(trx, institutionId, day.date)) !== day.digest) {
      findings.add('day_altered', day.date, 'its figures are not those that were frozen');
    }
    if (!(await isInAudit(trx, institutionId, day)))
      findings.add('day_not_in_audit', day.date, 'or with other figures');
    await verifyNothingBookedLater(trx, institutionId, day, days[index + 1], findings);
  }
}

async function isInAudit(trx: Knex.Transaction, institutionId: number, { date, digest }: ClosedDay): Promise<boolean> {
  const afterDigest = digestOf([canonicalText({ date, digest })]);
  const row: { seq: number } | undefined = await trx('audit')
    .where({ institution_id: institutionId, entity: 'day', entity_id: date, after_digest: afterDigest })
    .first('seq');
  return row !== undefined;
}

/** Among the numbers between this close and the next, which makes one walk over all of them. */
async function verifyNothingBookedLater(
  trx: Knex.Transaction,
  institutionId: number,
  day: ClosedDay,
  next: ClosedDay | undefined,
  findings: Findings,
): Promise<void> {
  for (const [table, from, to] of [
    ['journal', day.lastJournal, next?.lastJournal],
    ['loan_event', day.lastEvent, next?.lastEvent],
  ] as const) {
    const late: { id: number } | undefined = await trx(table)
      .where({ institution_id: institutionId })
      .where('id', '>', from)
      .where((upTo) => (to === undefined ? upTo : upTo.where('id', '<=', to)))
      .where('booking_date', '<=', day.date)
      .orderBy('id')
      .first('id');
    if (late) findings.add('booked_in_closed_day', day.date, `${table} ${late.id}`);
  }
}
