import { expireApplications } from '../applications/expire-applications';
import { testCovenants } from '../covenants/test-covenants';
import { engineOf, type Knex } from '../db/connect';
import { inTransaction } from '../db/transaction';
import { recordDeed } from '../ledger/audit';
import { holdBookings, lastClosedDay } from '../ledger/booking-date';
import type { By } from '../ledger/by';
import { postJournal, type PostedJournal } from '../ledger/journal';
import { addDays, type IsoDate } from '../lending/dates';
import { freezeLineMonth } from '../line-reports/freeze-line-month';
import type { ParameterName } from '../parameters/kinds';
import { draftsOfDay } from './books';
import { classifyDebtors } from './classify-debtors';
import { followRefinanced } from './follow-refinanced';
import { groupLoans } from './group-loans';
import { queueReminders } from './queue-reminders';
import { forgetStandings, rollStandings } from './roll-standings';
import { rulesOn, type Rules } from './rules';
import { digestOfDay, writeSnapshot } from './snapshot';
import { findClosedDay, firstBookedDay, lastNumber } from './store';
import { dropWorkingTables, prepareWorkingTables } from './working-tables';

export type DayClosed =
  { readonly type: 'done'; readonly date: IsoDate; readonly digest: string; readonly repeated: boolean } | DayRefused;

export type DayRefused =
  | { readonly type: 'refused'; readonly reason: 'date_in_future' }
  /** Days are closed one after the other; `next` is the one to close. */
  | { readonly type: 'refused'; readonly reason: 'date_out_of_order'; readonly next: IsoDate }
  | { readonly type: 'refused'; readonly reason: 'parameter_missing'; readonly parameter: ParameterName };

/**
 * Closes a day of an institution as it was known at its end, in one transaction: debtors move to their category, the
 * books get provisions, interest receivable and the situation of the principal, the portfolio is frozen, and from then on
 * nothing is booked in the day. A day that is closed already gives the same answer and changes nothing. Days are closed
 * in order; the first may be any day up to today. How many loans there are changes the time of each statement, not how
 * many there are.
 */
export async function closeDay(db: Knex, by: By, date: IsoDate): Promise<DayClosed> {
  const onDay = asOn(by, date);
  const allowed = await allowedDay(db, by, date);
  if (allowed) return allowed;
  await expireApplications(db, systemOf(onDay));
  return inTransaction(db, async (trx) => {
    if (engineOf(trx) === 'pg') await giveRoom(trx);
    await holdBookings(trx, by.actor.institutionId);
    const refused = await allowedDay(trx, by, date);
    if (refused) return refused;
    const rules = await rulesOn(trx, by.actor.institutionId, date);
    if (typeof rules === 'string') return { type: 'refused', reason: 'parameter_missing', parameter: rules };
    return close(trx, onDay, date, rules);
  });
}

/** A close of a million loans sorts and hashes them in memory, and may take longer than a page. */
async function giveRoom(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`set local statement_timeout = 0`);
  await trx.raw(`set local work_mem = '256MB'`);
  // Its statements are long and run once: translating one took twice as long as running it.
  await trx.raw('set local jit = off');
}

/** Nothing where the day is the next to close; the first answer again where it is closed. */
async function allowedDay(db: Knex, by: By, date: IsoDate): Promise<DayClosed | undefined> {
  const { institutionId } = by.actor;
  const closed = await findClosedDay(db, institutionId, date);
  if (closed) return { type: 'done', date, digest: closed.digest, repeated: true };
  if (date > by.clock.today()) return { type: 'refused', reason: 'date_in_future' };
  const last = await lastClosedDay(db, institutionId);
  if (last === undefined || date === addDays(last, 1)) return undefined;
  return { type: 'refused', reason: 'date_out_of_order', next: addDays(last, 1) };
}

async function close(trx: Knex.Transaction, by: By, date: IsoDate, rules: Rules): Promise<DayClosed> {
  const { institutionId } = by.actor;
  await rollStandings(trx, institutionId, date);
  await prepareWorkingTables(trx, rules, date);
  await followRefinanced(trx, institutionId, date);
  await classifyDebtors(trx, institutionId, date);
  await groupLoans(trx, institutionId, date);
  const journals: PostedJournal[] = [];
  for (const draft of await draftsOfDay(trx, institutionId, date)) {
    const part = journals.length + 1;
    journals.push(await postJournal(trx, by, { ...draft, commandId: `close-${date}`, part, valueDate: date }));
  }
  await writeSnapshot(trx, institutionId, date);
  await dropWorkingTables(trx);
  await queueReminders(trx, institutionId, date);
  await freezeLineMonth(trx, institutionId, date);
  await testCovenants(trx, by, date);

  const digest = await digestOfDay(trx, institutionId, date);
  await trx('closed_day').insert({
    institution_id: institutionId,
    date,
    digest,
    last_journal: await lastNumber(trx, institutionId, 'journal'),
    last_event: await lastNumber(trx, institutionId, 'loan_event'),
    recorded_at: by.clock.now(),
    staff_id: by.actor.kind === 'staff' ? (by.actor.id ?? null) : null,
  });
  await forgetStandings(trx, institutionId, date);
  const after = { date, digest };
  await recordDeed(trx, by, { action: 'day-closed', entity: 'day', entityId: date, details: after, after, journals });
  return { type: 'done', ...after, repeated: false };
}

/** Closes every open day up to one, each by itself, and tells of each; stops at the first that is refused. */
export async function* closeDaysThrough(db: Knex, by: By, last: IsoDate): AsyncGenerator<DayClosed> {
  const { institutionId } = by.actor;
  const closed = await lastClosedDay(db, institutionId);
  const first = closed === undefined ? await firstBookedDay(db, institutionId) : addDays(closed, 1);
  for (let date = first ?? last; date <= last; date = addDays(date, 1)) {
    const result = await closeDay(db, by, date);
    yield result;
    if (result.type === 'refused') return;
  }
}

/** What is booked while a day is closed belongs to that day, whatever the clock says meanwhile. */
function asOn(by: By, date: IsoDate): By {
  return { ...by, clock: { today: () => date, now: () => by.clock.now() } };
}

/** The state machine of applications lets nobody but the program expire one. */
function systemOf(by: By): By {
  const { institutionId, requestId } = by.actor;
  return { ...by, actor: { institutionId, kind: 'system', role: 'system', requestId } };
}
