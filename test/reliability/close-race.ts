import { randomUUID } from 'node:crypto';
import { systemClock } from '../../src/clock';
import { closeDay } from '../../src/day-close/close-day';
import { connect, type Knex } from '../../src/db/connect';
import { centimosOfSum } from '../../src/ledger/balances';
import { addDays } from '../../src/lending/dates';
import { date } from '../../src/web/format';
import { testConfig } from '../support/config';
import { aPayment, pay, send, type Session } from './cashier';

/** A day as it was closed, and every payment of its loans as it was booked. */
export interface RacedDay {
  readonly date: string;
  /** The number of the last event that the close has seen. */
  readonly lastEvent: number;
  readonly lastJournal: number;
  /** Principal of the portfolio as it was frozen. */
  readonly frozen: number;
  readonly lent: number;
  readonly payments: readonly BookedPayment[];
}

export interface BookedPayment {
  readonly id: number;
  readonly journalId: number;
  readonly bookedOn: string;
  readonly principal: number;
}

/** The first day of a lender that is closed may be any; after it today is the next. */
export async function closeYesterday(databaseUrl: string, institutionId: number): Promise<void> {
  const db = connect(databaseUrl);
  const actor = { institutionId, kind: 'system', role: 'system', requestId: 'race' } as const;
  const by = { clock: systemClock, auditKey: testConfig.auditKey, actor };
  const closed = await closeDay(db, by, addDays(systemClock.today(), -1));
  await db.destroy();
  if (closed.type === 'refused') throw new Error(closed.reason);
}

/** Closes the day for the lender through the page, as often as the server is busy. */
export async function closeToday(address: string, session: Session): Promise<void> {
  for (;;) {
    const form = { _command: randomUUID(), hasta: date(systemClock.today()) };
    const answer = await send(address, session, '/cierre', form);
    if (answer?.status === 303) return;
    if (answer?.status !== 503) throw new Error(`the close was answered with ${answer?.status}: ${answer?.text}`);
  }
}

/** Pays each of the loans once, several people at a time; the answer is the number of payments that were acknowledged. */
export async function payAll(
  addresses: readonly string[],
  session: Session,
  loanIds: readonly number[],
  paid: (payments: number) => void,
): Promise<number> {
  const waiting = loanIds.map((loanId, index) => aPayment(loanId, 20_000 + index, systemClock.today()));
  let acknowledged = 0;
  const cashier = async (address: string): Promise<void> => {
    for (let payment = waiting.pop(); payment; payment = waiting.pop()) {
      while ((await pay(address, session, payment)).type !== 'paid');
      paid(++acknowledged);
    }
  };
  await Promise.all([...addresses, ...addresses].map(cashier));
  return acknowledged;
}

export async function racedDay(db: Knex, institutionId: number): Promise<RacedDay> {
  const own = { institution_id: institutionId };
  const day = systemClock.today();
  const closed = (await db('closed_day')
    .where({ ...own, date: day })
    .first('last_event', 'last_journal')) as { last_event: number; last_journal: number } | undefined;
  if (!closed) throw new Error('the day is open');
  const rows: { id: number; journal_id: number; booking_date: string; principal: number | string }[] = await db(
    'loan_event as e',
  )
    .join('journal as j', (on) => on.on('j.institution_id', 'e.institution_id').on('j.event_id', 'e.id'))
    .where({ 'e.institution_id': institutionId, 'e.type': 'repayment' })
    .select('e.id', 'j.id as journal_id', 'e.booking_date')
    .select(
      db.raw(`(select coalesce(sum(a.principal), 0) from allocation a
                where a.institution_id = e.institution_id and a.event_id = e.id) as principal`),
    );
  const frozen = (await db('portfolio_snapshot')
    .where({ ...own, date: day, dimension: 'all' })
    .sum({ principal: 'principal' })
    .first()) as { principal: number | string };
  const lent = (await db('loan').where(own).sum({ principal: 'principal' }).first()) as { principal: number | string };
  return {
    date: day,
    lastEvent: closed.last_event,
    lastJournal: closed.last_journal,
    frozen: centimosOfSum(frozen.principal),
    lent: centimosOfSum(lent.principal),
    payments: rows.map((row) => ({
      ...{ id: row.id, journalId: row.journal_id, bookedOn: row.booking_date },
      principal: centimosOfSum(row.principal),
    })),
  };
}

/**
 * Where a payment is in no day, or in the closed one without being in its figures: each is booked in the day and seen by
 * its close, or on the day after and not seen.
 */
export function closeFaults(raced: RacedDay, acknowledged: number): string[] {
  const { payments, lastEvent, lastJournal, lent, frozen } = raced;
  const faults = payments.flatMap(({ id, journalId, bookedOn }) => {
    const isSeen = id <= lastEvent && journalId <= lastJournal;
    const right = isSeen ? raced.date : addDays(raced.date, 1);
    return bookedOn === right
      ? []
      : [`payment ${id}, ${isSeen ? 'seen' : 'not seen'} by the close, is booked on ${bookedOn}`];
  });
  if (payments.length !== acknowledged)
    faults.push(`${acknowledged} were acknowledged and ${payments.length} are there`);
  const seen = payments.filter(({ id }) => id <= lastEvent).reduce((sum, { principal }) => sum + principal, 0);
  if (lent - seen !== frozen) faults.push(`${lent} lent and ${seen} repaid, but ${frozen} frozen`);
  return faults;
}
